"""No page scrolls sideways, no text is cut off: reflow, larger text, wider spacing (WCAG 1.4.4, 1.4.10, 1.4.12)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

WIDTHS = (320, 390, 768, 1280)
# As a reader's own settings do it; the style sheet is built by script, which a Content-Security-Policy lets pass.
ADAPTED = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
READERS = {
    "as it is": "",
    "text twice as large": "html { font-size: 200% !important; }",
    "text spaced out": """
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
        p { margin-block-end: 2em !important; }
    """,
}
# What sticks out of the page, outermost first; and text that is cut off by a box that hides the rest of it.
FAULTS = """() => {
    const root = document.scrollingElement;
    const name = (element) => element.tagName.toLowerCase() + (element.id ? "#" + element.id : "")
        + [...element.classList].map((one) => "." + one).join("");
    const faults = [];
    if (root.scrollWidth > root.clientWidth) {
        const scrolls = (element) => !["visible", "hidden"].includes(getComputedStyle(element).overflowX);
        const held = (element) =>
            element && element !== document.body && (scrolls(element) || held(element.parentElement));
        const wide = [...document.body.querySelectorAll("*")]
            .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5)
            .filter((element) => !held(element.parentElement))
            .map(name);
        faults.push(`the page is ${root.scrollWidth} px wide: ${wide.slice(0, 5).join(", ")}`);
    }
    for (const element of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        const hides = ["hidden", "clip"].includes(style.overflowY);
        if (!hides || element.closest("svg") || element.clientHeight <= 1 || !element.textContent.trim()) continue;
        if (element.scrollHeight > element.clientHeight + 1) faults.push(`text is cut off in ${name(element)}`);
    }
    return faults;
}"""


# Columns of text that do not begin where the first one does, and captions of which a part is out of sight.
ASKEW = """() => {
    const left = (element) => Math.round(element.getBoundingClientRect().left);
    const columns = [...document.querySelectorAll("main .text")].filter((one) => !one.closest(".comment"));
    const askew = columns.filter((one) => left(one) !== left(columns[0])).map((one) => one.className);
    const right = (element) => element.getBoundingClientRect().right;
    const scrolls = (caption) => caption.closest("[role=region]") ?? document.body;
    const cut = [...document.querySelectorAll("caption")].filter((one) => right(one) > right(scrolls(one)) + 0.5);
    return [...askew, ...cut.map((one) => one.textContent)];
}"""


@pytest.mark.parametrize("reader", READERS)
def test_nothing_sticks_out(standing: Page, reader: str) -> None:
    """At every width, with larger and with wider text."""
    standing.evaluate(ADAPTED, READERS[reader])
    faults = []
    for width in WIDTHS:
        standing.set_viewport_size({"width": width, "height": 900})
        faults += [f"{width} px: {fault}" for fault in standing.evaluate(FAULTS)]
    standing.evaluate(ADAPTED, "")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", WIDTHS)
def test_columns_and_captions_are_in_line(standing: Page, width: int) -> None:
    """What is read one after the other begins at the same edge; a table's caption is read without scrolling."""
    standing.set_viewport_size({"width": width, "height": 900})
    assert standing.evaluate(ASKEW) == []
