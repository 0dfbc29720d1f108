"""One Chromium of the system's, driven by Playwright, that speaks to nobody but the tests' server."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from playwright.sync_api import Browser, expect, sync_playwright

from tests import node, system

ARGUMENTS = (
    "--no-sandbox",  # in a container, as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

PATIENCE = 30_000
"""Milliseconds after which what is expected is given up: a busy machine is slow, and that is no failure."""
expect.set_options(timeout=PATIENCE)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser and close it at the end."""
    path = system.command(system.CHROMIUM)
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node.PROGRAM)  # the one it brings wants libatomic: one requirement more
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield started
        finally:
            started.close()
