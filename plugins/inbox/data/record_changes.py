"""The change feed of published records: numbered, the last change of each; sync and rebuild read it from a cursor.

Numbers are assigned under a row lock that is held until the commit, so that they become visible in order: a reader
that has seen one has seen all before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from plugins.inbox.data.database import Database
from plugins.inbox.data.database_tables import changes, notes
from plugins.interactions.record_files import Store

__all__ = ["Head", "RecordChange", "changes_after", "head", "is_written", "note_change", "note_unknown_records"]

HEAD = "changes_head"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the change feed.

    Attributes:
        epoch: A random id of this database: a cursor of another one is invalid.
        number: The number of the last change; 0 before the first.
    """

    epoch: str
    number: int


@dataclass(frozen=True, slots=True)
class RecordChange:
    """The last change of one record: written, or removed (``gone``)."""

    item: str
    number: int
    article: str
    gone: bool


def head(connection: Connection) -> Head:
    """Return the head of the change feed."""
    epoch, _, number = connection.execute(select(notes.c.value).where(notes.c.name == HEAD)).scalar_one().partition(":")
    return Head(epoch, int(number))


def is_written(connection: Connection, item: str) -> bool:
    """Return whether a record's last change is that it was written."""
    return connection.execute(select(changes.c.gone).where(changes.c.item == item)).scalar() is False


def note_change(connection: Connection, item: str, article: str, *, gone: bool) -> None:
    """Append a change to the feed, in place of the record's previous one."""
    connection.execute(select(notes.c.value).where(notes.c.name == HEAD).with_for_update())
    last = head(connection)
    number = last.number + 1
    connection.execute(delete(changes).where(changes.c.item == item))
    connection.execute(insert(changes), [{"item": item, "number": number, "article": article, "gone": gone}])
    connection.execute(update(notes).where(notes.c.name == HEAD).values(value=f"{last.epoch}:{number}"))


def note_unknown_records(database: Database, store: Store) -> None:
    """Append the records that the feed lacks: written by hand, or older than this database."""
    found = store.read().interactions  # slow where there are many: outside of the transaction
    with database.read() as connection:
        unknown = {record.id for record in found}.difference(connection.execute(select(changes.c.item)).scalars())
    if not unknown:
        return
    with database.write() as connection:
        connection.execute(select(notes.c.value).where(notes.c.name == HEAD).with_for_update())
        unknown.difference_update(connection.execute(select(changes.c.item)).scalars())
        for record in found:
            if record.id in unknown:
                note_change(connection, record.id, record.article, gone=False)


def changes_after(connection: Connection, number: int, most: int) -> list[RecordChange]:
    """Return at most ``most`` changes after a number, in order."""
    query = select(changes).where(changes.c.number > number).order_by(changes.c.number).limit(most)
    return [RecordChange(row.item, row.number, row.article, row.gone) for row in connection.execute(query)]
