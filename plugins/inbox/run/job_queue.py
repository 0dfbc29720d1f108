"""The queue that makes background work sooner, for any number of processes: huey, in SQLite or in Redis.

It holds names and ids only. What is left to do stands in the database, so that a queue that is lost changes nothing:
the sweep does its work (:mod:`~plugins.inbox.run.worker`). huey and Redis's client are in requirements-inbox.lock.
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
    """A consumer that leaves the process's signals alone."""

    def _set_signal_handlers(self) -> None:
        """Leave them: whoever runs the process stops this."""


class Queue(Worker):
    """The queue of one inbox; any number of processes may fill it, and any number may work."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(inbox)
        self._huey: Any = _huey(inbox)
        self._job = self._huey.task(name="job")(self._run)

    def put(self, job: Job, subject: str) -> None:
        """Put a job into the queue; a queue that is out of reach leaves it to the sweep."""
        try:
            self._job(job, subject)
        except Exception:  # noqa: BLE001 - whatever a queue raises, the work stands in the database
            logging.getLogger(__name__).warning("the queue is out of reach; the sweep will do the work")

    @contextmanager
    def working(self, workers: int = 1) -> Iterator[None]:
        """Work in threads of this process, and sweep, until the block ends."""
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
    return SqliteHuey(NAME, filename=str(path), results=False, fsync=False)  # it may be lost
