"""What a feed must be: the rules of the formats, and those that the W3C's feed validator adds, without the network.

Each function yields the problems of a feed; a good one has none. The sections are those of RFC 4287 (Atom), of the
RSS 2.0 specification and the RSS Best Practices Profile, and of JSON Feed 1.1. ``W3C`` marks a warning of
https://validator.w3.org/feed/. Left out: what needs the network (whether links lead somewhere) and the clock
(whether dates are plausible).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import lxml.html

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")
RFC_2822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT)\Z"
)
TAG_URI = re.compile(
    r"tag:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,\d{4}(?:-\d\d(?:-\d\d)?)?:(?:[A-Za-z0-9!$&'()*+,;=:@/?._~-]|%[0-9A-Fa-f]{2})*\Z"
)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+\Z")
BAD_CHARACTERS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
READABLE = frozenset(
    """
    a abbr address area article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del details
    dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main map mark menu
    meter nav ol p picture pre progress q rp rt ruby s samp section small source span strong sub summary sup table
    tbody td tfoot th thead time tr track u ul var video wbr
    """.split()  # noqa: SIM905 - a list of strings is no easier to read
)
"""Elements that readers show and that do nothing by themselves (W3C "SecurityRisk" names the others)."""

RSS_CHANNEL = ["title", "link", "description", "language", "lastBuildDate", "generator", "docs"]
RSS_ITEM = ["title", "link", "description", "pubDate", "guid", "category", "enclosure", "comments"]


def is_absolute(address: str | None) -> bool:
    """Tell whether an address leads somewhere from anywhere."""
    return bool(address) and urlsplit(address).scheme in ("http", "https") and bool(urlsplit(address).netloc)


def is_id(text: object) -> bool:
    """Tell whether a text is a URI in ASCII, which readers can compare; a tag URI is one by RFC 4151, section 2.1."""
    if not isinstance(text, str) or not text or not text.isascii() or " " in text:
        return False
    return bool(TAG_URI.match(text)) if text.startswith("tag:") else bool(urlsplit(text).scheme)


def html_problems(html: str, where: str) -> Iterator[str]:
    """Yield what a reader would stumble over in an entry's HTML."""
    if not html.strip():
        return
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter():
        if not isinstance(element.tag, str):
            yield f"{where}: a comment"
            continue
        if element.tag not in READABLE:
            yield f"{where}: <{element.tag}> (W3C SecurityRisk)"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "class"):
                yield f"{where}: {name} on <{element.tag}> (W3C SecurityRiskAttr)"
            if name in ("href", "src", "cite", "poster") and not urlsplit(value).scheme:
                yield f"{where}: relative address {value} (W3C ContainsRelRef)"
            if value.strip().lower().startswith("javascript:"):
                yield f"{where}: {value}"


def date_problems(text: str | None, where: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield what is wrong with a date."""
    if not text or not pattern.match(text):
        yield f"{where}: {text!r} is not a date of this format"
    elif pattern is RFC_2822 and f"{parsedate_to_datetime(text):%a}" != text[:3]:
        yield f"{where}: {text!r} names the wrong weekday (W3C IncorrectDOW)"
    elif pattern is RFC_3339:
        datetime.fromisoformat(text)


def parsed(data: bytes) -> lxml.etree._Element:
    """Return the root of an XML feed."""
    return lxml.etree.fromstring(data, lxml.etree.XMLParser(resolve_entities=False, no_network=True))


def once(parent: lxml.etree._Element, names: Iterable[str], where: str, *, needed: bool = True) -> Iterator[str]:
    """Yield which children are doubled, or missing although needed."""
    for name in names:
        count = len(parent.findall(name))
        if count > 1 or (needed and not count):
            yield f"{where}: {count} of {name}"


def doubles(values: Iterable[str | None], where: str) -> Iterator[str]:
    """Yield the values that stand more than once."""
    yield from (f"{where}: {value} twice" for value, count in Counter(values).items() if count > 1)


def text_problems(data: bytes) -> Iterator[str]:
    """Yield what is wrong with a feed as text: UTF-8 (RFC 3629), and characters that all parsers take."""
    if BAD_CHARACTERS.search(data.decode("utf-8")):
        yield "a control character (XML 1.0, 2.2; W3C BadCharacters)"


def atom_problems(data: bytes, location: str) -> Iterator[str]:
    """Yield what is wrong with an Atom feed that stands at an address."""
    yield from text_problems(data)
    feed = parsed(data)
    if feed.tag != f"{ATOM}feed":
        yield "4.1.1: the root is not atom:feed"
    if not LANGUAGE.match(feed.get(XML_LANG, "")):
        yield "2: no language (W3C MissingDCLanguage)"
    yield from once(feed, [f"{ATOM}{name}" for name in ("id", "title", "updated")], "4.1.1")
    yield from once(feed, [f"{ATOM}{name}" for name in ("subtitle", "generator", "rights")], "4.1.1", needed=False)
    names = [child.tag for child in feed]
    if f"{ATOM}entry" in names and set(names[names.index(f"{ATOM}entry") :]) != {f"{ATOM}entry"}:
        yield "something after the first entry (W3C MisplacedMetadata)"
    if not feed.findtext(f"{ATOM}author/{ATOM}name"):
        yield "4.1.1: no author"
    if not is_id(feed.findtext(f"{ATOM}id")):
        yield "4.2.6: the feed's id is no URI"
    links = {link.get("rel", "alternate"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    if links.get("self") != location:
        yield f"4.1.1: self is {links.get('self')} at {location} (W3C SelfDoesntMatchLocation)"
    if not is_absolute(links.get("alternate")):
        yield "4.1.1: no alternate link"
    yield from date_problems(feed.findtext(f"{ATOM}updated"), "feed updated", RFC_3339)
    entries = feed.findall(f"{ATOM}entry")
    yield from doubles([entry.findtext(f"{ATOM}id") for entry in entries], "4.1.1 (W3C DuplicateEntries)")
    for entry in entries:
        yield from _entry_problems(entry)
    if entries and feed.findtext(f"{ATOM}updated") not in [entry.findtext(f"{ATOM}updated") for entry in entries]:
        yield "4.2.15: the feed was updated when no entry was"


def _entry_problems(entry: lxml.etree._Element) -> Iterator[str]:
    where = f"entry {entry.findtext(f'{ATOM}id')}"
    yield from once(entry, [f"{ATOM}{name}" for name in ("id", "title", "updated", "published", "content")], where)
    yield from once(entry, [f"{ATOM}summary"], where, needed=False)
    if not is_id(entry.findtext(f"{ATOM}id")):
        yield f"{where}: its id is no URI"
    if not entry.findtext(f"{ATOM}author/{ATOM}name"):
        yield f"{where}: no author (4.1.2)"
    for name in ("published", "updated"):
        yield from date_problems(entry.findtext(f"{ATOM}{name}"), f"{where} {name}", RFC_3339)
    alternates = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    yield from doubles([f"{link.get('type')} {link.get('hreflang')}" for link in alternates], f"{where}: alternate")
    if len(alternates) != 1:
        yield f"{where}: {len(alternates)} alternate links"
    for link in entry.findall(f"{ATOM}link"):
        if not is_absolute(link.get("href")):
            yield f"{where}: link to {link.get('href')}"
        if link.get("rel") == "enclosure" and not (
            MEDIA_TYPE.match(link.get("type", "")) and link.get("length", "").isdigit()
        ):
            yield f"{where}: an enclosure without type or length (4.2.7)"
    for category in entry.findall(f"{ATOM}category"):
        if not category.get("term") or not is_absolute(category.get("scheme")) or not category.get("label"):
            yield f"{where}: a category without term, scheme or label"
    if not LANGUAGE.match(entry.get(XML_LANG, "")):
        yield f"{where}: no language"
    content = entry.find(f"{ATOM}content")
    if content is not None:
        if content.get("type") != "html" or len(content):
            yield f"{where}: content that is not escaped HTML (4.1.3.3)"
        yield from html_problems(content.text or "", where)
    if any(len(text) for text in (*entry.findall(f"{ATOM}title"), *entry.findall(f"{ATOM}summary"))):
        yield f"{where}: markup in a text construct (3.1.1.1)"


def rss_problems(data: bytes, location: str) -> Iterator[str]:
    """Yield what is wrong with an RSS feed that stands at an address."""
    yield from text_problems(data)
    root = parsed(data)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None or len(root) != 1:
        yield "the root is not an rss element of version 2.0 with one channel"
        return
    yield from once(channel, ["title", "link", "description", "language", "lastBuildDate"], "channel")
    unknown = {child.tag for child in channel} - {*RSS_CHANNEL, "item", f"{ATOM}link"}
    yield from (f"channel: unknown element {tag}" for tag in unknown if not tag.startswith("{"))
    if not all(channel.findtext(name) for name in ("title", "link", "description")):
        yield "channel: an empty title, link or description"
    if not is_absolute(channel.findtext("link")):
        yield "channel: a relative link"
    if not LANGUAGE.match(channel.findtext("language") or ""):
        yield "channel: no language"
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    if links.get("self") != location:
        yield f"channel: self is {links.get('self')} at {location} (W3C MissingAtomSelfLink)"
    yield from date_problems(channel.findtext("lastBuildDate"), "lastBuildDate", RFC_2822)
    items = channel.findall("item")
    yield from doubles([item.findtext("guid") for item in items], "guid")
    for item in items:
        yield from _item_problems(item)


def _item_problems(item: lxml.etree._Element) -> Iterator[str]:
    where = f"item {item.findtext('guid')}"
    yield from once(item, ["title", "link", "pubDate", "guid", f"{CONTENT}encoded", f"{ATOM}updated"], where)
    yield from once(item, ["description", "enclosure", "author", "comments", f"{DC}language"], where, needed=False)
    unknown = {child.tag for child in item} - set(RSS_ITEM)
    yield from (f"{where}: unknown element {tag}" for tag in unknown if not tag.startswith("{"))
    guid = item.find("guid")
    if guid is not None and (guid.get("isPermaLink") != "false" or not is_id(guid.text)):
        yield f"{where}: a guid that readers would take for an address (W3C InvalidPermalink)"
    if not is_absolute(item.findtext("link")):
        yield f"{where}: a relative link"
    yield from date_problems(item.findtext("pubDate"), f"{where} pubDate", RFC_2822)
    yield from date_problems(item.findtext(f"{ATOM}updated"), f"{where} atom:updated", RFC_3339)
    if not item.findtext(f"{DC}creator"):
        yield f"{where}: no author"
    if item.findall("author"):
        yield f"{where}: author and dc:creator (W3C DuplicateItemSemantics)"
    for category in item.findall("category"):
        if not category.text or not is_absolute(category.get("domain")):
            yield f"{where}: a category without name or domain"
    for enclosure in item.findall("enclosure"):
        right = is_absolute(enclosure.get("url")) and MEDIA_TYPE.match(enclosure.get("type", ""))
        if not right or not enclosure.get("length", "").isdigit():
            yield f"{where}: an enclosure without url, type or length"
    names = [child.tag for child in item]
    if "description" not in names or names.index("description") > names.index(f"{CONTENT}encoded"):
        yield f"{where}: content:encoded before description (W3C NeedDescriptionBeforeContent)"
    for name in ("description", f"{CONTENT}encoded"):
        yield from html_problems(item.findtext(name) or "", f"{where} {name}")


JSON_FEED: dict[str, type | tuple[type, ...]] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "user_comment": str,
    "next_url": str, "icon": str, "favicon": str, "authors": list, "language": str, "expired": bool, "hubs": list,
    "items": list,
}  # fmt: skip
JSON_ITEM: dict[str, type | tuple[type, ...]] = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str, "summary": str,
    "image": str, "banner_image": str, "date_published": str, "date_modified": str, "authors": list, "tags": list,
    "language": str, "attachments": list,
}  # fmt: skip
JSON_AUTHOR: dict[str, type | tuple[type, ...]] = {"name": str, "url": str, "avatar": str}
JSON_ATTACHMENT: dict[str, type | tuple[type, ...]] = {
    "url": str, "mime_type": str, "title": str, "size_in_bytes": int, "duration_in_seconds": (int, float),
}  # fmt: skip


def members_problems(
    value: Any, known: dict[str, type | tuple[type, ...]], needed: Iterable[str], where: str
) -> Iterator[str]:
    """Yield which members of an object are missing, unknown, of the wrong type, or badly named extensions."""
    if not isinstance(value, dict):
        yield f"{where}: no object"
        return
    yield from (f"{where}: no {name}" for name in needed if name not in value)
    for name, member in value.items():
        if name.startswith("_"):
            if not re.match(r"_[A-Za-z][^. ]*\Z", name) or not isinstance(member, dict):
                yield f"{where}: {name} is no extension"
        elif name not in known:
            yield f"{where}: unknown member {name}"
        elif not isinstance(member, known[name]):
            yield f"{where}: {name} is a {type(member).__name__}"


def json_problems(data: bytes, location: str) -> Iterator[str]:
    """Yield what is wrong with a JSON Feed that stands at an address."""
    yield from text_problems(data)
    feed = json.loads(data)
    yield from members_problems(feed, JSON_FEED, ("version", "title", "items", "language", "authors"), "feed")
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"version {feed.get('version')}"
    if feed.get("feed_url") != location:
        yield f"feed_url is {feed.get('feed_url')} at {location}"
    if not is_absolute(feed.get("home_page_url")) or not LANGUAGE.match(feed.get("language", "")):
        yield "no home_page_url, or no language"
    for hub in feed.get("hubs", ()):
        yield from members_problems(hub, {"type": str, "url": str}, ("type", "url"), "hub")
    for author in feed["authors"]:
        yield from members_problems(author, JSON_AUTHOR, ("name",), "author")
    yield from doubles([item.get("id") for item in feed["items"]], "id")
    for item in feed["items"]:
        where = f"item {item.get('id')}"
        yield from members_problems(
            item, JSON_ITEM, ("id", "url", "title", "content_html", "authors", "language"), where
        )
        if (
            not is_id(item.get("id"))
            or not is_absolute(item.get("url"))
            or not LANGUAGE.match(item.get("language", ""))
        ):
            yield f"{where}: id, url or language"
        for name in ("date_published", "date_modified"):
            yield from date_problems(item.get(name), f"{where} {name}", RFC_3339)
        if not item["authors"]:
            yield f"{where}: no author"
        for author in item["authors"]:
            yield from members_problems(author, JSON_AUTHOR, ("name",), f"{where} author")
        if not all(isinstance(tag, str) and tag for tag in item.get("tags", ())):
            yield f"{where}: a tag that is no text"
        yield from doubles(item.get("tags", ()), f"{where} tag")
        for file in item.get("attachments", ()):
            yield from members_problems(file, JSON_ATTACHMENT, ("url", "mime_type"), f"{where} attachment")
            if not is_absolute(file.get("url")) or not MEDIA_TYPE.match(file.get("mime_type", "")):
                yield f"{where}: an attachment without url or type"
        yield from html_problems(item.get("content_html", ""), where)


RULES = {"atom": atom_problems, "rss": rss_problems, "json": json_problems}
