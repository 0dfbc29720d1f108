"""Links and images: where they lead, where they stand, and what is wrong with them."""

from __future__ import annotations

import re
import time
from html import escape
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.findings import Position
from plugins.base.html_tokens import attributes, tokens
from plugins.framework.render.document import Document
from plugins.framework.render.links import Link, alternative_is_file_name, resolve, rewrite
from plugins.framework.render.sentences import Sentence
from plugins.framework.render.source_positions import Locator, masked
from tests.framework.samples import HTML, told

HERE = "articles/2026/a.md"
AT = Position(7, 3)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("b.md", Link("source", "articles/2026/b.md", "", AT)),
        ("../2025/b.md#y", Link("source", "articles/2025/b.md", "y", AT)),
        ("./b.md#%C3%A9", Link("source", "articles/2026/b.md", "é", AT)),
        ("../../images/x%20y.svg", Link("static", "images/x y.svg", "", AT)),
        ("été.pdf", Link("static", "articles/2026/été.pdf", "", AT)),
        ("{filename}b.md", Link("source", "articles/2026/b.md", "", AT)),
        ("{filename}/pages/b.md#y", Link("source", "pages/b.md", "y", AT)),
        ("|static|/images/x.svg", Link("static", "images/x.svg", "", AT)),
        ("%7Bstatic%7D/x.svg", Link("static", "articles/2026/{static}/x.svg", "", AT)),
        ("#y", Link("fragment", "", "y", AT)),
        ("#%C3%A9t%C3%A9", Link("fragment", "", "été", AT)),
        ("", Link("fragment", "", "", AT)),
        ("?page=2", Link("fragment", "", "", AT)),
        ("/moteurs/", Link("site", "/moteurs/", "", AT)),
        ("/a.md#y", Link("site", "/a.md", "y", AT)),
        ("https://example.org/a.md#y", Link("external", "https://example.org/a.md#y", "y", AT)),
        ("//example.org/x", Link("external", "//example.org/x", "", AT)),
        ("mailto:a@example.org", Link("external", "mailto:a@example.org", "", AT)),
    ],
)
def test_resolve(address: str, expected: Link) -> None:
    """Relative paths lead from the file, Pelican's from the content folder, the rest where they say."""
    assert resolve(address, HERE, AT) == (expected, None)


@pytest.mark.parametrize(
    ("fits", "too_long"),
    [
        pytest.param("x" * 252 + ".md", "x" * 253 + ".md", id="a name of 255 characters"),
        pytest.param("é" * 42 + ".md", "é" * 42 + "x.md", id="a name of 255 as it is quoted"),
        pytest.param(
            "{static}" + "/x" * 499 + "/xx", "{static}" + "/x" * 499 + "/xxx", id="a path of 1,000 characters"
        ),
    ],
)
def test_names_of_full_length(fits: str, too_long: str) -> None:
    """A name or a path as long as it may be is looked for; one that is longer is told."""
    assert resolve(fits, HERE, AT)[1] is None
    problem = resolve(too_long, HERE, AT)[1]
    assert problem is not None
    assert problem[0].text().endswith("is longer than a file's name may be")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "{tag}x",
            "'{tag}x' is not a link that this site knows; "
            "write the file's relative path instead, such as other-article.md or ../../images/x.svg",
        ),
        ("http://[", "'http://[' is not an address; correct it"),
        ("{filename}//[x", "'{filename}//[x' is not an address; correct it"),
        (
            "../../../x.md",
            "'../../../x.md' leaves the content folder; put the file under content/ and link to it there",
        ),
        ("../..", "'../..' leaves the content folder; put the file under content/ and link to it there"),
        (
            "{static}/../x.svg",
            "'{static}/../x.svg' leaves the content folder; put the file under content/ and link to it there",
        ),
        (
            "%2e%2e/../../x.svg",
            "'%2e%2e/../../x.svg' leaves the content folder; put the file under content/ and link to it there",
        ),
        ("a%00.svg", "'a%00.svg' leaves the content folder; put the file under content/ and link to it there"),
        (
            f"{'x' * 300}.pdf",
            f"'{'x' * 59}…' is longer than a file's name may be; correct it",
        ),
        (
            f"{'x/' * 600}x.md",
            f"'{'x/' * 29}x…' is longer than a file's name may be; correct it",
        ),
        ("..\\images\\x.svg", "'..\\images\\x.svg' has a backslash; write '/' between folders"),
        ("..%5Cx.svg", "'..%5Cx.svg' has a backslash; write '/' between folders"),
    ],
)
def test_links_that_lead_nowhere(address: str, expected: str) -> None:
    """What cannot be a path of the content folder is told, and left as it stands."""
    link, problem = resolve(address, HERE, AT)
    assert link == Link("external", address, "", AT)
    assert problem is not None
    assert "; ".join(part.text() for part in problem if part) == expected


PATH_PIECES = st.sampled_from(
    ["a", "..", ".", "/", "%2e", "%2F", "%00", "\\", ":", "#", "?", "{static}", "[", "é", " "]
)


@given(st.lists(PATH_PIECES, max_size=10).map("".join) | st.text())
def test_no_path_leaves_the_content_folder(address: str) -> None:
    """Any address resolves, and a path of this site never climbs out of the content folder."""
    link, problem = resolve(address, HERE, AT)
    if link.kind in ("source", "static"):
        assert problem is None
        assert link.target
        assert not link.target.startswith("/")
        assert ".." not in link.target.split("/")
        assert not set(link.target) & {"\\", "\0"}


def read(body: str, html: str) -> tuple[str, list[str], list[Link], list[str]]:
    """Return the new HTML, its links, its anchors in order, and the findings less the path."""
    document = Document.of(html)
    links, anchors, findings = rewrite(document, HERE, body, 5)
    html = document.html
    return html, [words.removeprefix(f"{HERE}:") for words in told(findings)], list(links), sorted(anchors)


def test_rewrite() -> None:
    """Paths become Pelican's forms from the content folder; links, images and anchors are listed."""
    html, findings, links, anchors = read(
        "[x](b.md#é)\n\n![y](../../images/x y.svg)\n\nsee <https://example.org>",
        '<h2 id="un">é</h2><p id="deux"><a href="b.md#é" title="t">x</a>'
        '<img alt="y" src="../../images/x%20y.svg" /><a href="https://example.org">z</a><a name="t">u</a></p>',
    )
    assert findings == []
    assert html == (
        '<h2 id="un">é</h2><p id="deux"><a href="{filename}/articles/2026/b.md#%C3%A9" title="t">x</a>'
        '<img alt="y" src="{static}/images/x%20y.svg" /><a href="https://example.org">z</a><a name="t">u</a></p>'
    )
    assert links == [
        Link("source", "articles/2026/b.md", "é", Position(5, 5), sentence=Sentence("", "x", "zu")),
        Link("static", "images/x y.svg", "", Position(7, 6), image=True),
        Link("external", "https://example.org", "", Position(9, 6)),
    ]
    assert anchors == ["deux", "un"]


NO_ALT = "write what it shows between the brackets; after an ornament {: role=presentation}"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<img src="x.svg" alt="Une marmite">', [], id="words"),
        pytest.param('<img src="x.svg">', [f"5:5: this image has no alternative text; {NO_ALT}"], id="none"),
        pytest.param('<img src="x.svg" alt=" ">', [f"5:5: this image has no alternative text; {NO_ALT}"], id="blank"),
        pytest.param('<img src="x.svg" alt="" role="presentation">', [], id="ornament"),
        pytest.param('<img src="x.svg" alt role=none>', [], id="ornament, said otherwise"),
        pytest.param(
            '<img src="x.svg" alt="IMG_1.JPG">',
            ["5:5: the alternative text 'IMG_1.JPG' is a file's name; write what the image shows"],
            id="a file's name",
        ),
        pytest.param("<!-- <img src='x.svg'> -->", [], id="in a comment"),
        pytest.param('<video src="x.svg"></video>', [], id="no image"),
        pytest.param('<img alt="a">', [], id="no source"),
    ],
)
def test_alternative_texts(html: str, expected: list[str]) -> None:
    """An image needs words for those who do not see it, and a file's name is none."""
    assert read("![](x.svg)", html)[1] == expected


@pytest.mark.parametrize(
    ("alt", "address", "expected"),
    [
        ("pot-3", "images/pot-3.svg", True),
        ("pot-3.svg", "images/pot-3.svg", True),
        ("été 2", "images/%C3%A9t%C3%A9%202.png", True),
        ("pot", "images/pot.svg", False),
        ("photo.jpeg", "images/pot.svg", True),
        ("Le fichier pot.svg", "images/pot.svg", False),
    ],
)
def test_alternative_is_file_name(alt: str, address: str, expected: bool) -> None:
    """The name of the file, with or without its ending, is no description; a plain word may be one."""
    assert alternative_is_file_name(alt, address) is expected


@pytest.mark.parametrize(
    ("body", "needle", "expected"),
    [
        pytest.param("a x b x", "x", [(5, 3), (5, 7), (5, 3)], id="one after the other, then again from the first"),
        pytest.param("`x`\n\nx", "x", [(7, 1), (7, 1)], id="not in code"),
        pytest.param("```\nx\n```\nx", "x", [(8, 1)], id="not in a fence"),
        pytest.param("`x`", "x", [(5, 2)], id="in code when nowhere else"),
        pytest.param("[a](../x) [b](xx) (x#y) [c](x)", "x", [(5, 29)], id="not in another address"),
        pytest.param("[a]: x 'x'\n<x>\n<a href=x>", "x", [(5, 6), (6, 2), (7, 9), (5, 6)], id="in any form"),
        pytest.param("(x) 'x' [x](x)", "x", [(5, 13), (5, 13)], id="not in words, brackets and quotation marks"),
        pytest.param("axa", "x", [(5, 2)], id="in another word when nowhere else"),
        pytest.param("abc", "x", [(5, 1)], id="not there"),
        pytest.param("[a](x(y)) [b](x(y).z)", "x(y)", [(5, 5), (5, 5)], id="with parentheses in it"),
        pytest.param("[a](x y 't') [b](<x y>)", "x%20y", [(5, 5), (5, 19)], id="with spaces in it"),
        pytest.param("[a](x?y&amp;z)", "x?y&z", [(5, 5)], id="escaped"),
        pytest.param("[a](é)", "%C3%A9", [(5, 5)], id="not encoded"),
        pytest.param("abc", "", [(5, 1)], id="nothing to look for"),
    ],
)
def test_locator(body: str, needle: str, expected: list[tuple[int, int]]) -> None:
    """Things are found in the order in which they stand, outside of code first."""
    wanted = [Position(*place) for place in expected]
    locator = Locator(body, 5)
    assert [locator.find(needle) for _ in expected] == wanted


@pytest.mark.parametrize(
    ("needle", "block", "expected"),
    [
        pytest.param("x", 3, [(11, 5), (12, 9), (11, 5)], id="in its block alone, and from its start again"),
        pytest.param("x", 7, [(15, 5)], id="in another block"),
        pytest.param("x", 0, [(9, 9)], id="before all blocks"),
        pytest.param("y", 3, [(17, 6), (17, 6)], id="defined elsewhere, and linked to in another block"),
        pytest.param("z", 3, [(15, 11)], id="only in another block"),
        pytest.param("#made", 7, [(15, 1)], id="made by a transform"),
    ],
)
def test_locator_within_a_block(needle: str, block: int, expected: list[tuple[int, int]]) -> None:
    """A block ends where the next one begins; definitions belong to none."""
    body = "<a href=x>\n\n[a](x)\n<a href=x>\n\n\n[a](x)[b](z)[c](y)\n\n[c]: y\n"
    locator = Locator(body, 9, [7, 0, 3, 3])
    assert [locator.find(needle, block) for _ in expected] == [Position(*place) for place in expected]


def test_near() -> None:
    """Words are found one after the other in their block, outside code, and never a second time."""
    locator = Locator("x\n\n`x` x, X\n\nx", 9, [3, 5])
    assert [locator.near("x", block) for block in (3, 3, 5, 0, 0)] == [
        Position(11, 5),
        None,
        Position(13, 1),
        Position(9, 1),
        None,
    ]
    assert locator.near(re.compile("(?i), (?=x)"), 3) == Position(11, 8)
    assert locator.start(3) == Position(11, 1)


PIECES = st.sampled_from(
    [
        "x",
        "y.md",
        "../",
        " ",
        "\n",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        '"',
        "'",
        "=",
        "`",
        "#",
        "~~~",
        "http://a/",
        "](",
        ": ",
    ]
)


@given(
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(PIECES, min_size=1, max_size=3).map("".join),
    st.lists(st.integers(0, 3)),
)
def test_what_is_found_stands_there(body: str, address: str, blocks: list[int]) -> None:
    """A place is one of the address, or of the block where it has none."""
    lines = body.split("\n")
    blocks = [block for block in blocks if block <= len(lines)]
    for block in {0, *blocks}:
        locator = Locator(body, 1, blocks)
        place = locator.find(address, block)
        offset = sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
        assert body.startswith((address, unquote(address), escape(address, quote=False)), offset) or (
            place == locator.start(block)
        )


def test_ten_thousand_links() -> None:
    """The time to find them grows as their number, however they are written."""

    def seconds(count: int) -> float:
        numbers = range(count)
        body = " ".join(
            [
                *(f"[a](x{n}.md) [b](<y {n}.md>) [c{n}][]" for n in numbers),
                "\n\n",
                *(f"[c{n}]: z{n}.md\n" for n in numbers),
            ]
        )
        locator = Locator(body, 1, [1])
        begun = time.process_time()
        for n in numbers:
            assert locator.find(f"x{n}.md", 1).line == locator.find(f"y%20{n}.md", 1).line == 1
            assert locator.find(f"z{n}.md", 1).line == n + 3
        return time.process_time() - begun

    assert seconds(10_000) < 40 * max(seconds(1_000), 0.01)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("a `b` c", "a     c", id="code"),
        pytest.param("a ``b`` c ` d", "a       c ` d", id="two backticks, and one alone"),
        pytest.param("a \\`b` c", "a \\`b` c", id="an escaped backtick"),
        pytest.param("~~~ python\nb\n~~~\nc", f"{' ' * 10}\n \n   \nc", id="fence of tildes"),
        pytest.param("````\n```\n````\nc", "    \n   \n    \nc", id="a longer fence"),
        pytest.param("```b``` c\n[d](e)", "        c\n[d](e)", id="three backticks in a line are no fence"),
        pytest.param("```\nb", "   \n ", id="fence without end"),
    ],
)
def test_masked(body: str, expected: str) -> None:
    """Code is blanked out, character for character."""
    assert masked(body) == expected


@given(st.lists(st.sampled_from(["`", "``", "```", "~~~", "\n", "a", " ", "\\", "[x](y)"]), max_size=20).map("".join))
def test_masked_keeps_places(body: str) -> None:
    """Whatever is blanked out, every other character stays in its place, and lines stay lines."""
    found = masked(body)
    assert len(found) == len(body)
    assert all(new in (old, " ") and (old == "\n") == (new == "\n") for old, new in zip(body, found, strict=True))


def test_masked_of_a_long_run_of_backticks() -> None:
    """A hundred thousand backticks in a line are looked at once each."""
    assert masked("x" + "`" * 100_000) == "x" + "`" * 100_000


@given(HTML, st.text())
def test_rewrite_keeps_the_structure(html: str, body: str) -> None:
    """Whatever the HTML, its pieces stay what they are, and only addresses change."""
    document = Document.of(html)
    links, _, findings = rewrite(document, HERE, body, 5)
    new = document.html
    before, after = list(tokens(html)), list(tokens(new))
    assert [(t.kind, t.name) for t in after] == [(t.kind, t.name) for t in before]
    for old, token in zip(before, after, strict=True):
        if token.kind == "start":
            kept = [{k: v for k, v in attributes(t.text).items() if k not in ("href", "src")} for t in (old, token)]
            assert kept[0] == kept[1]
        else:
            assert token.text == old.text
    lines = body.split("\n")
    for place in [link.position for link in links] + [finding.position for finding in findings]:
        assert 5 <= place.line < 5 + len(lines)
        assert 1 <= place.column <= len(lines[place.line - 5]) + 1
