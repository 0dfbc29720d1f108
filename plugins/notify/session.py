"""One run: compares the published site with the history, sends what is due, and updates the history."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.base.safe_text import plain
from plugins.fetcher.dns import Resolve
from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.host_turns import MemoryTurns
from plugins.fetcher.http_exchange import Connect, connect
from plugins.fetcher.model import Scope
from plugins.i18n.messages import N_, message
from plugins.notify import host_schedule, outcome_messages, plan, sent_history
from plugins.notify.notify_target import Clock, ConnectRecorder, Job, Visitor
from plugins.notify.progress import Row, Screen
from plugins.notify.published_site import Site
from plugins.notify.sent_history import Link, Memory

__all__ = ["Machine", "Session"]

INTERVAL = 60.0
"""The rate limit per host: seconds between two requests. It does not apply to this machine in development mode."""
FIRST = N_("First run. New links: {count}. To take them as told instead: {command}")
REMEMBER = "python3 tasks.py notify --remember"


@dataclass(frozen=True, slots=True)
class Machine:
    """The system functions that a run uses, replaceable in tests.

    Attributes:
        clock: Returns seconds since 1970.
        sleep: Waits some seconds.
        resolve: Resolves host names; the system's resolver by default.
        connect: Opens TCP connections.
    """

    clock: Clock = time.time
    sleep: Callable[[float], None] = time.sleep
    resolve: Resolve | None = None
    connect: Connect = connect


class Session:
    """One run: the published site, its history, and the links to send.

    Args:
        site: The published site.
        folder: The folder of the history.
        machine: The system functions.
        only: The id of the only article to send for, or None.

    Raises:
        DamagedError: The history is damaged.
    """

    def __init__(self, site: Site, folder: Path, machine: Machine, only: str | None) -> None:
        self._site, self._folder, self._machine = site, folder, machine
        self._only = only
        self._stored = sent_history.load_all(folder, only)
        keys = {only} if only is not None else {*site.articles, *self._stored}
        self._now = round(machine.clock() * 1000)
        self._memories = {
            key: plan.reconciled(self._before(key), site.articles.get(key), self._now)
            for key in sorted(keys, reverse=True)  # ids begin with year and month: the newest article first
        }

    def _before(self, key: str) -> Memory:
        return self._stored.get(key) or Memory(article=key)

    def planned(self) -> list[Row]:
        """Return what a run would send, and what waits for a later time (a dry run)."""
        return [(key, link, outcome_messages.planned(link)) for key, link in self._due()] + self._later()

    def remember(self) -> int:
        """Take all links as sent; return their number."""
        for key in self._memories:
            self._memories[key] = plan.remembered(self._before(key), self._site.articles.get(key), self._now)
        self._save_changed()
        return sum(1 for _ in self._links())

    def tell(self, scope: Scope, screen: Screen, *, first: bool) -> None:
        """Send what is due, and print the outcomes, also after an interruption.

        Args:
            scope: The fetch scope.
            screen: The terminal.
            first: Whether this is the first run: then print how to take all links as sent instead.
        """
        self._save_changed()
        unsure = [(key, link) for key, link in self._links() if link.state == "unsure" and link.at == self._now]
        later = self._later()
        jobs = [Job(key, link, self._site.articles.get(key)) for key, link in self._due()]
        if jobs and first:
            screen.print_problems(message(FIRST, count=len(jobs), command=self._remembering(scope)))
        done: list[Job] = []
        try:
            with screen.progress(len(jobs), self._machine.sleep) as going:

                def end(job: Job) -> None:
                    done.append(job)
                    going.done(job)

                host_schedule.run_jobs(jobs, self._visitor(scope).visit, self._machine.clock, going.wait, end)
        finally:
            told = [(job.article, job.link) for job in done]
            screen.table([(key, link, outcome_messages.outcome(link)) for key, link in (*unsure, *told)] + later)

    def _remembering(self, scope: Scope) -> str:
        """Return the command that takes the links of this run as sent."""
        only = f" --only {plain(self._only)}" if self._only is not None else ""
        return f"{REMEMBER}{only}{' --development' if scope is Scope.LOOPBACK else ''}"

    def _visitor(self, scope: Scope) -> Visitor:
        wire, clock = ConnectRecorder(self._machine.connect), self._machine.clock
        agent = f"Trepied (Webmention; +{self._site.home})"
        fetcher = Fetcher(scope, agent=agent, resolve=self._machine.resolve, connect=wire)
        turns = MemoryTurns(INTERVAL if scope is Scope.PUBLIC else 0, clock)
        return Visitor(fetcher, wire, turns, clock, self._keep)

    def _links(self) -> Iterator[tuple[str, Link]]:
        return ((key, link) for key, one in self._memories.items() for link in one.links)

    def _due(self) -> list[tuple[str, Link]]:
        return [(key, link) for key, one in self._memories.items() for link in plan.due(one.links, self._now)]

    def _later(self) -> list[Row]:
        waiting = [(key, link) for key, link in self._links() if link.state == "waiting" and link.due > self._now]
        return [(key, link, outcome_messages.outcome(link)) for key, link in waiting]

    def _keep(self, key: str, link: Link) -> None:
        """Store a link in the history, durably."""
        one = self._memories[key]
        name = (link.source, link.target)
        links = tuple(link if (known.source, known.target) == name else known for known in one.links)
        self._memories[key] = one.model_copy(update={"links": links})
        sent_history.save(self._folder, self._memories[key])

    def _save_changed(self) -> None:
        for key, one in self._memories.items():
            if one != self._before(key):
                sent_history.save(self._folder, one)
