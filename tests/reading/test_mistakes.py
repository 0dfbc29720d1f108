"""What an author may get wrong, with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.base.findings import Finding
from plugins.framework.render.render_body import inline, render_body
from plugins.framework.render.render_source import render
from tests.framework.samples import PAGE
from tests.reading.samples import ALL, MARKDOWN, READING

OPTIONS = replace(PAGE, markdown=MARKDOWN, transforms=READING)
KINDS = "attention, astuce, essayer, example, exemple, note, tip, try, warning"
KNOWN = f"(there are: {', '.join(sorted(KINDS.split(', ')))})"


def findings(text: str, transforms: tuple[str, ...] = READING) -> tuple[Finding, ...]:
    """Return the findings of a Markdown text that begins at line 10 of its file."""
    options = replace(OPTIONS, transforms=transforms)
    return render_body(text, "x.md", 10, options, options.context("x.md")).findings


def told(text: str) -> list[str]:
    """Return the same as an English-speaking author reads them."""
    return [finding.text() for finding in findings(text)]


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


UNKNOWN, BROKEN, EMPTY, SKIPS = "unknown kind", "this begins a callout", "has no word", "skips a level"
ALIKE = "!!! remarque\n!!! note « T »\n# \n##### a"
INDENTED = ALIKE.replace("\n", "\n    ")
IN_CODE = f"```\n{ALIKE}\n```\n\n    {INDENTED}\n\n"
"""Fenced and indented code with every mistake in it: twelve lines."""


def places(text: str) -> list[tuple[str, int, int]]:
    """Return what is wrong in a text, in short, with line and column."""
    return [
        (short, finding.position.line, finding.position.column)
        for finding in findings(text)
        for short in (UNKNOWN, BROKEN, EMPTY, SKIPS)
        if short in finding.text()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("- !!! remarque\n        a", [(UNKNOWN, 10, 7)], id="a callout that begins an item"),
        pytest.param("> a\n>\n> !!! remarque\n>     b", [(UNKNOWN, 12, 7)], id="a callout in a quotation"),
        pytest.param("!!! note\n    a\n\n    !!! astuces\n        b", [(UNKNOWN, 13, 9)], id="a callout in a callout"),
        pytest.param("a\n!!! remarque\n    b", [(UNKNOWN, 11, 5)], id="a callout behind a line of its paragraph"),
        pytest.param("!!!Remarque\n    b", [(UNKNOWN, 10, 4)], id="a capital, and no space"),
        pytest.param("!!! note tip\n    b", [(UNKNOWN, 10, 5)], id="a second kind"),
        pytest.param(
            "!!! note a\n    b\n\n!!! note a\n    b", [(UNKNOWN, 10, 5), (UNKNOWN, 13, 5)], id="the same one twice"
        ),
        pytest.param("!!! a\n!!! tip a\n!!! a", [(UNKNOWN, 10, 5), (UNKNOWN, 11, 5), (UNKNOWN, 12, 5)], id="in a row"),
        pytest.param("`!!! remarque`\n\n!!! remarque\n    a", [(UNKNOWN, 12, 5)], id="a callout after inline code"),
        pytest.param('<div class="admonition remarque"></div>', [], id="HTML like a callout's"),
        pytest.param("> - a\n>\n>     !!! note « T »", [(BROKEN, 12, 11)], id="malformed, in an item in a quotation"),
        pytest.param("!!! note\n    a\n\n    !!!  tip", [(BROKEN, 13, 9)], id="malformed, in a callout"),
        pytest.param("\\!!! Halte\n\n!!! Halte !", [(BROKEN, 12, 5)], id="malformed, and escaped"),
        pytest.param("<p>!!! Halte !</p>", [], id="HTML like a malformed callout"),
        pytest.param("<div>\n<p>!!! a</p>\n!!! note\n</div>", [], id="the same, with what would be a callout"),
        pytest.param("- a\n\n    # \n\n    b", [(EMPTY, 12, 5)], id="no word, in an item"),
        pytest.param("> ##\n>\n> #", [(EMPTY, 10, 3), (EMPTY, 12, 3)], id="no word, in a quotation"),
        pytest.param("C# et\n## \nb", [(EMPTY, 11, 1)], id="no word, behind a line with its sign"),
        pytest.param("## ##\n#######", [(EMPTY, 10, 1), (EMPTY, 11, 1)], id="no word between marks"),
        pytest.param("## a\n\n#### \n\nb", [(EMPTY, 12, 1)], id="no word in a run-in head"),
        pytest.param("a\n\n<h2></h2>", [(EMPTY, 12, 1)], id="no word, in HTML"),
        pytest.param("!!! note\n    a\n\n    ##### b", [(SKIPS, 13, 5)], id="skips, in a callout"),
        pytest.param("a\n### b\nc\n##### d", [(SKIPS, 11, 1), (SKIPS, 13, 1)], id="skips within a block"),
        pytest.param("Un\n---\n\n#### a\n- b", [(SKIPS, 13, 1)], id="skips, below an underlined one"),
        pytest.param("!!! essayer\n    a\n\n#### b\n\n- c", [(SKIPS, 13, 1)], id="skips, below a box to try"),
        pytest.param("a\n\n> b <h4>c</h4>", [(SKIPS, 12, 5)], id="skips, in HTML"),
        pytest.param("a\n\n~~~\n<h4>\n~~~\n\n<h4>b</h4>", [(SKIPS, 16, 1)], id="skips, in HTML after code with it"),
        pytest.param("a[^1]\n\n[^1]: b\n\n    ### c", [], id="in a note, below their heading"),
        pytest.param(f"{IN_CODE}!!! remarque", [(UNKNOWN, 22, 5)], id="an unknown kind after code with it"),
        pytest.param(f"{IN_CODE}!!! note « T »", [(BROKEN, 22, 5)], id="a malformed callout after code with it"),
        pytest.param(f"{IN_CODE}# ", [(EMPTY, 22, 1)], id="no word after code with it"),
        pytest.param(f"{IN_CODE}##### a", [(SKIPS, 22, 1)], id="skips after code with it"),
    ],
)
def test_places(text: str, expected: list[tuple[str, int, int]]) -> None:
    """A mistake is told at its own place, whatever stands around it or looks like it."""
    assert places(text) == expected


PIECES = st.sampled_from(
    [
        *("a", " ", "\n", "\n\n", "\n\n    ", "\n> ", "\n- ", "1. ", "\t", "`", "\n```\n", "\n~~~\n", "=====\n", "\\"),
        *(
            "!!! remarque",
            "!!! note b",
            "!!! note « c »",
            "!!!",
            "# ",
            "##",
            "##### d",
            "<h4>",
            "</h4>",
            "<div>",
            "<p>",
        ),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
@example("!!!`a`")
def test_a_place_is_that_of_a_mistake(text: str) -> None:
    """Whatever the text, callouts are told at a word behind their marks, headings at their marks or at their block."""
    lines = text.split("\n")
    for short, line, column in places(text):
        before, behind = lines[line - 10][: column - 1], lines[line - 10][column - 1 :]
        if short in (UNKNOWN, BROKEN):
            assert before.endswith(("!!!", "!!! ", "!!!`"))  # code is looked at as if it were spaces
        else:
            assert column == 1 or behind.startswith(("#", "<h"))


def test_lines_and_columns_are_those_of_the_file() -> None:
    """Front matter, whatever its length, and line ends of Windows count."""
    head = f"---\ntitle: A\n{'# comment' * 9}\n" + "#\n" * 200 + "---\n"
    text = "é\n\n\t!!! remarque\n\n- b\n\n\t!!! astuces « T »\n\n## \n\n##### c\n\n!!! remarque\n"
    source = (head + text).replace("\n", "\r\n").encode()
    found = render(source, "pages/x.md", OPTIONS).findings
    assert sorted((finding.position.line, finding.position.column) for finding in found) == [
        (204 + 7, 6),
        (204 + 9, 1),
        (204 + 11, 1),
        (204 + 13, 5),
    ]


def test_a_title_reports_nothing() -> None:
    """Transforms see titles too, which are no Markdown: what looks like a mistake there is none."""
    assert inline("!!! remarque", OPTIONS, OPTIONS.context("x.md")) == "!!! remarque"


def test_each_is_told_once() -> None:
    """No transform reports again what another has reported, typography neither."""
    text = "!!! remarque\n    a\n\n!!! note « T »\n\n## \n\n##### b"
    assert len({finding.text() for finding in findings(text, ALL)}) == len(findings(text, ALL)) == 4


def test_a_skipped_level_is_advice() -> None:
    """It fails no build: old texts have many."""
    assert [finding.advice for finding in findings("### a\n\n## ")] == [True, False]
