"""A pot as a document of its own."""

from __future__ import annotations

from xml.etree import ElementTree

from plugins.drawings.pot_geometry import pot
from plugins.drawings.pot_svg import standalone_svg
from tests.drawings.samples import weighing

COLOURS = {"term-feet-sea": "#3f4a9c", "term-feet-land": "#a3451f"}
SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> list[ElementTree.Element]:
    """Return the paths of a document."""
    return list(ElementTree.fromstring(text).iter(f"{SVG}path"))


def test_the_colours_stand_in_the_document() -> None:
    """No class, no variable, no style: feet are in their colours, or in ink when there is none."""
    text = standalone_svg(pot(weighing(1, 1, 1), "a"), COLOURS, "#222222", 64)
    fills = [path.get("fill") for path in drawn(text)]
    assert [fill for fill in fills if fill not in {"none", "#222222"}] == ["#3f4a9c"] * 2 + ["#a3451f"] * 2
    assert not any(word in text for word in ("class", "style", "var("))
    root = ElementTree.fromstring(text)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("64", "64", "0 0 320 320")


def test_lights_are_drawn_when_they_have_a_colour() -> None:
    """And a small drawing leaves them out all the same."""
    drawing = pot(weighing(1, 2, 1), "a")
    count = len(drawn(standalone_svg(drawing, COLOURS, "#222", 320)))
    assert len(drawn(standalone_svg(drawing, COLOURS, "#222", 320, shine="#999"))) == count + 4
    assert len(drawn(standalone_svg(drawing, COLOURS, "#222", 32, shine="#999", fine=False))) == count


def test_a_hostile_title_is_text() -> None:
    """A title is escaped by the tree builder."""
    text = standalone_svg(pot(weighing(1, 1), "a"), {}, "#222", 32, title="</title><script>&")
    assert ElementTree.fromstring(text).findtext(f"{SVG}title") == "</title><script>&"
