"""The shapes of map marks as SVG paths, the same as those of the feet, so that colour is not the only cue."""

from __future__ import annotations

__all__ = ["mark_path", "number"]


def number(value: float) -> str:
    """Return a number for an SVG attribute, with at most one decimal.

    >>> number(12.04), number(-0.04), number(3.16)
    ('12', '0', '3.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def mark_path(shape: str, x: float, y: float, half: float) -> str:
    """Return the path of a shape around a point.

    Args:
        shape: ``square``, ``round``, ``leaf``, ``ring`` (a circle with a hole); any other is a diamond.
        x: The x coordinate of its centre.
        y: The y coordinate of its centre, downwards.
        half: Half of its size.

    >>> mark_path("square", 10, 10, 5)
    'M5.5 5.5h8.9v8.9h-8.9Z'
    """
    n = number
    if shape == "square":  # a square of the circle's area
        side = half * 0.89
        return f"M{n(x - side)} {n(y - side)}h{n(2 * side)}v{n(2 * side)}h{n(-2 * side)}Z"
    if shape == "leaf":
        left, top, right, bottom = n(x - half), n(y - half), n(x + half), n(y + half)
        return f"M{left} {top}Q{right} {top} {right} {bottom}Q{left} {bottom} {left} {top}Z"
    if shape in {"round", "ring"}:
        hole = _circle(x, y, half * 0.45, 0) if shape == "ring" else ""
        return _circle(x, y, half, 1) + hole
    tall = half * 1.2
    return f"M{n(x)} {n(y - tall)}l{n(tall)} {n(tall)} {n(-tall)} {n(tall)} {n(-tall)} {n(-tall)}Z"


def _circle(x: float, y: float, radius: float, sweep: int) -> str:
    """Return the path of a circle, clockwise or anticlockwise, so that one inside another is a hole."""
    radius = round(radius, 1)
    r = number(radius)
    width = number(2 * radius)
    arc = f"a{r} {r} 0 1 {sweep} "
    return f"M{number(x - radius)} {number(y)}{arc}{width} 0{arc}-{width} 0Z"
