"""Reading and writing rows of ``items``: every column and every word in it is checked by mypy."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack, cast

from sqlalchemy import ColumnElement, Connection, Select, insert, select, update

from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import Failure, Item, Status
from plugins.inbox.data.timestamps import to_ms
from plugins.interactions.model import Interaction, Kind, MentionType, Standing

__all__ = [
    "ItemValues",
    "differences",
    "get_item",
    "has_kind",
    "has_status",
    "insert_item",
    "select_item",
    "select_items",
    "update_item",
    "values_of",
]


class ItemValues(TypedDict, total=False):
    """Values for some columns of ``items`` (:class:`~plugins.inbox.data.item.Item`)."""

    id: str
    status: Status
    todo: bool
    revision: int
    kind: Kind
    article: str
    in_reply_to: str | None
    author: str
    author_url: str | None
    by_author: bool
    text: str
    text_digest: str | None
    received: int
    edited: int | None
    decided: int | None
    score: int
    reasons: str
    email: str | None
    email_digest: str | None
    network: str | None
    key: str | None
    digest: str | None
    type: MentionType | None
    source: str | None
    target: str | None
    title: str | None
    standing: Standing | None
    due: int | None
    attempts: int
    checked: int | None
    outcome: Failure | None
    author_page: str | None


def has_status(*statuses: Status) -> ColumnElement[bool]:
    """Return the condition that an item's status is one of some; ``~`` of it: that it is none of them."""
    return items.c.status == statuses[0] if len(statuses) == 1 else items.c.status.in_(statuses)


def has_kind(kind: Kind) -> ColumnElement[bool]:
    """Return the condition that an item came by one protocol, or by the form."""
    return items.c.kind == kind


def select_items(connection: Connection, query: Select[Any]) -> list[Item]:
    """Return what a query of whole rows of ``items`` finds, in its order."""
    return [Item.of(row) for row in connection.execute(query).mappings()]


def select_item(connection: Connection, *conditions: ColumnElement[bool], lock: bool = False) -> Item | None:
    """Return the one item that meets all conditions, or None; ``lock`` keeps others from changing it meanwhile."""
    query = select(items).where(*conditions)
    row = connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    return None if row is None else Item.of(row)


def get_item(connection: Connection, identity: str) -> Item:
    """Return the item of an id that is there.

    Raises:
        NoResultFound: Of SQLAlchemy, when it is not.
    """
    return Item.of(connection.execute(select(items).where(items.c.id == identity)).mappings().one())


def insert_item(connection: Connection, **values: Unpack[ItemValues]) -> None:
    """Write a new row."""
    connection.execute(insert(items), [values])


def update_item(connection: Connection, identity: str, **values: Unpack[ItemValues]) -> None:
    """Change some columns of one row."""
    connection.execute(update(items).where(items.c.id == identity).values(**values))


def differences(item: Item, values: ItemValues) -> ItemValues:
    """Return those of some values that an item does not have already."""
    return cast(ItemValues, {name: value for name, value in values.items() if getattr(item, name) != value})


def values_of(record: Interaction) -> ItemValues:
    """Return the row of a record that the database knows nothing of: it was lost, or is another, or a hand wrote it."""
    moment = to_ms(record.published)
    return {
        "id": record.id,
        "status": "approved",
        "todo": False,
        "revision": 1,
        "kind": record.kind,
        "type": record.type,
        "article": record.article,
        "in_reply_to": record.in_reply_to,
        "author": record.author or "",
        "author_url": record.author_url,
        "by_author": record.by_author,
        "source": record.source,
        "target": record.target,
        "title": record.title,
        "standing": record.standing,
        "text": record.text or "",
        "received": moment,
        "edited": to_ms(record.edited) if record.edited else None,
        "checked": moment if record.source is not None and record.standing is None else None,
        "score": 0,
        "reasons": "[]",
    }
