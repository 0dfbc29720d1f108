"""Rows of measured builds, as a table with ratios and as JSON. Contains no I/O."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from tests.bench.measuring import Cost

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Row:
    """A site at one number of articles.

    Attributes:
        site: Its name.
        articles: How many there were.
        files: How many files a build wrote.
        costs: What each run cost.
    """

    site: str
    articles: int
    files: int
    costs: tuple[Cost, ...]

    @property
    def wall(self) -> list[float]:
        """Return the seconds of each run."""
        return [cost.wall for cost in self.costs]

    @property
    def cpu(self) -> list[float]:
        """Return the CPU seconds of each run."""
        return [cost.cpu for cost in self.costs]

    @property
    def memory(self) -> list[float]:
        """Return the most mebibytes held in each run."""
        return [cost.peak / MEBIBYTE for cost in self.costs]


def table(rows: Sequence[Row]) -> str:
    """Return the figures of one number of articles, and the ratios of the first site to each other."""
    first, runs = rows[0], max(len(row.costs) for row in rows)
    said = "one run" if runs == 1 else f"medians of {runs} runs (least–most)"
    kinds = {cost.memory for row in rows for cost in row.costs}
    kind = "memory" if kinds == {"none"} else "RSS" if "RSS" in kinds else "PSS"
    lines = [f"{first.articles:,} articles, built cold: {said}"]
    lines.append(f"  {'':<24}{'wall, s':>24}{'CPU, s':>24}{f'{kind}, MiB':>24}{'files':>10}")
    for row in rows:
        figures = f"{spread(row.wall, 2)}{spread(row.cpu, 2)}{spread(row.memory, 0)}"
        lines.append(f"  {row.site:<24}{figures}{row.files:>10,}")
    if kind == "RSS":
        lines.append("  RSS: this system tells no PSS, and what processes share is counted in each.")
    if kind == "memory":
        lines.append("  Memory cannot be measured on this system.")
    if len(rows) > 1:
        lines.append(f"  {f'{first.site} to':<24}{'wall':>24}{'CPU':>24}{'memory':>24}{'files':>10}")
    for row in rows[1:]:
        pairs = ((first.wall, row.wall), (first.cpu, row.cpu), (first.memory, row.memory))
        ratios = "".join(f"{ratio(statistics.median(ours), statistics.median(theirs)):>24}" for ours, theirs in pairs)
        lines.append(f"  {row.site:<24}{ratios}{ratio(first.files, row.files):>10}")
    return "\n".join(lines)


def spread(values: Sequence[float], places: int) -> str:
    """Return a median with its bounds, 24 characters wide.

    >>> spread([3.0, 1.0, 2.5], 2)
    '        2.50 (1.00–3.00)'
    >>> spread([0.0], 0)
    '                       –'
    """
    if not any(values):
        return f"{'–':>24}"
    words = f"{statistics.median(values):,.{places}f}"
    if len(values) > 1:
        words += f" ({min(values):,.{places}f}–{max(values):,.{places}f})"
    return f"{words:>24}"


def ratio(one: float, other: float) -> str:
    """Return how many times another figure one is, to three digits that count.

    >>> ratio(28, 2.1), ratio(1, 3), ratio(300, 2), ratio(1, 0)
    ('13.3', '0.333', '150', '–')
    """
    if not other or not one:
        return "–"
    value = one / other
    return f"{value:.{max(0, 3 - len(str(int(value))) if value >= 1 else 3)}f}"


def as_json(rows: Sequence[Row], machine: Mapping[str, str]) -> str:
    """Return everything that was measured, run by run."""
    return json.dumps({"machine": dict(machine), "rows": [asdict(row) for row in rows]}, indent=1) + "\n"
