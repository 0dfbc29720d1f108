"""axe-core finds nothing wrong with any kind of page: WCAG 2.2 AA and best practices, both schemes, both widths."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests import node

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations'], reporter: 'v1'})"


@pytest.fixture(scope="package")
def axe() -> str:
    """Return the source of axe-core."""
    return (node.modules("checks") / "axe-core" / "axe.min.js").read_text("utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds in a page: rule, place, and what is wrong, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(RUN, TAGS)
    return [
        f"{violation['id']}: {spot['target']}: {violation['help']}: {' '.join(spot.get('failureSummary', '').split())}"
        for violation in found["violations"]
        for spot in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_violation(standing: Page, axe: str, scheme: Any, width: int) -> None:
    """Every kind of page, in both schemes, at the width of a desk and of a telephone."""
    standing.emulate_media(color_scheme=scheme)
    standing.set_viewport_size({"width": width, "height": 900})
    assert violations(standing, axe) == []
