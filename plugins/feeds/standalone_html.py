"""The HTML of a page made fit to stand alone, in a reader that knows neither the page nor its style sheet.

What comes out has absolute addresses only, runs nothing, carries no class of this
site's, and still shows every word. Links within the text (footnotes and their way back) lead to the article's own
page: a reader puts many entries on one page, where ``#fn:1`` would be anybody's first footnote, and resolves a bare
fragment against its own address; the absolute one works in all of them. The anchors stay, so that a reader which
recognises the entry's own address can stay within the entry.
"""

from __future__ import annotations

from html import escape

from plugins.base.addresses import absolute, absolute_srcset
from plugins.base.html_tokens import BLOCKS, RAW_ELEMENTS, Token, attributes, tokens, with_attributes

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
"""Where addresses stand (HTML Standard, "Attributes": those whose value is a URL, of elements that stay)."""

UNWRAPPED = frozenset(
    """
    applet base body button canvas embed fieldset font form frame frameset head html input keygen label legend link
    meta noscript object optgroup option output param picture select slot
    """.split()  # noqa: SIM905 - a list of strings is no easier to read
)
"""Elements that do nothing in a reader; what stands between their tags is shown."""

IDLE = frozenset(
    """
    autofocus autoplay class contenteditable decoding fetchpriority loading nonce ping role scope slot style tabindex
    translate
    """.split()  # noqa: SIM905 - a list of strings is no easier to read
)
"""Attributes that mean nothing, or do harm, away from the page."""

ANCHOR = "anchor"
"""The class of the link beside a heading that leads to the heading itself (plugins/reading): no words, no use here."""


def standing_alone(html: str, base: str) -> str:
    """Return the HTML of a text as a feed may carry it.

    Args:
        html: A text as it stands on its page.
        base: The absolute address of that page.

    >>> standing_alone('<pre><span></span><code><span class="k">def</span> f</code></pre>', "https://a.example/b/")
    '<pre><code>def f</code></pre>'
    >>> standing_alone('<a class="footnote-ref" href="#fn:1">1</a><script>x()</script>', "https://a.example/b/")
    '<a href="https://a.example/b/#fn:1">1</a>'
    >>> standing_alone('<h2 id="c">D</h2><a class="anchor" href="#c" aria-label="Link to D"></a>', "https://a.example/b/")
    '<h2 id="c">D</h2>'
    """
    parts: list[str] = []
    kept: dict[str, list[bool]] = {"a": [], "span": []}
    for token in tokens(html):
        if token.kind == "text":
            parts.append(token.text)
        elif token.kind == "start":
            text = _start(token, base)
            if token.name in kept:
                kept[token.name].append(bool(text))
            parts.append(text)
        elif token.kind == "end":
            parts.append(_end(token, kept))
    return "".join(parts)


def _start(token: Token, base: str) -> str:
    """Return a start tag as a feed may carry it; nothing when the element has no place there."""
    if token.name == "iframe":
        return _link_to_frame(token, base)
    if token.name in RAW_ELEMENTS or token.name in UNWRAPPED:
        return _gap(token)
    named = attributes(token.text)
    if token.name == "source" and "src" not in named:
        return ""  # a choice of widths is for pages: a reader shows the picture itself
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
    """Return an end tag if it stays; a span's and a link's does when its start tag did."""
    if token.name in kept:
        return token.text if kept[token.name] and kept[token.name].pop() else ""
    return _gap(token) if token.name in RAW_ELEMENTS or token.name in UNWRAPPED else token.text


def _gap(token: Token) -> str:
    """Return what keeps words apart where the tag of a block was."""
    return "\n" if token.name in BLOCKS else ""


def _link_to_frame(token: Token, base: str) -> str:
    """Return a link to what a frame would show; readers show no frames, and a subscriber would miss the film."""
    named = attributes(token.text)
    address = absolute(named.get("src", ""), base) if named.get("src") else None
    if address is None:
        return ""
    return f"{with_attributes('<a>', {'href': address})}{escape(named.get('title') or address)}</a>"


def figure(url: str, alternative: str, caption: str) -> str:
    """Return the picture at the head of a text as HTML.

    Args:
        url: Its absolute address.
        alternative: What it shows, as plain text.
        caption: The words under it, as HTML; none when empty.

    >>> figure("https://a.example/b.svg", 'Un "pot"', "")
    '<figure><img src="https://a.example/b.svg" alt="Un &quot;pot&quot;"></figure>'
    """
    image = with_attributes("<img>", {"src": url, "alt": alternative})
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{image}{words}</figure>"


def in_language(html: str, language: str) -> str:
    """Return HTML that says its language by itself, for formats whose items cannot.

    >>> in_language("<p>Yes</p>", "en")
    '<div lang="en"><p>Yes</p></div>'
    """
    return f"{with_attributes('<div>', {'lang': language})}{html}</div>"
