"""Stores the search records of the last build, from which the preview makes its index.

They are in the state folder and not in the output, which has only what a build publishes: one SQLite file for an output
folder, with a row a text, so that an edited text costs one row. It is a memory and nothing else: a file that is damaged
is written anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from plugins.search.search_record import Record

__all__ = ["KeptRecord", "KeptRecords", "record_bytes"]

VERSION = 2
WAIT = 5.0
"""Seconds to wait for another process that writes."""

KeptRecord = tuple[str, str, Callable[[], bytes]]
"""The file of a text's page, the digest of all that its record is made of, and a function that makes the record."""


class KeptRecords:
    """The stored search records of an output folder.

    Args:
        state: The state folder.
        output: The output folder.
    """

    def __init__(self, state: Path, output: Path) -> None:
        name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]
        self.path = state / "search" / f"{name}.sqlite3"

    def write(self, records: Iterable[KeptRecord], language: str) -> None:
        """Store all records with the site's language; those that are stored already are not made."""
        given = list(records)
        try:
            self._write(given, language)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise
            self.path.unlink(missing_ok=True)
            self._write(given, language)

    def _write(self, records: Iterable[KeptRecord], language: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._opened() as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                connection.execute("CREATE TABLE records (path TEXT PRIMARY KEY, made_of TEXT, data BLOB)")
                connection.execute("CREATE TABLE site (language TEXT)")
                connection.execute(f"PRAGMA user_version = {VERSION}")
            stored = dict(connection.execute("SELECT path, made_of FROM records"))
            wanted = {path for path, _, _ in records}
            gone = [(path,) for path in stored if path not in wanted]
            connection.executemany("DELETE FROM records WHERE path = ?", gone)
            _put(connection, (one for one in records if stored.get(one[0]) != one[1]))
            if connection.execute("SELECT language FROM site").fetchall() != [(language,)]:
                connection.execute("DELETE FROM site")
                connection.execute("INSERT INTO site VALUES (?)", (language,))

    def update(self, records: Iterable[KeptRecord]) -> bool:
        """Store some records anew; return whether all others are there."""
        if not self.path.is_file():
            return False
        try:
            with self._opened() as connection:
                if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                    return False
                _put(connection, records)
        except sqlite3.DatabaseError:
            return False
        return True

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def read(self) -> tuple[list[Record], str]:
        """Return the records and the site's language.

        Raises:
            FileNotFoundError: There are no valid records; the next build stores them again.
        """
        if not self.path.is_file():
            raise FileNotFoundError(self.path)
        try:
            with contextlib.closing(sqlite3.connect(self.path, timeout=WAIT)) as connection:
                found = [data for (data,) in connection.execute("SELECT data FROM records ORDER BY path")]
                language = str(connection.execute("SELECT language FROM site").fetchone()[0])
            return [_record(json.loads(data)) for data in found], language
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError):
            raise FileNotFoundError(self.path) from None


def _put(connection: sqlite3.Connection, records: Iterable[KeptRecord]) -> None:
    rows = ((path, made_of, make()) for path, made_of, make in records)
    connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", rows)


def _record(kept: dict[str, object]) -> Record:
    filters = {name: tuple(values) for name, values in kept["filters"].items()}  # type: ignore[attr-defined]
    return Record(**{**kept, "words": tuple(kept["words"]), "filters": filters})  # type: ignore[arg-type]


def record_bytes(record: Record) -> bytes:
    """Return a record as JSON."""
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True).encode()
