"""Bytes that wait outside memory: an unnamed temporary file, of which pieces are read back."""

from __future__ import annotations

import tempfile
from collections.abc import Hashable
from typing import IO

__all__ = ["Spool"]


class Spool:
    """Bytes by key, in a file that has no name and goes with the process.

    >>> spool = Spool()
    >>> spool.put("a", b"12")
    >>> spool.get("a"), spool.get("b"), "a" in spool
    (b'12', None, True)
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._places: dict[Hashable, tuple[int, int]] = {}
        self._end = 0

    def __contains__(self, key: Hashable) -> bool:
        return key in self._places

    def put(self, key: Hashable, data: bytes) -> None:
        """Keep bytes under a key; others under that key are forgotten."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this object
        self._file.seek(self._end)
        self._file.write(data)
        self._places[key] = self._end, len(data)
        self._end += len(data)

    def get(self, key: Hashable) -> bytes | None:
        """Return the bytes of a key, or None."""
        place = self._places.get(key)
        if place is None or self._file is None:
            return None
        self._file.seek(place[0])
        return self._file.read(place[1])

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()
