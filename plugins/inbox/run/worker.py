"""Background work: jobs by name, and the periodic sweep that finds all due work in the database.

The database says what is due, and jobs are idempotent, so that one that is lost, or runs twice, does no harm. A single
process, such as the preview, needs no queue (:mod:`~plugins.inbox.run.job_queue`): a job wakes its sweep.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plugins.inbox.data.timestamps import DAY
from plugins.inbox.mail import letters, outbox
from plugins.inbox.moderation import item_files
from plugins.inbox.run import personal_data
from plugins.inbox.service import Inbox, Job
from plugins.inbox.sync import rebuild
from plugins.inbox.verify import verify_linkback

__all__ = ["JOBS", "Worker", "sweep"]

SWEEP_SECONDS = 30


def sweep(inbox: Inbox) -> None:
    """Run all due work: unfinished files, the digest, letters, linkbacks to verify."""
    for identity in item_files.find_unfinished(inbox):
        with _log_failure(f"finishing {identity}"):
            item_files.update_file(inbox, identity)
    letters.queue_digest(inbox)
    for identity in outbox.find_due_letters(inbox):
        with _log_failure(f"delivering {identity}"):
            outbox.deliver_letter(inbox, identity)
    for identity in verify_linkback.find_due_linkbacks(inbox):  # each may take seconds
        with _log_failure(f"verifying {identity}"):
            verify_linkback.verify_linkback(inbox, identity)


@contextmanager
def _log_failure(doing: str) -> Iterator[None]:
    """Log an exception of the block, so that the sweep continues with the next job."""
    try:
        yield
    except Exception:
        logging.getLogger(__name__).exception("%s failed; the next sweep tries again", doing)


def _queue_digest(inbox: Inbox, subject: str) -> None:
    del subject
    letters.queue_digest(inbox)


def _deliver_letter(inbox: Inbox, subject: str) -> None:
    outbox.deliver_letter(inbox, subject)


def _verify_linkback(inbox: Inbox, subject: str) -> None:
    verify_linkback.verify_linkback(inbox, subject)


JOBS: dict[Job, Callable[[Inbox, str], None]] = {
    "announce": _queue_digest,
    "deliver": _deliver_letter,
    "verify": _verify_linkback,
}


class Worker:
    """The background threads of one process: the sweep with retention, and the rebuild."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._purged = 0
        self._came = threading.Event()
        inbox.nudge = self.put

    def put(self, job: Job, subject: str) -> None:
        """Wake the sweep, which runs the job with all due work."""
        del job, subject
        self._came.set()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Run the threads until the block ends."""
        stop = threading.Event()
        watching = [(self._sweep, "inbox-sweep")]
        if self._inbox.settings.rebuild is not None:
            watching.append((self._rebuild, "inbox-rebuild"))
        threads = [threading.Thread(target=run, args=(stop,), name=name, daemon=True) for run, name in watching]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            self._came.set()
            for thread in threads:
                thread.join(timeout=30)

    def _sweep(self, stop: threading.Event) -> None:
        while True:
            self._came.clear()
            if stop.is_set():
                return
            try:
                sweep(self._inbox)
                if self._inbox.now - self._purged > DAY:
                    self._purged = self._inbox.now
                    personal_data.purge(self._inbox, "system")
                    item_files.import_records(self._inbox)
            except Exception:
                logging.getLogger(__name__).exception("the sweep failed; the next one comes in %s s", SWEEP_SECONDS)
            self._came.wait(SWEEP_SECONDS)

    def _rebuild(self, stop: threading.Event) -> None:
        while not stop.wait(rebuild.CHECK_SECONDS):
            try:
                rebuild.rebuild_if_due(self._inbox, stop)
            except Exception:
                logging.getLogger(__name__).exception("the site could not be built again")
