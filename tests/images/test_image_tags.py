"""Pictures in HTML: exact tags in, exact tags out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.html_tokens import tokens
from plugins.framework.render.targets import Holed
from plugins.images.image_tags import image_tag
from plugins.images.model import Picture

PLAIN = Picture("images/pot.svg", "/images/pot.svg", 960, 540)
RICH = Picture("images/p.jpg", "/images/p.jpg", 1600, 1200, "image/avif", "/images/p.1.480.avif 480w", "100vw")
SMALL = Picture("images/q.png", "/images/q.png", 10, 20)
PICTURES = {"{static}/images/pot.svg": PLAIN, "p.jpg": RICH, "q.png": SMALL}


def with_sizes(html: str) -> str:
    """Return HTML as a page has it, each of its images looked up by the address that stands in the text."""
    return Holed.of(html).filled(
        lambda hole: (
            image_tag(hole.tag, PICTURES.get(hole.address), alone=hole.alone) if hole.kind == "image" else hole.tag
        )
    )


LAZY = 'loading="lazy" decoding="async"'
SOURCE = '<source type="image/avif" srcset="/images/p.1.480.avif 480w" sizes="{}">'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>No picture</p>", "<p>No picture</p>"),
        (
            '<p><img alt="A" src="{static}/images/pot.svg"></p>',
            f'<p><img alt="A" src="/images/pot.svg" width="960" height="540" {LAZY}></p>',
        ),
        ('<IMG alt="" src="{static}/images/pot.svg" />',) * 1
        + (f'<IMG alt="" src="/images/pot.svg" width="960" height="540" {LAZY} />',),
        ('<img src="https://a.example/x.png">', f'<img src="https://a.example/x.png" {LAZY}>'),
        ("<img>", f"<img {LAZY}>"),
        ('<img src="p.jpg" width=300>', "300px"),
        ('<img src="p.jpg" height="300">', "400px"),
        ('<img src="p.jpg" width="50%">', "kept"),
        (
            '<img src="q.png" width="99999">',
            f'<img src="/images/q.png" width="99999" height="199998" {LAZY}>',
        ),
        ('<img src="q.png" width="100000">', f'<img src="/images/q.png" width="100000" height="20" {LAZY}>'),
        (
            '<img src="p.jpg" loading="eager">',
            f"<picture>{SOURCE.format('100vw')}"
            '<img src="/images/p.jpg" loading="eager" width="1600" height="1200" decoding="async"></picture>',
        ),
        (
            '<picture><source srcset="o.webp"><img src="p.jpg"></picture>',
            f'<picture><source srcset="o.webp"><img src="/images/p.jpg" width="1600" height="1200" {LAZY}></picture>',
        ),
        (
            '<picture></picture></picture><img src="p.jpg">',
            f"<picture></picture></picture><picture>{SOURCE.format('100vw')}"
            f'<img src="/images/p.jpg" width="1600" height="1200" {LAZY}></picture>',
        ),
        (
            '<img src="p.jpg" srcset="q.jpg 2x">',
            f'<img src="/images/p.jpg" srcset="q.jpg 2x" width="1600" height="1200" {LAZY}>',
        ),
        ('<!-- <img src="p.jpg"> --><p>', '<!-- <img src="p.jpg"> --><p>'),
        ('<a href="x"><img src="p.jpg', '<a href="x"><img src="p.jpg'),
    ],
)
def test_placed(html: str, expected: str) -> None:
    """Sizes, loading and variants are added; what the author set stays."""
    done = with_sizes(html)
    if expected == "300px":
        expected = f'<picture>{SOURCE.format("300px")}<img src="/images/p.jpg" width=300 height="225" {LAZY}></picture>'
    elif expected == "400px":
        expected = (
            f'<picture>{SOURCE.format("400px")}<img src="/images/p.jpg" height="300" width="400" {LAZY}></picture>'
        )
    elif expected == "kept":
        expected = (
            f'<picture>{SOURCE.format("100vw")}<img src="/images/p.jpg" width="50%" height="1200" {LAZY}></picture>'
        )
    assert done == expected


@given(st.lists(st.sampled_from(["<img", ' src="p.jpg"', ">", "<p>", "a", "</picture>", "<picture>", '"', "<!--"])))
def test_nothing_is_lost(parts: list[str]) -> None:
    """Whatever the HTML, its words and tags stay, and a second time changes no picture that has variants."""
    html = "".join(parts)
    done = with_sizes(html)
    kept = [t.name for t in tokens(done) if t.name not in ("picture", "source", "")]
    assert kept == [t.name for t in tokens(html) if t.name not in ("picture", "source", "")]
    assert [t.text for t in tokens(done) if t.kind == "text"] == [t.text for t in tokens(html) if t.kind == "text"]
