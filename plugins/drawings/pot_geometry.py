"""The pose of the pot by its weights: upright, leaning by an angle, or tipped over.

The feet are side by side below the centre of the pot, their lengths given by the shares: it rests on the edge of its
convex hull below its centre, as a body does on a table (the support must hold the centre of mass). With uneven weights
it always leans somewhat, even where its feet would hold it upright.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from plugins.drawings import pot_outline
from plugins.drawings.model import SIDE, Part, PotDrawing, State, Transform, Weighing
from plugins.drawings.pot_feet import Foot, stand
from plugins.drawings.text_alternatives import description, title
from plugins.framework.corpus.balance import evenness

__all__ = ["pot"]

STEAMS, TIPS = 0.99, 0.2
"""The evenness (Pielou) from which the pot steams, and that below which it tips over."""
STRAIGHT = 2.5
"""The angle in degrees from which the pot's state is "leaning"."""
MOST, UNEVEN = 27.0, 34.0
"""The largest angle, and the smallest one at an evenness of 0, in degrees."""
GROUND, SCALE, LYING = 300.0, 0.8, 98.0

Point = tuple[float, float]


@lru_cache(maxsize=4096)
def pot(weighing: Weighing, name: str) -> PotDrawing:
    """Return the drawing of a pot for given weights; pots of equal weights share their parts.

    Args:
        weighing: Two pillars or more, and the share of each.
        name: A name that is unique on a page and valid in an ``id``.
    """
    return replace(_nameless(weighing), name=name)


@lru_cache(maxsize=4096)
def _nameless(weighing: Weighing) -> PotDrawing:
    feet = stand(weighing.pillars, weighing.shares)
    keys = [pillar.key for pillar in weighing.pillars]
    even = evenness(dict(zip(keys, weighing.shares, strict=True)), keys)
    if even < TIPS:
        return _lying(weighing, feet)
    angle = _lean(feet, weighing.shares, even)
    state: State = "steaming" if even >= STEAMS else "leaning" if abs(angle) >= STRAIGHT else "standing"
    return _upright(weighing, feet, angle, state)


def _upright(weighing: Weighing, feet: Sequence[Foot], angle: float, state: State) -> PotDrawing:
    placed = Transform(SIDE / 2, _rest(feet, angle), angle, SCALE)
    if state == "steaming":
        lid = _within(placed, pot_outline.SEAT[0], pot_outline.SEAT[1] - 6, -4)  # the steam lifts it
    else:  # it slides as the pot leans, and opens
        lid = _within(placed, pot_outline.SEAT[0] + 0.7 * angle, pot_outline.SEAT[1] - abs(angle) * 0.35, angle * 0.45)
    return PotDrawing(
        name="",
        state=state,
        around=(_ground(62, 258), *(pot_outline.STEAM if state == "steaming" else ())),
        pot=placed,
        feet=tuple(part for foot in feet for part in foot.parts),
        body=pot_outline.BODY,
        lid=lid,
        cover=pot_outline.COVER,
        title=title(state),
        description=description(weighing),
    )


def _lying(weighing: Weighing, feet: Sequence[Foot]) -> PotDrawing:
    """Return the drawing of a pot on its side, its mouth to the right and its lid before it."""
    placed = Transform(156, _rest(feet, LYING, pot_outline.EARS), LYING, SCALE)
    return PotDrawing(
        name="",
        state="tipped",
        around=(_ground(20, 308), Part("spill", pot_outline.SPILL)),
        pot=placed,
        feet=tuple(part for foot in feet for part in foot.parts),
        body=pot_outline.BODY,
        lid=Transform(260, GROUND - 63, 68, SCALE),
        cover=pot_outline.COVER,
        title=title("tipped"),
        description=description(weighing),
    )


def _lean(feet: Sequence[Foot], shares: Sequence[float], even: float) -> float:
    """Return the angle in degrees, clockwise, at which the pot comes to rest."""
    edges = _edges_below([*(tip for foot in feet for tip in foot.tips), *pot_outline.OUTLINE])
    # Where two edges meet below the middle it falls to the steeper side: that of the lighter foot.
    angle = max((-math.degrees(math.atan2(b[1] - a[1], b[0] - a[0])) for a, b in edges), key=lambda a: (abs(a), a))
    least = UNEVEN * (1 - even)
    if abs(angle) < least:
        middle = (len(shares) - 1) / 2
        moment = sum(share * (index - middle) for index, share in enumerate(shares))
        side = angle if abs(angle) > 0.5 else -moment
        angle = math.copysign(least, side if abs(side) > 1e-9 else 1.0)
    return round(max(-MOST, min(MOST, angle)), 1) + 0.0


def _edges_below(points: Sequence[Point], reach: float = 26.0) -> list[tuple[Point, Point]]:
    """Return the edges of the lower hull (Andrew's monotone chain) that pass below the centre, within ``reach``."""
    hull: list[Point] = []
    for point in sorted(set(points)):
        while len(hull) > 1 and _turn(hull[-2], hull[-1], point) >= 0:
            hull.pop()
        hull.append(point)
    return [(a, b) for a, b in pairwise(hull) if a[0] < reach and b[0] > -reach and b[0] - a[0] > 1]


def _turn(a: Point, b: Point, c: Point) -> float:
    """Return the cross product of ab and ac: positive when c lies clockwise of b on a screen, where y points down."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _rest(feet: Sequence[Foot], angle: float, also: Sequence[Point] = ()) -> float:
    """Return the height of the pot's centre when its lowest point touches the ground."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    points = [*(tip for foot in feet for tip in foot.tips), *pot_outline.OUTLINE, *also]
    return round(GROUND - SCALE * max(x * sine + y * cosine for x, y in points), 1)


def _within(outer: Transform, x: float, y: float, angle: float) -> Transform:
    """Return the composition of a group's transform with one inside it."""
    sine, cosine = math.sin(math.radians(outer.angle)), math.cos(math.radians(outer.angle))
    return Transform(
        round(outer.x + outer.scale * (x * cosine - y * sine), 1),
        round(outer.y + outer.scale * (x * sine + y * cosine), 1),
        round(outer.angle + angle, 1),
        outer.scale,
    )


def _ground(start: int, end: int) -> Part:
    return Part("ground", f"M{start} {GROUND:.0f}H{end}")
