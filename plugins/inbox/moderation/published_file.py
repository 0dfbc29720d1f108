"""Updates the row of a published item from its record file, which may have been edited or removed by hand.

A row whose file is still to be written (``todo``) takes precedence over the file; for every other published item, the
file takes precedence.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, update

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import Item, Status
from plugins.inbox.data.item_rows import ItemValues, get_item, update_item, values_of
from plugins.inbox.service import Inbox

__all__ = ["BrokenFileError", "matches_file", "update_from_file"]

KEPT = frozenset({"id", "article", "status", "todo", "revision", "score", "reasons", "checked"})
"""The columns that a file does not hold, or cannot change."""


class BrokenFileError(Exception):
    """The record file exists and is invalid: it is probably being edited, and is not overwritten."""


def matches_file(inbox: Inbox, item: Item) -> bool:
    """Return whether an item equals its file; true for one that is not published, or whose file is to be written.

    Raises:
        BrokenFileError: The file is invalid.
    """
    if item.status != "approved" or item.todo or not inbox.store.folder.is_dir():  # a lost folder rejects nothing
        return True
    record = inbox.store.get(item.article, item.id)
    if record is None and inbox.store.path(item.article, item.id).exists():
        raise BrokenFileError(item.id)
    return record is not None and replace(record, received=None) == item.to_interaction()


def update_from_file(inbox: Inbox, connection: Connection, item: Item) -> Item:
    """Return a locked item, updated from its file, with a log entry; a removed file counts as a rejection.

    Raises:
        BrokenFileError: The file is invalid.
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
