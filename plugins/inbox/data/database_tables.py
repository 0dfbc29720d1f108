"""The database schema: the tables of this version, and the migrations that lead to it, in order.

Timestamps are whole milliseconds (:mod:`~plugins.inbox.data.timestamps`). What is private is confined to few columns,
emptied by decisions, by retention or by erasure: ``items.email``, ``items.email_digest``, ``items.network``,
``items.key``, ``subscriptions.email``.
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
    Column("todo", Boolean, nullable=False, default=False),  # its file is still to be written or removed
    Column("revision", Integer, nullable=False, default=1),  # incremented by each change; signed links hold it
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
    Column("key", String(64), unique=True),  # idempotency key: the keyed digest of what was sent
    Column("digest", String(26)),  # the digest mail that listed it
    Column("type", String(7)),  # of a webmention: reply, like, repost, mention
    Column("source", Text),  # of a linkback, as all that follows
    Column("target", Text),
    Column("title", Text),
    Column("standing", String(8)),  # archived, gone
    Column("due", BigInteger),  # when its source is to be fetched, or fetched again
    Column("attempts", Integer, nullable=False, server_default="0"),  # failed attempts to fetch its source
    Column("checked", BigInteger),  # when its source was last verified to link here
    Column("outcome", String(11)),  # of the last fetch that failed: gone, missing, unlinked, unreachable
    Column("author_page", Text),  # page to fetch for its author (microformats: authorship)
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
    Column("subject", String(53), nullable=False),  # ids of recipient and item: unique, so never sent twice
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
    Column("id", String(64), primary_key=True),  # keyed digest of the secret in the cookie or the one-time link
    Column("kind", String(7), nullable=False),  # session, link
    Column("expires", BigInteger, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("who", String(64), primary_key=True),  # the keyed digest of a network
    Column("tries", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),  # until then, no password is checked
)

changes = Table(
    "changes",
    metadata,
    Column("item", String(26), primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),  # sequence number over the changes of all files
    Column("article", String(200), nullable=False),
    Column("gone", Boolean, nullable=False),
)
"""The change feed of the record files, the last change of each: what sync and rebuild read."""

turns = Table(
    "turns",
    metadata,
    Column("name", String(300), primary_key=True),  # a host name or an IP address
    Column("until", BigInteger, nullable=False),  # until then, it is not fetched from again
    Column("queued", BigInteger, nullable=False),  # the first slot that is not reserved
)
"""The rate limit per host of outgoing fetches."""

notes = Table(
    "notes",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),
)
"""A key-value table: the heads of the log and of the changes, the time of the last digest, the state of rebuilds."""

versions = Table("schema_version", MetaData(), Column("version", Integer, primary_key=True))


def create_tables(connection: Connection) -> None:
    """Create the tables of this version (migration 1)."""
    metadata.create_all(connection)
    heads = {"log_head": "0::", "changes_head": f"{secrets.token_hex(8)}:0", "rebuild": "{}"}
    connection.execute(insert(notes), [{"name": name, "value": value} for name, value in heads.items()])


def add_linkback_columns(connection: Connection) -> None:
    """Add the columns, tables and indexes of linkbacks to version 1 (migration 2)."""
    _add_missing(connection)


def _add_missing(connection: Connection) -> None:
    """Add the missing tables, columns and indexes: so far, no migration had to change or drop any."""
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
