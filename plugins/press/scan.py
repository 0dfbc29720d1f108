"""The scan: is anything other than it was when the last build began? Standard library alone, before all imports.

A stat is a shortcut for bytes: a file counts as unchanged by its size, its times and its inode. One that was younger
than two seconds when it was looked at is told by its bytes, since a clock's tick may hide a second change. Whatever the
scan cannot tell counts as changed, and the build finds out.
"""

from __future__ import annotations

import hashlib
import os
import stat
from array import array
from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Inputs", "Stat", "changed", "look", "stats_of", "young"]

Stat = tuple[int, int, int, int]
"""Size, time of the last change of its bytes and of its inode in nanoseconds, and number of its inode."""

Inputs = dict[str, Stat]
"""Files by path; a symbolic link stands there twice, once as such, with a final ``@``."""

YOUNG = 2_000_000_000
"""Nanoseconds within which a file may change again and look the same."""

SKIPPED = frozenset({"__pycache__", "node_modules", ".git"})
NOTHING: Stat = (-1, 0, 0, 0)


class _Walk:
    """A walk over folders, each of which it enters once."""

    def __init__(self) -> None:
        self.found: Inputs = {}
        self.entered: set[tuple[int, int]] = set()

    def tree(self, path: str) -> None:
        """Add all files below a folder, or one file."""
        self.add(path, os.path.islink(path))  # noqa: PTH114 - a path object a file costs as much as the file

    def add(self, path: str, is_link: bool) -> None:
        if is_link:
            self.found[f"{path}@"] = _stat(os.lstat(path))
        try:
            seen = os.stat(path)  # noqa: PTH116 - as above
        except OSError:
            self.found[path] = NOTHING
            return
        if not stat.S_ISDIR(seen.st_mode):
            self.found[path] = _stat(seen)
        elif (seen.st_dev, seen.st_ino) not in self.entered:
            self.entered.add((seen.st_dev, seen.st_ino))
            self._folder(path)

    def _folder(self, path: str) -> None:
        try:
            with os.scandir(path) as entries:
                inside = [(one.name, one.is_symlink()) for one in entries if one.name not in SKIPPED]
        except OSError:
            self.found[path] = NOTHING
            return
        for name, is_link in inside:
            self.add(f"{path}/{name}", is_link)


def _stat(seen: os.stat_result) -> Stat:
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def look(trees: Iterable[str], places: Iterable[str] = ()) -> Inputs:
    """Return files with their stats.

    Args:
        trees: Folders, of which all files count, and single files; one that is not there is told apart as well.
        places: Files and folders that count by themselves alone.
    """
    walk = _Walk()
    for tree in trees:
        walk.tree(tree)
    for place in places:
        try:
            walk.found[place] = _stat(os.stat(place))  # noqa: PTH116 - as above
        except OSError:
            walk.found[place] = NOTHING
    return walk.found


def young(inputs: Inputs, now: int) -> Iterator[str]:
    """Yield the files that may change again and look the same.

    Args:
        inputs: The files.
        now: The present, in nanoseconds since 1970.
    """
    for path, seen in inputs.items():
        if max(seen[1], seen[2]) > now - YOUNG and not path.endswith("@"):
            yield path


def digest_of(path: str) -> str:
    """Return the SHA-256 of a regular file; an empty string for what is none, or cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:  # noqa: PTH123 - no pipe is waited for
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        pass
    return ""


def changed(before: Inputs, now: Inputs, digests: Mapping[str, str]) -> set[str]:
    """Return the paths that are new, gone, or other than they were.

    Args:
        before: The files as they were.
        now: The files as they are.
        digests: The SHA-256 of those that were young.
    """
    other = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
    return other | {path for path, digest in digests.items() if path not in other and digest_of(path) != digest}


def stats_of(folder: str, names: Iterable[str]) -> array[int]:
    """Return the stats of files in a folder, four numbers each; zeros for one that is not there."""
    found: array[int] = array("q")
    for name in names:
        try:
            seen = os.lstat(f"{folder}/{name}")
        except OSError:
            found.extend((0, 0, 0, 0))
        else:
            found.extend((seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino))
    return found
