"""The positions of articles on the map, in barycentric coordinates, grouped by place.

Three pillars are the corners of an equilateral triangle, and an article is at the barycentre of its shares (A. F.
Möbius, "Der barycentrische Calcul", 1827); two are the ends of a line, and more are the corners of a regular polygon,
in which different weights may have one barycentre.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.framework.corpus.balance import mean_shares
from plugins.framework.model import Weights

__all__ = ["NEAR", "Place", "Point", "Stop", "corners", "gathered", "places"]

NEAR = 0.13
"""The distance below which places are merged on small drawings: it is 24 pixels on a phone."""
FEW = 3
"""The most pillars for which places are exact: weights up to 3 make at most 49 of them."""

Point = tuple[float, float]
"""Coordinates in units of the distance from the centre to a corner; x points right, y down."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An article on the map, without its text and day, so that the page does not change with these.

    Attributes:
        title: Its title, as plain text.
        href: Its URL, by which articles of one place are sorted.
        language: The language of the title.
        weights: Its weights on the balance axis.
        terms: Its filter tokens: ``<axis>/<term>``, and its year.
    """

    title: str
    href: str
    language: str
    weights: Weights
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the map.

    Attributes:
        point: Its coordinates.
        stops: Its articles, sorted by URL.
        shares: The mean of their shares, by pillar.
        members: The places that were merged into this one, or none.
    """

    point: Point
    stops: tuple[Stop, ...]
    shares: dict[str, float]
    members: tuple[Place, ...] = ()

    @property
    def anchor(self) -> str:
        """The ``id`` of its list, made of its coordinates."""
        return f"{'near' if self.members else 'place'}-{500 + 500 * self.point[0]:.0f}-{500 + 500 * self.point[1]:.0f}"


def corners(count: int) -> tuple[Point, ...]:
    """Return the corners of the pillars: the first on top, the others anticlockwise.

    >>> corners(2)
    ((-1.0, 0.0), (1.0, 0.0))
    >>> corners(3)
    ((0.0, -1.0), (-0.866, 0.5), (0.866, 0.5))
    """
    if count == 2:
        return ((-1.0, 0.0), (1.0, 0.0))
    start = 45.0 if count == 4 else 0.0
    angles = (math.radians(start + 360 * index / count) for index in range(count))
    return tuple((round(-math.sin(angle), 4) + 0.0, round(-math.cos(angle), 4) + 0.0) for angle in angles)


def barycentre(weights: Weights, pillars: Sequence[str], ends: Sequence[Point]) -> Point | None:
    """Return the weighted mean of the corners; None when there is no weight.

    >>> barycentre({"a": 1, "b": 3}, ["a", "b"], corners(2))
    (0.5, 0.0)
    """
    given = [weights.get(key, 0) for key in pillars]
    total = sum(given)
    if not total:
        return None
    x = math.fsum(weight * end[0] for weight, end in zip(given, ends, strict=True)) / total
    y = math.fsum(weight * end[1] for weight, end in zip(given, ends, strict=True)) / total
    return round(x, 3) + 0.0, round(y, 3) + 0.0


def places(stops: Iterable[Stop], pillars: Sequence[str]) -> tuple[Place, ...]:
    """Return the places of the articles, from top to bottom and from left to right.

    Beyond three pillars, places closer than ``NEAR`` are merged, so that there are at most some 250 of them, and the
    time is linear in the articles.
    """
    ends = corners(len(pillars))
    there: dict[Point, list[Stop]] = {}
    for stop in stops:
        point = barycentre(stop.weights, pillars, ends)
        if point is not None:
            there.setdefault(point, []).append(stop)
    found: dict[Point, list[Stop]] = {}
    for point in sorted(there, key=_merge_order):
        near = _near(point, found) if len(pillars) > FEW else None
        found.setdefault(near or point, []).extend(there[point])
    return tuple(_place(point, found[point], pillars) for point in sorted(found, key=_as_read))


def gathered(found: Sequence[Place], pillars: Sequence[str]) -> tuple[Place, ...]:
    """Return the places merged so that none are closer than ``NEAR``, each with its members if there are several."""
    groups: dict[Point, list[Place]] = {}
    for place in sorted(found, key=lambda place: _merge_order(place.point)):
        groups.setdefault(_near(place.point, groups) or place.point, []).append(place)
    return tuple(
        members[0]
        if len(members) == 1
        else _place(point, [stop for member in members for stop in member.stops], pillars, tuple(members))
        for point, members in sorted(groups.items(), key=lambda group: _as_read(group[0]))
    )


def _as_read(point: Point) -> Point:
    return point[1], point[0]


def _merge_order(point: Point) -> tuple[float, ...]:
    """Return the sort key for merging, by distance from the centre: the first of merged places gives its position."""
    return round(math.hypot(*point), 3), *_as_read(point)


def _near(point: Point, others: Iterable[Point]) -> Point | None:
    return next((other for other in others if math.dist(point, other) < NEAR), None)


def _place(point: Point, group: list[Stop], pillars: Sequence[str], members: tuple[Place, ...] = ()) -> Place:
    shares = mean_shares((stop.weights for stop in group), pillars)
    return Place(point, tuple(sorted(group, key=lambda stop: stop.href)), shares, members)
