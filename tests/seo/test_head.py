"""What stands in the head of a page."""

from __future__ import annotations

from dataclasses import replace

from plugins.seo.head import head_of
from plugins.seo.model import Picture
from tests.seo.samples import ARTICLE, LIST, PREVIEW, SITE


def test_an_article() -> None:
    """Everything is there, absolute, in a fixed order."""
    head = head_of(ARTICLE, replace(SITE, fediverse="@anne@a.example"))
    url = "https://a.example/blog/2026/03/pot/"
    assert head.canonical == url
    assert (head.description, head.robots) == ("Pourquoi\u00a0?", "")
    assert head.alternates == (
        ("en", "https://a.example/blog/2026/03/the-pot/"),
        ("fr", url),
        ("x-default", url),
    )
    assert head.properties == (
        ("og:type", "article"),
        ("og:site_name", "Trépied"),
        ("og:title", "La marmite\u00a0: «\u00a0trois pieds\u00a0»"),
        ("og:description", "Pourquoi\u00a0?"),
        ("og:url", url),
        ("og:locale", "fr_FR"),
        ("og:locale:alternate", "en_US"),
        ("og:image", f"{url}card.png?v=1"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "La marmite – Le Collaboratif"),
        ("article:published_time", "2026-03-02T08:30:00+01:00"),
        ("article:modified_time", "2026-04-01T00:00:00+02:00"),
        ("article:author", "https://a.example/blog/auteurs/anne/"),
        ("article:section", "Le Collaboratif"),
        ("article:tag", "été"),
    )
    assert head.names == (
        ("twitter:card", "summary_large_image"),
        ("twitter:image:alt", "La marmite – Le Collaboratif"),
        ("fediverse:creator", "@anne@a.example"),
    )


def test_a_preview_says_nothing_that_would_be_wrong() -> None:
    """Without an address there is a description, and nothing that must be absolute."""
    head = head_of(ARTICLE, PREVIEW)
    assert (head.description, head.robots) == ("Pourquoi\u00a0?", "")
    assert not (head.canonical)
    assert not (head.alternates)
    assert not (head.properties)
    assert not (head.names)
    assert not (head.data)


def test_a_hidden_article_may_be_shared_and_not_found() -> None:
    """It has a card in social networks; search engines are asked to leave it."""
    head = head_of(replace(ARTICLE, indexed=False), SITE)
    assert head.robots == "noindex"
    assert head.properties
    assert not (head.canonical)
    assert not (head.alternates)
    assert not (head.data)


def test_a_draft_says_nothing() -> None:
    """Nobody is to lead others to it."""
    head = head_of(replace(ARTICLE, indexed=False, shared=False), SITE)
    assert head == replace(head, canonical="", alternates=(), properties=(), names=(), data="", robots="noindex")


def test_a_small_picture_makes_a_small_card() -> None:
    """X shows a large picture only where there is a wide one."""
    for picture, kind in ((None, "summary"), (Picture("a.jpg", 400, 400), "summary")):
        assert head_of(replace(LIST, picture=picture), SITE).names[0] == ("twitter:card", kind)
