"""What docs/architecture.md says and draws is so."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree

import pytest

from tests.conftest import ROOT
from tests.docs.grid import arranged
from tests.docs.packages import CAPTIONS, CONTRACT, described, layers

SVG = "{http://www.w3.org/2000/svg}"
TEXT = (ROOT / "docs/architecture.md").read_text("utf-8")
ASKING = {"http", "httpcore", "httpx", "plugins.fetcher.fetcher", "requests", "smtplib", "socket", "urllib.request"}
"""Modules by which one asks another host."""
MAY_ASK = {"fetcher", "inbox", "notify", "preview"}
"""Packages that no build runs."""


def test_the_picture_shows_every_package_and_room() -> None:
    """Each package of the contract, each of its rooms, and each listed arrow is drawn, and told in words."""
    rows = layers(CONTRACT.read_text("utf-8"))
    picture = ElementTree.fromstring((ROOT / "docs/architecture.svg").read_bytes())
    named = {text.text for text in picture.iter(f"{SVG}text")}
    packages = [package for row in rows for package in row.packages]
    rooms = {room for package in packages for level in package.rooms for room in level}
    assert {package.name for package in packages} | rooms <= named
    assert len(list(picture.iter(f"{SVG}line"))) == 1 + sum(len(row.arrows) for row in rows)  # the legend
    assert picture.findtext(f"{SVG}desc") == described(rows)
    assert "seo imports images" in described(rows)
    circles = [circle.get("fill") for circle in picture.iter(f"{SVG}circle")]
    contributing = sum(package.contributes for package in packages)
    assert (circles.count("none"), len(circles)) == (contributing + 1, contributing + 1 + 2)  # the legend; the press
    assert [package.name for package in packages if package.pelican] == ["press"]


def test_nothing_leaves_the_picture() -> None:
    """Boxes, bands and the guessed ends of texts lie within the picture."""
    picture = ElementTree.fromstring((ROOT / "docs/architecture.svg").read_bytes())
    width, height = (float(number) for number in picture.get("viewBox", "").split()[2:])
    for box in picture.iter(f"{SVG}rect"):
        x, y = float(box.get("x", "0")), float(box.get("y", "0"))
        assert 0 <= x <= x + float(box.get("width", "0")) <= width
        assert 0 <= y <= y + float(box.get("height", "0")) <= height
    assert max(float(text.get("y", "0")) for text in picture.iter(f"{SVG}text")) < height


def test_the_architecture_names_every_package_and_room() -> None:
    """The tables of docs/architecture.md have a row for each, and for what stands beside rooms."""
    packages = [package for row in layers(CONTRACT.read_text("utf-8")) for package in row.packages]
    assert [package.name for package in packages if f"[{package.name}](" not in TEXT] == []
    inside = {name for package in packages for level in package.inside for name in level}
    assert inside - set(re.findall(r"`([^`]+)`", TEXT)) == set()


def test_every_package_has_one_caption() -> None:
    """No caption is left of a package that is gone."""
    rows = layers(CONTRACT.read_text("utf-8"))
    assert {package.name for row in rows for package in row.packages} == set(CAPTIONS)


def test_arrows_that_cannot_be_drawn_are_told() -> None:
    """A package with five arrows has no five neighbours: the picture would lie."""
    with pytest.raises(ValueError, match="neighbours"):
        arranged("abcdefgh", [("a", other) for other in "bcdef"])


def imported(source: str) -> set[str]:
    """Return the modules that a module imports, and the packages that they are in."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found | {name.split(".")[0] for name in found}


def test_no_build_asks_another_host() -> None:
    """Of the packages that a build runs, none imports what opens a connection."""
    files = {path.relative_to(ROOT / "plugins"): path for path in (ROOT / "plugins").rglob("*.py")}
    run = {place.as_posix(): path for place, path in files.items() if place.parts[0] not in MAY_ASK}
    found = {place: imported(path.read_text("utf-8")) & ASKING for place, path in run.items()}
    assert len(found) > 100
    assert {name: asked for name, asked in found.items() if asked} == {}
    assert "plugins.fetcher.fetcher" in imported((ROOT / "plugins/notify/session.py").read_text("utf-8"))
