"""Opens and migrates the database, SQLite or PostgreSQL, and gives out its read and write transactions.

A write transaction locks the database (SQLite) or its rows (PostgreSQL), and is durable once committed, so that what
was acknowledged to a sender survives a crash.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text, update
from sqlalchemy.exc import OperationalError

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data.database_tables import MIGRATIONS, VERSION, versions

__all__ = ["Database", "DatabaseError", "open_database"]

BUSY_SECONDS = 15
CHECKPOINTS = 3
SCHEMA_LOCK = 7_216_473  # any number, the same in every process


class DatabaseError(Exception):
    """The database cannot be opened or migrated; ``said`` says why and how to mend it."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text())
        self.said = said


class Database:
    """The connection pool of the database, with its read and write transactions."""

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.engine = engine
        self.path = path
        self._reading = engine.execution_options(reading=True)
        self._turn: AbstractContextManager[object] = threading.RLock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, and not PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a write transaction: committed at the end of the block, rolled back by an exception.

        SQLite's writers queue on a lock of the process first: its own busy handler polls with growing sleeps, which is
        not fair, and may let the last come first.
        """
        with self._turn, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a read transaction: one consistent snapshot on SQLite."""
        with self._reading.connect() as connection:
            yield connection

    def overwrite_deleted(self) -> None:
        """Overwrite deleted data: vacuum the free pages, and truncate SQLite's write-ahead log."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            if not self.is_sqlite:
                return
            for _ in range(CHECKPOINTS):  # each waits for readers as long as ``busy_timeout`` says
                if not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
                    return

    def close(self) -> None:
        """Close the connection pool."""
        self.engine.dispose()


def open_database(url: str | None, state: Path) -> Database:
    """Return the database, created when it is missing, and migrated to this version's schema.

    Raises:
        DatabaseError: Its schema is of a later version, or it is out of reach.
    """
    path = None
    if url is None:
        path = state / "inbox.db"
        _make_file(path)
        url = f"sqlite:///{path}"
    if not url.startswith(("sqlite:", "postgresql+psycopg:")):
        raise DatabaseError(message(N_("INBOX_DATABASE_URL must begin with sqlite: or postgresql+psycopg:")))
    try:
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    except ModuleNotFoundError:
        raise DatabaseError(
            message(N_("PostgreSQL needs psycopg, which is not installed: python3 tasks.py inbox installs it"))
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    database = Database(engine, path)
    try:
        _migrate(database)
    except OperationalError as error:
        database.close()
        reason = str(error.orig).strip().splitlines()[0]
        raise DatabaseError(message(N_("the inbox's database cannot be used ({reason})"), reason=reason)) from None
    except BaseException:
        database.close()
        raise
    return database


def _make_file(path: Path) -> None:
    """Create an empty file with mode 600; SQLite gives its ``-wal`` and ``-shm`` files the same permissions."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare(connection: Any, record: object) -> None:
    del record
    connection.isolation_level = None  # else sqlite3 begins transactions itself, at the first write only
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")


def _migrate(database: Database) -> None:
    """Apply the missing migrations, in one process at a time."""
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
        if not inspect(connection).has_table(versions.name):
            versions.create(connection)
            connection.execute(versions.insert(), [{"version": 0}])
        found = connection.execute(select(versions.c.version)).scalar_one()
        if found > VERSION:
            raise DatabaseError(
                message(
                    N_("the inbox's database has version {found}, and this inbox knows versions up to {known}"),
                    found=found,
                    known=VERSION,
                )
            )
        for number, migration in enumerate(MIGRATIONS[found:], found + 1):
            migration(connection)
            connection.execute(update(versions).values(version=number))
