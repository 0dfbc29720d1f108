"""The map as a table: articles by pillar and by term of another axis; and the filters of the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.drawings.map_positions import Stop
from plugins.framework.model import Axis, Framework, Term

__all__ = ["Cell", "Filter", "Row", "crossing", "filters", "rows", "years"]


@dataclass(frozen=True, slots=True)
class Cell:
    """The articles of a pillar and of a term of the other axis, by title."""

    pillar: Term
    term: Term
    stops: tuple[Stop, ...]

    @property
    def anchor(self) -> str:
        """The ``id`` of their list; keys hold no doubled hyphen."""
        return f"{self.pillar.key}--{self.term.key}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a pillar, the number of its articles, and its cells."""

    pillar: Term
    count: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the map: an axis with the terms in use and their tokens."""

    axis: Axis
    terms: tuple[tuple[str, Term], ...]


def crossing(framework: Framework) -> Axis | None:
    """Return the axis of the table's columns: preferably an ordered one, then a required one; None without others."""
    others = [axis for axis in framework.axes.values() if axis.key != framework.balance and axis.terms]
    return min(others, key=lambda axis: (not axis.ordered, not axis.required), default=None)


def rows(stops: Iterable[Stop], pillars: Axis, across: Axis | None) -> tuple[Row, ...]:
    """Return a row for each pillar; an article is in the row of each of its pillars."""
    on: dict[str, list[Stop]] = {key: [] for key in pillars.terms}
    both: dict[tuple[str, str], list[Stop]] = {}
    columns = tuple(across.terms.values()) if across else ()
    for stop in sorted(stops, key=lambda stop: (stop.title.casefold(), stop.href)):
        named = set(stop.terms)
        for key, weight in stop.weights.items():
            if weight and key in on:
                on[key].append(stop)
                for term in columns:
                    if across and token(across, term) in named:
                        both.setdefault((key, term.key), []).append(stop)
    return tuple(
        Row(
            pillar,
            len(on[pillar.key]),
            tuple(Cell(pillar, term, tuple(both.get((pillar.key, term.key), ()))) for term in columns),
        )
        for pillar in pillars.terms.values()
    )


def token(axis: Axis, term: Term) -> str:
    """Return the filter token of a term."""
    return f"{axis.key}/{term.key}"


def filters(stops: Sequence[Stop], framework: Framework) -> tuple[Filter, ...]:
    """Return the filters: the other declared axes with the terms in use, without unused axes."""
    used = {term for stop in stops for term in stop.terms}
    found = []
    for axis in framework.axes.values():
        terms = tuple((token(axis, term), term) for term in axis.terms.values() if token(axis, term) in used)
        if axis.key != framework.balance and terms:
            found.append(Filter(axis, terms))
    return tuple(found)


def years(stops: Iterable[Stop]) -> tuple[str, ...]:
    """Return the years of the articles, the latest first: the only tokens without a slash."""
    return tuple(sorted({term for stop in stops for term in stop.terms if "/" not in term}, reverse=True))
