"""Starts worker processes, says how one ended, and ends them.

The first is a new Python, which inherits nothing of this process and imports only what tasks need. The others are
forked from it, and share what it has imported.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, Pipe

__all__ = ["Preparation", "WorkerGroup"]

Preparation = tuple[str, tuple[object, ...]]
"""A module or a function, and arguments."""

GRACE = 2.0
"""Seconds that workers have to end, and the first of them to say how another did."""


class WorkerGroup:
    """The processes of some workers.

    Args:
        count: How many.
        prepared: Modules that are imported before, and functions that are called then, as ``package.module:function``,
            each with arguments.

    Attributes:
        connections: One to each worker.

    Raises:
        OSError: It cannot be started.
    """

    def __init__(self, count: int, prepared: Sequence[Preparation]) -> None:
        self.connections: list[Connection] = []
        pairs = [Pipe() for _ in range(count + 1)]
        *workers, reports = [theirs.fileno() for _, theirs in pairs]
        code = (
            f"import sys; sys.path[:] = {sys.path!r}\n"
            "from plugins.base.worker_process import serve\n"
            f"serve({workers}, {reports})"
        )
        command = [sys.executable, "-c", code]
        try:
            with _interrupts_blocked():  # for good in the workers: this process answers Ctrl-C for all
                self._process = subprocess.Popen(  # noqa: S603 - this Python, and modules of ours
                    command, pass_fds=(*workers, reports), stdin=subprocess.DEVNULL
                )
        except BaseException:
            for ours, _ in pairs:
                ours.close()
            raise
        finally:
            for _, theirs in pairs:
                theirs.close()
        *self.connections, self._reports = [ours for ours, _ in pairs]
        with contextlib.suppress(OSError):  # it has ended, as will be seen
            self._reports.send(prepared)

    def code(self, number: int) -> int | None:
        """End all; return the exit code of one that had ended before, negative for a signal; None if unknown."""
        self._hang_up()
        with contextlib.suppress(EOFError, OSError, subprocess.TimeoutExpired):
            if not number:
                return self._process.wait(GRACE)
            while self._reports.poll(GRACE):
                ended, code = self._reports.recv()
                if ended == number:
                    return int(code)
        return None

    def close(self, workers: Iterable[int]) -> None:
        """Let the workers end, and wait until all have.

        Args:
            workers: Their process ids, as far as they are known.
        """
        self._hang_up()
        if not self._all_ended():  # one is within something that lets go of nothing
            for worker in {*workers, self._process.pid}:
                with contextlib.suppress(OSError):
                    os.kill(worker, signal.SIGKILL)
            self._all_ended()
        self._process.wait()
        self._reports.close()

    def _hang_up(self) -> None:
        for connection in self.connections:
            connection.close()

    def _all_ended(self) -> bool:
        """Wait until nobody holds the other end of the reports; return whether that was in time."""
        try:
            while self._reports.poll(GRACE):
                self._reports.recv()
        except (EOFError, OSError):
            return True
        return False


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
