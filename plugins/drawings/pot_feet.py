"""The feet of the pot: legs whose length is the share, with ends whose shape distinguishes the pillars."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.drawings.map_symbols import number as _n
from plugins.drawings.model import Part, Pillar

__all__ = ["Foot", "foot", "stand"]

LENGTH, THICKNESS = 70.0, 26.0
"""The length and thickness of a foot with an even share, in the pot's units."""
HIP, SPREAD, BOTTOM = 54.0, 84.0, 74.0
"""Half the width between the hips and between the tips of the outermost feet; the y that lengths are measured from."""


@dataclass(frozen=True, slots=True)
class Foot:
    """A foot: its parts, and its points that may touch the ground."""

    parts: tuple[Part, ...]
    tips: tuple[tuple[float, float], ...]


def foot(pillar: Pillar, share: float, index: int, count: int) -> Foot:
    """Return the foot of a pillar, longer and thicker for a larger share.

    Args:
        pillar: The pillar.
        share: Its share, from 0 to 1.
        index: Its position from the left.
        count: The number of positions, 2 or more.
    """
    side = 2 * index / (count - 1) - 1
    load = min(share * count, 2.1)
    width = THICKNESS * (0.45 + 0.55 * load) * min(1.0, 4.2 / (count + 1))
    tip = (SPREAD * side, BOTTOM + LENGTH * (0.52 + 0.48 * load))
    end, ankle = _end(pillar.shape, *tip, width)
    leg = _leg(HIP * side, BOTTOM - 34 - 22 * side * side, tip[0], ankle, width)
    half = width * 0.6
    return Foot(
        (Part("leg", leg, css=pillar.css), Part("foot", end, css=pillar.css)),
        ((tip[0] - half, tip[1]), (tip[0] + half, tip[1])),
    )


def stand(pillars: tuple[Pillar, ...], shares: tuple[float, ...]) -> tuple[Foot, ...]:
    """Return the feet of the pillars with a share above 0, from left to right."""
    return tuple(
        foot(pillar, share, index, len(pillars))
        for index, (pillar, share) in enumerate(zip(pillars, shares, strict=True))
        if share > 0
    )


def _leg(hip_x: float, hip_y: float, x: float, y: float, width: float) -> str:
    """Return the path of a leg that tapers from the hip to the ankle and bends outwards."""
    top, low = width * 0.72, width * 0.34
    bend_x, bend_y = hip_x + (x - hip_x) * 0.35, hip_y + (y - hip_y) * 0.72
    return (
        f"M{_n(hip_x - top)} {_n(hip_y)}Q{_n(bend_x - low)} {_n(bend_y)} {_n(x - low)} {_n(y)}"
        f"H{_n(x + low)}Q{_n(bend_x + low)} {_n(bend_y)} {_n(hip_x + top)} {_n(hip_y)}Z"
    )


def _end(shape: str, x: float, y: float, width: float) -> tuple[str, float]:
    """Return the path of a foot's end that touches the ground at (x, y), and the y at which the leg joins it."""
    half = width * 0.8
    if shape == "square":
        return f"M{_n(x - half)} {_n(y)}V{_n(y - 1.4 * half)}H{_n(x + half)}V{_n(y)}Z", y - half
    if shape == "round":
        return f"M{_n(x)} {_n(y)}a{_n(half)} {_n(half)} 0 1 1 .01 0Z", y - half
    if shape == "leaf":
        left, right, top = x - 1.3 * half, x + 1.3 * half, y - 2.1 * half
        return (
            f"M{_n(left)} {_n(top)}Q{_n(right)} {_n(top)} {_n(right)} {_n(y)}Q{_n(left)} {_n(y)} {_n(left)} {_n(top)}Z",
            y - half,
        )
    near, top = 0.5 * half, y - 1.3 * half
    return f"M{_n(x - half)} {_n(y)}L{_n(x - near)} {_n(top)}H{_n(x + near)}L{_n(x + half)} {_n(y)}Z", y - half
