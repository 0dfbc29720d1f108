"""Typed rows of the mail outbox and of the subscriptions to replies, with their queries, inserts and updates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, insert, select, update

from plugins.inbox.data.database_tables import outbox, subscriptions

__all__ = [
    "LetterKind",
    "LetterState",
    "QueuedLetter",
    "Subscription",
    "SubscriptionState",
    "get_letter",
    "has_letter_state",
    "has_subscription_state",
    "insert_letter",
    "insert_subscription",
    "select_subscription",
    "select_subscriptions",
    "update_letter",
]

LetterKind: TypeAlias = Literal["digest", "confirm", "notice"]
LetterState: TypeAlias = Literal["waiting", "sending", "sent", "dropped", "failed"]
SubscriptionState: TypeAlias = Literal["asked", "confirmed"]


@dataclass(frozen=True, slots=True)
class QueuedLetter:
    """A row of the outbox: a letter that is to be composed and sent, or was.

    Attributes:
        subject: The ids of its recipient and of its item; unique for a kind, so that nothing is sent twice.
        attempts: The number of failed attempts to send it.
    """

    id: str
    kind: LetterKind
    subject: str
    state: LetterState
    made: int
    due: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Subscription:
    """A reader's subscription by mail to the replies to a comment, confirmed or not yet (double opt-in)."""

    id: str
    item: str
    article: str
    email: str
    email_digest: str
    state: SubscriptionState
    made: int


class LetterValues(TypedDict, total=False):
    """Values for some columns of the outbox."""

    id: str
    kind: LetterKind
    subject: str
    state: LetterState
    made: int
    due: int
    attempts: int


class SubscriptionValues(TypedDict):
    """A whole row of ``subscriptions``."""

    id: str
    item: str
    article: str
    email: str
    email_digest: str
    state: SubscriptionState
    made: int


def has_letter_state(*states: LetterState) -> ColumnElement[bool]:
    """Return the SQL condition that a letter is in one of some states."""
    return outbox.c.state == states[0] if len(states) == 1 else outbox.c.state.in_(states)


def get_letter(connection: Connection, identity: str) -> QueuedLetter:
    """Return the letter of an id that exists."""
    row = connection.execute(select(outbox).where(outbox.c.id == identity)).mappings().one()
    return QueuedLetter(**{str(name): value for name, value in row.items()})


def insert_letter(connection: Connection, **values: Unpack[LetterValues]) -> None:
    """Insert a letter into the outbox."""
    connection.execute(insert(outbox), [values])


def update_letter(connection: Connection, identity: str, **values: Unpack[LetterValues]) -> None:
    """Update some columns of one letter."""
    connection.execute(update(outbox).where(outbox.c.id == identity).values(**values))


def has_subscription_state(state: SubscriptionState) -> ColumnElement[bool]:
    """Return the SQL condition that a subscription is in a state."""
    return subscriptions.c.state == state


def select_subscriptions(connection: Connection, *conditions: ColumnElement[bool]) -> list[Subscription]:
    """Return the subscriptions that meet all conditions."""
    rows = connection.execute(select(subscriptions).where(*conditions)).mappings()
    return [Subscription(**{str(name): value for name, value in row.items()}) for row in rows]


def select_subscription(connection: Connection, *conditions: ColumnElement[bool]) -> Subscription | None:
    """Return the first subscription that meets all conditions, or None."""
    return next(iter(select_subscriptions(connection, *conditions)), None)


def insert_subscription(connection: Connection, **values: Unpack[SubscriptionValues]) -> None:
    """Insert a subscription."""
    connection.execute(insert(subscriptions), [values])
