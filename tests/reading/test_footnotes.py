"""Footnotes."""

from __future__ import annotations

import pytest

from tests.reading.samples import written

TEXT = "A[^x], B[^y], C[^x].\n\n[^x]: D.\n[^y]: E.\n"


@pytest.mark.parametrize(
    ("language", "heading", "calls", "backs"),
    [
        (
            "fr",
            "Notes",
            ["Note\u00a01", "Note\u00a02", "Note\u00a01"],
            [
                "Revenir à l’appel de la note\u00a01",
                "Revenir à l’appel n°\u00a02 de la note\u00a01",
                "Revenir à l’appel de la note\u00a02",
            ],
        ),
        (
            "en",
            "Notes",
            ["Note 1", "Note 2", "Note 1"],
            ["Back to the call of note 1", "Back to call 2 of note 1", "Back to the call of note 2"],
        ),
    ],
)
def test_names(language: str, heading: str, calls: list[str], backs: list[str]) -> None:
    """Calls and ways back name the number of the note, in the language of the text."""
    import lxml.html

    page = lxml.html.fromstring(f"<div>{written(TEXT, language)}</div>")
    assert page.xpath("//section[@class='footnotes']/h2/text()") == [heading]
    assert page.xpath("//a[@class='footnote-ref']/@aria-label") == calls
    assert page.xpath("//a[@class='footnote-backref']/@aria-label") == backs
    assert page.xpath("//a[@class='footnote-backref']/@title") == backs
    assert page.xpath("//a[@class='footnote-ref']/@href") == ["#fn:x", "#fn:y", "#fn:x"]
    assert page.xpath("//section//hr") == []


def test_a_text_without_notes() -> None:
    """A text that only speaks of footnotes is left alone."""
    assert written("A footnote.") == "<p>A footnote.</p>"
