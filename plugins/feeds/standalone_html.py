"""Standalone HTML for feed entries: absolute URLs, no scripts, no classes, no page-specific attributes.

All text is kept. Links within the text (footnote references and backlinks) become absolute links to the article's
page: a feed reader puts many entries on one page, where ``#fn:1`` would be the first footnote of any entry, and
resolves a bare fragment against its own URL. The anchors are kept, so that a feed reader which recognises the entry's
URL can stay within the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from plugins.base.addresses import absolute, absolute_srcset
from plugins.base.html_tokens import BLOCKS, RAW_ELEMENTS, Token, attributes, tokens, with_attributes
from plugins.framework.render.document import Document
from plugins.framework.render.links import LINKING
from plugins.framework.render.targets import Hole, holed

ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "blockquote": ("cite",),
    "del": ("cite",),
    "img": ("src", "srcset"),
    "ins": ("cite",),
    "q": ("cite",),
    "source": ("src",),
    "track": ("src",),
    "video": ("src", "poster"),
}
"""The attributes with URLs, by element (HTML Standard, "Attributes"), of the elements that are kept."""

UNWRAPPED = frozenset(
    """
    applet base body button canvas embed fieldset font form frame frameset head html input keygen label legend link
    meta noscript object optgroup option output param picture select slot
    """.split()  # noqa: SIM905 - a list of strings is no easier to read
)
"""Elements without a function in a feed reader: their tags are removed, their content is kept."""

IDLE = frozenset(
    """
    autofocus autoplay class contenteditable decoding fetchpriority loading nonce ping role scope slot style tabindex
    translate
    """.split()  # noqa: SIM905 - a list of strings is no easier to read
)
"""Attributes that have no meaning, or are harmful, outside the page."""

SPECIAL = RAW_ELEMENTS | {"source", "span"}
"""Elements whose bare tags are not kept as they are."""

ANCHOR = "anchor"
"""The class of a heading's anchor link (plugins/reading), which has no text, and is removed."""


def standing_alone(html: str, base: str) -> str:
    """Return the HTML of a text as standalone HTML.

    Args:
        html: The HTML of a text on its page.
        base: The absolute URL of that page.

    >>> standing_alone('<pre><span></span><code><span class="k">def</span> f</code></pre>', "https://a.example/b/")
    '<pre><code>def f</code></pre>'
    >>> standing_alone('<a class="footnote-ref" href="#fn:1">1</a><script>x()</script>', "https://a.example/b/")
    '<a href="https://a.example/b/#fn:1">1</a>'
    >>> standing_alone('<h2 id="c">D</h2><a class="anchor" href="#c" aria-label="Link to D"></a>', "https://a.example/b/")
    '<h2 id="c">D</h2>'
    """
    return holed(part if isinstance(part, str) else _start(part, base) for part in _parts(tokens(html))).raw


def fragment(document: Document) -> list[Any]:
    """Return a text as standalone HTML whose addresses are not resolved yet, as plain data.

    This is what the package stores beside a text (:mod:`plugins.framework.outputs.contributions`).
    """
    return holed(part if isinstance(part, str) else _hole(part) for part in _parts(document.tokens)).plain()


def _hole(tag: Token) -> Hole:
    attribute = LINKING.get(tag.name, "")
    if tag.name == "img":
        return Hole("image", tag.text, attribute)
    return Hole("link" if attribute and "{" in tag.text else "plain", tag.text, attribute)


def _parts(found: Iterable[Token]) -> Iterator[str | Token]:
    """Yield the HTML that is kept, and each start tag with addresses."""
    kept: dict[str, list[bool]] = {"a": [], "span": []}
    for token in found:
        kind, text, name = token
        if kind == "text":
            yield text
        elif kind == "start":
            part = _part(token)
            if name in kept:
                kept[name].append(bool(part))
            if part:
                yield part
        elif kind == "end" and (said := _end(token, kept)):
            yield said


def _part(token: Token) -> str | Token:
    """Return a start tag as standalone HTML, an empty string where its tags are removed; itself if it has addresses."""
    if len(token.text) == len(token.name) + 2 and token.name not in UNWRAPPED and token.name not in SPECIAL:
        return token.text
    if token.name == "iframe":
        return token
    if token.name in ADDRESSES:
        named = attributes(token.text)
        if token.name == "a" and named.get("class") == ANCHOR:
            return ""
        if any(name in named for name in ADDRESSES[token.name]):
            return token
    return _start(token, "")


def _start(token: Token, base: str) -> str:
    """Return a start tag for standalone HTML; an empty string when its tags are removed."""
    if token.name == "iframe":
        return _link_to_frame(token, base)
    if token.name in RAW_ELEMENTS or token.name in UNWRAPPED:
        return _gap(token)
    named = attributes(token.text)
    if token.name == "source" and "src" not in named:
        return ""  # image variants are for pages: a feed reader shows the image itself
    if token.name == "a" and named.get("class") == ANCHOR:
        return ""
    changes: dict[str, str | None] = {name: None for name in named if _is_idle(name)}
    for name in ADDRESSES.get(token.name, ()):
        if name in named:
            resolve = absolute_srcset if name == "srcset" else absolute
            changes[name] = resolve(named[name], base)
    if token.name == "span" and len(changes) == len(named):
        return ""
    return with_attributes(token.text, changes) if changes else token.text


def _is_idle(name: str) -> bool:
    return name in IDLE or name.startswith(("on", "data-", "aria-"))


def _end(token: Token, kept: dict[str, list[bool]]) -> str:
    """Return an end tag, or an empty string when it is removed; a span's and a link's follow their start tags."""
    if token.name in kept:
        return token.text if kept[token.name] and kept[token.name].pop() else ""
    return _gap(token) if token.name in RAW_ELEMENTS or token.name in UNWRAPPED else token.text


def _gap(token: Token) -> str:
    """Return the space that replaces the tag of a block element."""
    return "\n" if token.name in BLOCKS else ""


def _link_to_frame(token: Token, base: str) -> str:
    """Return a link to the page of an embedded frame, such as a video: feed readers show no frames."""
    named = attributes(token.text)
    address = absolute(named.get("src", ""), base) if named.get("src") else None
    if address is None:
        return ""
    return f"{with_attributes('<a>', {'href': address})}{escape(named.get('title') or address)}</a>"


def figure(url: str, alternative: str, caption: str) -> str:
    """Return the HTML of a head image.

    Args:
        url: Its absolute URL.
        alternative: The alternative text.
        caption: The caption, as HTML; none when empty.

    >>> figure("https://a.example/b.svg", 'Un "pot"', "")
    '<figure><img src="https://a.example/b.svg" alt="Un &quot;pot&quot;"></figure>'
    """
    image = with_attributes("<img>", {"src": url, "alt": alternative})
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{image}{words}</figure>"


def in_language(html: str, language: str) -> str:
    """Return HTML in an element with a ``lang`` attribute, for formats whose items have no language.

    >>> in_language("<p>Yes</p>", "en")
    '<div lang="en"><p>Yes</p></div>'
    """
    return f"{with_attributes('<div>', {'lang': language})}{html}</div>"
