"""Typed queries, inserts and updates of ``items``: mypy checks every column name and every enumerated value."""

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
    """Return the SQL condition that an item's status is one of some; negate it with ``~``."""
    return items.c.status == statuses[0] if len(statuses) == 1 else items.c.status.in_(statuses)


def has_kind(kind: Kind) -> ColumnElement[bool]:
    """Return the SQL condition that an item is of a kind: a comment, or a linkback of one protocol."""
    return items.c.kind == kind


def select_items(connection: Connection, query: Select[Any]) -> list[Item]:
    """Return the items that a query of whole rows finds, in its order."""
    return [Item.of(row) for row in connection.execute(query).mappings()]


def select_item(connection: Connection, *conditions: ColumnElement[bool], lock: bool = False) -> Item | None:
    """Return the one item that meets all conditions, or None; ``lock`` holds its row lock until the commit."""
    query = select(items).where(*conditions)
    row = connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    return None if row is None else Item.of(row)


def get_item(connection: Connection, identity: str) -> Item:
    """Return the item of an id that exists.

    Raises:
        NoResultFound: SQLAlchemy's, when it does not.
    """
    return Item.of(connection.execute(select(items).where(items.c.id == identity)).mappings().one())


def insert_item(connection: Connection, **values: Unpack[ItemValues]) -> None:
    """Insert an item."""
    connection.execute(insert(items), [values])


def update_item(connection: Connection, identity: str, **values: Unpack[ItemValues]) -> None:
    """Update some columns of one item."""
    connection.execute(update(items).where(items.c.id == identity).values(**values))


def differences(item: Item, values: ItemValues) -> ItemValues:
    """Return the values that differ from an item's own."""
    return cast(ItemValues, {name: value for name, value in values.items() if getattr(item, name) != value})


def values_of(record: Interaction) -> ItemValues:
    """Return the column values of a published record without a row: the row was lost, or the file written by hand."""
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
