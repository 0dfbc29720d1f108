"""What the files of an output were made of, so that one that would come out the same is neither made nor written.

The digest of what a file is made of is its recipe. A file counts as known if it is still the one that was written: by
its size, times and inode, or else by its bytes. What is remembered of a file stays true whatever happens to it, so
that it may be lost, or left behind by an interrupted build.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from plugins.base.files import replace_file

__all__ = ["KnownOutputs"]

VERSION = 1

Stat = tuple[int, int, int, int]
"""Size, time of the last change of its bytes and of its inode in nanoseconds, and number of its inode."""

Known = tuple[str, str, Stat]
"""The recipe of a file, the SHA-256 of its bytes, and its stat when it was written."""

DECODER = msgspec.msgpack.Decoder(tuple[int, bytes, dict[str, Known]])


class KnownOutputs:
    """The known files of an output folder.

    Args:
        path: The file that remembers them.
        output: The output folder.
    """

    def __init__(self, path: Path, output: Path) -> None:
        self._path, self._output = path, output
        self._before = _read(path)
        self._now: dict[str, Known] = {}

    def digest_of(self, name: str, recipe: str) -> str | None:
        """Return the digest of a file that is made of a recipe and is in the output already; else None."""
        known = self._before.get(name)
        if known is None or known[0] != recipe:
            return None
        stat = self._stat(name)
        if stat is None or (stat != known[2] and not self._holds(name, known[1])):
            return None
        self._now[name] = recipe, known[1], stat
        return known[1]

    def keep_all(self, names: Iterable[str]) -> bool:
        """Remember files as they were; return whether all of them are known."""
        self._now = {name: known for name in names if (known := self._before.get(name)) is not None}
        return len(self._now) == len(self._before)

    def _holds(self, name: str, digest: str) -> bool:
        try:
            return hashlib.sha256((self._output / name).read_bytes()).hexdigest() == digest
        except OSError:
            return False

    def made(self, name: str, recipe: str, digest: str) -> None:
        """Remember a file that is in the output now."""
        stat = self._stat(name)
        if stat is not None:
            self._now[name] = recipe, digest, stat

    def _stat(self, name: str) -> Stat | None:
        try:
            found = os.lstat(f"{self._output}/{name}")
        except (OSError, ValueError):
            return None
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino

    def save(self) -> None:
        """Remember the files of this build, and no others."""
        if self._now != self._before:
            data = msgspec.msgpack.encode((VERSION, b"", self._now))
            replace_file(self._path, msgspec.msgpack.encode((VERSION, hashlib.sha256(data).digest(), self._now)))


def _read(path: Path) -> dict[str, Known]:
    try:
        version, check, files = DECODER.decode(path.read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}
    data = msgspec.msgpack.encode((VERSION, b"", files))
    return files if version == VERSION and check == hashlib.sha256(data).digest() else {}
