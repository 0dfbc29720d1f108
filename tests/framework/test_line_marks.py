"""Each block of Markdown knows the line at which it begins, and nothing of that reaches the HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from plugins.framework.render.document import Document
from plugins.framework.render.line_marks import MARK
from plugins.framework.render.markdown import convert, convert_marked
from plugins.framework.render.render_source import render
from tests.framework.samples import ARTICLE
from tests.reading.samples import MARKDOWN


def lines(text: str) -> list[tuple[str, int]]:
    """Return the elements of a text whose line is another than that of the tag before, with the line."""
    document = Document.of_marked(convert_marked(text, MARKDOWN)[0])
    found: list[tuple[str, int]] = []
    for token, line in zip(document.tokens, document.lines, strict=True):
        if token.kind == "start" and (not found or found[-1][1] != line):
            found.append((token.name, line))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Un.\n\nDeux.\n\n\nTrois.", [("p", 1), ("p", 3), ("p", 6)], id="paragraphs"),
        pytest.param("\n\n## Un\nDeux.\n\n## Un\n", [("h2", 3), ("p", 4), ("h2", 6)], id="headings, one of them twice"),
        pytest.param("Un\n==\n\n- a\n- a\n\nDeux", [("h1", 1), ("ul", 4), ("p", 7)], id="a list"),
        pytest.param("- a\n\n    b\n\n- a\n\n    b", [("ul", 1), ("p", 3), ("p", 5), ("p", 7)], id="a loose list"),
        pytest.param("> a\n>\n> b\n\n> a", [("blockquote", 1), ("p", 3), ("p", 5)], id="quotations"),
        pytest.param("!!! note\n    a\n\n    b\n\nc", [("div", 1), ("p", 2), ("p", 4), ("p", 6)], id="a callout"),
        pytest.param("a\n\n| b |\n|---|\n| c |\n\nd", [("p", 1), ("table", 3), ("p", 7)], id="a table"),
        pytest.param("a\n\n```\nb\n\nc\n```\n\nd", [("p", 1), ("p", 9)], id="code, which no mark can be put on"),
        pytest.param(
            "a\n\n```\nb\n\n## b\n```\n\n## b\n\nb",
            [("p", 1), ("h2", 9), ("p", 11)],
            id="after code with the same words",
        ),
        pytest.param(
            "a\n\n    b\n    ## b\n\n## b", [("p", 1), ("h2", 6)], id="after indented code with the same words"
        ),
        pytest.param("## \n\n~~~\na\n\nb\n~~~\n\n\n## \n\nb", [("h2", 1), ("h2", 10), ("p", 12)], id="no words"),
        pytest.param("a\n\n<div>\n\nb\n\n</div>\n\nc", [("p", 1), ("p", 9)], id="raw HTML"),
        pytest.param("a[^1]\n\n[^1]: b\n\nc", [("p", 1), ("p", 5), ("p", 3)], id="a footnote, which stands at the end"),
        pytest.param("-\ta\n\n\tb\n\nc\td", [("ul", 1), ("p", 3), ("p", 5)], id="tabs"),
    ],
)
def test_blocks_know_their_lines(text: str, expected: list[tuple[str, int]]) -> None:
    """The line is that of the source, whatever Python-Markdown makes of it before."""
    assert lines(text) == expected


PIECES = st.sampled_from(
    [
        *("a", "b c", "\n", "\n\n", "- ", "1. ", "> ", "## ", "    ", "!!! note\n", "```\n", "<div>", "</div>", "<p>"),
        *(
            "| a |\n|---|\n",
            "[^1]",
            "\n\n[^1]: n\n\n",
            "*[A]: b\n",
            "[TOC]\n",
            ": d\n",
            "{: .c }",
            "\u0002line",
            "</h2>",
        ),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_marks_change_nothing(text: str) -> None:
    """The HTML is what Python-Markdown makes without them, to the byte; every line is one of the text."""
    extensions = [name for name in MARKDOWN.extensions if name != "markdown.extensions.toc"]
    options = type(MARKDOWN)(tuple(extensions), MARKDOWN.configs)
    bare = Markdown(extensions=extensions, extension_configs=settings(), output_format="html").convert(text)
    assert convert(text, options)[0] == bare
    document = Document.of_marked(convert_marked(text, options)[0])
    assert document.html == bare
    assert MARK not in document.html
    assert all(0 <= line <= text.count("\n") + 1 for line in document.lines)


def settings() -> dict[str, object]:
    """Return the settings of the extensions."""
    import json

    return json.loads(MARKDOWN.configs)  # type: ignore[no-any-return]


def test_a_link_is_told_where_its_block_stands() -> None:
    """Its address stands in code and in another link's words before; the line is that of the link."""
    text = "Voir `x.md`.\n\n    x.md\n\n[Le fichier (x.md)](y.md)\n\nPuis [ceci](x.md)."
    source = f"---\nid: a\ntitle: T\ndate: 2026-03-02\ndrivers: [rse]\n---\n{text}".encode()
    links = render(source, "articles/a.md", ARTICLE).links
    assert [(link.target, link.position.line, link.position.column) for link in links] == [
        ("articles/y.md", 11, 21),
        ("articles/x.md", 13, 13),
    ]
