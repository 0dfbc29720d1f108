"""SVG symbols of cards and icons: the shapes of terms, and the site's pot."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

__all__ = ["FEET", "pot", "sign"]

LID = "M32 2a4 4 0 0 1 3 6.6c9 1 15 4.4 17 9.4H12c2-5 8-8.4 17-9.4A4 4 0 0 1 32 2z"
RIM = "M10 20h44a3 3 0 0 1 0 6H10a3 3 0 0 1 0-6z"
BELLY = "M11 25h42c5 12-2 27-21 27S6 38 11 25z"

FEET = range(2, 7)
"""The possible numbers of a pot's feet: a framework has two to six pillars."""


def sign(parent: Element, shape: str, colour: str, x: float, y: float, side: float) -> None:
    """Append the symbol of a term in a square whose upper left corner is at x, y; a lozenge for an unknown shape."""
    right, bottom, middle = x + side, y + side, side / 2
    if shape == "square":
        inset = side * 0.06
        box = {"x": x + inset, "y": y + inset, "width": side - 2 * inset, "height": side - 2 * inset}
        SubElement(parent, "rect", {**{name: number(value) for name, value in box.items()}, "fill": colour})
    elif shape == "round":
        centre = {"cx": number(x + middle), "cy": number(y + middle), "r": number(middle)}
        SubElement(parent, "circle", {**centre, "fill": colour})
    elif shape == "leaf":
        path = (
            f"M{number(x)} {number(bottom)}C{number(x)} {number(y + side * 0.3)} {number(x + side * 0.3)} {number(y)} "
            f"{number(right)} {number(y)}C{number(right)} {number(y + side * 0.7)} {number(x + side * 0.7)} "
            f"{number(bottom)} {number(x)} {number(bottom)}Z"
        )
        SubElement(parent, "path", d=path, fill=colour)
    else:
        path = (
            f"M{number(x + middle)} {number(y)}L{number(right)} {number(y + middle)}"
            f"L{number(x + middle)} {number(bottom)}L{number(x)} {number(y + middle)}Z"
        )
        SubElement(parent, "path", d=path, fill=colour)


def number(value: float) -> str:
    """Return a number for an SVG attribute, as short as possible.

    >>> number(12.0), number(0.1 + 0.2)
    ('12', '0.3')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def pot(parent: Element, ink: str, feet: Sequence[str], classes: bool = False) -> None:
    """Append the pot in a square of 64 units, simple enough to be legible at 16 pixels.

    Args:
        parent: The SVG element to append it to.
        ink: The colour of the iron.
        feet: The colours of its feet, from the left.
        classes: Whether its parts have classes for a style sheet: ``iron`` and ``wire``.
    """
    iron, wire = ({"class": "iron"}, {"class": "wire"}) if classes else ({}, {})
    step = 30 / (len(feet) - 1)
    half = min(4.5, step * 0.4)
    for index, colour in enumerate(feet):
        x = 17 + index * step
        lean = (x - 32) * 0.12
        top = f"M{number(x - half - lean)} 44H{number(x + half - lean)}"
        SubElement(parent, "path", d=f"{top}L{number(x + half + lean)} 63H{number(x - half + lean)}Z", fill=colour)
    for x in (8, 56):
        ring = {"cx": str(x), "cy": "32", "r": "5", "fill": "none", "stroke": ink, "stroke-width": "3.5"}
        SubElement(parent, "circle", {**ring, **wire})
    for path in (LID, RIM, BELLY):
        SubElement(parent, "path", {"d": path, "fill": ink, **iron})
