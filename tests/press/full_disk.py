"""A build on a disk that is full: ``python -m tests.press.full_disk FOLDER BYTES``, with Pelican's arguments.

Below FOLDER so many bytes can be written, and then none: writes fail as on a full disk, and SQLite's file does not
grow. For machines that let nobody mount a small file system.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any


def install(folder: str, room: int) -> None:
    """Let a number of bytes be written below a folder."""
    left = room

    class Limited(io.BufferedWriter):
        def write(self, data: Any) -> int:
            nonlocal left
            size = len(memoryview(data))
            if size > left:
                super().write(memoryview(data)[:left])
                left = 0
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            left -= size
            return super().write(data)

    real_open, real_connect = builtins.open, sqlite3.connect

    def opened(*arguments: Any, **named: Any) -> Any:
        file = real_open(*arguments, **named)
        inside = type(file) is io.BufferedWriter and Path(file.name).absolute().is_relative_to(folder)
        return Limited(file.detach()) if inside else file

    def connected(path: Any, *arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = real_connect(path, *arguments, **named)
        if Path(path).absolute().is_relative_to(folder):
            connection.execute("PRAGMA max_page_count = 1")  # as many as it has, and no more
        return connection

    builtins.open = io.open = opened
    sqlite3.connect = connected


if __name__ == "__main__":
    from pelican import main

    install(str(Path(sys.argv[1]).resolve()), int(sys.argv[2]))
    main(sys.argv[3:])
