"""The layout of the map in pixels: outline, corner labels, marks and clusters, for wide and narrow screens.

Two drawings are made of the same places. On the wide one, articles that share a place are spread around it at the
minimum target size (24 pixels: WCAG 2.2, 2.5.8), and become one counted mark where there is no room; on the narrow one
every shared place is a counted mark, which links to its list.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from plugins.drawings.map_positions import Place, Point, Stop, corners
from plugins.drawings.map_symbols import mark_path, number
from plugins.drawings.model import Pillar

__all__ = ["NARROW", "WIDE", "Corner", "Drawing", "Frame", "Mark", "lay_out"]

TARGET_SIZE = 24.0
"""The distance between two marks in pixels: the minimum target size (WCAG 2.2, 2.5.8)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The dimensions of a drawing of the map, in pixels.

    Attributes:
        width: The width of the drawing.
        side, above, below: The margins beside, above and below the outline, for labels and clusters.
        dot, most: The radius of a mark, and that of the largest counted one.
        room: The largest radius in which the articles of one place are spread.
        line, characters: The height of a line of a label, and its most characters.
        spread: Whether articles that share a place are spread around it.
    """

    width: float
    side: float
    above: float
    below: float
    dot: float
    most: float
    room: float
    line: float
    characters: int
    spread: bool


WIDE = Frame(960, 66, 124, 124, 8.5, 24.0, 60.0, 28, 26, True)
NARROW = Frame(360, 16, 78, 78, 7.0, 14.0, 14.0, 19, 18, False)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the map: an article, or a place that several share.

    Attributes:
        x, y, radius: Its centre and its radius.
        path: Its shape, as an SVG path.
        pillar: The pillar with the largest weight, if there is only one.
        place: Its place.
        stop: The article, or None for several.
    """

    x: float
    y: float
    radius: float
    path: str
    pillar: Pillar | None
    place: Place
    stop: Stop | None


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner of the map: its mark, its label's lines as (y, text), and their x and ``text-anchor``."""

    pillar: Pillar
    path: str
    x: float
    anchor: str
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The geometry of a map, as SVG paths and coordinates.

    Attributes:
        width, height: Its size, in pixels.
        outline: The path of the triangle, line or polygon.
        guides: The path of the lines on which two pillars have the same weight; empty for a line.
        zones: For each pillar, its class and the path of the zone where its weight is the largest; none for a line.
        corners, marks: Its corners and its marks.
    """

    width: float
    height: float
    outline: str
    guides: str
    zones: tuple[tuple[str, str], ...]
    corners: tuple[Corner, ...]
    marks: tuple[Mark, ...]


def lay_out(places: Sequence[Place], pillars: Sequence[Pillar], names: Sequence[str], frame: Frame) -> Drawing:
    """Return the drawing of places in a frame; ``names`` are the labels of the pillars, in the reader's language."""
    ends = corners(len(pillars))
    left, right = min(x for x, _ in ends), max(x for x, _ in ends)
    top, bottom = min(y for _, y in ends), max(y for _, y in ends)
    scale = (frame.width - 2 * frame.side) / (right - left)
    height = round(frame.above + scale * (bottom - top) + frame.below)

    def at(point: Point) -> Point:
        return round(frame.side + scale * (point[0] - left), 1), round(frame.above + scale * (point[1] - top), 1)

    drawn = [at(end) for end in ends]
    middle = at((0.0, 0.0))
    halfway = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(drawn, [*drawn[1:], drawn[0]], strict=True)]
    flat = len(ends) == 2
    return Drawing(
        width=frame.width,
        height=height,
        outline=_line(*drawn) + "Z",
        guides="" if flat else "".join(_line(middle, point) for point in halfway),
        zones=()
        if flat
        else tuple(
            (pillar.css, _line(drawn[index], halfway[index], middle, halfway[index - 1]) + "Z")
            for index, pillar in enumerate(pillars)
        ),
        corners=tuple(
            _corner(pillar, name, end, point, frame)
            for pillar, name, end, point in zip(pillars, names, ends, drawn, strict=True)
        ),
        marks=tuple(
            mark
            for place, room in zip(places, _rooms([at(place.point) for place in places], frame.room), strict=True)
            for mark in _marks(place, at(place.point), room, pillars, frame)
        ),
    )


def _line(*points: Point) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def _corner(pillar: Pillar, name: str, end: Point, point: Point, frame: Frame) -> Corner:
    """Return a corner with its mark outside the outline, and its label beyond the mark."""
    up = -1 if end[1] < 0 else 1
    away = 2.6 * frame.line
    lines = _wrapped(name, frame.characters)
    first = point[1] + up * away + (-frame.line * (len(lines) - 1) if up < 0 else 0.7 * frame.line)
    size = frame.dot * 1.5
    anchor = "middle" if abs(end[0]) < 0.3 else "start" if end[0] < 0 else "end"
    shift = {"middle": 0.0, "start": -size, "end": size}[anchor]
    return Corner(
        pillar,
        mark_path(pillar.shape, point[0], point[1] + up * 1.85 * frame.line, size),
        round(point[0] + shift, 1),
        anchor,
        tuple((round(first + index * frame.line, 1), line) for index, line in enumerate(lines)),
    )


def _wrapped(name: str, characters: int) -> list[str]:
    """Return a label wrapped into lines between words.

    >>> _wrapped("la Responsabilité sociale", 18)
    ['la Responsabilité', 'sociale']
    """
    lines: list[str] = []
    for word in name.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= characters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _rooms(points: Sequence[Point], most: float) -> list[float]:
    """Return half the distance of each place to its nearest neighbour, at most ``most``; quadratic: places are few."""
    return [
        min(most, min((math.dist(here, other) / 2 for other in points if other != here), default=most))
        for here in points
    ]


def _marks(place: Place, centre: Point, room: float, pillars: Sequence[Pillar], frame: Frame) -> list[Mark]:
    """Return the marks of a place's articles spread around it, or one counted mark where there is no room."""
    count = len(place.stops)
    around = spread(count) if frame.spread or count == 1 else []
    reach = max((math.hypot(x, y) for x, y in around), default=0.0) + frame.dot
    if max(place.shares.values()) == 1:
        room = min(room, TARGET_SIZE + frame.dot)  # the corner has its own mark beyond
    if around and reach <= max(room, TARGET_SIZE / 2):
        found = []
        for stop, (x, y) in zip(place.stops, around, strict=True):
            pillar = _heaviest([stop.weights.get(pillar.key, 0) for pillar in pillars], pillars)
            at = round(centre[0] + x, 1), round(centre[1] + y, 1)
            found.append(Mark(*at, frame.dot, mark_path(_shape(pillar), *at, frame.dot), pillar, place, stop))
        return found
    radius = round(min(max(room, 11.0), frame.most, 10 + 1.8 * math.sqrt(count)), 1)
    digits = 1 if place.members else 9  # of several places, only a clear lead counts
    pillar = _heaviest([round(place.shares[pillar.key], digits) for pillar in pillars], pillars)
    return [Mark(*centre, radius, mark_path("round", *centre, radius), pillar, place, None)]


def _heaviest(weights: Sequence[float], pillars: Sequence[Pillar]) -> Pillar | None:
    heaviest = max(weights)
    return pillars[weights.index(heaviest)] if list(weights).count(heaviest) == 1 else None


def _shape(pillar: Pillar | None) -> str:
    return pillar.shape if pillar is not None else "ring"


def spread(count: int) -> list[Point]:
    """Return the offsets of articles around their common place, ``TARGET_SIZE`` apart: a ring, then a honeycomb.

    >>> spread(1)
    [(0.0, 0.0)]
    >>> [tuple(round(part) for part in point) for point in spread(2)]
    [(-12, 0), (12, 0)]
    """
    if count == 1:
        return [(0.0, 0.0)]
    if count < 6:
        radius = TARGET_SIZE / 2 / math.sin(math.pi / count)
        start = math.pi if count == 2 else -math.pi / 2
        angles = [start + 2 * math.pi * index / count for index in range(count)]
        return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]
    return list(islice(_honeycomb(), count))


def _honeycomb() -> Iterator[Point]:
    yield 0.0, 0.0
    ring = 0
    while True:
        ring += 1
        for side in range(6):
            start, end = math.radians(60 * side - 90), math.radians(60 * side - 30)
            for step in range(ring):
                part = step / ring
                yield (
                    TARGET_SIZE * ring * ((1 - part) * math.cos(start) + part * math.cos(end)),
                    TARGET_SIZE * ring * ((1 - part) * math.sin(start) + part * math.sin(end)),
                )
