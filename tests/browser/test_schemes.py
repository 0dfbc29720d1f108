"""Light and dark, print, forced colours and reduced motion: the page follows what the reader's system asks for."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

ARTICLE = "/2026/03/marmite/"
# The colours that a reader sees, as red, green and blue between 0 and 255: of the paper, and of the text.
COLOURS = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const drawn = (colour) => {
        canvas.fillStyle = "#fff";
        canvas.fillRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const paper = [document.body, document.documentElement]
        .map((element) => getComputedStyle(element).backgroundColor)
        .find((colour) => !/rgba\\(.*, 0\\)|transparent/.test(colour)) ?? "#fff";
    return {paper: drawn(paper), ink: drawn(getComputedStyle(document.querySelector("main p")).color)};
}"""
# What the root says at the moment at which the body begins to be: before anything is painted.
BEFORE_PAINT = """
new MutationObserver((_, observer) => {
    if (!document.body) return;
    window.before = document.documentElement.dataset.scheme ?? "auto";
    observer.disconnect();
}).observe(document, {childList: true, subtree: true});
"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) => {
    const style = getComputedStyle(element);
    const seconds = (list) => Math.max(...list.split(",").map(parseFloat));
    const moves = (style.animationName !== "none" && seconds(style.animationDuration) > 0.01)
        || (style.transitionProperty !== "none" && seconds(style.transitionDuration) > 0.01)
        || style.scrollBehavior === "smooth";
    return moves ? [`${element.tagName} ${element.getAttribute("class")}`] : [];
})"""


def dark(page: Page) -> bool:
    """Tell whether light text stands on dark paper; anything in between is an error."""
    found: dict[str, list[int]] = page.evaluate(COLOURS)
    paper, ink = sum(found["paper"]), sum(found["ink"])
    assert abs(paper - ink) > 300, found
    return paper < ink


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_system(page: Page, addresses: dict[str, str], scheme: Any) -> None:
    """Without a choice of the reader's, also when the system changes while the page is open."""
    page.emulate_media(color_scheme=scheme)
    page.goto(addresses["blog"] + ARTICLE)
    assert dark(page) == (scheme == "dark")
    page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    assert dark(page) == (scheme == "light")


def test_the_choice_is_remembered(page: Page, addresses: dict[str, str]) -> None:
    """On the next page, after a reload, and in another window, and until it is taken back."""
    page.emulate_media(color_scheme="light")
    page.goto(addresses["blog"] + ARTICLE)
    switch = page.locator(".scheme-switch")
    steps = []
    for _ in range(3):
        switch.click()
        steps.append((page.evaluate("localStorage.getItem('trepied-scheme')"), dark(page)))
    assert steps == [("light", False), ("dark", True), (None, False)]
    switch.click()
    switch.click()
    for address in ("/archives/", ARTICLE):
        page.goto(addresses["blog"] + address)
        assert dark(page)
    page.reload()
    assert dark(page)
    other = page.context.new_page()
    other.goto(addresses["blog"])
    assert dark(other)


def test_no_flash(page: Page, addresses: dict[str, str]) -> None:
    """The choice stands before the body begins: nothing is painted in the other colours first."""
    page.emulate_media(color_scheme="light")
    page.goto(addresses["blog"])
    page.evaluate("localStorage.setItem('trepied-scheme', 'dark')")
    page.add_init_script(BEFORE_PAINT)
    page.reload()
    assert page.evaluate("window.before") == "dark"


def test_a_browser_without_storage_reads_on(page: Page, addresses: dict[str, str]) -> None:
    """A reader who forbids storage, or holds nonsense in it, has the system's colours and no error."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.emulate_media(color_scheme="dark")
    page.goto(addresses["blog"])
    page.evaluate("localStorage.setItem('trepied-scheme', '<b>')")
    page.reload()
    assert dark(page)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
    )
    page.reload()
    assert dark(page)
    page.locator(".scheme-switch").click()
    assert not dark(page)
    assert errors == []


@pytest.mark.parametrize("chosen", ["", "dark"])
def test_print_is_ink_on_paper(page: Page, addresses: dict[str, str], chosen: str) -> None:
    """Dark text on white, in a dark system or by choice; what one cannot press on paper is not there."""
    page.emulate_media(color_scheme="dark")
    page.goto(addresses["blog"] + ARTICLE)
    if chosen:
        page.evaluate("scheme => { document.documentElement.dataset.scheme = scheme; }", chosen)
    page.emulate_media(media="print", color_scheme="dark")
    found = page.evaluate(COLOURS)
    assert found["paper"] == [255, 255, 255]
    assert sum(found["ink"]) < 200
    for gone in (".site-nav", ".site-tools", ".skip-link", ".neighbours", "nav.contents", "form", "button"):
        for element in page.locator(gone).all():
            expect(element, gone).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_print_tells_where_it_comes_from(page: Page, addresses: dict[str, str]) -> None:
    """How to cite the article stands unfolded; of the form, its heading and the replies nothing is left."""
    page.goto(addresses["golden"] + "/blog/2026/03/tout/")
    page.emulate_media(media="print")
    expect(page.locator(".cite p")).to_be_visible()
    for gone in (".cite summary", ".cite .code", "#respond", ".comment-form", ".reply"):
        for element in page.locator(gone).all():
            expect(element, gone).to_be_hidden()


def test_forced_colours(page: Page, addresses: dict[str, str]) -> None:
    """Where the system imposes its colours, the focus is seen, and the shapes and weights of terms are too."""
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(addresses["blog"] + ARTICLE)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    unseen = page.evaluate(
        """() => [...document.querySelectorAll(".foot:not(.none), .weight i.on")].filter((shape) => {
            const style = getComputedStyle(shape);
            const canvas = getComputedStyle(document.documentElement).backgroundColor;
            const clear = ["rgba(0, 0, 0, 0)", canvas].includes(style.backgroundColor);
            return clear && style.borderStyle === "none";
        }).map((shape) => shape.className)"""
    )
    assert unseen == []


@pytest.mark.parametrize("address", ["/", ARTICLE, "/marmite/", "/carte/"])
def test_reduced_motion(page: Page, addresses: dict[str, str], address: str) -> None:
    """Who asks for no motion gets none: no animation, no transition, no smooth scrolling."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(addresses["blog"] + address)
    assert page.evaluate(MOVING) == []
    assert page.evaluate("document.getAnimations().length") == 0
