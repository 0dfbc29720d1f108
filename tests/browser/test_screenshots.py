"""Pictures for a designer's eye: the right pages, at the right widths, and a word about what is missing."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.screenshots import SHOTS, Shot, chosen, main, taken


def test_there_are_twenty_eight_pictures() -> None:
    """Home, article, driver, map, framework, search and 404; two widths and two schemes each."""
    assert [shot.name for shot in SHOTS] == ["home", "article", "driver", "map", "framework", "search", "404"]


def test_pages_are_taken_whole_and_what_is_missing_is_told(
    browser: Browser, addresses: dict[str, str], tmp_path: Path
) -> None:
    """A file a page, width and scheme, as wide as its name says, taller than the window; a lost page is told once."""
    faults = taken(browser, addresses["blog"], [*chosen("driver"), Shot("lost", "/lost/")], tmp_path)
    assert faults == ["lost: /lost/ answered 404, not 200"]
    sizes = {file.name: struct.unpack(">II", file.read_bytes()[16:24]) for file in tmp_path.glob("driver-*.png")}
    assert {name: width for name, (width, _) in sizes.items()} == {
        "driver-390-light.png": 390,
        "driver-390-dark.png": 390,
        "driver-1280-light.png": 1280,
        "driver-1280-dark.png": 1280,
    }
    assert all(height > 900 for _, height in sizes.values())


def test_an_unknown_name_is_told(tmp_path: Path) -> None:
    """With those that there are, before anything is built."""
    with pytest.raises(SystemExit, match=r"no picture is called nope; there are: home, article"):
        main(["--only", "home,nope", "--folder", str(tmp_path)])
