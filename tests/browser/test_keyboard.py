"""The site by keyboard alone: nothing is out of reach, out of sight, or a trap."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

WALKED = {
    "home": ("blog", "/"),
    "article": ("blog", "/2026/03/marmite/"),
    "driver": ("blog", "/moteurs/collaboratif/"),
    "map": ("blog", "/carte/"),
    "everything": ("golden", "/blog/2026/03/tout/"),
}
# What has the focus: its name, and whether it is seen, in the window, on top, and outlined.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const all = [...document.querySelectorAll("*")];
    const words = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim();
    const name = `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} ${words.slice(0, 40)}`;
    const boxes = [...element.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    const faults = [];
    if (!boxes.length) faults.push("is not shown");
    const inside = boxes
        .filter((box) => box.bottom > 0 && box.right > 0)
        .filter((box) => box.top < innerHeight && box.left < innerWidth);
    if (boxes.length && !inside.length) faults.push("is outside the window");
    const bare = element instanceof SVGElement;
    const seen = inside.some((box) => {
        const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
        const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
        const top = document.elementFromPoint(x, y);
        return top && (element.contains(top) || top.contains(element) || bare);
    });
    if (inside.length && !seen) faults.push("is covered");
    const outlined = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    };
    const drawn = bare ? [element, ...element.querySelectorAll("*")] : [element, element.closest("label") ?? element];
    if (!drawn.some(outlined)) faults.push("has no outline");
    return {place: all.indexOf(element), name, faults};
}"""
STOPS = "() => document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]').length"
LOADED = "() => document.documentElement.classList.contains('js')"


@pytest.fixture
def opened(page: Page, addresses: dict[str, str]) -> Callable[..., Page]:
    """Return a function that opens a page of a site at a width."""

    def open_(site: str, address: str, width: int = 1280) -> Page:
        page.set_viewport_size({"width": width, "height": 800})
        answer = page.goto(addresses[site] + address)
        assert answer is not None
        assert answer.ok, f"{address} answered {answer.status}"
        return page

    return open_


def walked(page: Page) -> list[dict[str, Any]]:
    """Press Tab from the top of a page to its end, and return every place that had the focus."""
    places: list[dict[str, Any]] = []
    for _ in range(page.evaluate(STOPS) + 5):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUSED)
        if place is None or (places and place["place"] == places[0]["place"]):
            return places
        places.append(place)
    raise AssertionError(f"Tab never came to the end of the page: {[place['name'] for place in places[-8:]]}")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", WALKED)
def test_the_walk(opened: Callable[..., Page], name: str, width: int) -> None:
    """From the skip link to the end of the page: everything that has the focus is seen, and is outlined."""
    page = opened(*WALKED[name], width=width)
    page.emulate_media(reduced_motion="reduce")
    places = walked(page)
    assert places[0]["name"].startswith("a.skip-link ")
    assert len(places) > 10
    faults = [f"{place['name']}: {', '.join(place['faults'])}" for place in places if place["faults"]]
    assert not faults, "\n".join(faults)
    assert len({place["place"] for place in places}) == len(places)


def test_the_skip_link_skips(opened: Callable[..., Page]) -> None:
    """It is the first stop, it is seen, and after it the next stop is in the text."""
    page = opened("blog", "/2026/03/marmite/")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_the_menu_of_a_telephone(opened: Callable[..., Page]) -> None:
    """Enter opens it, Tab goes into it, Escape closes it and gives the focus back."""
    page = opened("blog", "/2026/03/marmite/", width=390)
    summary = page.locator(".site-nav summary")
    first = page.locator(".site-nav a").first
    expect(first).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    address = first.get_attribute("href") or "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_the_switch_of_colours(opened: Callable[..., Page]) -> None:
    """Enter and Space press it; its name says at every step what it stands at."""
    page = opened("blog", "/")
    switch = page.locator(".scheme-switch")
    names = [switch.get_attribute(f"data-{scheme}") or "none" for scheme in ("auto", "light", "dark")]
    assert len(set(names)) == 3
    expect(switch).to_have_attribute("aria-label", names[0])
    switch.focus()
    for key, name in (("Enter", names[1]), ("Space", names[2]), ("Enter", names[0])):
        page.keyboard.press(key)
        expect(switch).to_have_attribute("aria-label", name)


def test_the_contents_lead_to_their_headings(opened: Callable[..., Page]) -> None:
    """A link of the contents, followed by Enter, brings its heading to the top, and Tab goes on from there."""
    page = opened("blog", "/2026/03/marmite/")
    page.emulate_media(reduced_motion="reduce")
    link = page.locator(".contents a:visible").nth(1)
    link.focus()
    page.keyboard.press("Enter")
    heading = page.locator(":target")
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 400
    expect(page).to_have_url(re.compile(rf"{re.escape(link.get_attribute('href') or 'none')}$"))


@pytest.mark.parametrize("width", [1280, 390])
def test_search_by_its_key(opened: Callable[..., Page], width: int) -> None:
    """ "/" opens it, its field has the focus, Escape closes it and the focus is where it was."""
    page = opened("blog", "/", width=width)
    before = page.locator("main a:visible").first
    before.focus()
    page.keyboard.press("/")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input:focus")).to_have_count(1)
    expect(dialog.locator("input:focus")).to_have_value("")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(before).to_be_focused()


def test_search_by_its_button_and_to_a_result(opened: Callable[..., Page]) -> None:
    """The button opens it; what is typed is found; Tab or an arrow reaches a result, and Enter follows it."""
    page = opened("blog", "/archives/")
    button = page.locator("form[role=search] button")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("input:focus")).to_have_count(1)
    page.keyboard.insert_text("covoiturage")  # at once: a slow machine would search for what is half typed
    result = dialog.locator("a[href*='/20']").first
    expect(result).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if result.evaluate("link => link === document.activeElement"):
            break
    expect(result).to_be_focused()
    assert page.evaluate(FOCUSED)["faults"] == []
    address = result.get_attribute("href") or "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_a_slash_in_a_field_is_a_slash(opened: Callable[..., Page]) -> None:
    """Who types is not interrupted: the key belongs to the field."""
    page = opened("blog", "/")
    page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    field = page.locator("main textarea")
    field.focus()
    page.keyboard.type("1/2")
    expect(field).to_have_value("1/2")
    expect(page.locator("dialog[open]")).to_have_count(0)
