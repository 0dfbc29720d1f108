"""The microformats2 of a linkback's source page: author, title, text, and type of mention (reply, like, repost).

The vocabulary is https://microformats.org/wiki/h-entry and h-card; the author is found by
https://indieweb.org/authorship. mf2py parses them, in pages that are cheap to parse
(:mod:`~plugins.protocols.parsing_limits`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import mf2py
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.base.excerpt import excerpt
from plugins.protocols.content_type import media_type
from plugins.protocols.parsing_limits import is_cheap
from plugins.protocols.source_page import HTML, Page, base_of, joined, leads_to, links, text_of, tree_of
from plugins.protocols.url_equivalence import comparable, page_address, same_page

__all__ = ["Author", "SourceContent", "representative_card", "source_content"]

MentionType = Literal["reply", "like", "repost", "mention"]
RELATIONS: dict[str, MentionType] = {"in-reply-to": "reply", "like-of": "like", "repost-of": "repost"}
RAW = ("script", "style", "iframe", "noembed", "noframes", "noscript", "xmp", "plaintext", "template", "textarea")
MOST_CHARACTERS = 2_000_000
"""The most characters of the serialised page: each ``<`` in a text becomes four."""
EXCERPT = 300
"""The most characters of a linkback's excerpt; a reply is kept whole."""
ENTRIES = ("h-entry", "h-event", "h-review", "h-recipe")
BLOCKS = frozenset({"p", "li", "blockquote", "dd", "td", "h1", "h2", "h3", "h4", "figcaption", "pre", "div", "article"})


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a page: name and URL, either possibly empty."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SourceContent:
    """The content of a source page for a linkback, in plain text.

    Attributes:
        type: The type of mention of the target.
        author: The author of the entry.
        author_page: The URL of the page with the author's h-card, when the source page has only that; else empty.
        title: The title of the entry.
        text: The whole text of a reply; else the text around the link.
    """

    type: MentionType = "mention"
    author: Author = Author()
    author_page: str = ""
    title: str = ""
    text: str = ""


def source_content(page: Page, targets: Collection[str]) -> SourceContent:
    """Return the content of a page that links to a target; empty content where it is not HTML.

    Args:
        page: The fetched source page.
        targets: The absolute URLs of the target.
    """
    if media_type(page.content_type) not in HTML:
        return SourceContent()
    tree, wanted = tree_of(text_of(page)), {comparable(target) for target in targets}
    tree.strip_tags(list(RAW))  # no visible text: it must not be in the excerpt
    title = tree.css_first("title")
    plain = SourceContent(
        title=_flat(title.text()) if title is not None else "", text=_around_the_link(tree, page.url, wanted)
    )
    document = _microformats(tree, page.url)
    entry = _entry(document["items"], wanted)
    if entry is None:
        return plain
    properties = entry["properties"]
    kind = _relation(properties, wanted)
    content = _text(properties.get("content", ()))
    name = _text(properties.get("name", ()))
    said = replace(plain, type=kind, title=name if name and name not in content else plain.title)
    if kind == "reply":
        said = replace(said, text=content or plain.text)
    elif kind != "mention" or not plain.text:
        said = replace(said, text=excerpt(_text(properties.get("summary", ())) or content, EXCERPT))
    return _with_author(said, properties.get("author", ()), document["rels"].get("author", ()))


def _microformats(tree: LexborHTMLParser, url: str) -> dict[str, Any]:
    """Return mf2py's result for a tree; an empty one for a tree that is expensive to parse.

    mf2py gets the tree as lexbor serialises it, so that its own HTML parser builds the same one, and without raw text
    elements, in which the two parsers differ.
    """
    tree.strip_tags(list(RAW))
    nothing: dict[str, Any] = {"items": [], "rels": {}}
    html = tree.html or ""
    if len(html) > MOST_CHARACTERS or not is_cheap(tree):
        return nothing
    try:
        return dict(mf2py.parse(doc=html, url=url, html_parser="html.parser"))
    except (RecursionError, ValueError):  # ValueError: an invalid URL
        return nothing


def _with_author(said: SourceContent, authors: Collection[Any], rel: Collection[str]) -> SourceContent:
    """Return the content with its author, or with the URL of the author's page (authorship, steps 4 to 6)."""
    for author in authors:
        if isinstance(author, dict) and "properties" in author:
            found = _card(author)
            if found.name and page_address(found.name) is None:
                return replace(said, author=found)
            return replace(said, author_page=found.url or page_address(found.name) or "")
        written = _value(author)
        if (address := page_address(written)) is not None:
            return replace(said, author_page=address)
        if written:
            return replace(said, author=Author(_flat(written)))
    return replace(said, author_page=next((address for given in rel if (address := page_address(given))), ""))


def representative_card(page: Page) -> Author | None:
    """Return the author by a page's representative h-card, or None.

    See https://microformats.org/wiki/representative-h-card-parsing.
    """
    if media_type(page.content_type) not in HTML:
        return None
    document = _microformats(tree_of(text_of(page)), page.url)
    cards = [item for item in _walk(document["items"]) if "h-card" in item.get("type", ())]

    def urls(card: dict[str, Any], name: str) -> list[str]:
        return [_value(value) for value in card["properties"].get(name, ())]

    own = [card for card in cards if any(same_page(url, page.url) for url in urls(card, "url"))]
    sure = [card for card in own if any(same_page(uid, page.url) for uid in urls(card, "uid"))]
    mine = [card for card in cards if set(urls(card, "url")) & set(document["rels"].get("me", ()))]
    chosen = (*sure, *mine, *(own if len(cards) == 1 else ()))
    return _card(chosen[0], page.url) if chosen else None


def _card(card: dict[str, Any], page: str = "") -> Author:
    urls = [address for value in card["properties"].get("url", ()) if (address := page_address(_value(value)))]
    own = [url for url in urls if page and same_page(url, page)]
    return Author(_text(card["properties"].get("name", ())) or _flat(str(card.get("value", ""))), (*own, *urls, "")[0])


def _entry(items: list[Any], wanted: Collection[str]) -> dict[str, Any] | None:
    """Return the entry that mentions the target, by a property or a link in its content; else the page's only one."""
    entries = [item for item in _walk(items) if any(kind in ENTRIES for kind in item.get("type", ()))]
    for entry in entries:
        if any(_holds_target(entry["properties"].get(name, ()), wanted) for name in RELATIONS):
            return entry
    for entry in entries:
        for content in entry["properties"].get("content", ()):
            html = content.get("html", "") if isinstance(content, dict) else ""
            if any(leads_to(link, wanted) for link in links(html, "", wanted)):
                return entry
    return entries[0] if len(entries) == 1 else None


def _relation(properties: dict[str, Any], wanted: Collection[str]) -> MentionType:
    for name, kind in RELATIONS.items():
        if _holds_target(properties.get(name, ()), wanted):
            return kind
    return "mention"


def _walk(items: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield microformats items with their children, in document order."""
    for item in items:
        yield item
        yield from _walk(item.get("children", []))


def _holds_target(values: Collection[Any], wanted: Collection[str]) -> bool:
    """Return whether a property holds a target: as a URL, or as an h-cite of it."""
    for value in values:
        cited = value.get("properties", {}).get("url", ()) if isinstance(value, dict) else ()
        if any(leads_to(joined("", _value(address)), wanted) for address in (value, *cited)):
            return True
    return False


def _value(value: Any) -> str:
    return str(value.get("value", "")) if isinstance(value, dict) else str(value)


def _text(values: Collection[Any]) -> str:
    """Return the first value of a property as plain text, its line breaks kept."""
    return next((text for value in values if (text := _value(value).strip())), "")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _around_the_link(tree: LexborHTMLParser, url: str, wanted: Collection[str]) -> str:
    """Return the text of the block element around the first link to a target."""
    base = base_of(tree, url)
    for anchor in tree.css("a[href]"):
        if leads_to(joined(base, anchor.attributes.get("href") or ""), wanted):
            block: LexborNode | None = anchor
            while block is not None and block.tag not in BLOCKS:
                block = block.parent
            return excerpt(_flat(block.text(deep=True, separator="")), EXCERPT) if block is not None else ""
    return ""
