"""The bad input that an author may bring, and exactly what is told of it (issue 2)."""

from __future__ import annotations

import pytest

from plugins.framework.frontmatter.models import ArticleFrontMatter
from plugins.framework.render.render_source import render
from tests.framework.samples import ARTICLE, PATH, RIGHT

KEYS = ", ".join(sorted({*ArticleFrontMatter.model_fields, *ARTICLE.framework.axes}))
HOW_TO_DATE = "write it as 2026-03-02 or 2026-03-02T08:30:00+01:00"
QUOTE_IT = "or put it in quotes if it begins with that character"


def check(data: bytes) -> list[str]:
    """Return what `check` prints of a file, less its path."""
    findings = render(data, PATH, ARTICLE).findings
    printed = [finding.text(prefix="content/") for finding in findings]
    assert all(words.startswith(f"content/{PATH}:") for words in printed)
    return [words.removeprefix(f"content/{PATH}:") for words in printed]


def article(line: str, without: str = "nothing") -> bytes:
    """Return a right article with a line more, less the line of a key."""
    lines = [right for right in RIGHT.splitlines() if not right.startswith(f"{without}:")]
    return "\n".join(["---", *lines, line, "---", "Text."]).encode()


def test_the_issue_s_own_example() -> None:
    """A misspelt driver is told as the issue asks for, character for character."""
    source = b"---\nid: 2026-03-x\ntitle: X\ndate: 2026-03-02\ndrivers:\n  numerik: 1\n---\n"
    finding = render(source, PATH, ARTICLE).findings[0]
    assert finding.text(prefix="content/") == (
        "content/articles/2026/x.md:6:3: unknown driver 'numerik' (content/framework/drivers/ has: collaboratif, "
        "numerique, rse); did you mean 'numerique'?"
    )


def test_right_input() -> None:
    """What these tests start from is right."""
    assert check(article("")) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            b"",
            ["1:1: this file is empty; start it with front matter between two lines '---', or delete it"],
            id="empty file",
        ),
        pytest.param(
            article("").removesuffix(b"---\nText."),
            ["1:1: the front matter has no end; close it with a line '---' before the text"],
            id="front matter without end",
        ),
        pytest.param(
            article("\ttags: [a]"),
            ["6:1: a tab stands where YAML wants spaces; indent with spaces"],
            id="tabs",
        ),
        pytest.param(
            article("series: &a x\ntags: [*a, *a]"),
            [f"6:9: YAML anchors and aliases ('&', '*') are not used here; write the value out, {QUOTE_IT}"],
            id="anchors",
        ),
        pytest.param(
            article(
                "a: &a [x]\n"
                + "\n".join(f"{n}: &{n} [{', '.join(f'*{p}' for _ in range(9))}]" for p, n in ("ab", "bc"))
            ),
            [f"6:4: YAML anchors and aliases ('&', '*') are not used here; write the value out, {QUOTE_IT}"],
            id="alias bomb",
        ),
        pytest.param(
            article("tags: !!python/object/apply:os.system [ls]"),
            [f"6:7: YAML tags ('!') are not used here; write the plain value, {QUOTE_IT}"],
            id="tags of YAML",
        ),
        pytest.param(
            article(f"summary: {'a' * 65536}"),
            ["1:1: the front matter is longer than 64 KiB; move the text below the second line '---'"],
            id="front matter over 64 KiB",
        ),
        pytest.param(b"\xef\xbb\xbf" + article(""), [], id="byte order mark"),
        pytest.param(
            b"\xef\xbb\xbf" + article("x: y"), [f"6:1: unknown key 'x' (known keys: {KEYS})"], id="BOM moves nothing"
        ),
        pytest.param(
            article("x: y").replace(b"\n", b"\r\n"),
            [f"6:1: unknown key 'x' (known keys: {KEYS})"],
            id="CRLF moves nothing",
        ),
        pytest.param(
            article("") + b"\n\nA\0b",
            ["10:2: there is a NUL character here; delete it: a text file has none"],
            id="NUL",
        ),
        pytest.param(
            article("") + b"\nL'\xe9t\xe9",
            ["9:3: this file is not UTF-8: byte 0xe9 at offset 79; save it as UTF-8 in your editor"],
            id="Latin-1 in the text",
        ),
        pytest.param(
            article("", without="title").replace(b"date:", b"title: \xe9t\xe9\ndate:"),
            ["3:8: this file is not UTF-8: byte 0xe9 at offset 25; save it as UTF-8 in your editor"],
            id="Latin-1 in the title",
        ),
        pytest.param(
            article(f"title: {'x' * 10_000}", without="title"),
            ["5:8: 'title' has 10000 characters, and 300 are the most it may have; shorten it"],
            id="title of ten thousand characters",
        ),
        pytest.param(
            article("image: {file: ../x.svg, alt: X}"),
            ["6:15: '../x.svg' is not a path below the content folder; write it as images/name.svg"],
            id="picture outside",
        ),
        pytest.param(
            article("image: {file: images/x.svg}"),
            ["6:1: 'alt' is missing; add a line 'alt: …'"],
            id="picture without words",
        ),
        *(
            pytest.param(
                article(f"date: {date}", without="date"), [f"5:7: {problem}; {HOW_TO_DATE}"], id=f"date {date}"
            )
            for date, problem in {
                "2026-13-01": "there is no such day or hour as '2026-13-01'",
                "01/02/2024": "'01/02/2024' is not a date",
                "2024-05": "'2024-05' is not a date",
                "20240501": "'20240501' is not a date",
            }.items()
        ),
        pytest.param(
            article("drivers: {numerique: 9}", without="drivers"),
            ["5:22: the weight of 'numerique' is '9'; give a whole number from 1 to 3"],
            id="weight of nine",
        ),
        pytest.param(
            article("template: 7\nsettings: x"),
            [
                f"6:1: unknown key 'template' (known keys: {KEYS})",
                f"7:1: unknown key 'settings' (known keys: {KEYS})",
            ],
            id="names that Pelican uses",
        ),
        pytest.param(article("lang: no"), [], id="Norwegian"),
        pytest.param(article("title: 2026", without="title"), [], id="a number as title"),
        pytest.param(
            article("x: y") + b"\n\n``` {.python linenostart=x}\na\n```\n",
            [
                f"6:1: unknown key 'x' (known keys: {KEYS})",
                "8:1: Markdown stumbles over this text: Invalid value 'x' for option linenostart; you must give an "
                "integer value; look for deep nesting, and at the options of code blocks",
            ],
            id="an option of a code block",
        ),
    ],
)
def test_bad_input(data: bytes, expected: list[str]) -> None:
    """Each mistake is told once, at its place, with how to mend it; what is no mistake is not told."""
    assert check(data) == expected


@pytest.mark.parametrize("title", ['"', "<", "&", "]]>", "</title>", "{{ x }}", "%s {x} {0}", "'", "`", "L’été\u202f!"])
def test_titles_of_signs(title: str) -> None:
    """A title is plain text: signs of markup and of templates come through as they are."""
    quoted = title.replace("'", "''")
    rendered = render(article(f"title: 'A {quoted} b'", without="title"), PATH, ARTICLE)
    assert rendered.findings == ()
    assert rendered.front_matter is not None
    assert rendered.front_matter.title == f"A {title} b"


def test_strings_stay_strings() -> None:
    """What YAML would turn into a boolean or a number is what was typed."""
    said = render(article("lang: no\ntags: [on, 1, 2026-03-02]"), PATH, ARTICLE).front_matter
    assert said is not None
    assert said.lang == "no"
    assert said.tags == ("on", "1", "2026-03-02")
