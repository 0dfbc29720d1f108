"""The rules themselves: each breach of one is seen, so that a feed without problems means something."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from plugins.feeds.feed_formats import FORMATS, Renderer
from tests.feeds.rules import RULES
from tests.feeds.samples import FULL_ENTRY, feed

GIVEN = feed(FULL_ENTRY, hub="https://hub.example/")

ATOM_BREACHES = [
    (' xml:lang="fr"', "", "no language"),
    ("tag:pot.example,2024-01-01:feed/", "tag:Pot.example:feed", "the feed's id is no URI"),
    ("2026-03-marmite</id>", "été</id>", "its id is no URI"),
    ('href="https://pot.example/feed.atom" rel="self"', 'href="feed.atom" rel="self"', "self is feed.atom"),
    ("<updated>2026-03-05T00:00:00+01:00", "<updated>2026-03-05 00:00:00+01:00", "is not a date"),
    ("<published>2026-03-02T08:30:00+01:00</published>", "", "0 of {http://www.w3.org/2005/Atom}published"),
    ("<name>La rédaction</name>\n<uri>https://pot.example/</uri>", "", "4.1.1"),
    ("<title>La marmite</title>", "<title>La <b>marmite</b></title>", "markup in a text construct"),
    ('length="1234"', "", "an enclosure without type or length"),
    (' scheme="https://pot.example/tags/"', "", "a category without term, scheme or label"),
    ('type="html">', ">", "content that is not escaped HTML"),
    ("&lt;em&gt;", '&lt;em style="color: red"&gt;', "style on <em>"),
    ("&lt;em&gt;", '&lt;em onclick="x"&gt;', "onclick on <em>"),
    ("&lt;em&gt;", "&lt;script&gt;x&lt;/script&gt;&lt;em&gt;", "<script> (W3C SecurityRisk)"),
    ("&lt;em&gt;", '&lt;a href="/x"&gt;y&lt;/a&gt;&lt;em&gt;', "relative address /x"),
    ("&lt;em&gt;", "\x80&lt;em&gt;", "a control character"),
    ("</entry>", "</entry><link/>", "something after the first entry"),
]
RSS_BREACHES = [
    ('version="2.0"', 'version="0.91"', "the root is not an rss element"),
    ("<language>fr</language>", "", "0 of language"),
    ("<description>Sur trois pieds</description>", "<description/>", "an empty title, link or description"),
    (' rel="self"', ' rel="via"', "self is None"),
    ("Thu, 05 Mar", "Fri, 05 Mar", "names the wrong weekday"),
    ("Mon, 02 Mar 2026 08:30:00 +0100", "2026-03-02", "is not a date"),
    (' isPermaLink="false"', "", "a guid that readers would take for an address"),
    ("<dc:creator>La rédaction</dc:creator>\n<dc:creator>Une autre plume</dc:creator>", "", "no author"),
    ("<dc:language>", "<author>a@b.example</author><dc:language>", "author and dc:creator"),
    (' type="image/svg+xml"', "", "an enclosure without url, type or length"),
    (' domain="https://pot.example/tags/"', "", "a category without name or domain"),
    ("<pubDate>", "<when>x</when><pubDate>", "unknown element when"),
    ("<description>Trois pieds valent mieux qu'un.</description>", "", "content:encoded before description"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "right", "wrong", "told"),
    [("atom", *breach) for breach in ATOM_BREACHES] + [("rss", *breach) for breach in RSS_BREACHES],
)
def test_a_breach_is_seen(name: str, right: str, wrong: str, told: str) -> None:
    """One change to a right feed makes a problem, and it is told in the rule's words."""
    written = dict(zip(("atom", "rss", "json"), (Renderer().rendered(form, GIVEN) for form in FORMATS), strict=True))[
        name
    ].decode()
    assert right in written
    problems = list(RULES[name](written.replace(right, wrong).encode(), f"https://pot.example/feed.{name}"))
    assert [problem for problem in problems if told in problem], problems


Change = Callable[[dict[str, Any]], object]
JSON_BREACHES: list[tuple[Change, str]] = [
    (lambda feed: feed.update(version="https://jsonfeed.org/version/1"), "version https"),
    (lambda feed: feed.pop("title"), "feed: no title"),
    (lambda feed: feed.update(author={}), "feed: unknown member author"),
    (lambda feed: feed.update(_a=1), "feed: _a is no extension"),
    (lambda feed: feed.update({"_a.b": {}}), "feed: _a.b is no extension"),
    (lambda feed: feed.update(feed_url="feed.json"), "feed_url is feed.json"),
    (lambda feed: feed["hubs"][0].pop("type"), "hub: no type"),
    (lambda feed: feed["items"].append(feed["items"][0]), "twice"),
    (lambda feed: feed["items"][0].update(id=1), "id is a int"),
    (lambda feed: feed["items"][0].pop("content_html"), "no content_html"),
    (lambda feed: feed["items"][0].update(date_published="2026"), "is not a date"),
    (lambda feed: feed["items"][0].update(authors=[]), "no author"),
    (lambda feed: feed["items"][0].update(tags=["a", "a"]), "a twice"),
    (lambda feed: feed["items"][0]["attachments"][0].pop("mime_type"), "attachment: no mime_type"),
    (lambda feed: feed["items"][0].update(content_html="<p class='x'>y</p>"), "class on <p>"),
]


@pytest.mark.parametrize(("change", "told"), JSON_BREACHES, ids=[told for _, told in JSON_BREACHES])
def test_a_breach_of_json_feed_is_seen(change: Change, told: str) -> None:
    """The same for JSON: what is missing, unknown, doubled or of the wrong type."""
    written = json.loads(Renderer().rendered(FORMATS[2], GIVEN))
    change(written)
    problems = list(RULES["json"](json.dumps(written).encode(), "https://pot.example/feed.json"))
    assert [problem for problem in problems if told in problem], problems
