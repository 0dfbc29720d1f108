"""Items and their record files: items found and locked as their files stand, and files written as items stand."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from plugins.inbox.data import record_changes
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import Item
from plugins.inbox.data.item_rows import get_item, has_status, insert_item, select_item, update_item, values_of
from plugins.inbox.moderation.published_file import BrokenFileError, matches_file, update_from_file
from plugins.inbox.service import Inbox
from plugins.interactions.record_ids import is_id

__all__ = ["find_current_item", "find_item", "find_unfinished", "import_records", "lock_item", "update_file"]


def find_item(connection: Connection, identity: str) -> Item | None:
    """Return the item of an id, or None, without regard to its file."""
    if not is_id(identity):
        return None
    return select_item(connection, items.c.id == identity, ~has_status("erased"))


def lock_item(inbox: Inbox, connection: Connection, identity: str) -> Item | None:
    """Return the item of an id, row-locked and updated from its file, or None.

    A record without a row gets one; a row whose file was edited or removed by hand is updated from it.

    Raises:
        BrokenFileError: Its file is invalid.
    """
    if not is_id(identity):
        return None
    item = select_item(connection, items.c.id == identity, ~has_status("erased"), lock=True)
    if item is not None:
        return update_from_file(inbox, connection, item)
    known = inbox.store.find(identity)
    if known is None:
        return None
    insert_item(connection, **values_of(known))
    return get_item(connection, identity)


def find_current_item(inbox: Inbox, identity: str) -> Item | None:
    """Return the item of an id for display, updated from its file if that differs and is valid, or None."""
    with inbox.database.read() as connection:
        item = find_item(connection, identity)
    try:
        differs = inbox.store.find(identity) is not None if item is None else not matches_file(inbox, item)
    except BrokenFileError:
        differs = False
    if differs:
        with inbox.database.write() as connection:
            item = lock_item(inbox, connection, identity)
    return item


def import_records(inbox: Inbox) -> int:
    """Insert rows for the records without one, so that they can be moderated; return their number."""
    found = {record.id: record for record in inbox.store.read().interactions}  # slow: outside of the transaction
    with inbox.database.read() as connection:
        unknown = found.keys() - set(connection.execute(select(items.c.id)).scalars())
    imported = 0
    for identity in sorted(unknown):
        with inbox.database.write() as connection:
            known = connection.execute(select(items.c.id).where(items.c.id == identity)).scalar()
            if known is None and inbox.store.get(found[identity].article, identity) is not None:
                insert_item(connection, **values_of(found[identity]))
                imported += 1
    return imported


def update_file(inbox: Inbox, identity: str) -> None:
    """Write or remove the file of an item whose ``todo`` is set, as its status says; idempotent."""
    with inbox.database.write() as connection:
        item = select_item(connection, items.c.id == identity, items.c.todo.is_(True), lock=True)
        if item is None:
            return
        if item.status == "approved":
            inbox.store.write(item.to_interaction())
            record_changes.note_change(connection, item.id, item.article, gone=False)
        elif inbox.store.remove(item.article, item.id) or record_changes.is_written(connection, item.id):
            record_changes.note_change(connection, item.id, item.article, gone=True)
        if item.status == "erased":
            connection.execute(delete(items).where(items.c.id == identity))
        else:
            update_item(connection, identity, todo=False)


def find_unfinished(inbox: Inbox) -> Iterable[str]:
    """Return the ids of the items whose files are still to be written or removed, after a crash."""
    with inbox.database.read() as connection:
        return list(connection.execute(select(items.c.id).where(items.c.todo.is_(True)).limit(1000)).scalars())
