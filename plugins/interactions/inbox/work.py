"""Background work: jobs by name, a queue that makes them sooner, and a sweep that needs no queue. Contains no Pelican.

The queue (huey, in SQLite or Redis) holds names and ids only. What is left to do stands in the database; a queue that
is lost, or a job that is done twice, changes nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from huey import RedisHuey, SqliteHuey
from huey.consumer import Consumer

from plugins.interactions.inbox import decisions, letters, outbox, privacy, rebuild, verifying
from plugins.interactions.inbox.clock import DAY
from plugins.interactions.inbox.service import Inbox

__all__ = ["JOBS", "Queue", "sweep"]

SWEEP_SECONDS = 30
NAME = "inbox"


def sweep(inbox: Inbox) -> None:
    """Do everything that is left to do: what no queue knows of, too."""
    for identity in decisions.unfinished(inbox):
        with _apart(f"finishing {identity}"):
            decisions.finish(inbox, identity)
    letters.announce(inbox)
    for identity in outbox.due(inbox):
        with _apart(f"delivering {identity}"):
            outbox.deliver(inbox, identity)
    for identity in verifying.due(inbox):  # each may take seconds
        with _apart(f"verifying {identity}"):
            verifying.verify(inbox, identity)


@contextmanager
def _apart(doing: str) -> Iterator[None]:
    """Log what goes wrong with one: it is no reason to leave the others."""
    try:
        yield
    except Exception:
        logging.getLogger(__name__).exception("%s failed; the next sweep tries again", doing)


def _announce(inbox: Inbox, subject: str) -> None:
    del subject
    letters.announce(inbox)


def _deliver(inbox: Inbox, subject: str) -> None:
    outbox.deliver(inbox, subject)


def _verify(inbox: Inbox, subject: str) -> None:
    verifying.verify(inbox, subject)


JOBS: dict[str, Callable[[Inbox, str], None]] = {"announce": _announce, "deliver": _deliver, "verify": _verify}


class _Consumer(Consumer):  # type: ignore[misc]  # huey has no types
    """A consumer that leaves the process's signals alone."""

    def _set_signal_handlers(self) -> None:
        """Leave them: whoever runs the process stops this."""


class Queue:
    """The queue of one inbox; any number of processes may fill it, and any number may work."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._huey: Any = _huey(inbox)
        self._job = self._huey.task(name="job")(self._run)
        self._purged = 0
        inbox.nudge = self.put

    def put(self, job: str, subject: str) -> None:
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
        stop = threading.Event()
        watching = [(self._sweep, "inbox-sweep")]
        if self._inbox.settings.rebuild is not None:
            watching.append((self._rebuild, "inbox-rebuild"))
        threads = [threading.Thread(target=run, args=(stop,), name=name, daemon=True) for run, name in watching]
        consumer.start()
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            consumer.stop(graceful=True)
            for thread in threads:
                thread.join(timeout=30)
            self._huey.storage.close()  # huey leaves it open, which Python 3.13 warns of

    def _run(self, job: str, subject: str) -> None:
        JOBS[job](self._inbox, subject)

    def _sweep(self, stop: threading.Event) -> None:
        while True:
            try:
                sweep(self._inbox)
                if self._inbox.now - self._purged > DAY:
                    self._purged = self._inbox.now
                    privacy.purge(self._inbox, "system")
                    decisions.adopt(self._inbox)
            except Exception:
                logging.getLogger(__name__).exception("the sweep failed; the next one comes in %s s", SWEEP_SECONDS)
            if stop.wait(SWEEP_SECONDS):
                return

    def _rebuild(self, stop: threading.Event) -> None:
        while not stop.wait(rebuild.LOOK_SECONDS):
            try:
                rebuild.look(self._inbox, stop)
            except Exception:
                logging.getLogger(__name__).exception("the site could not be built again")


def _huey(inbox: Inbox) -> Any:
    if inbox.settings.queue_url is not None:
        return RedisHuey(NAME, url=inbox.settings.queue_url.get_secret_value(), results=False)
    path = inbox.settings.state / "queue.db"
    path.touch(mode=0o600)
    return SqliteHuey(NAME, filename=str(path), results=False, fsync=False)  # it may be lost
