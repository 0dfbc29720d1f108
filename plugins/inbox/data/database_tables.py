"""The database's tables and how they came to be: migrations in order.

Moments are whole milliseconds (:mod:`~plugins.inbox.data.timestamps`). What is private stands in few columns, all
emptied in time: ``items.email``, ``items.email_digest``, ``items.network``, ``items.key``, ``subscriptions.email``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
)
from sqlalchemy.schema import CreateColumn

__all__ = [
    "MIGRATIONS",
    "VERSION",
    "failures",
    "items",
    "log",
    "metadata",
    "notes",
    "outbox",
    "sessions",
    "subscriptions",
    "turns",
]

metadata = MetaData()

items = Table(
    "items",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("status", String(8), nullable=False),  # checking, pending, approved, rejected, spam, erased
    Column("todo", Boolean, nullable=False, default=False),  # its file is not yet what its status says
    Column("revision", Integer, nullable=False, default=1),  # one more with each change: signed links hold it
    Column("kind", String(10), nullable=False),
    Column("article", String(200), nullable=False),
    Column("in_reply_to", String(26)),
    Column("author", Text, nullable=False),
    Column("author_url", Text),
    Column("by_author", Boolean, nullable=False, default=False),
    Column("text", Text, nullable=False),
    Column("text_digest", String(64)),
    Column("received", BigInteger, nullable=False),
    Column("edited", BigInteger),
    Column("decided", BigInteger),
    Column("score", Integer, nullable=False, default=0),
    Column("reasons", Text, nullable=False, default="[]"),
    Column("email", Text),
    Column("email_digest", String(64)),
    Column("network", String(64)),
    Column("key", String(64), unique=True),  # of what was sent: sent again, it is the same comment
    Column("digest", String(26)),  # the mail that told the moderator of it
    Column("type", String(7)),  # of a webmention: reply, like, repost, mention
    Column("source", Text),  # of a linkback, as all that follows
    Column("target", Text),
    Column("title", Text),
    Column("standing", String(8)),  # archived, gone
    Column("due", BigInteger),  # when its source is to be fetched, or fetched again
    Column("attempts", Integer, nullable=False, server_default="0"),  # to reach its source, in vain
    Column("checked", BigInteger),  # when its source was last seen to link here
    Column("outcome", String(11)),  # what the last fetch found instead: gone, missing, unlinked, unreachable
    Column("author_page", Text),  # where to look who its author is
    Index("items_by_status", "status", "received"),
    Index("items_to_do", "todo"),
    Index("items_by_email", "email_digest"),
    Index("items_by_text", "text_digest"),
    Index("items_due", "due"),
    Index("items_by_source", "source"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("item", String(26), nullable=False),
    Column("article", String(200), nullable=False),
    Column("email", Text, nullable=False),
    Column("email_digest", String(64), nullable=False),
    Column("state", String(9), nullable=False),  # asked, confirmed
    Column("made", BigInteger, nullable=False),
    UniqueConstraint("item"),
    Index("subscriptions_by_email", "email_digest"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("kind", String(7), nullable=False),  # digest, confirm, notice
    Column("subject", String(53), nullable=False),  # whom and what it is about: never told twice
    Column("state", String(7), nullable=False),  # waiting, sending, sent, dropped, failed
    Column("made", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    UniqueConstraint("kind", "subject"),
    Index("outbox_due", "state", "due"),
)

log = Table(
    "log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(20), nullable=False),
    Column("action", String(20), nullable=False),
    Column("item", String(26)),
    Column("details", Text, nullable=False),
    Column("mac", String(64), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),  # a digest of what the cookie, or the one-time link, holds
    Column("kind", String(7), nullable=False),  # session, link
    Column("expires", BigInteger, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("who", String(64), primary_key=True),  # the keyed digest of a network, or "all"
    Column("tries", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),  # before, no password is looked at
)

changes = Table(
    "changes",
    metadata,
    Column("item", String(26), primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),  # one more with each change of any file
    Column("article", String(200), nullable=False),
    Column("gone", Boolean, nullable=False),
)
"""The last change of each file: what another folder has not yet."""

turns = Table(
    "turns",
    metadata,
    Column("name", String(300), primary_key=True),  # a host, or the address of one
    Column("until", BigInteger, nullable=False),  # before, it is not asked again
    Column("queued", BigInteger, nullable=False),  # the first moment that nobody waits for
)
"""Politeness towards other hosts."""

notes = Table(
    "notes",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Single values: the heads of log and changes, when the last digest was made, how rebuilding stands."""

versions = Table("schema_version", MetaData(), Column("version", Integer, primary_key=True))


def create_tables(connection: Connection) -> None:
    """Make the tables, as they are now."""
    metadata.create_all(connection)
    heads = {"log_head": "0::", "changes_head": f"{secrets.token_hex(8)}:0", "rebuild": "{}"}
    connection.execute(insert(notes), [{"name": name, "value": value} for name, value in heads.items()])


def add_linkback_columns(connection: Connection) -> None:
    """Add what linkbacks need to the tables of version 1."""
    _add_missing(connection)


def _add_missing(connection: Connection) -> None:
    """Add the tables, columns and indexes that are missing: all that a later version did so far."""
    metadata.create_all(connection)
    found = inspect(connection)
    for table in metadata.sorted_tables:
        known = {column["name"] for column in found.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                added = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {added}")
        for index in table.indexes:
            index.create(connection, checkfirst=True)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (create_tables, add_linkback_columns)
VERSION = len(MIGRATIONS)
