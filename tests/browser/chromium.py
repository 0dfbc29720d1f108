"""One Chromium of the system's, driven by Playwright, that speaks to nobody but the tests' server."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from tests import system

ARGUMENTS = (
    "--no-sandbox",  # in a container, as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser and close it at the end."""
    path = system.command(system.CHROMIUM)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield started
        finally:
            started.close()
