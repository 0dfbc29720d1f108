"""A build that is killed while it writes: ``python -m tests.press.killed_build NUMBER FILE``, with Pelican's arguments.

There is a point before each rename, removal, flush and statement of SQLite, and in the middle of each write: half of
the bytes are in the file then. At the point of the number (from 1) the process is gone, as by a power cut. One that
ends by itself writes into FILE how many points it passed.
"""

from __future__ import annotations

import builtins
import io
import itertools
import os
import signal
import sqlite3
import sys
from typing import Any

CALLS = ("replace", "rename", "unlink", "rmdir", "mkdir", "fsync")


class Points:
    """The points that a build passes.

    Args:
        last: Which is its last; 0 for none.
    """

    def __init__(self, last: int) -> None:
        self.last, self.passed = last, 0
        self._numbers = itertools.count(1)

    def __call__(self) -> None:
        self.passed = next(self._numbers)
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def install(point: Points) -> None:
    """Put points before and into all that writes."""
    for name in CALLS:
        setattr(os, name, _before(point, getattr(os, name)))

    class HalfWritten(io.BufferedWriter):
        def write(self, data: Any) -> int:
            view = memoryview(data)
            written = super().write(view[: len(view) // 2])
            if point.passed + 1 == point.last:
                self.flush()
            point()
            return written + super().write(view[len(view) // 2 :])

    class Connection(sqlite3.Connection):
        execute = _before(point, sqlite3.Connection.execute)
        executemany = _before(point, sqlite3.Connection.executemany)

    real_open, real_connect = builtins.open, sqlite3.connect

    def opened(*arguments: Any, **named: Any) -> Any:
        file = real_open(*arguments, **named)
        return HalfWritten(file.detach()) if type(file) is io.BufferedWriter else file

    builtins.open = io.open = opened
    sqlite3.connect = lambda *arguments, **named: real_connect(*arguments, **{"factory": Connection, **named})


def _before(point: Points, real: Any) -> Any:
    def done(*arguments: Any, **named: Any) -> Any:
        point()
        return real(*arguments, **named)

    return done


if __name__ == "__main__":
    from pelican import main

    points = Points(int(sys.argv[1]))
    count = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
    install(points)
    try:
        main(sys.argv[3:])
    finally:
        os.write(count, b"%d" % points.passed)
