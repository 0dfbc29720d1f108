"""Atom, RSS and JSON Feed: what each says, that they agree, and that no text breaks one of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import feedparser
import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.safe_text import clean
from plugins.feeds import atom, json_feed, rss
from plugins.feeds.feed_formats import FORMATS, Renderer
from plugins.feeds.model import Element, Enclosure, Entry, Extra, Feed
from tests.feeds.rules import ATOM, CONTENT, DC, RULES, parsed
from tests.feeds.samples import ENTRY, FEED, FULL_ENTRY, feed

FORMAT_NAMES = [form.extension for form in FORMATS]

ATOM_FULL = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xml:lang="fr" xmlns="http://www.w3.org/2005/Atom">
<title>Le pot</title>
<link href="https://pot.example/" rel="alternate"/>
<link href="https://pot.example/feed.atom" rel="self"/>
<id>tag:pot.example,2024-01-01:feed/</id>
<updated>2026-03-05T00:00:00+01:00</updated>
<author>
<name>La rédaction</name>
<uri>https://pot.example/</uri></author>
<subtitle>Sur trois pieds</subtitle>
<link href="https://hub.example/" rel="hub"/>
<generator uri="https://getpelican.com/">Pelican</generator>
<entry xml:lang="en">
<title>La marmite</title>
<link href="https://pot.example/2026/03/marmite/" rel="alternate"/>
<published>2026-03-02T08:30:00+01:00</published>
<updated>2026-03-05T00:00:00+01:00</updated>
<id>tag:pot.example,2024-01-01:2026-03-marmite</id>
<author>
<name>La rédaction</name>
<uri>https://pot.example/auteurs/la-redaction/</uri></author>
<author>
<name>Une autre plume</name></author>
<category label="la Responsabilité sociale" scheme="https://pot.example/moteurs/" term="rse" xml:lang="fr"/>
<category label="Été" scheme="https://pot.example/tags/" term="ete" xml:lang="fr"/>
<link href="https://pot.example/marmite.svg" length="1234" rel="enclosure" title="Une marmite" type="image/svg+xml"/>
<summary type="text">Trois pieds valent mieux qu'un.</summary>
<content type="html">&lt;p&gt;Du &lt;em&gt;texte&lt;/em&gt;.&lt;/p&gt;</content></entry></feed>
"""

RSS_FULL = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>Le pot</title>
<link>https://pot.example/</link>
<description>Sur trois pieds</description>
<language>fr</language>
<lastBuildDate>Thu, 05 Mar 2026 00:00:00 +0100</lastBuildDate>
<atom:link href="https://pot.example/feed.rss" rel="self" type="application/rss+xml"/>
<atom:link href="https://hub.example/" rel="hub"/>
<generator>Pelican (https://getpelican.com/)</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
<item>
<title>La marmite</title>
<link>https://pot.example/2026/03/marmite/</link>
<pubDate>Mon, 02 Mar 2026 08:30:00 +0100</pubDate>
<guid isPermaLink="false">tag:pot.example,2024-01-01:2026-03-marmite</guid>
<atom:updated>2026-03-05T00:00:00+01:00</atom:updated>
<dc:creator>La rédaction</dc:creator>
<dc:creator>Une autre plume</dc:creator>
<dc:language>en</dc:language>
<category domain="https://pot.example/moteurs/">la Responsabilité sociale</category>
<category domain="https://pot.example/tags/">Été</category>
<enclosure length="1234" type="image/svg+xml" url="https://pot.example/marmite.svg"/>
<description>Trois pieds valent mieux qu'un.</description>
<content:encoded>&lt;p&gt;Du &lt;em&gt;texte&lt;/em&gt;.&lt;/p&gt;</content:encoded></item></channel></rss>
"""

JSON_FULL = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Le pot",
    "home_page_url": "https://pot.example/",
    "feed_url": "https://pot.example/feed.json",
    "description": "Sur trois pieds",
    "language": "fr",
    "authors": [{"name": "La rédaction", "url": "https://pot.example/"}],
    "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
    "items": [
        {
            "id": "tag:pot.example,2024-01-01:2026-03-marmite",
            "url": "https://pot.example/2026/03/marmite/",
            "title": "La marmite",
            "summary": "Trois pieds valent mieux qu'un.",
            "content_html": "<p>Du <em>texte</em>.</p>",
            "date_published": "2026-03-02T08:30:00+01:00",
            "date_modified": "2026-03-05T00:00:00+01:00",
            "language": "en",
            "authors": [
                {"name": "La rédaction", "url": "https://pot.example/auteurs/la-redaction/"},
                {"name": "Une autre plume"},
            ],
            "tags": ["la Responsabilité sociale", "Été"],
            "image": "https://pot.example/marmite.svg",
            "attachments": [
                {
                    "url": "https://pot.example/marmite.svg",
                    "mime_type": "image/svg+xml",
                    "title": "Une marmite",
                    "size_in_bytes": 1234,
                }
            ],
        }
    ],
}


def written(given: Feed, name: str) -> bytes:
    """Return a feed in one format."""
    return {form.extension: Renderer().rendered(form, given) for form in FORMATS}[name]


def problems(given: Feed) -> list[str]:
    """Return what is wrong with a feed in any format."""
    return [
        f"{name}: {problem}"
        for name in FORMAT_NAMES
        for problem in RULES[name](written(given, name), f"{given.address}.{name}")
    ]


def test_everything_that_atom_says() -> None:
    """A feed with all that a feed can have, byte for byte."""
    given = feed(replace(FULL_ENTRY, language="en"), hub="https://hub.example/")
    assert written(given, "atom").decode() == ATOM_FULL


def test_everything_that_rss_says() -> None:
    """The same as RSS."""
    given = feed(replace(FULL_ENTRY, language="en"), hub="https://hub.example/")
    assert written(given, "rss").decode() == RSS_FULL


def test_everything_that_json_feed_says() -> None:
    """The same as JSON, members in this order."""
    given = feed(replace(FULL_ENTRY, language="en"), hub="https://hub.example/")
    found = json.loads(written(given, "json"))
    assert found == JSON_FULL
    assert list(found) == list(JSON_FULL)


def test_a_label_in_the_entrys_language_says_no_language() -> None:
    """``xml:lang`` stands on a category only where it differs from the entry's."""
    root = parsed(written(feed(FULL_ENTRY), "atom"))
    assert [dict(category.attrib) for category in root.iter(f"{ATOM}category")] == [
        {"label": "la Responsabilité sociale", "scheme": "https://pot.example/moteurs/", "term": "rse"},
        {"label": "Été", "scheme": "https://pot.example/tags/", "term": "ete"},
    ]


@pytest.mark.parametrize(
    "entries", [(), (ENTRY,), (FULL_ENTRY, replace(ENTRY, id="tag:pot.example,2024-01-01:b"))], ids=len
)
def test_feeds_keep_the_rules(entries: tuple[Entry, ...]) -> None:
    """An empty feed, a small one and a full one are right in every format."""
    assert problems(feed(*entries)) == []


def test_an_empty_feed_has_the_feeds_own_date() -> None:
    """Nothing comes from the clock."""
    assert parsed(written(FEED, "atom")).findtext(f"{ATOM}updated") == "2024-01-01T00:00:00+01:00"
    assert parsed(written(FEED, "rss")).findtext("channel/lastBuildDate") == "Mon, 01 Jan 2024 00:00:00 +0100"
    assert json.loads(written(FEED, "json"))["items"] == []


def test_an_entry_without_summary_has_none() -> None:
    """Nothing stands for a summary that there is not."""
    given = feed(replace(ENTRY, summary=""))
    assert parsed(written(given, "atom")).find(f"{ATOM}entry/{ATOM}summary") is None
    assert parsed(written(given, "rss")).find("channel/item/description") is None
    assert "summary" not in json.loads(written(given, "json"))["items"][0]


HOSTILE = [
    "Fin ]]> de section",
    "<script>alert(1)</script>",
    "Toi & moi &amp; elle &#233; &nbsp;",
    "a\x0bb\x00c",
    "haut\ud83d seul \udc00",
    "🫕 au feu 👩‍🍳",
    "\u202eעברית\u202c et עוד",
    "\"guillemets\" et 'apostrophes'",
    "deux\r\nlignes",
    "<b>gras</b> < 3 > 2",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_come_out_right(title: str) -> None:
    """A title is what was typed, less what no feed can carry: for XML parsers, and as JSON."""
    given = feed(replace(ENTRY, title=title, summary=title))
    atom_root, rss_root = parsed(written(given, "atom")), parsed(written(given, "rss"))
    item = json.loads(written(given, "json"))["items"][0]
    assert atom_root.findtext(f"{ATOM}entry/{ATOM}title") == clean(title)
    assert rss_root.findtext("channel/item/title") == clean(title)
    assert item["title"] == clean(title)
    assert atom_root.findtext(f"{ATOM}entry/{ATOM}summary") == clean(title)
    assert item["summary"] == clean(title)
    assert problems(given) == []


@pytest.mark.parametrize("title", HOSTILE)
def test_an_rss_description_is_html_that_reads_as_the_summary(title: str) -> None:
    """RSS has HTML there by definition: what a browser shows of it is the summary, tags and all."""
    description = parsed(written(feed(replace(ENTRY, summary=title)), "rss")).findtext("channel/item/description")
    shown = lxml.etree.HTML(f"<p>{description}</p>").xpath("string(//p)")
    assert shown == clean(title)


def test_rss_escapes_plain_text_in_the_profiles_way() -> None:
    """A title is escaped once, in hexadecimal, which the RSS Profile found to be read most often as it was meant."""
    written_ = written(feed(replace(ENTRY, title="A & <b>", summary="A & <b>")), "rss").decode()
    assert "<title>A &#x26; &#x3C;b&#x3E;</title>" in written_
    assert "<description>A &amp;amp; &amp;lt;b&amp;gt;</description>" in written_


@pytest.mark.parametrize("name", ["atom", "rss"])
@pytest.mark.parametrize("title", ["Toi & moi", "Fin ]]> de section", "🫕 \u202eעברית\u202c", "1 < 2"])
def test_readers_show_titles_as_typed(title: str, name: str) -> None:
    """feedparser, a reader's parser, finds the title too, and no mistake in the feed."""
    found = feedparser.parse(written(feed(replace(ENTRY, title=title)), name))
    assert found.bozo is False
    assert found.entries[0].title.replace("&amp;", "&").replace("&gt;", ">").replace("&lt;", "<") == title


ANY = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=30)


@given(title=ANY, summary=ANY, name=ANY, alternative=ANY)
def test_no_text_breaks_a_feed(title: str, summary: str, name: str, alternative: str) -> None:
    """Whatever is typed, three parsers read three feeds."""
    entry = replace(
        FULL_ENTRY,
        title=title,
        summary=summary,
        authors=(replace(ENTRY.authors[0], name=name),),
        image=Enclosure("https://pot.example/a.png", "image/png", 1, alternative),
    )
    given = feed(entry, title=title, description=summary)
    assert parsed(written(given, "atom")).findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == clean(name)
    assert parsed(written(given, "rss")).findtext(f"channel/item/{DC}creator") == clean(name)
    assert json.loads(written(given, "json"))["items"][0]["authors"][0]["name"] == clean(name)


def facts(data: bytes, name: str) -> list[dict[str, Any]]:
    """Return what a feed says of its entries, in words that all formats share."""
    if name == "json":
        return [
            {
                "id": item["id"], "url": item["url"], "title": item["title"], "summary": item["summary"],
                "content": item["content_html"], "language": item["language"],
                "published": datetime.fromisoformat(item["date_published"]),
                "updated": datetime.fromisoformat(item["date_modified"]),
                "authors": [author["name"] for author in item["authors"]],
                "tags": item["tags"],
                "files": [(file["url"], file["mime_type"], file["size_in_bytes"]) for file in item["attachments"]],
            }
            for item in json.loads(data)["items"]
        ]  # fmt: skip
    root, found = parsed(data), feedparser.parse(data, sanitize_html=False)
    raw = root.findall(f"{ATOM}entry") if name == "atom" else root.findall("channel/item")
    published = f"{ATOM}published" if name == "atom" else "pubDate"
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    return [
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "summary": lxml.etree.HTML(f"<p>{entry.summary}</p>").xpath("string(//p)"),
            "content": element.findtext(f"{ATOM}content") or element.findtext(f"{CONTENT}encoded"),
            "language": element.get(language) or element.findtext(f"{DC}language"),
            "published": _moment(element.findtext(published) or ""),
            "updated": _moment(element.findtext(f"{ATOM}updated") or ""),
            "authors": [author.text for author in (*element.iter(f"{ATOM}name"), *element.iter(f"{DC}creator"))],
            "tags": [tag.label or tag.term for tag in entry.tags],
            "files": [(file.href, file.type, int(file.length)) for file in entry.enclosures],
        }
        for entry, element in zip(found.entries, raw, strict=True)
    ]


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z")


def test_the_formats_agree() -> None:
    """Every fact of every entry is the same in the three formats."""
    other = replace(
        FULL_ENTRY, id="tag:pot.example,2024-01-01:b", title="Toi & moi ]]>", language="en", summary="1 < 2 & 3",
        content="<p>a &amp; b</p>\n<pre>c\n  d</pre>",
    )  # fmt: skip
    given = feed(FULL_ENTRY, other)
    said = {name: facts(written(given, name), name) for name in FORMAT_NAMES}
    assert said["atom"] == said["rss"] == said["json"]
    assert len(said["atom"]) == 2


def test_each_entry_is_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many feeds an entry stands in, each format makes it once in a build."""
    made: list[tuple[str, str]] = []
    for module, name in ((atom.AtomFeed, "atom"), (rss.RSSFeed, "rss")):
        original = module.item_xml

        def counted(self: Any, item: Any, name: str = name, original: Any = original) -> str:
            made.append((name, item["entry"].id))
            return str(original(self, item))

        monkeypatch.setattr(module, "item_xml", counted)
    original_item = json_feed.item
    monkeypatch.setattr(json_feed, "item", lambda entry: made.append(("json", entry.id)) or original_item(entry))
    second = replace(ENTRY, id="tag:pot.example,2024-01-01:b")
    renderer = Renderer()
    together = [
        [renderer.rendered(form, feed(*entries)) for form in FORMATS]
        for entries in ((ENTRY, second), (second,), (second, ENTRY), (ENTRY,))
    ]
    assert sorted(made) == sorted((name, entry.id) for name in FORMAT_NAMES for entry in (ENTRY, second))
    alone = [
        [Renderer().rendered(form, feed(*entries)) for form in FORMATS]
        for entries in ((ENTRY, second), (second,), (second, ENTRY), (ENTRY,))
    ]
    assert together == alone


SLASH = "http://purl.org/rss/1.0/modules/slash/"
THREAD = "http://purl.org/syndication/thread/1.0"
COMMENTS = Extra(
    atom=(
        Element("link", attributes={"rel": "replies", "href": "https://pot.example/a.atom", "thr:count": "2"}),
        Element("thr:total", "2"),
    ),
    rss=(Element("comments", "https://pot.example/a/#c"), Element("slash:comments", "2")),
    json={"_comments": {"count": 2, "about": "https://pot.example/\x0b"}},
    namespaces={"slash": SLASH, "thr": THREAD},
)


def test_extras_stand_in_every_format() -> None:
    """What others add to an entry and to a feed is there, with its namespaces, and the feed is still right."""
    given = feed(
        replace(ENTRY, extra=COMMENTS), extra=Extra(rss=(Element("slash:section", "x"),), namespaces={"slash": SLASH})
    )
    atom_root, rss_root = parsed(written(given, "atom")), parsed(written(given, "rss"))
    assert atom_root.xpath("//a:link/@t:count", namespaces={"a": ATOM[1:-1], "t": THREAD}) == ["2"]
    assert atom_root.findtext(f".//{{{THREAD}}}total") == "2"
    assert rss_root.findtext("channel/item/comments") == "https://pot.example/a/#c"
    assert rss_root.findtext(f"channel/item/{{{SLASH}}}comments") == "2"
    assert rss_root.findtext(f"channel/{{{SLASH}}}section") == "x"
    assert json.loads(written(given, "json"))["items"][0]["_comments"] == {"count": 2, "about": "https://pot.example/"}
    assert problems(given) == []
