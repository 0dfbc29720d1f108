"""A row as its file stands: what a hand changed or removed in the repository is what is published.

A row that is on its way to its file (``todo``) goes before the file; every other published one follows it.
"""

from __future__ import annotations

from sqlalchemy import Connection, update

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import Item, Status
from plugins.inbox.data.item_rows import ItemValues, get_item, update_item, values_of
from plugins.inbox.service import Inbox

__all__ = ["BrokenFileError", "matches_file", "update_from_file"]

KEPT = frozenset({"id", "article", "status", "todo", "revision", "score", "reasons", "checked"})
"""What a file says nothing of, or nothing that could change."""


class BrokenFileError(Exception):
    """The file is there and cannot be used: a hand is at it, and nothing is written over it."""


def matches_file(inbox: Inbox, item: Item) -> bool:
    """Tell whether an item is what its file says; one that is not published, or on its way there, is.

    Raises:
        BrokenFileError: The file cannot be used.
    """
    if item.status != "approved" or item.todo or not inbox.store.folder.is_dir():  # a folder that is lost says nothing
        return True
    record = inbox.store.get(item.article, item.id)
    if record is None and inbox.store.path(item.article, item.id).exists():
        raise BrokenFileError(item.id)
    return record is not None and record.changed(received=None) == item.to_interaction()


def update_from_file(inbox: Inbox, connection: Connection, item: Item) -> Item:
    """Return a locked item, brought to what its file says; a file that is gone was rejected by whoever removed it.

    Raises:
        BrokenFileError: The file cannot be used.
    """
    if matches_file(inbox, item):
        return item
    record = inbox.store.get(item.article, item.id)
    revision = item.revision + 1
    if record is None:
        rejected: Status = "rejected"
        values: ItemValues = {"status": rejected, "todo": True, "decided": inbox.now, "due": None, "author_page": None}
        values["revision"] = revision
        update_item(connection, item.id, **values)
        details = {"from": item.status, "to": rejected}
        decision_log.append(
            connection, inbox.keys, at=inbox.now, actor="hand", action="reject", item=item.id, details=details
        )
    else:
        told = {name: value for name, value in values_of(record).items() if name not in KEPT}
        connection.execute(update(items).where(items.c.id == item.id).values(**told, revision=revision))
        decision_log.append(connection, inbox.keys, at=inbox.now, actor="hand", action="edit", item=item.id)
    return get_item(connection, item.id)
