"""Whose turn it is, by an injected clock."""

from __future__ import annotations

from plugins.fetcher.model import BusyError
from plugins.notify.host_schedule import run_jobs
from plugins.notify.notify_target import Job
from plugins.notify.sent_history import Link


def test_nobody_is_asked_again_at_once() -> None:
    """Whatever moment a busy host names, the next try comes then, and a twentieth of a second later at least."""
    now, asked, waits = [100.0], [], []
    job = Job("a", Link(source="https://name.example/", target="https://other.example/"), None)
    busy = [BusyError(0), BusyError(100_040), BusyError(107_000)]

    def visit(one: Job) -> None:
        asked.append(now[0])
        if busy:
            raise busy.pop(0)

    def pause(seconds: float, one: Job) -> None:
        waits.append(round(seconds, 3))
        now[0] += seconds

    run_jobs([job], visit, lambda: now[0], pause, lambda one: None)
    assert waits == [0.05, 0.05, 6.901]
    assert len(asked) == 4
