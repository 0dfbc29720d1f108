"""A first visit to every kind of page is quiet and still: nothing is complained of, fetched elsewhere, or moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.examples import Kind

# A slow line, so that style sheets, fonts and pictures come after the text as they do on a train.
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 250_000, "uploadThroughput": 250_000}
LISTEN = """
window.seen = {violations: [], shifts: []};
addEventListener("securitypolicyviolation", (event) => {
    seen.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue;
        const places = entry.sources.map(({node}) => node?.className || node?.nodeName);
        seen.shifts.push(`${entry.value.toFixed(4)}: ${places.join(", ")}`);
    }
}).observe({type: "layout-shift", buffered: true});
"""
# Down the page, screen by screen, so that what loads late does; then two frames, in which a last shift would show.
READ = """async () => {
    await document.fonts.ready;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    for (let at = 0; at < document.body.scrollHeight; at += innerHeight) {
        scrollTo({top: at, behavior: "instant"});
        await frame();
    }
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    await frame();
    await frame();
    return seen;
}"""


@dataclass
class Visit:
    """What a page did while it was loaded and read to its end."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    shifts: list[str] = field(default_factory=list)


def watched(page: Page, visit: Visit) -> None:
    """Note in ``visit`` what a page says and asks for."""
    page.add_init_script(LISTEN)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("requestfailed", lambda request: visit.complaints.append(f"{request.url}: {request.failure}"))
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on(
        "response",
        lambda answer: answer.status >= 400 and visit.complaints.append(f"{answer.url} answered {answer.status}"),
    )
    page.on(
        "console",
        lambda said: (
            said.type in ("error", "warning")
            and not said.text.startswith("Failed to load resource")  # told by its answer, with its address
            and visit.complaints.append(f"{said.type}: {said.text}")
        ),
    )


@pytest.fixture(scope="module", params=[390, 1280])
def visit(request: pytest.FixtureRequest, kind: Kind, browser: Browser, addresses: dict[str, str]) -> Iterator[Visit]:
    """Return what happens when a reader who was never here opens a page of each kind, and reads to its end."""
    made = Visit()
    address = addresses[kind.site] + kind.address
    with browser.new_context(viewport={"width": request.param, "height": 800}) as context:
        page = context.new_page()
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
        watched(page, made)
        page.goto(address)
        seen = page.evaluate(READ)
        made.violations, made.shifts = seen["violations"], seen["shifts"]
        if kind.status >= 400:
            made.complaints.remove(f"{address} answered {kind.status}")
        yield made


def test_nothing_is_complained_of(visit: Visit) -> None:
    """No error, no warning, no failed request, and nothing that the Content-Security-Policy had to stop."""
    assert visit.complaints == []
    assert visit.violations == []


def test_nobody_else_is_asked(visit: Visit) -> None:
    """Every request goes to the site itself."""
    assert visit.requests
    assert {urlsplit(address).netloc for address in visit.requests} == {urlsplit(visit.requests[0]).netloc}
    assert {urlsplit(address).scheme for address in visit.requests} == {"http"}


def test_nothing_moves(visit: Visit) -> None:
    """The cumulative layout shift is 0: pictures, fonts and scripts that come late move nothing."""
    assert visit.shifts == []
