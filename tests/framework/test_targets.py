"""HTML whose targets are filled in later."""

from __future__ import annotations

import pickle

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.html_tokens import tokens
from plugins.framework.render.targets import EMPTY, Hole, Holed, holed, link_tag, of_tokens
from tests.framework.samples import HTML

BRACED = st.lists(
    st.sampled_from(
        [
            *(
                '<a href="{filename}/a.md#b">',
                "<a href='{static}/i/p.svg'>",
                "</a>",
                '<img src="{static}/i.svg" alt="">',
            ),
            *(
                "<img src=x>",
                "<picture>",
                "</picture>",
                '<source srcset="{static}/x">',
                "{filename}",
                "a",
                "<p>",
                "<img",
            ),
            *('<a href="{tag}x">', '<a title="{" href="/x">', '<area href="{filename}/c.md"/>', "<!--", "-->", "&amp;"),
            *('<video src="{static}/f.mp4">', "<script>", "</script>", '<a href="{filename}/é&amp;%20.md">'),
        ]
    ),
    max_size=20,
).map("".join)


@given(st.one_of(BRACED, HTML, st.text(max_size=50)))
def test_nothing_is_lost(html: str) -> None:
    """Any HTML is what it was, with its holes filled by what they were cut out of."""
    found = Holed.of(html)
    assert found.raw == html
    assert len(found.pieces) == len(found.holes) + 1
    assert of_tokens(list(tokens(html))) == found


@given(st.one_of(BRACED, HTML))
def test_plain_data(html: str) -> None:
    """It survives as plain data, through CBOR, and through pickle."""
    found = Holed.of(html)
    assert Holed.of_plain(found.plain()) == found
    assert Holed.of_plain(cbor2.loads(cbor2.dumps(found.plain()))) == found
    assert pickle.loads(pickle.dumps(found)) == found


@given(BRACED)
def test_only_braces_and_images_are_holes(html: str) -> None:
    """Each image is one, and each link in braces; all other markup stands still."""
    for hole in Holed.of(html).holes:
        if hole.kind == "image":
            assert hole.attribute == "src"
            assert hole.tag.startswith("<img")
        else:
            assert (hole.kind, hole.target[0] in ("filename", "static", "tag")) == ("link", True)


@pytest.mark.parametrize(
    ("html", "holes"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param('<p><a href="/x/">y</a> {filename}</p>', [], id="no braces in a tag"),
        pytest.param('<a title="{filename}/x" href="/y">', [], id="braces elsewhere"),
        pytest.param('<!-- <a href="{filename}/x.md"> --><script>"<img>"</script>', [], id="no tags"),
        pytest.param(
            '<a href="{filename}/a.md">',
            [Hole("link", '<a href="{filename}/a.md">', "href")],
            id="a link",
        ),
        pytest.param(
            '<img src="x"><picture><img src="y"></picture><img src="z">',
            [
                Hole("image", '<img src="x">', "src", True),
                Hole("image", '<img src="y">', "src", False),
                Hole("image", '<img src="z">', "src", True),
            ],
            id="images, one of them in a picture",
        ),
        pytest.param(
            '</picture><picture/><img src="x">',
            [Hole("image", '<img src="x">', "src", False)],
            id="a picture that never ends",
        ),
    ],
)
def test_holes(html: str, holes: list[Hole]) -> None:
    """What is cut out."""
    assert list(Holed.of(html).holes) == holes


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("{filename}/articles/a.md", ("filename", "articles/a.md")),
        ("{filename}/articles/a.md#b", ("filename", "articles/a.md")),
        ("{static}/images/l%27%C3%A9t%C3%A9.svg", ("static", "images/l'été.svg")),
        ("{static}images/a%23b.svg#c", ("static", "images/a#b.svg")),
        ("/images/a.svg?x=1#y", ("", "/images/a.svg")),
        ("https://a.example/b.svg", ("", "https://a.example/b.svg")),
        ("", ("", "")),
    ],
)
def test_targets(address: str, target: tuple[str, str]) -> None:
    """A path below the content folder, decoded; or the path of a URL as it stands."""
    assert Hole("image", f'<img src="{address}">', "src").target == target


@pytest.mark.parametrize(
    ("address", "found", "expected"),
    [
        ("{filename}/a.md", "/2026/a/", "/2026/a/"),
        ("{filename}/a.md#b-c", "/2026/a/", "/2026/a/#b-c"),
        ("{filename}/a.md#", "/2026/a/", "/2026/a/#"),
        ("{filename}/a.md#b", None, "/a.md#b"),
        ("{static}/a%20b.svg", "/a%20b.svg", "/a%20b.svg"),
        ("/x/", "/y/", "/x/"),
    ],
)
def test_filled_in(address: str, found: str | None, expected: str) -> None:
    """A fragment stays; what leads nowhere has no braces either; what has none is left alone."""
    assert (
        link_tag(Hole("link", f'<a class="x" href="{address}">', "href"), found) == f'<a class="x" href="{expected}">'
    )


def test_filling() -> None:
    """Each hole is filled in its place, also beside another and at either end."""
    html = '<img src="a"><img src="b">c<img src="d">'
    assert Holed.of(html).pieces == ("", "", "c", "")
    assert Holed.of(html).filled(lambda hole: hole.address) == "abcd"
    assert (EMPTY.raw, EMPTY, holed(iter(()))) == ("", Holed.of(""), EMPTY)
