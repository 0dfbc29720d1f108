"""What changed in the folder of approved records, in order: for folders elsewhere, and for rebuilding.

Numbers are given one at a time, under a lock that lasts to the commit, so that whoever has seen one has seen all
before it. Each record has its last change only.
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
    """How far the changes go.

    Attributes:
        epoch: Names this database: numbers of another mean nothing here.
        number: Of the last change; 0 before the first.
    """

    epoch: str
    number: int


@dataclass(frozen=True, slots=True)
class RecordChange:
    """The last change of one record: it was written, or is gone."""

    item: str
    number: int
    article: str
    gone: bool


def head(connection: Connection) -> Head:
    """Return how far the changes go."""
    epoch, _, number = connection.execute(select(notes.c.value).where(notes.c.name == HEAD)).scalar_one().partition(":")
    return Head(epoch, int(number))


def is_written(connection: Connection, item: str) -> bool:
    """Tell whether a record was noted as written, and not as gone since."""
    return connection.execute(select(changes.c.gone).where(changes.c.item == item)).scalar() is False


def note_change(connection: Connection, item: str, article: str, *, gone: bool) -> None:
    """Note that a record was written, or is gone."""
    connection.execute(select(notes.c.value).where(notes.c.name == HEAD).with_for_update())
    last = head(connection)
    number = last.number + 1
    connection.execute(delete(changes).where(changes.c.item == item))
    connection.execute(insert(changes), [{"item": item, "number": number, "article": article, "gone": gone}])
    connection.execute(update(notes).where(notes.c.name == HEAD).values(value=f"{last.epoch}:{number}"))


def note_unknown_records(database: Database, store: Store) -> None:
    """Note the records that stand there and that this database knows nothing of: it is newer, or a hand wrote them."""
    found = store.read().interactions  # slow where there are many, and nobody waits for it
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
    """Return the changes after a number, in order."""
    query = select(changes).where(changes.c.number > number).order_by(changes.c.number).limit(most)
    return [RecordChange(row.item, row.number, row.article, row.gone) for row in connection.execute(query)]
