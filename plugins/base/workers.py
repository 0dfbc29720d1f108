"""Worker processes: tasks are handed out one at a time, and what they come to is returned in order.

A task that no worker can do, for whatever reason, is left to this process, so that it fails here as it would without
workers. The one thing that is told of workers is the death of one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from plugins.base.worker_messages import LEARN, READY, TASK

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from plugins.base.worker_group import Preparation, WorkerGroup

__all__ = ["WorkerDiedError", "Workers", "cores"]

Item = TypeVar("Item")

QUEUED = 4
"""Tasks that wait at a worker, so that it has one when this process is busy."""
AHEAD = 16
"""Items that are looked at ahead for each worker."""

UNPICKLED = (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError)
"""What pickling raises for what it cannot pickle."""


class WorkerDiedError(Exception):
    """A worker ended within a task.

    Attributes:
        name: The name of what it was at.
        code: Its exit code, negative for a signal; None when that is not known.
    """

    def __init__(self, name: str, code: int | None) -> None:
        super().__init__(f"a worker ended at {name}: {code}")
        self.name, self.code = name, code


@dataclass(slots=True)
class _Job(Generic[Item]):
    """An item, its task until a worker has it, and the answer once it is there."""

    item: Item
    name: str
    task: object = None
    done: bool = False
    answer: Any = None


@dataclass(slots=True)
class _Worker:
    number: int
    connection: Connection
    pid: int = 0
    jobs: deque[_Job[Any]] = field(default_factory=deque)
    learned: set[str] = field(default_factory=set)


class Workers:
    """The workers of one process. They start when there is enough to do, and end with :meth:`close`.

    Args:
        count: How many; fewer than two are none, and neither are there any where the system does not fork.
        prepared: What they have in common before they are forked, as of
            :class:`~plugins.base.worker_group.WorkerGroup`.
    """

    def __init__(self, count: int = 1, prepared: Iterable[Preparation] = ()) -> None:
        self._count = count if hasattr(os, "fork") else 1
        self._prepared = (*prepared,)
        self._lessons: dict[str, bytes] = {}
        self._workers: list[_Worker] = []
        self._group: WorkerGroup | None = None

    def teach(self, kind: str, maker: str, argument: object) -> None:
        """Say how tasks of a kind are done.

        Args:
            kind: Its name.
            maker: A function, as ``package.module:function``, that returns what does a task.
            argument: What it is called with; where that cannot be pickled, workers do no such task.
        """
        if self._count > 1:
            with contextlib.suppress(*UNPICKLED):
                self._lessons[kind] = pickle.dumps((maker, argument), pickle.HIGHEST_PROTOCOL)

    def each(
        self,
        kind: str,
        items: Iterable[Item],
        task: Callable[[Item], tuple[str, object] | None],
        fewest: int = 1,
        meanwhile: Iterator[object] | None = None,
    ) -> Iterator[tuple[Item, Any]]:
        """Yield items in order, each with what a worker has made of it; None where this process has to.

        Args:
            kind: The kind of the tasks.
            items: The items.
            task: Returns the task of an item and a name for it; None where there is nothing to do.
            fewest: As many tasks as there have to be to start workers.
            meanwhile: What this process can do, bit by bit, instead of waiting.

        Raises:
            WorkerDiedError: A worker ended within a task.
        """
        if kind not in self._lessons:
            yield from ((item, None) for item in items)
            return
        row: deque[_Job[Item]] = deque()
        waiting: deque[_Job[Item]] = deque()
        for item in items:
            name, given = task(item) or ("", None)
            job = _Job(item, name, given, given is None)
            row.append(job)
            if not job.done:
                waiting.append(job)
            if not self._workers and len(waiting) >= fewest:
                self._start()
            self._attend(kind, waiting, 0)
            yield from _finished(row)
            while self._workers and len(row) >= AHEAD * len(self._workers):
                self._attend(kind, waiting, self._pause(meanwhile))
                yield from _finished(row)
        while row:
            if not self._workers:  # too little to do, or they cannot be had
                for job in row:
                    job.done = True
            else:
                self._attend(kind, waiting, self._pause(meanwhile))
            yield from _finished(row)

    def _pause(self, meanwhile: Iterator[object] | None) -> float | None:
        """Do a bit of what else there is to do; return how many seconds to wait for an answer, None for any."""
        return None if meanwhile is None or next(meanwhile, meanwhile) is meanwhile else 0

    def _attend(self, kind: str, waiting: deque[_Job[Any]], seconds: float | None) -> None:
        """Take answers in, and give new tasks to those who have sent them."""
        if self._workers:
            self._hand_out(kind, waiting)
            self._receive(seconds)
            self._hand_out(kind, waiting)

    def _hand_out(self, kind: str, waiting: deque[_Job[Item]]) -> None:
        """Give tasks to workers that have few."""
        while waiting and self._workers:
            worker = min(self._workers, key=lambda one: len(one.jobs))
            if len(worker.jobs) > QUEUED:
                return
            job = waiting.popleft()
            try:
                task = pickle.dumps(job.task, pickle.HIGHEST_PROTOCOL)
            except UNPICKLED:  # it is done here
                job.done = True
                continue
            job.task = None
            with contextlib.suppress(OSError):  # it has died, which is seen when its answers are read
                if kind not in worker.learned:
                    worker.learned.add(kind)
                    self._send(worker, LEARN, kind, self._lessons[kind])
            worker.jobs.append(job)
            with contextlib.suppress(OSError):
                self._send(worker, TASK, kind, task)

    def _send(self, worker: _Worker, number: int, kind: str, given: bytes) -> None:
        worker.connection.send_bytes(pickle.dumps((number, kind, given), pickle.HIGHEST_PROTOCOL))

    def _receive(self, seconds: float | None) -> None:
        """Take the answers that are there; wait for the first."""
        from multiprocessing.connection import wait

        workers = {id(one.connection): one for one in self._workers}
        for ready in wait([one.connection for one in self._workers], seconds):
            worker = workers[id(ready)]
            try:
                number, answer = worker.connection.recv()
            except (EOFError, OSError):
                self._lost(worker)
                continue
            if number == READY:
                worker.pid = answer
            else:
                job = worker.jobs.popleft()
                job.answer, job.done = answer, True

    def _lost(self, worker: _Worker) -> None:
        """Go on without a worker that never began; say of another what it was at."""
        assert self._group is not None
        if worker.pid and worker.jobs:
            raise WorkerDiedError(worker.jobs[0].name, self._group.code(worker.number))
        self._workers.remove(worker)
        for job in worker.jobs:
            job.done = True
        if not self._workers:
            self._lessons.clear()

    def _start(self) -> None:
        """Start workers; where they cannot be had, this process does all."""
        from plugins.base.worker_group import WorkerGroup

        try:
            self._group = WorkerGroup(self._count, self._prepared)
        except OSError:
            self._lessons.clear()
        else:
            self._workers = [_Worker(*numbered) for numbered in enumerate(self._group.connections)]

    def close(self) -> None:
        """Let the workers end, and wait until all have."""
        if self._group is not None:
            self._group.close([one.pid for one in self._workers if one.pid])
        self._workers, self._group = [], None


def _finished(row: deque[_Job[Item]]) -> Iterator[tuple[Item, Any]]:
    """Yield the items whose turn it is, and that are done."""
    while row and row[0].done:
        job = row.popleft()
        yield job.item, job.answer


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
