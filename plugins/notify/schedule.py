"""Whose turn it is: a host that was visited a moment ago waits, and others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plugins.fetcher.model import BusyError
from plugins.notify.visit import Clock, Job

__all__ = ["go_round"]

LEAST = 0.05
"""Seconds: nobody is asked twice in less, whatever a clock says."""


def go_round(
    jobs: Iterable[Job],
    visit: Callable[[Job], None],
    clock: Clock,
    pause: Callable[[float, Job], None],
    done: Callable[[Job], None],
) -> None:
    """Visit for every job, in order where turns allow it.

    Args:
        jobs: What is to be told.
        visit: Brings a job to its end, or raises BusyError.
        clock: The present.
        pause: Waits some seconds, until the turn of a job's host; called when no other job can go on.
        done: Told of each job that came to its end.
    """
    pending = list(jobs)
    while pending:
        now = clock()
        job = min(pending, key=lambda one: max(one.not_before, now))  # of those that may go on now the first
        if job.not_before > now:
            pause(job.not_before - now, job)
            continue
        try:
            visit(job)
        except BusyError as error:
            not_before = max((error.until + 1) / 1000, clock() + LEAST)
            for one in pending:
                if one.host == job.host:  # else each of a hundred pages would be looked up to hear the same
                    one.not_before = max(one.not_before, not_before)
        else:
            pending.remove(job)
            done(job)
