"""One Chromium, and the sites served once, for all tests of this folder.

The fixtures end with the folder and not with the session: while Playwright runs, no other test could start an event
loop of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium
from tests.browser.server import serving
from tests.examples import KINDS, SOURCES, Kind


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return the browser."""
    with chromium.browser() as started:
        yield started


@pytest.fixture(scope="package")
def addresses(outputs: dict[str, Path]) -> Iterator[dict[str, str]]:
    """Return where each site is served, without a slash at the end."""
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(serving(path, SOURCES[name].prefix)) for name, path in outputs.items()}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a fresh context: a reader who was never here, at a desk."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as made:
        made.set_default_timeout(chromium.PATIENCE)
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return an empty page of a fresh context."""
    return context.new_page()


@pytest.fixture(scope="package")
def still(browser: Browser) -> Iterator[BrowserContext]:
    """Return a context for looking at pages as they stand, without motion."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as made:
        made.set_default_timeout(chromium.PATIENCE)
        yield made


@pytest.fixture(scope="package", params=KINDS, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Return each kind of page in turn."""
    return request.param


@pytest.fixture(scope="package")
def standing(kind: Kind, still: BrowserContext, addresses: dict[str, str]) -> Iterator[Page]:
    """Return a page of each kind, loaded once for all tests that only look at it."""
    page = still.new_page()
    answer = page.goto(addresses[kind.site] + kind.address)
    assert answer is not None
    assert answer.status == kind.status, f"{kind.address} answered {answer.status}"
    yield page
    page.close()
