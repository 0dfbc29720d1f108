"""Stores the search records of the last build, from which the preview makes its index.

They are in the state folder and not in the output, which has only what a build publishes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from plugins.base.store import Store, key_of
from plugins.search.search_record import Record

__all__ = ["KeptRecords", "record_bytes"]

FORMAT = "1"
"""Part of the key: records of another version are not read."""


class KeptRecords:
    """The stored search records of an output folder.

    Args:
        state: The state folder.
        output: The output folder.
    """

    def __init__(self, state: Path, output: Path) -> None:
        self._store = Store(state / "search")
        self._key = key_of(FORMAT, os.fsencode(output.resolve()))

    @property
    def path(self) -> Path:
        """The file of the records."""
        return self._store.path(self._key)

    def write(self, records: Iterable[bytes], language: str) -> None:
        """Store records, as :func:`record_bytes` returns them, with the site's language."""
        self._store.put_pieces(self._key, _pieces(records, language))

    def read(self) -> tuple[list[Record], str]:
        """Return the records and the site's language.

        Raises:
            FileNotFoundError: There are no valid records; the next build stores them again.
        """
        data = self._store.get(self._key)
        if data is None:
            raise FileNotFoundError(self.path)
        kept = json.loads(data)
        records = []
        for one in kept["records"]:
            filters = {name: tuple(values) for name, values in one["filters"].items()}
            records.append(Record(**{**one, "words": tuple(one["words"]), "filters": filters}))
        return records, str(kept["language"])


def record_bytes(record: Record) -> bytes:
    """Return a record as JSON."""
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True).encode()


def _pieces(records: Iterable[bytes], language: str) -> Iterator[bytes]:
    """Yield JSON in pieces, one a record."""
    head = json.dumps({"language": language, "records": []}, ensure_ascii=False).encode()
    yield head.removesuffix(b"]}")
    for number, record in enumerate(records):
        yield b", " if number else b""
        yield record
    yield b"]}"
