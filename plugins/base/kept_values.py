"""Values kept between builds: bytes by key in an SQLite file, each with a checksum.

It is a memory and nothing else: a key is the digest of all that its value depends on, so that what is found is never
stale, and what is lost is computed again. A file that cannot be read, another's version, a full disk or a file system
without shared memory make it forget; none is an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["KeptValues", "digest_parts"]

VERSION = 1
WAIT = 5.0
"""Seconds to wait for another process that writes."""
BATCH = 4 * 2**20
"""Bytes that wait in memory to be written at once."""
SPARE = 4, 2000
"""How many values of other builds stay: so many times those of this one, and so many more; the oldest go first."""
BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""Codes of errors that say that a file is damaged, or that it holds something else."""
MANY = 500
"""Keys that are asked for at once."""
CHECK = 16
"""Bytes of a checksum."""


def digest_parts(*parts: bytes) -> bytes:
    """Return the digest of parts, each delimited: a key, or a part of one.

    >>> digest_parts(b"a", b"bc") == digest_parts(b"ab", b"c"), len(digest_parts(b"a"))
    (False, 20)
    """
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(b"%d:" % len(part) + part)
    return digest.digest()


class KeptValues:
    """The values in a file.

    Values are read as they were when it was opened, whatever other processes do meanwhile. Those that were put are
    written by :meth:`close`, and on the way there in batches.

    Args:
        path: The file; its folder is made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._used: set[bytes] = set()
        self._waiting: dict[bytes, bytes] = {}
        self._size = 0
        self._reader: sqlite3.Connection | None = None
        try:
            self._reader = self._opened()
        except sqlite3.DatabaseError as error:
            if _is_broken(error):
                self.forget()
                with contextlib.suppress(sqlite3.Error, OSError):
                    self._reader = self._opened()
        except OSError:
            pass

    def _opened(self) -> sqlite3.Connection:
        """Return a connection with a view of the file that stays as it is now.

        Raises:
            sqlite3.Error, OSError: It cannot be used.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=WAIT, isolation_level=None)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != VERSION:
                if version or connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                    raise BrokenFileError
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                raise sqlite3.NotSupportedError("no write-ahead log here")
            connection.execute("PRAGMA synchronous = OFF")
            if version != VERSION:
                with _transaction(connection):
                    connection.execute(
                        "CREATE TABLE IF NOT EXISTS kept"
                        " (key BLOB NOT NULL UNIQUE, used INTEGER NOT NULL, data BLOB NOT NULL)"
                    )
                    connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM (SELECT 1 FROM kept LIMIT 1)").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def __contains__(self, key: bytes) -> bool:
        """Tell whether there is a value, right or wrong."""
        found = self._select("SELECT 1 FROM kept WHERE key = ?", key)
        if found:
            self._used.add(key)
        return bool(found) or key in self._waiting

    def get(self, key: bytes) -> bytes | None:
        """Return the value of a key; None when there is none or its checksum differs."""
        waiting = self._waiting.get(key)
        if waiting is not None:
            return waiting
        found = self._select("SELECT data FROM kept WHERE key = ?", key)
        if not found:
            return None
        data = found[0]
        if not isinstance(data, bytes) or _checksum(key, data[CHECK:]) != data[:CHECK]:
            return None
        self._used.add(key)
        return data[CHECK:]

    def get_all(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values of keys, of those that have right ones."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), MANY):
            some = keys[start : start + MANY]
            query = f"SELECT key, data FROM kept WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608 - marks alone
            for key, data in self._select_all(query, some):
                if isinstance(key, bytes) and isinstance(data, bytes) and _checksum(key, data[CHECK:]) == data[:CHECK]:
                    found[key] = data[CHECK:]
        self._used.update(found)
        return found

    def _select_all(self, query: str, keys: Sequence[bytes]) -> list[tuple[object, object]]:
        if self._reader is None:
            return []
        try:
            return self._reader.execute(query, keys).fetchall()
        except sqlite3.Error as error:
            self._fail(error)
            return []

    def _select(self, query: str, key: bytes) -> tuple[object, ...] | None:
        if self._reader is None:
            return None
        try:
            found: tuple[object, ...] | None = self._reader.execute(query, (key,)).fetchone()
        except sqlite3.Error as error:
            self._fail(error)
            return None
        return found

    def _fail(self, error: sqlite3.Error | OSError) -> None:
        """Go on without the file; remove it if it is broken."""
        if _is_broken(error):
            self.forget()
        elif self._reader is not None:
            self._reader.close()
            self._reader = None

    def put(self, key: bytes, data: bytes) -> None:
        """Keep a value under a key."""
        self._used.add(key)
        if self._reader is None:
            return
        self._waiting[key] = data
        self._size += len(data)
        if self._size > BATCH:
            self._write(final=False)

    def _write(self, *, final: bool) -> None:
        """Write what waits; at the end, remove what no build has used for the longest."""
        now = int(time.time())
        rows = [(key, now, _checksum(key, data) + data) for key, data in self._waiting.items()]
        self._waiting, self._size = {}, 0
        try:
            with contextlib.closing(sqlite3.connect(self._path, timeout=WAIT, isolation_level=None)) as writer:
                writer.execute("PRAGMA synchronous = OFF")
                with _transaction(writer):
                    writer.executemany("INSERT OR REPLACE INTO kept (key, used, data) VALUES (?, ?, ?)", rows)
                    if final:
                        self._tidy(writer, now)
                if final:
                    writer.execute("PRAGMA incremental_vacuum")
        except (sqlite3.Error, OSError) as error:  # full, or another process writes for long
            self._fail(error)

    def _tidy(self, writer: sqlite3.Connection, now: int) -> None:
        total = writer.execute("SELECT count(*) FROM kept").fetchone()[0]
        most = SPARE[0] * len(self._used) + SPARE[1]
        if total <= most:
            return
        writer.executemany("UPDATE kept SET used = ? WHERE key = ?", ((now + 1, key) for key in self._used))
        writer.execute(
            "DELETE FROM kept WHERE key IN (SELECT key FROM kept WHERE used <= ? ORDER BY used LIMIT ?)",
            (now, total - len(self._used) - SPARE[1]),
        )

    def close(self, *, tidy: bool = True) -> None:
        """Write what was put, and let go of the file.

        Args:
            tidy: Whether values that this build has not asked for may be removed.
        """
        if self._reader is None:
            return
        self._reader.close()
        if self._waiting:
            self._write(final=tidy)
        self._reader = None

    def forget(self) -> None:
        """Remove the file: it is of no use."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self._waiting, self._size = {}, 0
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                self._path.with_name(f"{self._path.name}{suffix}").unlink()


class BrokenFileError(sqlite3.DatabaseError):
    """The file holds something else."""


def _is_broken(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, BrokenFileError) or code in BROKEN


def _checksum(key: bytes, data: bytes) -> bytes:
    digest = hashlib.blake2b(key, digest_size=CHECK)
    digest.update(data)
    return digest.digest()


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
