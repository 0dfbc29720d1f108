"""microformats2: h-entry and h-card, on our own pages, and on the pages that link to them."""

from __future__ import annotations

from typing import Any

import mf2py
import pytest

from tests.conftest import SiteFolder
from tests.inbox.linking import Linking
from tests.interactions.built import ADDRESS, PAGE


def entries(site: SiteFolder, page: str) -> list[dict[str, Any]]:
    """Return the h-entries of a built page."""
    html = (site.output / page / "index.html").read_text("utf-8")
    items = mf2py.parse(doc=html, url=f"{ADDRESS}/{page}/")["items"]
    return [item for item in items if "h-entry" in item["type"]]


def test_h_entry_of_our_own_page(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """One entry a page: name, url, date, content, and its author as an h-card."""
    site, _ = talking
    (entry,) = entries(site, PAGE)
    found = entry["properties"]
    assert (found["name"], found["url"]) == (["La marmite & <nous>"], [f"{ADDRESS}/{PAGE}/"])
    assert found["published"] == ["2026-03-02T00:00:00+0100"]
    assert found["content"][0]["value"].strip().startswith("Point")
    (author,) = found["author"]
    assert (author["type"], author["properties"]["name"]) == (["h-card"], ["La rédaction"])


def test_h_entry_comments_of_our_own_page(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """Comments are ``u-comment h-cite``; a reply on another site leads there."""
    site, _ = talking
    comments = entries(site, PAGE)[0]["properties"]["comment"]
    assert all("h-cite" in comment["type"] for comment in comments)
    ana = next(c for c in comments if c["properties"]["author"][0]["properties"]["name"] == ["Ana"])["properties"]
    assert ana["url"][-1] == "https://ana.example/1"
    assert ana["author"][0]["properties"]["url"] == ["https://ana.example/"]


CARD = '<a class="p-author h-card" href="https://ana.example/">Ana Nime</a>'
KINDS = {
    "reply": '<a class="u-in-reply-to" href="{0}">re</a> <div class="e-content">Un <b>seul</b> pied ?</div>',
    "like": '<a class="u-like-of" href="{0}">aime</a>',
    "repost": '<a class="u-repost-of" href="{0}">passe</a> <div class="e-content">Lisez cela.</div>',
    "mention": '<div class="e-content">Voyez <a href="{0}">la marmite</a>.</div>',
}
NESTED = {
    "reply": '<div class="u-in-reply-to h-cite"><a class="u-url p-name" href="{0}">La marmite</a></div>',
    "like": '<div class="u-like-of h-cite"><a class="u-url" href="{0}">x</a></div>',
    "repost": '<div class="h-cite u-repost-of"><p>x <a class="u-url" href="{0}">y</a></p></div>',
}


@pytest.mark.parametrize("kind", KINDS)
def test_h_entry_of_a_page_that_links_here(linking: Linking, kind: str) -> None:
    """The relation to the target says what it is; author, name and text are the entry's."""
    html = f'<div class="h-entry">{CARD} {KINDS[kind].format(linking.target)}</div>'
    linking.webmention(linking.site.put("/a", html))
    linking.look()
    row = linking.row
    assert (row.type, row.author, row.author_url) == (kind, "Ana Nime", "https://ana.example/")
    texts = {"reply": "Un seul pied ?", "like": "", "repost": "Lisez cela.", "mention": "Voyez la marmite."}
    assert row.text == texts[kind]


@pytest.mark.parametrize("kind", NESTED)
def test_h_cite_of_the_target(linking: Linking, kind: str) -> None:
    """A relation may be a citation of the target, with its address within."""
    linking.webmention(linking.site.put("/a", f'<div class="h-entry">{NESTED[kind].format(linking.target)}</div>'))
    linking.look()
    assert linking.row.type == kind


def test_a_relation_to_another_page_is_none_to_ours(linking: Linking) -> None:
    """Who answers somebody else and links here mentions us."""
    html = (
        '<div class="h-entry"><a class="u-in-reply-to" href="https://a.example/">re</a>'
        f'<a class="u-like-of" href="{linking.target}suite">x</a> <p class="e-content">'
        f'Voyez <a href="{linking.target}">ceci</a>.</p></div>'
    )
    linking.webmention(linking.site.put("/a", html))
    linking.look()
    assert linking.row.type == "mention"


def test_of_many_entries_the_one_that_links_here(linking: Linking) -> None:
    """A page of many entries: author and text are those of the entry with the link, and no other's."""
    other = '<div class="h-entry"><span class="p-author h-card">Autre</span><p class="e-content">Non.</p></div>'
    mine = f'<div class="h-entry">{CARD}<p class="e-content">Voyez <a href="{linking.target}">ceci</a>.</p></div>'
    linking.webmention(linking.site.put("/a", f'<div class="h-feed">{other}{mine}{other}</div>'))
    linking.look()
    assert (linking.row.author, linking.row.text) == ("Ana Nime", "Voyez ceci.")


@pytest.mark.parametrize(
    ("author", "name", "url"),
    [
        (CARD, "Ana Nime", "https://ana.example/"),
        ('<span class="p-author">Ana Nime</span>', "Ana Nime", None),
        ('<div class="p-author h-card"><b class="p-name">Ana</b><a class="u-url" href="/moi">x</a>', "Ana", "/moi"),
        ('<a class="u-author" href="/moi"></a>', "Ana d’ici", "/moi"),
        ('<a class="p-author h-card" href="/moi"></a>', "Ana d’ici", "/moi"),
        ('<a rel="author" href="/moi">x</a>', "Ana d’ici", "/moi"),
        ('<span class="p-author h-card"><a class="u-url" href="javascript:alert(1)">Ana</a></span>', "Ana", None),
        ('<span class="p-author"> </span>', "", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_authorship(linking: Linking, author: str, name: str, url: str | None) -> None:
    """https://indieweb.org/authorship: the entry's author, or the page that it or ``rel=author`` leads to."""
    linking.site.put("/moi", '<p class="h-card"><a class="u-url u-uid" href="/moi">Ana d’ici</a></p>')
    html = f'<div class="h-entry">{author}<a class="u-in-reply-to" href="{linking.target}">x</a></div>'
    linking.webmention(linking.site.put("/a", html))
    linking.look()
    linking.look()
    whole = linking.site.url(url) if url is not None and url.startswith("/") else url
    assert (linking.row.author, linking.row.author_url) == (name, whole)


@pytest.mark.parametrize(
    ("card", "name"),
    [
        ('<p class="h-card"><a class="u-url u-uid" href="/moi">Ana</a></p><p class="h-card">Autre</p>', "Ana"),
        ('<p class="h-card">Autre</p><p class="h-card"><a class="u-url" rel="me" href="/elle">Ana</a></p>', "Ana"),
        ('<p class="h-card"><a class="u-url" href="/moi">Ana</a></p>', "Ana"),
        ('<p class="h-card"><a class="u-url" href="/moi">A</a></p><p class="h-card">B</p>', ""),
        ('<p class="h-card"><a class="u-url" href="/autre">A</a></p>', ""),
        ('<div class="h-entry"><p class="h-card"><a class="u-url" href="/moi">Ana</a></p></div>', "Ana"),
    ],
)
def test_representative_h_card(linking: Linking, card: str, name: str) -> None:
    """Whose page it is: uid and url are its address, or its url is a ``rel=me``, or it is the only card."""
    linking.site.put("/moi", card)
    html = f'<p class="h-entry"><a class="u-author" href="/moi"></a><a class="u-like-of" href="{linking.target}">x</a>'
    linking.webmention(linking.site.put("/a", html))
    linking.look()
    linking.look()
    assert linking.row.author == name


def test_a_page_without_microformats(linking: Linking) -> None:
    """Its title, and the words of the block that holds the link; no script's words and no style's."""
    html = (
        "<title>\n  Un &amp; titre </title><script>var x = 1</script><p>Avant.</p>"
        f'<p>Lisez <em>donc</em> <a href="{linking.target}">ceci</a>,<script>y = 2</script> puis'
        "<style>p {}</style> cela.</p>"
    )
    linking.webmention(linking.site.put("/a", html))
    linking.look()
    assert (linking.row.title, linking.row.text) == ("Un & titre", "Lisez donc ceci, puis cela.")
