"""The job queue of background work for several processes: huey, on SQLite or Redis; lossy by design.

It holds job names and ids only. The database says what is due, so that a lost queue only delays: the sweep finds the
jobs (:mod:`~plugins.inbox.run.worker`). huey and the Redis client are in requirements-inbox.lock.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from huey import RedisHuey, SqliteHuey
from huey.consumer import Consumer

from plugins.inbox.run.worker import JOBS, Worker
from plugins.inbox.service import Inbox, Job

__all__ = ["Queue"]

NAME = "inbox"


class _Consumer(Consumer):  # type: ignore[misc]  # huey has no types
    """A huey consumer that installs no signal handlers."""

    def _set_signal_handlers(self) -> None:
        """Install none: the process's own handlers stop the consumer."""


class Queue(Worker):
    """The job queue of an inbox, with any number of producing and of consuming processes."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(inbox)
        self._huey: Any = _huey(inbox)
        self._job = self._huey.task(name="job")(self._run)

    def put(self, job: Job, subject: str) -> None:
        """Enqueue a job; while the queue is out of reach, the sweep does it instead."""
        try:
            self._job(job, subject)
        except Exception:  # noqa: BLE001 - whatever the queue raises, the sweep finds the job in the database
            logging.getLogger(__name__).warning("the queue is out of reach; the sweep will do the work")

    @contextmanager
    def working(self, workers: int = 1) -> Iterator[None]:
        """Run consumer threads and the sweep until the block ends."""
        logging.getLogger("huey").setLevel(logging.WARNING)
        consumer = _Consumer(self._huey, workers=workers, periodic=False, check_worker_health=False)
        consumer.start()
        try:
            with super().working():
                yield
        finally:
            consumer.stop(graceful=True)
            self._huey.storage.close()  # huey leaves it open, which Python 3.13 warns of

    def _run(self, job: Job, subject: str) -> None:
        JOBS[job](self._inbox, subject)


def _huey(inbox: Inbox) -> Any:
    if inbox.settings.queue_url is not None:
        return RedisHuey(NAME, url=inbox.settings.queue_url.get_secret_value(), results=False)
    path = inbox.settings.state / "queue.db"
    path.touch(mode=0o600)
    return SqliteHuey(NAME, filename=str(path), results=False, fsync=False)  # lossy by design
