"""A row as its file stands: what a hand changed or removed in the repository is what is published.

A row that is on its way to its file (``todo``) goes before the file; every other published one follows it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import interaction, row_of
from plugins.inbox.service import Inbox

__all__ = ["BrokenError", "followed", "is_followed"]

KEPT = frozenset({"id", "article", "status", "todo", "revision", "score", "reasons", "checked"})
"""What a file says nothing of, or nothing that could change."""


class BrokenError(Exception):
    """The file is there and cannot be used: a hand is at it, and nothing is written over it."""


def is_followed(inbox: Inbox, row: Row[Any]) -> bool:
    """Tell whether a row is what its file says; one that is not published, or on its way there, is.

    Raises:
        BrokenError: The file cannot be used.
    """
    if row.status != "approved" or row.todo or not inbox.store.folder.is_dir():  # a folder that is lost says nothing
        return True
    record = inbox.store.get(row.article, row.id)
    if record is None and inbox.store.path(row.article, row.id).exists():
        raise BrokenError(row.id)
    return record is not None and record.changed(received=None) == interaction(row)


def followed(inbox: Inbox, connection: Connection, row: Row[Any]) -> Row[Any]:
    """Return a locked row, brought to what its file says; a file that is gone was rejected by whoever removed it.

    Raises:
        BrokenError: The file cannot be used.
    """
    if is_followed(inbox, row):
        return row
    record = inbox.store.get(row.article, row.id)
    values: dict[str, Any] = {"revision": row.revision + 1}
    if record is None:
        values |= {"status": "rejected", "todo": True, "decided": inbox.now, "due": None, "author_page": None}
        details = {"from": row.status, "to": "rejected"}
        decision_log.append(
            connection, inbox.keys, at=inbox.now, actor="hand", action="reject", item=row.id, details=details
        )
    else:
        values |= {name: value for name, value in row_of(record).items() if name not in KEPT}
        decision_log.append(connection, inbox.keys, at=inbox.now, actor="hand", action="edit", item=row.id)
    connection.execute(update(items).where(items.c.id == row.id).values(**values))
    return connection.execute(select(items).where(items.c.id == row.id)).one()
