"""Pictures of the site for a designer's eye: ``python3 tasks.py screenshots``.

Seven pages at the width of a telephone and of a desk, light and dark, whole pages, into an ignored folder.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Page

from tests.browser.chromium import browser
from tests.browser.server import serving
from tests.conftest import ROOT
from tests.examples import SOURCES, built
from tests.system import MissingError

WIDTHS = (390, 1280)
# Pictures that load when they are scrolled to are loaded now; then all pictures and fonts are there.
SETTLED = """async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    await document.fonts.ready;
}"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass(frozen=True)
class Shot:
    """A page to take: its name, its address, and whether search is opened in it."""

    name: str
    address: str
    search: bool = False


SHOTS = (
    Shot("home", "/"),
    Shot("article", "/2026/03/marmite/"),
    Shot("driver", "/moteurs/collaboratif/"),
    Shot("map", "/carte/"),
    Shot("framework", "/marmite/"),
    Shot("search", "/", search=True),
    Shot("404", "/nulle-part/"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures and return 1 if a page was not there, else 0."""
    parser = argparse.ArgumentParser(prog="tasks.py screenshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--only", default="", help="names, with commas between them, or an address such as /tags/")
    parser.add_argument("--built", type=Path, help="a built site, such as output/; without it the site is built")
    options = parser.parse_args(arguments)
    shots = chosen(options.only)
    options.folder.mkdir(parents=True, exist_ok=True)
    try:
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            site = options.built or built(SOURCES["blog"], folder)
            address = stack.enter_context(serving(site))
            faults = taken(stack.enter_context(browser()), address, shots, options.folder)
    except (MissingError, AssertionError) as error:
        sys.exit(f"tasks.py screenshots: {error}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(shots) * len(WIDTHS) * len(SCHEMES)} pictures in {options.folder}/: look at every one")
    return 1 if faults else 0


def chosen(only: str) -> list[Shot]:
    """Return the pictures to take: all, or those that ``only`` names.

    >>> [shot.name for shot in chosen("map,/tags/essai/")]
    ['map', 'tags-essai']
    """
    named = [name.strip() for name in only.split(",") if name.strip()]
    known = {shot.name: shot for shot in SHOTS}
    unknown = [name for name in named if name not in known and not name.startswith("/")]
    if unknown:
        sys.exit(f"tasks.py screenshots: no picture is called {', '.join(unknown)}; there are: {', '.join(known)}")
    return [known.get(name) or Shot(name.strip("/").replace("/", "-"), name) for name in named] or list(SHOTS)


def taken(chromium: Browser, address: str, shots: Sequence[Shot], folder: Path) -> list[str]:
    """Take pictures of pages, in all widths and schemes, and return what was wrong with them."""
    faults: dict[str, None] = {}
    for scheme in SCHEMES:
        for width in WIDTHS:
            with chromium.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
            ) as context:
                page = context.new_page()
                page.set_default_timeout(10_000)
                for shot in shots:
                    fault = visited(page, address, shot)
                    page.screenshot(
                        path=folder / f"{shot.name}-{width}-{scheme}.png", full_page=not shot.search, scale="css"
                    )
                    if fault:
                        faults[fault] = None
    return list(faults)


def visited(page: Page, address: str, shot: Shot) -> str:
    """Bring a page to what its picture shows; return what was wrong, or an empty text."""
    answer = page.goto(address + shot.address)
    wanted = 404 if shot.name == "404" else 200
    if answer is None or answer.status != wanted:
        return f"{shot.name}: {shot.address} answered {answer.status if answer else 'nothing'}, not {wanted}"
    page.evaluate(SETTLED)
    if not shot.search:
        return ""
    page.keyboard.press("/")
    try:
        page.wait_for_selector("dialog[open]", timeout=2_000)
        page.keyboard.type("marmite")
        page.wait_for_selector("dialog[open] li", timeout=5_000)
        page.evaluate(SETTLED)
    except Error:
        return f"{shot.name}: no dialog opened with results in it when / was pressed"
    return ""


if __name__ == "__main__":
    sys.exit(main())
