"""What an author may get wrong, with its place."""

from __future__ import annotations

import pytest

from plugins.reading.markdown_mistakes import is_suspect, mistakes
from tests.reading.samples import written

KINDS = "attention, astuce, essayer, example, exemple, note, tip, try, warning"
KNOWN = f"(there are: {', '.join(sorted(KINDS.split(', ')))})"


def told(text: str) -> list[str]:
    """Return the findings of a Markdown text that begins at line 10 of its file."""
    html = written(text)
    return [finding.text() for finding in mistakes(html, text, "x.md", 10)] if is_suspect(html) else []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("!!! note\n    a\n\n## b", [], id="right"),
        pytest.param(
            "a\n\n!!! remarque\n    a", [f"x.md:12:5: unknown kind of callout 'remarque' {KNOWN}"], id="unknown"
        ),
        pytest.param(
            "!!! astuces\n    a",
            [f"x.md:10:5: unknown kind of callout 'astuces' {KNOWN}; did you mean 'astuce'?"],
            id="nearly known",
        ),
        pytest.param(
            "!!! note Titre\n    a",
            [
                f"x.md:10:5: unknown kind of callout 'titre' {KNOWN}; "
                'put its title between straight quotes: !!! note "…"'
            ],
            id="a title without quotes",
        ),
        pytest.param(
            "!!! note « Titre »\n    a",
            ['x.md:10:5: this begins a callout and is not one; write it so, with or without a title: !!! tip "…"'],
            id="a title in French quotes",
        ),
        pytest.param(
            "~~~\n!!! remarque\n~~~\n\n- b\n\n    !!! remarque\n        a",
            [f"x.md:16:9: unknown kind of callout 'remarque' {KNOWN}"],
            id="in a list, and not the code before it",
        ),
        pytest.param("~~~\n!!! remarque\n~~~", [], id="only code"),
        pytest.param("## a\n\n#### b\n\n- c", ["x.md:12:1: this heading skips a level; begin it with ###"], id="skips"),
        pytest.param("### a", ["x.md:10:1: this heading skips a level; begin it with ##"], id="begins too low"),
        pytest.param(
            "## `a`\n\n## ", ["x.md:12:1: this heading has no word; write it, or take its # away"], id="no word"
        ),
        pytest.param("## a\n\n#### b\n\nc", [], id="a run-in head takes the level it needs"),
    ],
)
def test_mistakes(text: str, expected: list[str]) -> None:
    """Each mistake is told where it stands, with how to mend it."""
    assert told(text) == expected


def test_a_skipped_level_is_advice() -> None:
    """It fails no build: old texts have many."""
    assert [finding.advice for finding in mistakes(written("### a"), "### a", "x.md", 1)] == [True]
