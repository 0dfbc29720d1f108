"""Replies by mail: confirmed by the reader, and ended by one click. Contains no Pelican."""

from __future__ import annotations

from sqlalchemy import delete, update

from plugins.interactions.inbox.schema import subscriptions
from plugins.interactions.inbox.service import Inbox

__all__ = ["confirm", "leave"]


def confirm(inbox: Inbox, identity: str) -> None:
    """Begin sending replies; a subscription that was ended stays so."""
    with inbox.database.write() as connection:
        connection.execute(update(subscriptions).where(subscriptions.c.id == identity).values(state="confirmed"))


def leave(inbox: Inbox, identity: str) -> None:
    """End a subscription: its row goes, and the address with it."""
    with inbox.database.write() as connection:
        connection.execute(delete(subscriptions).where(subscriptions.c.id == identity))
