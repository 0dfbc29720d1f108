"""The terminal output of a run: a progress bar, messages, and a table of outcomes.

Untrusted text is printed with control characters escaped, and never interpreted as rich's markup.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from plugins.base.safe_text import plain
from plugins.i18n.messages import N_, Message, Translator, message
from plugins.notify.notify_target import Job
from plugins.notify.sent_history import Link

__all__ = ["Row", "RunProgress", "Screen"]

Row = tuple[str, Link, Message]
"""The id of an article, one of its links, and the outcome."""

WIDE = 160
"""The columns of a table in a file, which has no terminal width."""
TICK = 1.0
"""The interval in seconds at which a displayed waiting time is updated."""


class Screen:
    """The terminal of a run.

    Args:
        words: The catalogue of the author's language.
        environ: The environment, with ``COLUMNS`` and rich's other variables.
    """

    def __init__(self, words: Translator, environ: Mapping[str, str]) -> None:
        self._words = words
        wide = None if sys.stdout.isatty() or "COLUMNS" in environ else WIDE
        self._out = Console(width=wide, highlight=False, markup=False, emoji=False)
        self._err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def print_results(self, *said: Message) -> None:
        """Print results to standard output."""
        for one in said:
            print(one.text(self._words))

    def print_problems(self, *said: Message) -> None:
        """Print problems to standard error."""
        for one in said:
            print(one.text(self._words), file=sys.stderr, flush=True)

    def warn(self, said: Message) -> None:
        """Print a highlighted warning."""
        self._err.print(Text(said.text(self._words), style="bold reverse"))

    def table(self, rows: Sequence[Row]) -> None:
        """Print the table of outcomes, or that there are none."""
        if not rows:
            self.print_results(message(N_("There is nothing to tell.")))
            return
        table = Table(*(self._words.gettext(name) for name in HEADS))
        for key, link, said in rows:
            cells = (key, link.target, link.protocol or "–", said.text(self._words))
            table.add_row(*(Text(plain(cell), overflow="fold") for cell in cells))
        self._out.print(table)

    @contextmanager
    def progress(self, total: int, sleep: Callable[[float], None]) -> Iterator[RunProgress]:
        """Show a progress bar to the end of the block, if there is a terminal."""
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
        with Progress(*columns, console=self._err, transient=True, disable=not total) as bar:
            yield RunProgress(bar, bar.add_task("", total=total), self._words, sleep, self._err)


HEADS = (N_("Article"), N_("Page"), N_("Protocol"), N_("What became of it"))


class RunProgress:
    """The progress of a run."""

    def __init__(
        self, bar: Progress, task: TaskID, words: Translator, sleep: Callable[[float], None], console: Console
    ) -> None:
        self._bar, self._task, self._words, self._sleep, self._console = bar, task, words, sleep, console

    def done(self, job: Job) -> None:
        """Advance the bar after a job."""
        self._bar.update(self._task, advance=1, description=plain(job.link.target))

    def wait(self, seconds: float, job: Job) -> None:
        """Wait until the rate limit of a job's host allows a request, and show how long; Ctrl-C ends it."""
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
