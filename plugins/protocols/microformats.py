"""What a page says of itself in microformats2: who wrote what, and what it is to us.

The vocabulary is https://microformats.org/wiki/h-entry and h-card; who wrote it follows
https://indieweb.org/authorship. mf2py reads it, from pages that cost it little
(:mod:`~plugins.protocols.parsing_cost`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import mf2py
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.base.excerpt import excerpt
from plugins.protocols.content_type import media_type
from plugins.protocols.parsing_cost import is_modest
from plugins.protocols.same_page import comparable, page_address, same_page
from plugins.protocols.source_page import HTML, Page, base_of, joined, leads_to, links, text_of, tree_of

__all__ = ["Author", "Said", "representative", "what_it_says"]

MentionType = Literal["reply", "like", "repost", "mention"]
RELATIONS: dict[str, MentionType] = {"in-reply-to": "reply", "like-of": "like", "repost-of": "repost"}
RAW = ("script", "style", "iframe", "noembed", "noframes", "noscript", "xmp", "plaintext", "template", "textarea")
MOST_CHARACTERS = 2_000_000
"""Of a page as it is written out again: each ``<`` in a text takes four."""
EXCERPT = 300
"""Characters of a linkback's excerpt; a reply is kept whole."""
ENTRIES = ("h-entry", "h-event", "h-review", "h-recipe")
BLOCKS = frozenset({"p", "li", "blockquote", "dd", "td", "h1", "h2", "h3", "h4", "figcaption", "pre", "div", "article"})


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a page: a name and a page of theirs, either possibly empty."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says, in plain text.

    Attributes:
        type: What it is to the target: a reply to it, and so on.
        author: Who wrote it.
        author_page: Where to look who that is, when the page only leads there; else empty.
        title: Its title.
        text: Of a reply all of it; else what stands around the link.
    """

    type: MentionType = "mention"
    author: Author = Author()
    author_page: str = ""
    title: str = ""
    text: str = ""


def what_it_says(page: Page, targets: Collection[str]) -> Said:
    """Return what a page that links to a target says.

    Args:
        page: What was fetched; anything but HTML says nothing.
        targets: The absolute addresses that it may link to.
    """
    if media_type(page.content_type) not in HTML:
        return Said()
    tree, wanted = tree_of(text_of(page)), {comparable(target) for target in targets}
    tree.strip_tags(list(RAW))  # no words of the page: no excerpt has a script in it
    title = tree.css_first("title")
    plain = Said(title=_flat(title.text()) if title is not None else "", text=_around_the_link(tree, page.url, wanted))
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
    """Return what mf2py finds in a tree; nothing in one that is long or deep.

    It is given the tree as lexbor built it, so that its own parser builds no other, without the elements whose contents
    are text: there, the two differ.
    """
    tree.strip_tags(list(RAW))
    nothing: dict[str, Any] = {"items": [], "rels": {}}
    html = tree.html or ""
    if len(html) > MOST_CHARACTERS or not is_modest(tree):
        return nothing
    try:
        return dict(mf2py.parse(doc=html, url=url, html_parser="html.parser"))
    except (RecursionError, ValueError):  # the latter from addresses that are none
        return nothing


def _with_author(said: Said, authors: Collection[Any], rel: Collection[str]) -> Said:
    """Return it with its author, or with the page that tells who that is (authorship, steps 4 to 6)."""
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


def representative(page: Page) -> Author | None:
    """Return the h-card of the person whose page this is (https://microformats.org/wiki/representative-h-card-parsing)."""
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
    """Return the entry that speaks of a target: by a relation, by a link in its text, else the page's only one."""
    entries = [item for item in _walk(items) if any(kind in ENTRIES for kind in item.get("type", ()))]
    for entry in entries:
        if any(_leads(entry["properties"].get(name, ()), wanted) for name in RELATIONS):
            return entry
    for entry in entries:
        for content in entry["properties"].get("content", ()):
            html = content.get("html", "") if isinstance(content, dict) else ""
            if any(leads_to(link, wanted) for link in links(html, "", wanted)):
                return entry
    return entries[0] if len(entries) == 1 else None


def _relation(properties: dict[str, Any], wanted: Collection[str]) -> MentionType:
    for name, kind in RELATIONS.items():
        if _leads(properties.get(name, ()), wanted):
            return kind
    return "mention"


def _walk(items: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield items with their children, in order."""
    for item in items:
        yield item
        yield from _walk(item.get("children", []))


def _leads(values: Collection[Any], wanted: Collection[str]) -> bool:
    """Tell whether a property leads to a target: as an address, or as a citation of it."""
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
    """Return the words of the block that holds the first link to a target."""
    base = base_of(tree, url)
    for anchor in tree.css("a[href]"):
        if leads_to(joined(base, anchor.attributes.get("href") or ""), wanted):
            block: LexborNode | None = anchor
            while block is not None and block.tag not in BLOCKS:
                block = block.parent
            return excerpt(_flat(block.text(deep=True, separator="")), EXCERPT) if block is not None else ""
    return ""
