"""Renders a visitor's text to sanitised HTML: a subset of Markdown, and an allow list of elements.

The subset: paragraphs, hard line breaks, emphasis, strong, inline and fenced code, quotes, lists, links. Headings,
images and HTML are displayed as typed, and typography does not apply. markdown-it-py renders the HTML and nh3 sanitises
it; either alone would suffice, and both have to fail before a script runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from plugins.base.addresses import web_address
from plugins.interactions.visitor_autolinks import pieces
from plugins.interactions.visitor_text import REL, as_text

__all__ = ["ELEMENTS", "REL", "to_html"]

ELEMENTS = frozenset({"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"})
"""The allowed elements."""

ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
RULES = ("blockquote", "fence", "list", "newline", "escape", "backticks", "emphasis", "link", "autolink")
"""The rules enabled in markdown-it's preset ``zero`` (text, paragraphs). Not ``code``: visitors indent paragraphs."""

DEEPEST = 20
"""The deepest nesting; deeper levels are displayed as typed. It bounds the time of nested quotes and lists."""


def to_html(text: str) -> str:
    """Return a visitor's text as sanitised HTML.

    >>> to_html("*Oui* :\\nhttps://a.example/ <script>")
    '<p><em>Oui</em> :<br>\\n<a href="https://a.example/" rel="nofollow ugc">https://a.example/</a> &lt;script&gt;</p>'
    """
    return _cleaner().clean(_markdown().render(as_text(text))).strip()


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": DEEPEST, "langPrefix": ""})
    markdown.enable(RULES)
    markdown.validateLink = lambda url: web_address(url) is not None  # type: ignore[method-assign]
    markdown.core.ruler.push("addresses", _link_addresses)
    return markdown


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(ELEMENTS),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel=REL,
    )


def _link_addresses(state: StateCore) -> None:
    """Convert URLs in text to links, except within links."""
    for block in state.tokens:
        if block.type == "inline" and block.children and ("://" in block.content or "](" in block.content):
            block.children = list(_with_links(_without_empty_links(block.children)))


def _without_empty_links(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens without the tags of links with an empty URL, as of ``[x]()``; links do not nest."""
    empty = False
    for token in tokens:
        if token.type == "link_open" and not token.attrs.get("href"):
            empty = True
        elif token.type == "link_close" and empty:
            empty = False
        else:
            yield token


def _with_links(tokens: Iterable[Token]) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or inside:
            yield token
            continue
        for text, address in pieces(token.content):
            if address is not None:
                yield Token("link_open", "a", 1, attrs={"href": address})
            yield Token("text", "", 0, content=text)
            if address is not None:
                yield Token("link_close", "a", -1)
