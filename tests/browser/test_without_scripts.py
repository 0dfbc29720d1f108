"""Without JavaScript everything works: links lead somewhere, menus open, search leads to the archives, notes jump."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chromium import PATIENCE
from tests.browser.crawl import crawled
from tests.examples import KINDS, SERVICE, SOURCES, Kind


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """Return a page in which no script runs, at the width of a telephone."""
    with browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


@pytest.mark.parametrize("site", SOURCES)
def test_every_page_is_reached_and_every_link_leads_somewhere(
    outputs: dict[str, Path], addresses: dict[str, str], site: str
) -> None:
    """From the home page, by links alone: each answers, each fragment is there, and no page is left out."""
    prefix = SOURCES[site].prefix
    walk = crawled(addresses[site], f"{prefix}/")
    faults = [fault for fault in walk.faults if not re.search(SERVICE, fault)]
    assert not faults, "\n".join(faults)
    pages = {
        f"{prefix}/{file.relative_to(outputs[site]).as_posix().removesuffix('index.html')}"
        for file in outputs[site].rglob("*.html")
    }
    hidden = {f"{prefix}/404.html", f"{prefix}/theme/search.html", *(page for page in pages if "/drafts/" in page)}
    assert pages - walk.pages - hidden == set()


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_what_is_folded_opens_and_no_button_is_dead(plain: Page, addresses: dict[str, str], kind: Kind) -> None:
    """Each visible summary shows what it holds when it is pressed; buttons that need a script are not shown."""
    plain.goto(addresses[kind.site] + kind.address)
    dead = plain.locator("button:visible:not(form button:not([type=button], [type=reset]))")
    assert [button.get_attribute("class") for button in dead.all()] == []
    for details in plain.locator("details:has(> summary:visible)").all():
        summary = details.locator("> summary")
        if details.get_attribute("open") is None:
            summary.click()
        expect(details).to_have_attribute("open", "")
        expect(details.locator("> :not(summary)").first).to_be_visible()
        summary.click()
        expect(details.locator("> :not(summary)").first).to_be_hidden()


@pytest.mark.parametrize("site", SOURCES)
def test_search_leads_to_the_archives(plain: Page, addresses: dict[str, str], site: str) -> None:
    """The form is there, and pressed it leads to the page that lists everything."""
    home = f"{addresses[site]}{SOURCES[site].prefix}/"
    plain.goto(home)
    plain.locator("form[role=search]:visible button").click()
    expect(plain).to_have_url(re.compile(rf"^{re.escape(home)}archives/\??$"))
    expect(plain.locator("main a:visible").nth(1)).to_be_visible()


def test_footnotes_jump_and_return(plain: Page, addresses: dict[str, str]) -> None:
    """A call leads to its note, which is marked out, and the note leads back to the call."""
    plain.goto(f"{addresses['golden']}/blog/2026/03/tout/")
    plain.locator("a.footnote-ref").first.click()
    note = plain.locator(":target")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("note")
    note.locator("a.footnote-backref").first.click()
    expect(plain.locator(":target")).to_be_in_viewport()
    expect(plain.locator(":target a.footnote-ref, a.footnote-ref:target")).to_have_count(1)


def test_the_maps_filters_wait_for_the_script(plain: Page, page: Page, addresses: dict[str, str]) -> None:
    """Without scripts the form of the map, which could do nothing, is not shown; with them it is."""
    for tab, shown in ((plain, False), (page, True)):
        tab.goto(f"{addresses['blog']}/carte/")
        expect(tab.locator("form.map-filters")).to_be_visible(visible=shown)


def test_an_older_browser_folds_what_newer_ones_spread_out(browser: Browser, addresses: dict[str, str]) -> None:
    """One that does not know ``::details-content`` shows the handle of the menu and of the contents on a desk too."""
    with browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.route("**/site.css", without_details_content)
        page.goto(f"{addresses['blog']}/2026/03/marmite/")
        for fold in (".site-nav", ".contents"):
            link = page.locator(f"{fold} a").first
            expect(link).to_be_hidden()
            page.locator(f"{fold} summary").click()
            expect(link).to_be_visible()


def without_details_content(route: Route) -> None:
    """Answer with the style sheet as it is to a browser that does not know the pseudo-element."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("::details-content", "::unheard-of"))
