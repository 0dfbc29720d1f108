"""What a run shows: a bar while it goes on, and a table at its end.

What others wrote reaches the terminal as text and nothing else: it is written plain, and never read as rich's markup.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from plugins.base.text import plain
from plugins.i18n.messages import N_, Message, Translator, message
from plugins.notify.history import Link
from plugins.notify.visit import Job

__all__ = ["Going", "Row", "Screen"]

Row = tuple[str, Link, Message]
"""The id of an article, a link of it, and what became of that."""

WIDE = 160
"""Columns of a table that goes into a file, which has no width of its own."""
TICK = 1.0
"""Seconds after which a wait says anew how long it is."""


class Screen:
    """Where a run speaks to its author.

    Args:
        words: The language.
        environ: ``COLUMNS`` and what else rich reads there.
    """

    def __init__(self, words: Translator, environ: Mapping[str, str]) -> None:
        self._words = words
        wide = None if sys.stdout.isatty() or "COLUMNS" in environ else WIDE
        self._out = Console(width=wide, highlight=False, markup=False, emoji=False)
        self._err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def tell(self, *said: Message) -> None:
        """Say what was done."""
        for one in said:
            print(one.text(self._words))

    def say(self, *said: Message) -> None:
        """Say what was not."""
        for one in said:
            print(one.text(self._words), file=sys.stderr, flush=True)

    def warn(self, said: Message) -> None:
        """Say something that nobody is to overlook."""
        self._err.print(Text(said.text(self._words), style="bold reverse"))

    def table(self, rows: Sequence[Row]) -> None:
        """Show what became of links, or that there is none to tell of."""
        if not rows:
            self.tell(message(N_("There is nothing to tell.")))
            return
        table = Table(*(self._words.gettext(name) for name in HEADS))
        for key, link, said in rows:
            cells = (key, link.target, link.protocol or "–", said.text(self._words))
            table.add_row(*(Text(plain(cell), overflow="fold") for cell in cells))
        self._out.print(table)

    @contextmanager
    def progress(self, total: int, sleep: Callable[[float], None]) -> Iterator[Going]:
        """Show a bar to the end of the block, where there is a terminal."""
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
        with Progress(*columns, console=self._err, transient=True, disable=not total) as bar:
            yield Going(bar, bar.add_task("", total=total), self._words, sleep, self._err)


HEADS = (N_("Article"), N_("Page"), N_("Protocol"), N_("What became of it"))


class Going:
    """A run that goes on."""

    def __init__(
        self, bar: Progress, task: TaskID, words: Translator, sleep: Callable[[float], None], console: Console
    ) -> None:
        self._bar, self._task, self._words, self._sleep, self._console = bar, task, words, sleep, console

    def done(self, job: Job) -> None:
        """Note that a job came to its end."""
        self._bar.update(self._task, advance=1, description=plain(job.link.target))

    def wait(self, seconds: float, job: Job) -> None:
        """Wait for the turn of a job's host, and say how long; Ctrl-C ends it."""
        told = self._console.is_terminal
        if not told:
            print(self._waiting(seconds, job), file=sys.stderr, flush=True)
        left = seconds
        while left > 0:
            self._bar.update(self._task, description=self._waiting(left, job))
            self._sleep(min(TICK, left))
            left -= TICK

    def _waiting(self, seconds: float, job: Job) -> str:
        left = max(1, round(seconds))
        said = message(N_("{seconds} s until the turn of {host}"), seconds=left, host=plain(job.host))
        return said.text(self._words)
