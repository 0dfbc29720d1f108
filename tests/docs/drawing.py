"""The picture of the architecture, as SVG: layers as rows, packages as boxes, listed imports as arrows.

It has a ground of its own, so that it is read by day and by night. Letters are as wide as a fallback font makes them:
widths are guessed with room to spare.
"""

from __future__ import annotations

import textwrap
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from tests.docs.grid import arranged
from tests.docs.packages import Layer, Package, described

WIDTH, MARGIN, LABEL = 960, 24, 132
"""Of the picture, around it, and of the column that says what a layer is for; GitHub shows some 830 pixels."""
INSET, GAP, BETWEEN = 14, 36, 22
"""Inside a row, between boxes (an arrow's room), and between rows."""
RISE = 30
"""Between the lines of boxes in one row."""
NAME, TEXT, LINE = 16, 13, 17
"""Sizes of letters, and from one line to the next."""
WIDE, FIXED = 0.54, 0.62
"""How wide a letter is, in its size: of running text, and of a fixed width."""
CHIP, CHIP_GAP, LEVEL, CHEVRON = 24, 6, 22, 12
"""Height of a room, and the space between rooms of one level, between levels at most, and between levels at least."""
SIGN = 17
"""From one sign of a package to the next."""
TOP = 96

PAPER, INK, QUIET = "#fbf8f2", "#211d18", "#5e564b"
BOX, EDGE, ARROW = "#ffffff", "#b9ae9d", "#9a3b1f"
ROWS = ("#efe9dd", "#f3e4da")
"""Grounds of rows, in turn."""
SANS = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace"

TITLE = "The packages of Trépied and who may import whom"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands."""

    x: float
    y: float
    width: float
    height: float


def drawn(rows: Sequence[Layer]) -> bytes:
    """Return the picture of the layers, the highest first, as an SVG document."""
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font-family": SANS})
    root.set("aria-labelledby", "title desc")
    SubElement(root, "title", {"id": "title"}).text = TITLE
    SubElement(root, "desc", {"id": "desc"}).text = described(rows)
    ground = SubElement(root, "rect", {"width": str(WIDTH), "rx": "12", "fill": PAPER})
    _marker(root)
    _text(root, MARGIN, 44, "Trépied: packages and layers", 22, weight="600")
    said = "A package imports only from rows below its own, and along the arrows drawn within a row."
    _text(root, MARGIN, 70, said, TEXT + 1, QUIET)
    y = float(TOP)
    for number, layer in enumerate(rows):
        height = _row(root, layer, y, ROWS[number % len(ROWS)])
        y += height
        if number < len(rows) - 1:
            _down(root, WIDTH / 2, y + BETWEEN / 2)
        y += BETWEEN
    y = _legend(root, y + 4)
    root.set("viewBox", f"0 0 {WIDTH} {_number(y)}")
    ground.set("height", _number(y))
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8") + b"\n"


def _row(root: Element, layer: Layer, y: float, ground: str) -> float:
    """Draw a layer and return its height."""
    group = SubElement(root, "g")
    band = SubElement(group, "rect", {"x": _number(MARGIN), "y": _number(y), "rx": "8", "fill": ground})
    band.set("width", _number(WIDTH - 2 * MARGIN))
    grid = arranged([package.name for package in layer.packages], layer.arrows)
    packages = {package.name: package for package in layer.packages}
    left, right = MARGIN + LABEL, WIDTH - MARGIN - INSET
    columns = max(column for _, column in grid.values()) + 1
    width = (right - left - (columns - 1) * GAP) / columns
    places: dict[str, Place] = {}
    top = y + INSET
    for line in range(max(line for line, _ in grid.values()) + 1):
        inside = {name: column for name, (at, column) in grid.items() if at == line}
        height = max(_height(packages[name], width) for name in inside)
        for name, column in inside.items():
            places[name] = Place(left + column * (width + GAP), top, width, height)
        top += height + RISE
    top += INSET - RISE
    for name, place in places.items():
        _box(group, packages[name], place)
    for source, target in layer.arrows:
        _arrow(group, places[source], places[target])
    band.set("height", _number(top - y))
    lines = textwrap.wrap(layer.caption, 13)
    first = y + (top - y) / 2 - (len(lines) - 1) * LINE / 2 + 5
    for number, said in enumerate(lines):
        _text(group, MARGIN + INSET, first + number * LINE, said, TEXT + 1, QUIET, weight="600")
    return top - y


def _height(package: Package, width: float) -> float:
    rooms = max((len(level) for level in package.rooms), default=0)
    inner = rooms * (CHIP + CHIP_GAP) + 8 if rooms else 0
    return 38 + len(_wrapped(package.caption, width)) * LINE + inner


def _wrapped(text: str, width: float) -> list[str]:
    return textwrap.wrap(text, int((width - 24) / (TEXT * WIDE)))


def _box(group: Element, package: Package, place: Place) -> None:
    shape = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    box = SubElement(group, "rect", {name: _number(value) for name, value in shape.items()})
    box.attrib |= {"rx": "6", "fill": BOX, "stroke": EDGE}
    _text(group, place.x + 12, place.y + 23, package.name, NAME, weight="600", family=MONO)
    signs = [filled for filled, shown in ((False, package.contributes), (True, package.pelican)) if shown]
    for number, filled in enumerate(signs):
        _sign(group, place.x + place.width - 16 - number * SIGN, place.y + 17, filled=filled)
    y = place.y + 23
    for said in _wrapped(package.caption, place.width):
        y += LINE
        _text(group, place.x + 12, y, said, TEXT, QUIET)
    if package.rooms:
        _rooms(group, package.rooms, place, y + 14)


def _rooms(group: Element, rooms: Sequence[Sequence[str]], place: Place, y: float) -> None:
    """Draw rooms as columns: each imports from those to its right."""
    widths = [max(len(name) for name in level) * TEXT * FIXED + 16 for level in rooms]
    space = min(LEVEL, (place.width - 24 - sum(widths)) / max(len(rooms) - 1, 1))
    if space < CHEVRON:
        raise ValueError(f"so many rooms do not stand side by side: {list(rooms)}")
    deepest = max(len(level) for level in rooms)
    x = place.x + 12
    for number, (level, width) in enumerate(zip(rooms, widths, strict=True)):
        top = y + (deepest - len(level)) * (CHIP + CHIP_GAP) / 2
        for name in level:
            chip = {"x": x, "y": top, "width": width, "height": CHIP}
            drawn_chip = SubElement(group, "rect", {key: _number(value) for key, value in chip.items()})
            drawn_chip.attrib |= {"rx": "4", "fill": PAPER, "stroke": EDGE}
            _text(group, x + width / 2, top + 16.5, name, TEXT, family=MONO, anchor="middle")
            top += CHIP + CHIP_GAP
        x += width
        if number < len(rooms) - 1:
            middle = y + (deepest * (CHIP + CHIP_GAP) - CHIP_GAP) / 2
            _chevron(group, x + space / 2, middle)
        x += space


def _arrow(group: Element, source: Place, target: Place) -> None:
    """Draw an arrow between neighbours, from edge to edge."""
    if source.y == target.y:
        right = source.x < target.x
        x1 = source.x + source.width if right else source.x
        x2 = target.x - 4 if right else target.x + target.width + 4
        y1 = y2 = source.y + 18
    else:
        down = source.y < target.y
        y1 = source.y + source.height if down else source.y
        y2 = target.y - 4 if down else target.y + target.height + 4
        x1 = x2 = source.x + source.width / 2
    points = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    line = SubElement(group, "line", {name: _number(value) for name, value in points.items()})
    line.attrib |= {"stroke": ARROW, "stroke-width": "2", "marker-end": "url(#head)"}


def _marker(root: Element) -> None:
    head = {"id": "head", "viewBox": "0 0 10 10", "refX": "9", "refY": "5", "markerWidth": "5", "markerHeight": "5"}
    marker = SubElement(SubElement(root, "defs"), "marker", {**head, "orient": "auto"})
    SubElement(marker, "path", {"d": "M0 0 10 5 0 10z", "fill": ARROW})


def _chevron(group: Element, x: float, y: float) -> None:
    path = f"M{_number(x - 3)} {_number(y - 5)} l5 5 -5 5"
    SubElement(group, "path", {"d": path, "fill": "none", "stroke": ARROW, "stroke-width": "1.8"})


def _down(group: Element, x: float, y: float) -> None:
    """Draw the sign between two rows: the upper one imports from the lower."""
    path = f"M{_number(x - 8)} {_number(y - 3)} l8 6 8 -6"
    SubElement(group, "path", {"d": path, "fill": "none", "stroke": EDGE, "stroke-width": "2"})


def _sign(group: Element, x: float, y: float, *, filled: bool = False) -> None:
    """Draw the sign of what contributes to a build: a ring; filled, of what knows Pelican."""
    ring = {"cx": _number(x), "cy": _number(y), "r": "5", "stroke": ARROW, "stroke-width": "2"}
    SubElement(group, "circle", {**ring, "fill": ARROW if filled else "none"})


def _legend(root: Element, y: float) -> float:
    """Draw what the signs mean, and return where the picture ends."""
    group = SubElement(root, "g")
    x, base = float(MARGIN), y + 12
    _sign(group, x + 6, base - 5)
    x = _text(group, x + 18, base, "contributes to a build", TEXT, QUIET) + 20
    _sign(group, x + 6, base - 5, filled=True)
    x = _text(group, x + 18, base, "knows Pelican", TEXT, QUIET) + 20
    line = {"x1": x, "y1": base - 5, "x2": x + 26, "y2": base - 5}
    arrow = SubElement(group, "line", {name: _number(value) for name, value in line.items()})
    arrow.attrib |= {"stroke": ARROW, "stroke-width": "2", "marker-end": "url(#head)"}
    x = _text(group, x + 34, base, "imports within its row", TEXT, QUIET) + 20
    _chevron(group, x + 4, base - 5)
    _text(group, x + 16, base, "rooms: each imports from those to its right", TEXT, QUIET)
    return base + 24


def _text(
    group: Element,
    x: float,
    y: float,
    said: str,
    size: int,
    fill: str = INK,
    *,
    weight: str = "",
    family: str = "",
    anchor: str = "",
) -> float:
    """Draw a line of text, and return about where it ends."""
    text = SubElement(group, "text", {"x": _number(x), "y": _number(y), "font-size": str(size), "fill": fill})
    given = {"font-weight": weight, "font-family": family, "text-anchor": anchor}
    text.attrib |= {name: value for name, value in given.items() if value}
    text.text = said
    return x + len(said) * size * (FIXED if family == MONO else WIDE)


def _number(value: float) -> str:
    """Return a number of pixels, with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
