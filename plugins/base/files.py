"""Atomic, durable file writes and removals: temporary file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import os
import threading
from pathlib import Path

__all__ = ["remove_file", "remove_leftovers", "replace_file"]


def replace_file(path: Path, data: bytes) -> None:
    """Write a file atomically: a temporary file beside it, flushed to disk, then renamed over it.

    Folders are made as needed. An existing file keeps its permissions. The folder is flushed too: when this returns,
    neither a crash nor a power cut takes the file back.
    """
    _make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
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
