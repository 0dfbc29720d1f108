"""The social card (Open Graph image) of a page as SVG, 1200 by 630 pixels.

It has the site's name, the title as large as possible, the article's terms with colour, shape and name, and the pot. A
ribbon at the top is divided by the weights of the terms.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from xml.etree.ElementTree import Element, SubElement

from plugins.seo import fonts
from plugins.seo.card_shapes import number, pot, sign
from plugins.seo.card_title_layout import Box, fit, one_line
from plugins.seo.fonts import Style

__all__ = ["HEIGHT", "WIDTH", "Card", "Ink", "Mark", "card"]

WIDTH, HEIGHT = 1200, 630
"""The size that Facebook, LinkedIn, X and Mastodon show uncropped (1.91 to 1)."""

SVG = "http://www.w3.org/2000/svg"
LEFT, RIGHT, RIBBON = 80, 1120, 14
TOP, BASE, RULE = 104, 566, 506
POT = (766.0, 110.0, 372.0)
"""The square of the pot: x, y, side."""

FOOT_SIZES = (30, 27, 24, 22, 20)
SIZES = (92, 84, 76, 68, 62, 56, 50, 46, 42)
BODY = (152.0, 474.0)
"""The top and the bottom of the title's box."""
LEADING = 1.14
SAFE = 1.015
"""The tolerance of text widths: resvg and FreeType differ in kerning."""
DESCENT = 0.24
"""The descent below the baseline, in font sizes."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a card."""

    paper: str = "#fbf8f2"
    text: str = "#211d18"
    soft: str = "#5c544a"
    rule: str = "#ddd3c4"


@dataclass(frozen=True, slots=True)
class Mark:
    """A term of the article; on an axis without weights, each has 1."""

    name: str
    colour: str
    shape: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Card:
    """The content of a card.

    Attributes:
        title: Plain text.
        subtitle: A short text below it.
        site: The site's name; empty where it is the title.
        note: A short text at the lower right, such as the date.
        marks: The terms, on the lower line.
        weighted: Whether the marks' weights are shown.
        pot: A drawing as SVG with a viewBox, or an empty string.
        feet: The colours of the site's symbol, beside its name.
    """

    title: str
    subtitle: str = ""
    site: str = ""
    note: str = ""
    marks: tuple[Mark, ...] = ()
    weighted: bool = False
    pot: str = ""
    feet: tuple[str, ...] = ()


def card(said: Card, ink: Ink) -> bytes | None:
    """Return a card as SVG; None when the font lacks letters of the title."""
    title = fonts.drawable(said.title, "semibold")
    if not title:
        return None
    size = {"width": str(WIDTH), "height": str(HEIGHT), "viewBox": f"0 0 {WIDTH} {HEIGHT}"}
    root = Element("svg", {"xmlns": SVG, **size})
    SubElement(root, "rect", width=str(WIDTH), height=str(HEIGHT), fill=ink.paper)
    _ribbon(root, said.marks, ink)
    if said.site:
        _name(root, said, ink)
    width = POT[0] - 24 - LEFT if said.pot else RIGHT - LEFT
    _title(root, title, fonts.drawable(said.subtitle, "regular") or "", width, ink)
    SubElement(root, "rect", x=str(LEFT), y=str(RULE), width=str(RIGHT - LEFT), height="2", fill=ink.rule)
    _foot(root, said, ink)
    if said.pot:
        _pot(root, said.pot)
    drawn: bytes = ElementTree.tostring(root, encoding="utf-8")
    return drawn


def _text(root: Element, text: str, x: float, y: float, size: float, style: Style, colour: str, **more: str) -> None:
    weight = {"font-weight": "600"} if style == "semibold" else {}
    place = {"x": number(x), "y": number(y), "font-size": number(size), "font-family": fonts.FAMILY, "fill": colour}
    SubElement(root, "text", {**place, **weight, **more}).text = text


def _ribbon(root: Element, marks: Sequence[Mark], ink: Ink) -> None:
    whole = sum(mark.weight for mark in marks)
    x = 0.0
    for mark in marks:
        width = WIDTH * mark.weight / whole
        shape = {"x": number(x), "y": "0", "width": number(width + 1), "height": str(RIBBON)}
        SubElement(root, "rect", {**shape, "fill": mark.colour or ink.text})
        x += width
    if not marks:
        SubElement(root, "rect", width=str(WIDTH), height=str(RIBBON), fill=ink.text)


def _name(root: Element, said: Card, ink: Ink) -> None:
    group = SubElement(root, "g", transform=f"translate({LEFT - 3} {TOP - 38}) scale(0.72)")
    pot(group, ink.text, said.feet)
    name = fonts.drawable(said.site, "semibold") or ""
    measure = partial(fonts.width, size=32, style="semibold")
    _text(root, one_line(name, RIGHT - LEFT - 62, measure), LEFT + 58, TOP, 32, "semibold", ink.soft)


def _title(root: Element, title: str, subtitle: str, width: float, ink: Ink) -> None:
    """Append the title and the subtitle, vertically centred in their box."""
    top, bottom = BODY
    below = fit(subtitle, Box(width, 110, (36, 32, 28), 2), _regular)
    below_height = below.size * LEADING * len(below.lines) + below.size * 0.5 if subtitle else 0.0
    fitted = fit(title, Box(width, bottom - top - below_height, SIZES), _semibold)
    height = fitted.size * (LEADING * (len(fitted.lines) - 1) + 1) + below_height
    y = (top + bottom - height) / 2 + fitted.size * (1 - DESCENT)
    for line in fitted.lines:
        _text(root, line, LEFT, y, fitted.size, "semibold", ink.text)
        y += fitted.size * LEADING
    y += below.size * 0.5 - (fitted.size - below.size) * 0.5
    for line in below.lines if subtitle else ():
        _text(root, line, LEFT, y, below.size, "regular", ink.soft)
        y += below.size * LEADING


def _semibold(text: str) -> float:
    return fonts.width(text, SAFE, "semibold")


def _regular(text: str) -> float:
    return fonts.width(text, SAFE, "regular")


def _foot(root: Element, said: Card, ink: Ink) -> None:
    """Append the terms and the note on the lower line, in the largest size that fits.

    Terms that do not fit at the smallest size are replaced by an ellipsis.
    """
    note = fonts.drawable(said.note, "regular") or ""
    named = [(mark, fonts.drawable(mark.name, "regular") or "") for mark in said.marks]
    for size in FOOT_SIZES:
        room = RIGHT - LEFT - (fonts.width(note, size, "regular") + size if note else 0.0)
        widths = [_mark_width(mark, name, said.weighted, size) for mark, name in named]
        if sum(widths) - size <= room:
            break
    if note:
        _text(root, note, RIGHT, BASE, size, "regular", ink.soft, **{"text-anchor": "end"})
    x = float(LEFT)
    for (mark, name), width in zip(named, widths, strict=True):
        if x + width - size > LEFT + room:
            _text(root, "…", x, BASE, size, "regular", ink.text)
            return
        _mark(root, mark, name, x, size, said.weighted, ink)
        x += width


def _mark(root: Element, mark: Mark, name: str, x: float, size: float, weighted: bool, ink: Ink) -> None:
    """Append the name of a term after its symbol, which is repeated by its weight."""
    for _ in range(mark.weight if weighted else 1):
        sign(root, mark.shape, mark.colour or ink.text, x, BASE - size * 0.68, size * 0.7)
        x += size * 0.84
    _text(root, name, x + size * 0.16, BASE, size, "regular", ink.text)


def _mark_width(mark: Mark, name: str, weighted: bool, size: float) -> float:
    """Return the width of a term with its symbols and the space behind it."""
    signs = mark.weight if weighted else 1
    return signs * size * 0.84 + size * 0.16 + fonts.width(name, size, "regular") * 1.01 + size


def _pot(root: Element, drawing: str) -> None:
    """Append the pot's drawing, scaled to its square and centred."""
    x, y, side = POT
    inner = ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing
    inner.attrib.update(x=number(x), y=number(y), width=number(side), height=number(side))
    inner.attrib.setdefault("preserveAspectRatio", "xMidYMid meet")
    root.append(inner)
