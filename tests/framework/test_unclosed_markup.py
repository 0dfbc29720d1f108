"""Brackets and tags by the thousand that nothing closes: told at once, where Markdown would take minutes."""

from __future__ import annotations

import pytest

from plugins.framework.render.render_source import render
from plugins.framework.render.unclosed_markup import unclosed
from tests.framework.samples import ARTICLE

FRONT = b"---\nid: a\ntitle: T\ndate: 2026-03-02\ndrivers: [rse]\n---\n\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("[" * 50_000, (0, "50000 brackets here are closed by nothing"), id="brackets"),
        pytest.param("![" * 50_000, (0, "50000 brackets here are closed by nothing"), id="images"),
        pytest.param("[a](" * 50_000, (0, "50000 brackets here are closed by nothing"), id="addresses"),
        pytest.param("Un.\n\n" + "[ " * 4_000, (5, "4000 brackets here are closed by nothing"), id="in a paragraph"),
        pytest.param("x <a " * 20_000, (2, "20000 tags from here on are closed by nothing"), id="tags"),
        pytest.param("<!" * 20_000, (0, "20000 tags from here on are closed by nothing"), id="declarations"),
    ],
)
def test_what_takes_too_long_is_told(body: str, expected: tuple[int, str]) -> None:
    """The place of the block, or of the first tag, and how many they are."""
    assert [(offset, problem.text()) for offset, problem, _ in unclosed(body)] == [expected]


@pytest.mark.parametrize(
    "body",
    [
        "[a](b.md) " * 10_000,
        "[" * 4_000 + "]" * 4_000,
        "\\[" * 50_000,
        f"`{'[' * 50_000}`",
        f"```\n{'<a ' * 20_000}\n```",
        "<b>a</b> " * 20_000,
        "a < b " * 20_000,
        "[ une note\n\n" * 3_000,
        "mot " * 100_000 + "[ " * 40,
    ],
    ids=["links", "nested", "escaped", "in code", "in a fence", "tags", "less than", "one a paragraph", "a few"],
)
def test_what_takes_no_longer_than_it_should(body: str) -> None:
    """Links by the thousand are links, and what code holds is code."""
    assert list(unclosed(body)) == []


def test_the_file_is_told_with_its_line() -> None:
    """It is a mistake of that file's, which is not read any further; the line is the file's."""
    rendered = render(FRONT + b"Un.\n\n" + b"[" * 50_000, "articles/a.md", ARTICLE)
    assert [finding.text() for finding in rendered.findings] == [
        "articles/a.md:10:1: 50000 brackets here are closed by nothing; close them, or write a backslash before each"
    ]
    assert rendered.html == ""
