"""Schedules jobs by host politeness: while one host's rate limit forbids a request, other hosts' jobs run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plugins.fetcher.model import BusyError
from plugins.notify.notify_target import Clock, Job

__all__ = ["run_jobs"]

LEAST = 0.05
"""The shortest pause in seconds, whatever the clock says."""


def run_jobs(
    jobs: Iterable[Job],
    visit: Callable[[Job], None],
    clock: Clock,
    pause: Callable[[float, Job], None],
    done: Callable[[Job], None],
) -> None:
    """Run all jobs, in order as far as the rate limits of their hosts allow.

    Args:
        jobs: The jobs.
        visit: Runs a job, or raises BusyError.
        clock: The current time.
        pause: Waits some seconds for a job's host; called when no other job can run.
        done: Called after each job.
    """
    pending = list(jobs)
    while pending:
        now = clock()
        job = min(pending, key=lambda one: max(one.not_before, now))  # the first of those that may run now
        if job.not_before > now:
            pause(job.not_before - now, job)
            continue
        try:
            visit(job)
        except BusyError as error:
            not_before = max((error.until + 1) / 1000, clock() + LEAST)
            for one in pending:
                if one.host == job.host:  # else each of a hundred pages would be tried for the same result
                    one.not_before = max(one.not_before, not_before)
        else:
            pending.remove(job)
            done(job)
