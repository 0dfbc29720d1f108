"""A linkback's source page: charset sniffing, its links, and whether it mentions the target.

Webmention, section 3.2.2: an HTML page must link to the target, a JSON document must have it as a value, a plain text
must contain it; other media types mention nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

import webencodings
from selectolax.lexbor import LexborHTMLParser

from plugins.protocols.content_type import charset_label, media_type
from plugins.protocols.unnested_html import parse_flat
from plugins.protocols.url_equivalence import comparable

__all__ = ["HTML", "Page", "links", "mentions", "text_of"]

LINKING = ("href", "src", "cite", "data", "poster")
"""Attributes that hold the address of another resource (HTML Standard, index of attributes)."""
HTML = frozenset({"text/html", "application/xhtml+xml"})
META = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]+)", re.IGNORECASE)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CLOSING_ALONE = VOID | {"p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot"}
"""Elements that never nest in themselves: void ones, and those with an optional end tag."""
TAG = re.compile(r"<(/?)([a-z][^\s/>]*)([^>]*)", re.IGNORECASE)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
SEPARATOR = re.compile(r"[\s/]")
MOST_ATTRIBUTES = 1_000
FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
MOST_RECONSTRUCTED = 50_000
"""The most formatting elements that a parser reconstructs (HTML Standard, section 13.2.4.3), over a whole page."""
DEEPEST = 2_000
MOST_COMPARED = 2_000
"""The most links to the target's host that are compared: normalising a URL takes time."""
PRESCAN = 1024
"""Bytes in which a page must declare its charset (HTML Standard, section 4.2.5.4)."""
ENDS = re.compile(r"[.!?:;,']*(?:[^\w\-.~%!$&'*+;=:@/?]|\Z)")
"""The end of a URL in plain text: a character of no URL, or punctuation before one."""


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page.

    Attributes:
        url: The final URL, after redirects.
        content_type: The value of ``Content-Type``.
        body: Its bytes, possibly truncated.
    """

    url: str
    content_type: str
    body: bytes


def text_of(page: Page) -> str:
    """Return the decoded text of a page: charset by BOM, header, ``<meta>``, else UTF-8 or Windows-1252.

    Charsets are those of the Encoding Standard, without UTF-7. Invalid bytes become U+FFFD.
    """
    declared = webencodings.lookup(charset_label(page.content_type))
    if declared is None and (found := META.search(page.body[:PRESCAN])):
        declared = webencodings.lookup(found[1].decode("ascii"))
    if declared is None:
        try:
            return page.body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            cut = len(page.body) - error.start < 4  # in the middle of the last character
            declared = webencodings.lookup("utf-8" if cut else "windows-1252")
    text, _ = webencodings.decode(page.body, declared, errors="replace")
    return str(text)


def mentions(page: Page, targets: Collection[str]) -> bool:
    """Return whether a page links to one of the targets; URLs must be equivalent, fragments apart.

    Args:
        page: The fetched page.
        targets: Absolute URLs.
    """
    wanted = {comparable(target) for target in targets}
    kind = media_type(page.content_type)
    if kind in HTML:
        return any(leads_to(link, wanted) for link in links(text_of(page), page.url, wanted))
    if kind == "application/json" or kind.endswith("+json"):
        hosted = (value for value in _strings(text_of(page)) if "://" in value and _is_on(joined("", value), wanted))
        return any(comparable(value) in wanted for value in islice(hosted, MOST_COMPARED))
    return kind == "text/plain" and any(_holds(text_of(page), target) for target in {*targets, *wanted})


def links(html: str, url: str, wanted: Collection[str]) -> Iterator[str]:
    """Yield the absolute URLs of an HTML page's links to the wanted hosts, without those in comments and templates.

    Args:
        html: The page.
        url: Its URL.
        wanted: URLs on those hosts.

    >>> page = '<base href="/b/"><!-- <a href="c"> --><a href="d">e</a><a href="http://[">f</a><img src="//g.example">'
    >>> list(links(page, "https://a.example/", ["https://a.example/x"]))
    ['https://a.example/b/d']
    """
    crowded = next((tag.start() for tag in TAG.finditer(html) if _has_too_many_attributes(tag)), len(html))
    tree = parse_flat(html[:crowded])
    base = base_of(tree, url)
    hosts = {urlsplit(target).netloc for target in wanted}
    found = 0
    for attribute in LINKING:
        for element in tree.css(f"[{attribute}]:not(base)"):
            link = joined(base, element.attributes.get(attribute) or "")
            if link and urlsplit(link).netloc.lower() in hosts and found < MOST_COMPARED:
                found += 1
                yield link


def tree_of(html: str) -> LexborHTMLParser:
    """Return the tree of a page, cut off where it nests too deep or an element has too many attributes.

    At each block a parser scans all open elements (HTML Standard, section 13.2.4.2) and reconstructs the formatting
    elements (13.2.4.3), and at each attribute it scans the others: all of that is quadratic.
    """
    depth, remade, formatting = 0, 0, Counter[str]()
    for tag in TAG.finditer(html):
        name, step = tag[2].lower(), -1 if tag[1] else 1
        if name in FORMATTING:
            formatting[name] = max(0, formatting[name] + step)
        else:
            remade += formatting.total()
        if name not in CLOSING_ALONE:
            depth = max(0, depth + step)
        if depth > DEEPEST or remade > MOST_RECONSTRUCTED or _has_too_many_attributes(tag):
            return LexborHTMLParser(html[: tag.start()])
    return LexborHTMLParser(html)


def _has_too_many_attributes(tag: re.Match[str]) -> bool:
    """Return whether a tag has more than ``MOST_ATTRIBUTES`` attributes."""
    return len(tag[3]) > MOST_ATTRIBUTES and len(SEPARATOR.findall(QUOTED.sub("", tag[3]))) > MOST_ATTRIBUTES


def leads_to(link: str, wanted: Collection[str]) -> bool:
    """Return whether an absolute URL, normalised, is one of the wanted; those on other hosts are not normalised."""
    return _is_on(link, wanted) and comparable(link) in wanted


def _is_on(link: str, wanted: Collection[str]) -> bool:
    """Return whether an absolute URL is on the host of one of the wanted URLs."""
    host = urlsplit(link).netloc.lower()
    return any(host == urlsplit(target).netloc for target in wanted)


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """Return the base URL of a page (HTML Standard, section 2.4.3)."""
    base = tree.css_first("base[href]")
    return joined(url, (base.attributes.get("href") or "") if base is not None else "") or url


def joined(base: str, reference: str) -> str:
    """Return a URL reference as an absolute URL, or an empty string when it has no host or is invalid."""
    try:
        whole = urljoin(base, reference.strip())
        return whole if urlsplit(whole).netloc else ""
    except ValueError:
        return ""


def _strings(text: str) -> Iterator[str]:
    """Yield every string value of a JSON document; none when it is invalid."""
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()


def _holds(text: str, target: str) -> bool:
    """Return whether a plain text contains a URL, and not as the beginning of a longer one.

    >>> _holds("see https://a.example/b.", "https://a.example/b"), _holds("https://a.example/bc", "https://a.example/b")
    (True, False)
    """
    start = text.find(target)
    while start >= 0:
        if ENDS.match(text, start + len(target)):
            return True
        start = text.find(target, start + 1)
    return False
