"""What scripts add for a reader: notes in place, code that is copied, contents that follow, the map's filters."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import PATIENCE
from tests.browser.test_visit import Visit, watched

EVERYTHING = "/blog/2026/03/tout/"


@pytest.fixture
def quiet(context: BrowserContext, addresses: dict[str, str]) -> Iterator[Page]:
    """Return a page that must neither complain nor ask anybody else, whatever the test does with it."""
    visit = Visit()
    page = context.new_page()
    watched(page, visit)
    page.on("load", lambda loaded: visit.violations.extend(loaded.evaluate("seen.violations")))
    yield page
    assert page.evaluate("seen.violations") == []
    assert (visit.complaints, visit.violations) == ([], [])
    hosts = tuple(addresses.values())
    assert [address for address in visit.requests if not address.startswith(hosts)] == []


def test_a_note_shows_where_it_is_called(quiet: Page, addresses: dict[str, str]) -> None:
    """Its text appears in place and takes the focus; Escape closes it and the focus is on its call again."""
    quiet.goto(addresses["golden"] + EVERYTHING)
    call = quiet.locator("a.footnote-ref").first
    call.focus()
    quiet.keyboard.press("Enter")
    popover = quiet.locator("[popover]:popover-open")
    expect(popover).to_be_visible()
    expect(popover).to_be_focused()
    expect(popover).to_contain_text("Le texte de la note")
    expect(popover.locator(".footnote-backref")).to_have_count(0)
    expect(popover).to_be_in_viewport(ratio=1)
    expect(quiet).not_to_have_url(re.compile("#"))
    names = quiet.evaluate("[...document.querySelectorAll('[id]')].map((named) => named.id)")
    assert len(names) == len(set(names))
    quiet.keyboard.press("Escape")
    expect(popover).to_have_count(0)
    expect(call).to_be_focused()
    quiet.keyboard.press("Enter")
    expect(popover).to_be_focused()
    quiet.keyboard.press("Tab")
    expect(popover).to_have_count(0)
    expect(quiet.locator(".text .head a:focus")).to_have_count(1)


def test_a_note_on_a_telephone(quiet: Page, addresses: dict[str, str]) -> None:
    """It fits the window; a tap beside it closes it."""
    quiet.set_viewport_size({"width": 320, "height": 600})
    quiet.goto(addresses["golden"] + EVERYTHING)
    quiet.locator("a.footnote-ref").first.click()
    popover = quiet.locator("[popover]:popover-open")
    expect(popover).to_be_in_viewport(ratio=1)
    quiet.locator("h1").click()
    expect(popover).to_have_count(0)


def test_code_is_copied(browser: Browser, addresses: dict[str, str]) -> None:
    """The button says what it does and that it was done; what is copied is the code, without a line too much."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(addresses["golden"] + EVERYTHING)
        block = page.locator("div.code").first
        button = block.locator("button.copy")
        expect(button).to_have_text("Copier")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_text("Copié")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == ("def marmite(pieds: int) -> bool:\n    return pieds >= 3  # trois suffisent")


def test_the_contents_follow(quiet: Page, addresses: dict[str, str]) -> None:
    """The link to the part that is being read is marked, and only that one."""
    quiet.emulate_media(reduced_motion="reduce")
    quiet.goto(addresses["blog"] + "/2026/03/marmite/")
    links = quiet.locator(".contents a")
    quiet.locator(".text h2").nth(1).evaluate("heading => heading.scrollIntoView({block: 'start'})")
    marked = quiet.locator(".contents a[aria-current]")
    expect(marked).to_have_count(1)
    expect(marked).to_have_attribute("href", links.nth(1).get_attribute("href") or "none")
    quiet.locator(".text h2").nth(0).evaluate("heading => heading.scrollIntoView({block: 'start'})")
    expect(quiet.locator(".contents a[aria-current]")).to_have_attribute(
        "href", links.nth(0).get_attribute("href") or ""
    )


def test_the_map_is_filtered(quiet: Page, addresses: dict[str, str]) -> None:
    """Each filter leaves fewer points, or as many, and taking it back brings all of them again."""
    quiet.goto(addresses["blog"] + "/carte/")
    points = quiet.locator("main svg a:visible")
    expect(points.nth(14)).to_be_visible()
    every = points.count()
    selects = quiet.locator("main select:visible")
    expect(selects).to_have_count(3)
    for select in selects.all():
        select.select_option(index=1)
        expect(points).not_to_have_count(every)
        assert points.count() < every
        select.select_option(index=0)
        expect(points).to_have_count(every)


def test_search_is_quiet(quiet: Page, addresses: dict[str, str]) -> None:
    """Search finds, and does so without a complaint, a violation or a request to somebody else."""
    quiet.goto(addresses["blog"])
    quiet.keyboard.press("/")
    field = quiet.locator("dialog[open] input:focus")
    expect(field).to_have_count(1)
    quiet.keyboard.type("covoiturage")
    expect(quiet.locator("dialog[open] a[href*='/2024/11/covoiturage-compter/']").first).to_be_visible()
    field.fill("zzzqqq")
    expect(quiet.locator("dialog[open] ol a")).to_have_count(0)
