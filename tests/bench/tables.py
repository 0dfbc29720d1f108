"""Measured builds as tables of Markdown, with ratios, and as JSON. Contains no I/O."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from tests.bench.edits import SCENARIOS
from tests.bench.generators import EARLIER, OURS, WITHOUT_FEEDS
from tests.bench.saved import Result

MEBIBYTE = 1 << 20
MEMORY = {"PSS": "PSS, MiB", "RSS": "RSS, MiB", "none": "memory"}


@dataclass(frozen=True)
class Row:
    """What was measured of a site after one edit.

    Attributes:
        site: Its name.
        articles: How many there were.
        scenario: What was done before.
        results: Each round's.
    """

    site: str
    articles: int
    scenario: str
    results: tuple[Result, ...]

    @property
    def wall(self) -> list[float]:
        """Return the seconds of each round."""
        return [one.cost.wall for one in self.results]

    @property
    def cpu(self) -> list[float]:
        """Return the CPU seconds of each round."""
        return [one.cost.cpu for one in self.results]

    @property
    def memory(self) -> list[float]:
        """Return the most mebibytes held in each round."""
        return [one.cost.peak / MEBIBYTE for one in self.results]

    @property
    def files(self) -> list[float]:
        """Return how many files were in the output after each round."""
        return [one.files for one in self.results]

    @property
    def written(self) -> list[float]:
        """Return how many files each round wrote."""
        return [one.written for one in self.results]


def rows(results: Sequence[Result]) -> list[Row]:
    """Return rows out of results, in the order in which sites and edits came first; photographs are none."""
    found: dict[tuple[str, int, str], list[Result]] = {}
    for one in results:
        if one.scenario in SCENARIOS:
            found.setdefault((one.site, one.articles, one.scenario), []).append(one)
    places = list(SCENARIOS)
    names = list(dict.fromkeys(one.site for one in results))
    names.sort(key=lambda name: not name.startswith(OURS))  # as they came, ours first
    order = sorted(found, key=lambda key: (key[1], names.index(key[0]), places.index(key[2])))
    return [Row(*key, tuple(sorted(found[key], key=lambda one: one.run))) for key in order]


def table(given: Sequence[Row]) -> str:
    """Return the figures of one number of articles: medians, with the least and the most beside."""
    kinds = {one.cost.memory for row in given for one in row.results}
    kind = MEMORY[min(kinds, key=list(MEMORY).index)] if len(kinds) == 1 else "PSS or RSS, MiB"
    lines = [["site", "build", "wall, s", "CPU, s", kind, "files", "written"]]
    last = ""
    for row in given:
        figures = [spread(row.wall, 2), spread(row.cpu, 2), spread(row.memory, 0)]
        counts = [f"{int(statistics.median(row.files)):,}", spread(row.written, 0, none="0")]
        lines.append([row.site if row.site != last else "", SCENARIOS[row.scenario].label, *figures, *counts])
        last = row.site
    return aligned(lines)


def ratios(given: Sequence[Row]) -> str:
    """Return how this site stands to each other: cold to cold, and what is edited to the other's build after an edit.

    It is this site without comment feeds, which no other has, where that was measured; but this site as it was is
    compared with what has them, too.
    """
    found = {(row.site, row.scenario): row for row in given}
    ours = next((name for name in (WITHOUT_FEEDS, OURS) if (name, "cold") in found), "")
    others = list(dict.fromkeys(row.site for row in given if not row.site.startswith(OURS) or EARLIER in row.site))
    heads = ["cold: wall", "CPU", "memory", "files", "nothing: wall", "body: wall", "CPU", "memory", "title: wall"]
    lines = [[f"{ours} to", *heads]]
    for other in others:
        mine = OURS if EARLIER in other else ours
        cold, again = found.get((other, "cold")), found.get((other, "body"))
        line = [of(found.get((mine, "cold")), cold, name) for name in ("wall", "cpu", "memory", "files")]
        line.append(of(found.get((mine, "nothing")), again, "wall"))
        line += [of(found.get((mine, "body")), again, name) for name in ("wall", "cpu", "memory")]
        label = f"{other}, both with them" if mine != ours else other
        lines.append([label, *line, of(found.get((mine, "title")), again, "wall")])
    return aligned(lines) if ours and others else ""


def of(one: Row | None, other: Row | None, name: str) -> str:
    """Return the ratio of two rows' medians, or a dash where one of them is missing."""
    if one is None or other is None:
        return "–"
    return ratio(statistics.median(getattr(one, name)), statistics.median(getattr(other, name)))


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Return a table of Markdown that can be read as it stands: words to the left, figures to the right.

    >>> print(aligned([["site", "wall, s"], ["this site", "0.50"]]))
    | site      | wall, s |
    | :-------- | ------: |
    | this site |    0.50 |
    """
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    words = [
        not any(cell[:1].isdecimal() or cell[:1] == "–" for cell in column) for column in zip(*lines[1:], strict=True)
    ]
    rule = [
        f":{'-' * (width - 1)}" if word else f"{'-' * (width - 1)}:" for width, word in zip(widths, words, strict=True)
    ]
    said = [
        [
            cell.ljust(width) if word else cell.rjust(width)
            for cell, width, word in zip(line, widths, words, strict=True)
        ]
        for line in lines
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (said[0], rule, *said[1:]))


def spread(values: Sequence[float], places: int, none: str = "–") -> str:
    """Return a median with its bounds, where they differ.

    >>> spread([3.0, 1.0, 2.5], 2), spread([4, 4], 0), spread([0.0], 0)
    ('2.50 (1.00–3.00)', '4', '–')
    """
    if not any(values):
        return none
    least, middle, most = (f"{one:,.{places}f}" for one in (min(values), statistics.median(values), max(values)))
    return middle if least == most else f"{middle} ({least}–{most})"


def ratio(one: float, other: float) -> str:
    """Return how many times another figure one is, to three digits that count.

    >>> ratio(28, 2.1), ratio(1, 3), ratio(300, 2), ratio(1, 0)
    ('13.3', '0.333', '150', '–')
    """
    if not other or not one:
        return "–"
    value = one / other
    return f"{value:.{max(0, 3 - len(str(int(value))) if value >= 1 else 3)}f}"


def as_json(results: Sequence[Result], machine: Mapping[str, str]) -> str:
    """Return everything that was measured, build by build."""
    told = [asdict(one) for one in results]
    return json.dumps({"machine": dict(machine), "builds": told}, ensure_ascii=False, indent=1) + "\n"
