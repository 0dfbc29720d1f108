"""The data of the map's page: two drawings, the table, the filters and the lists of shared places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from plugins.drawings.map_layout import NARROW, WIDE, Drawing, Mark, lay_out
from plugins.drawings.map_positions import Place, Stop, gathered, places
from plugins.drawings.map_table import Filter, Row, crossing, filters, rows, years
from plugins.drawings.model import Pillar, pillars_of
from plugins.drawings.text_alternatives import shares, weights
from plugins.framework.model import Axis, Framework, Term
from plugins.i18n.messages import Message

__all__ = ["Chart", "chart"]


@dataclass(frozen=True, slots=True)
class Chart:
    """The data of the map's page.

    Attributes:
        axis: The axis whose terms are the pillars.
        wide, narrow: The two drawings.
        shared: The places of several articles, merged as on the narrow drawing: the counted marks link to their lists.
        across: The axis of the table's columns, or None.
        rows: The rows of the table.
        filters, years: The filters by term and by year.
        count: The number of articles on the map.
        pillars: The pillars, in order.
    """

    axis: Axis
    wide: Drawing
    narrow: Drawing
    shared: tuple[Place, ...]
    across: Axis | None
    rows: tuple[Row, ...]
    filters: tuple[Filter, ...]
    years: tuple[str, ...]
    count: int
    pillars: tuple[Pillar, ...]

    def said(self, mark: Mark) -> Message:
        """Return the weights of a mark's article, or the shares of its place, as a message."""
        return weights(self.pillars, mark.stop.weights) if mark.stop else self.where(mark.place)

    def where(self, place: Place) -> Message:
        """Return the shares of a place as a message."""
        return shares(self.pillars, place.shares)


def chart(stops: Sequence[Stop], framework: Framework, axis: Axis, named: Callable[[Term], str]) -> Chart:
    """Return the map of articles between the terms of an axis.

    Args:
        stops: The articles; those without weight on the axis are left out.
        framework: The declared axes.
        axis: An axis with two terms or more.
        named: Returns a term's name in the reader's language.
    """
    weighed = [stop for stop in stops if any(stop.weights.get(key, 0) for key in axis.terms)]
    found = places(weighed, list(axis.terms))
    fewer = gathered(found, list(axis.terms))
    pillars = pillars_of(axis)
    names = [named(term) for term in axis.terms.values()]
    across = crossing(framework)
    return Chart(
        axis=axis,
        wide=lay_out(found, pillars, names, WIDE),
        narrow=lay_out(fewer, pillars, names, NARROW),
        shared=tuple(place for place in fewer if len(place.stops) > 1),
        across=across,
        rows=rows(weighed, axis, across),
        filters=filters(weighed, framework),
        years=years(weighed),
        count=len(weighed),
        pillars=pillars,
    )


def terms_of(axes: Mapping[str, Mapping[str, int]], balance: str | None, year: int) -> tuple[str, ...]:
    """Return the filter tokens of an article: its terms on the other axes, and its year.

    >>> terms_of({"drivers": {"rse": 1}, "priorities": {"b": 1, "a": 1}}, "drivers", 2026)
    ('priorities/b', 'priorities/a', '2026')
    """
    named = (f"{key}/{term}" for key, uses in axes.items() if key != balance for term in uses)
    return (*named, str(year))
