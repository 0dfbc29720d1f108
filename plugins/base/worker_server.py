"""Starts worker processes, says how one ended, and ends them.

Workers are forked from a server of their own, which is a new Python: it inherits nothing of this process, and has
imported only what tasks need.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection

__all__ = ["Preparation", "WorkerServer"]

Preparation = tuple[str, tuple[object, ...]]
"""A module or a function, and arguments."""

GRACE = 2.0
"""Seconds that workers have to end, and a server to say how one did."""


class WorkerServer:
    """The server, which forks the workers at once.

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
        pairs = [socket.socketpair() for _ in range(count + 1)]
        *workers, reports = [its.fileno() for _, its in pairs]
        code = (
            f"import sys; sys.path[:] = {sys.path!r}\n"
            "from plugins.base.worker_process import serve\n"
            f"serve({workers}, {reports})"
        )
        command = [sys.executable, "-c", code]
        try:
            with _interrupts_blocked():  # for good in the server and its workers: this process answers Ctrl-C for all
                self._process = subprocess.Popen(  # noqa: S603 - this Python, and modules of ours
                    command, pass_fds=(*workers, reports), stdin=subprocess.DEVNULL
                )
            *self.connections, self._reports = [Connection(ours.detach()) for ours, _ in pairs]
            with contextlib.suppress(OSError):  # it has ended, as will be seen
                self._reports.send(prepared)
        finally:
            for one in (one for pair in pairs for one in pair):
                one.close()

    def code(self, number: int) -> int | None:
        """Return the exit code of a worker that has ended, negative for a signal; None when that is not known."""
        with contextlib.suppress(EOFError, OSError):
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
        for connection in self.connections:
            connection.close()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:  # one is within something that lets go of nothing
            for worker in workers:
                with contextlib.suppress(OSError):
                    os.kill(worker, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE)
            self._process.kill()
            self._process.wait()
        self._reports.close()


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
