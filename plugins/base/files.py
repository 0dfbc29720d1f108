"""Regular files read within a limit; atomic, durable writes and removals: temporary file, fsync, rename."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from plugins.i18n.messages import N_, Message, message

__all__ = [
    "UnfitFileError",
    "read_regular",
    "reason_of",
    "remove_file",
    "remove_leftovers",
    "replace_file",
    "written_file",
]


SOCKET = (errno.ENXIO, errno.EOPNOTSUPP)
"""What the system says of a socket, or of a device that is not there, when it is opened."""


class UnfitFileError(OSError):
    """A file that is not read, whatever the system says: ``said`` tells the author why."""

    def __init__(self, path: Path, said: Message) -> None:
        super().__init__(errno.EINVAL, said.text(), str(path))
        self.said = said


def read_regular(path: Path, most: int) -> bytes:
    """Return the bytes of a regular file; at once, where a pipe or a device would be waited for.

    Args:
        path: The file, or a link to it.
        most: Bytes that it may have.

    Raises:
        UnfitFileError: It is no regular file, or too large.
        OSError: The system refuses it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        if error.errno in SOCKET:
            raise UnfitFileError(path, message(N_("it is not a regular file"))) from None
        raise
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise UnfitFileError(path, message(N_("it is not a regular file")))
        with os.fdopen(os.dup(descriptor), "rb") as file:
            data = file.read(most + 1) if found.st_size <= most else b""
    finally:
        os.close(descriptor)
    if found.st_size > most or len(data) > most:
        raise UnfitFileError(path, message(N_("it is larger than {size} MiB"), size=most // 2**20))
    return data


def reason_of(error: OSError) -> Message | str:
    """Return why a file could not be used."""
    return error.said if isinstance(error, UnfitFileError) else error.strerror or str(error)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file atomically, as :func:`written_file` does."""
    with written_file(path) as file:
        file.write(data)


@contextmanager
def written_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a file atomically: a temporary file beside it, flushed to disk, then renamed over it.

    Folders are made as needed. An existing file keeps its permissions. The folder is flushed too: when this ends,
    neither a crash nor a power cut takes the file back. An error leaves the file as it was.
    """
    _make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    except OSError as error:  # one of a full disk names no file
        error.filename = error.filename or str(path)
        raise
    finally:
        temporary.unlink(missing_ok=True)
    flush_folder(path.parent)


def remove_file(path: Path) -> bool:
    """Remove a file durably; return whether there was one. Its folder stays: another process may write there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    flush_folder(path.parent)
    return True


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that a killed :func:`replace_file` left in a folder."""
    for leftover in folder.glob(".*.tmp"):
        leftover.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to disk (POSIX ``fsync``); Windows cannot open one, and journals them itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents, and flush each one's entry to disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)
