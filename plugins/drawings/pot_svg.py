"""A pot as a standalone SVG document, for the favicon and social cards.

Colours are literal, since its renderer (resvg) supports no CSS variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree

from plugins.drawings.model import SIDE, Part, PotDrawing, Transform

__all__ = ["standalone_svg"]

NAMESPACE = "http://www.w3.org/2000/svg"


def standalone_svg(
    drawing: PotDrawing,
    colours: Mapping[str, str],
    ink: str,
    size: int,
    *,
    shine: str = "",
    fine: bool = True,
    title: str = "",
) -> str:
    """Return a pot as an SVG document of ``size`` by ``size`` pixels, without a background.

    Args:
        drawing: The pot.
        colours: The colour of each foot by the class of its pillar (``term-<axis>-<key>``), such as ``"#3f4a9c"``;
            a class without one is drawn in ``ink``.
        ink: The colour of iron, steam and ground.
        size: Width and height in pixels.
        shine: The colour of the lights on the iron; none are drawn when it is empty.
        fine: Whether to draw the fine strokes, which blur below some 60 pixels.
        title: The document's title.
    """
    root = ElementTree.Element(
        "svg", {"xmlns": NAMESPACE, "viewBox": f"0 0 {SIDE} {SIDE}", "width": str(size), "height": str(size)}
    )
    if title:
        ElementTree.SubElement(root, "title").text = title
    placed: tuple[tuple[Transform | None, Iterable[Part]], ...] = (
        (None, drawing.around),
        (drawing.pot, (*drawing.feet, *drawing.body)),
        (drawing.lid, drawing.cover),
    )
    for transform, parts in placed:
        where = {} if transform is None else {"transform": _transform(transform)}
        group = ElementTree.SubElement(root, "g", where)
        for part in parts:
            if (fine or not part.fine) and (shine or part.kind != "shine"):
                ElementTree.SubElement(group, "path", {"d": part.path, **_paint(part, colours, ink, shine, fine)})
    return ElementTree.tostring(root, encoding="unicode")


def _transform(placed: Transform) -> str:
    return f"translate({placed.x} {placed.y}) rotate({placed.angle}) scale({placed.scale})"


def _paint(part: Part, colours: Mapping[str, str], ink: str, shine: str, fine: bool) -> dict[str, str]:
    """Return the presentation attributes of a part, equivalent to the style sheet of pages."""
    if part.kind in {"leg", "foot"}:
        return {"fill": colours.get(part.css, ink)}
    if part.kind in {"iron", "spill"}:
        return {"fill": ink}
    width = {"wire": 9, "steam": 6, "ground": 3}.get(part.kind, 4) * (1 if fine else 1.6)
    stroke = shine if part.kind == "shine" else ink
    return {"fill": "none", "stroke": stroke, "stroke-width": f"{width:g}", "stroke-linecap": "round"}
