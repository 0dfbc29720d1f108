"""What runs in worker processes: the first prepares what all need, and forks the others; then each does its tasks.

A worker gets messages, of which each says how tasks of a kind are done or is a task, and answers tasks in their order.
It answers None to what it cannot do, and to what somebody is to be told of: an error, a warning, a line of a log. Then
the process that asked does the task itself, and tells. It ends when that process has ended, even within a task.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import pickle
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from plugins.base.worker_messages import ANSWER, LEARN, READY

__all__ = ["serve"]

COLLECTED = 20_000, 20, 50
"""How many objects are made between two looks of the garbage collector: little that tasks make is cyclic."""
SWITCH = 0.0005
"""Seconds that a message waits for the interpreter at most: whoever sends a long one waits as well."""


def serve(workers: Sequence[int], reports: int) -> None:
    """Prepare what workers have in common, fork them, and be the first of them.

    Args:
        workers: The file descriptors of their connections.
        reports: That of a connection on which the first worker is told what to prepare (names of modules, or of
            functions as ``package.module:function``, each with arguments), and in the end tells how the others ended:
            number and exit code, negative for a signal. All hold it open as long as they live.
    """
    told = Connection(reports)
    try:
        prepared = told.recv()
    except EOFError:  # it was interrupted before it could say
        return
    for name, arguments in prepared:
        with contextlib.suppress(Exception):  # who needs it will tell
            module, _, function = name.partition(":")
            found = importlib.import_module(module)
            if function:
                getattr(found, function)(*arguments)
    gc.collect()
    gc.freeze()  # the collector must not write to pages that are shared
    gc.set_threshold(*COLLECTED)
    sys.setswitchinterval(SWITCH)
    first, *others = workers
    numbers: dict[int, int] = {}
    for number, connection in enumerate(others, 1):
        child = os.fork()
        if not child:
            for other in (first, *others[number:]):
                os.close(other)
            _work(Connection(connection), list)
        numbers[child] = number
        os.close(connection)

    def report() -> None:
        with contextlib.suppress(OSError):
            for _ in numbers:
                child, status = os.wait()
                told.send((numbers[child], os.waitstatus_to_exitcode(status)))

    _work(Connection(first), report)


class _Logged(logging.Handler):
    """Counts what somebody is to be told."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        del record
        self.count += 1


def _work(connection: Connection, last: Callable[[], object]) -> None:
    """Do tasks, and never return; do something last."""
    logged = _Logged()
    logging.getLogger().addHandler(logged)
    logging.captureWarnings(True)
    messages: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(connection, messages, last), daemon=True).start()
    known: dict[str, Callable[[Any], Any]] = {}
    said: tuple[int, Any] = (READY, os.getpid())
    while True:
        with contextlib.suppress(OSError):  # nobody waits for it, and this process ends
            connection.send(said)
        what = LEARN
        while what == LEARN:
            what, kind, given = pickle.loads(messages.get())  # noqa: S301 - of the process that started this one
            logged.count, answer = 0, None
            try:
                if what == LEARN:
                    known[kind] = _found(given)
                else:
                    answer = known[kind](pickle.loads(given))  # noqa: S301 - of the process that started this one
            except BaseException:  # noqa: BLE001 - who asked does it again, and tells
                answer = None
        said = ANSWER, None if logged.count else answer


def _found(given: bytes) -> Callable[[Any], Any]:
    """Return what does tasks of a kind: what the function ``package.module:function`` makes of an argument."""
    maker, argument = pickle.loads(given)  # noqa: S301 - of the process that started this one
    module, _, name = maker.partition(":")
    made: Callable[[Any], Any] = getattr(importlib.import_module(module), name)(argument)
    return made


def _read(connection: Connection, messages: SimpleQueue[bytes], last: Callable[[], object]) -> None:
    """Take messages in at once, so that who sends them never waits; end with their sender."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            messages.put(connection.recv_bytes())
    last()
    os._exit(0)
