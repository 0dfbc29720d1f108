"""What a published page says of itself."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugins.notify.article_page import Article, article_of
from tests.notify.publishing import page

HOME = "https://name.example/blog/"


def read(html: str) -> Article | None:
    """Return the article of a page."""
    return article_of(LexborHTMLParser(html), HOME)


def found(html: str) -> Article:
    """Return the article of a page that has one."""
    article = read(html)
    assert article is not None
    return article


def test_an_article() -> None:
    """Its id, its address, plain words, and its links in order, the answered page first."""
    links = ["https://a.example/1?x=1&y=2", "https://name.example/other/", "https://name.example/blog/x/", "../y/"]
    html = page(links, identity="2026-03-x", title="L’« été » & co", answers="https://b.example/", home=HOME)
    article = found(html)
    assert (article.id, article.url, article.site) == ("2026-03-x", f"{HOME}2026-03-x/", "Trépied")
    assert (article.title, article.excerpt) == ("L’« été » & co", "Un résumé.")
    assert article.links == ("https://b.example/", "https://a.example/1?x=1&y=2", "https://name.example/other/")


COMMENT = (
    '<div class="u-comment h-cite"><a class="u-in-reply-to" href="https://no.example/1">x</a>'
    '<div class="e-content"><a href="https://no.example/2">x</a></div></div>'
)


def test_what_others_wrote_is_no_link_of_the_article() -> None:
    """A comment is an h-cite of its own; its links are not the author's."""
    html = page(["https://a.example/"]).replace("</article>", f"{COMMENT}</article>")
    assert found(html).links == ("https://a.example/",)


@pytest.mark.parametrize(
    "html",
    [
        "",
        page().replace("canonical", "alternate"),
        page().replace("h-entry", "entry"),
        page().replace("e-content", "content"),
        page().replace('href="http://127', 'href="ftp://127'),
        page().replace("<article", '<div class="h-entry"></div><article').replace("single h-entry", "h-feed"),
        '<link rel="canonical" href="https://name.example/blog/"><div class="h-feed">'
        '<div class="h-entry"><p class="e-content">x</div><div class="h-entry"><p class="e-content">y</div></div>',
    ],
)
def test_other_pages(html: str) -> None:
    """A page without an address, a content or one h-entry is no article's."""
    assert read(html) is None


def test_without_an_id_the_address_is_one() -> None:
    """Another theme's page may not say it; and what it says may be no id, and becomes no path."""
    one = found(page().replace(' data-id="2026-03-marmite"', ""))
    other = found(page(identity="../../x", url="http://127.0.0.1:9/2026-03-marmite/"))
    assert one.id == other.id == "address-ba29d4cc39195ef0"


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (page(["https://a.example/"]), True),
        (page(["https://a.example/"]).replace("<p>", '<p class="x">'), True),
        (page(["https://a.example/"]).replace("pied</a>", "pied</a> <time>hier</time>"), True),
        (page(["https://a.example/"], words="Un autre texte."), False),
        (page(["https://a.example/"], title="Un autre titre"), False),
        (page(["https://a.example/b"]), False),
        (page(["https://a.example/"], answers="https://b.example/"), False),
    ],
)
def test_what_is_a_change(changed: str, same: bool) -> None:
    """Words and links are; markup and what stands around them are not."""
    assert (found(changed).digest == found(page(["https://a.example/"])).digest) is same


def test_long_excerpts_are_cut_between_words() -> None:
    """As TrackBack's implementations take them."""
    html = page().replace("Un résumé.", "mot " * 100)
    assert found(html).excerpt == ("mot " * 62).strip() + " …"
    assert found(page().replace("Un résumé.", "x" * 300)).excerpt == "x" * 250 + " …"
