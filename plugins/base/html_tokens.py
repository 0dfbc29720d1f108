"""A lossless HTML tokeniser that takes linear time, with the attributes of tags and the text of blocks.

``"".join(token.text for token in tokens(html)) == html`` holds for every string, and every character is
looked at a bounded number of times: Python's ``html.parser`` takes quadratic time on hostile input.
Boundaries are those of the HTML Standard, section 13.2.5 "Tokenization": where attributes, comments and the
elements whose content is text only begin and end. What never ends (an open tag or comment at the end) is
one token of kind ``rest``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Literal, NamedTuple

__all__ = ["Token", "attributes", "block_text", "tokens", "with_attributes"]

Kind = Literal["text", "start", "end", "comment", "raw", "rest"]

RAW_ELEMENTS = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
BLOCKS = frozenset(
    """
    address article aside blockquote body br caption col colgroup dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup
    option p pre search section select summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - a list of seventy strings is no easier to read
)

SPACE = r"\t\n\f\r "
"""What the standard calls ASCII whitespace; Python's ``\\s`` is more."""
PLAIN_TAG = re.compile(rf"""<(/?)([a-zA-Z][a-zA-Z0-9]*)(?: [^{SPACE}"'<>=/]+="[^"]*")*>""")
"""A tag whose attributes, if any, stand one space apart in double quotes, as most are."""
TAG_NAME = re.compile(rf"</?([a-zA-Z][^{SPACE}/>]*)")
BETWEEN_ATTRIBUTES = re.compile(rf"[{SPACE}/]*")
VALUE = rf"""(?:"([^"]*)"|'([^']*)'|([^{SPACE}"'>][^{SPACE}>]*)|(["']?))"""
ATTRIBUTE = re.compile(rf"([^{SPACE}/>][^{SPACE}/>=]*)(?:[{SPACE}]*=[{SPACE}]*{VALUE})?")
"""A name; its value in double, single or no quotes, or the quote that is never closed (13.2.5.32 to .39)."""
COMMENT_END = re.compile("--!?>")
RAW_END = {name: re.compile(rf"</{name}(?=[{SPACE}/>])", re.IGNORECASE | re.ASCII) for name in RAW_ELEMENTS}


class Token(NamedTuple):
    """An HTML token.

    Attributes:
        kind: text, start or end tag, comment (also a doctype or other declaration), raw (the text of a script
            or the like) or rest (an unfinished tag or comment and all that follows).
        text: Its source text, unchanged.
        name: The element's name in lower case, for tags.
    """

    kind: Kind
    text: str
    name: str


def tokens(html: str) -> Iterator[Token]:
    """Yield the tokens of an HTML text in order.

    >>> [(t.kind, t.text) for t in tokens('a<b c=">">d</b>')]
    [('text', 'a'), ('start', '<b c=">">'), ('text', 'd'), ('end', '</b>')]
    """
    position, text_start, length = 0, 0, len(html)
    while position < length:
        opening = html.find("<", position)
        if opening < 0:
            break
        end, kind, name = _markup(html, opening)
        if kind == "text":
            position = opening + 1
            continue
        if opening > text_start:
            yield Token("text", html[text_start:opening], "")
        yield Token(kind, html[opening:end], name)
        position = text_start = end
        if kind == "start" and name in RAW_ELEMENTS:
            closing = RAW_END[name].search(html, end)
            position = text_start = closing.start() if closing else length
            if text_start > end:
                yield Token("raw", html[end:text_start], name)
    if text_start < length:
        yield Token("text", html[text_start:], "")


def _markup(html: str, opening: int) -> tuple[int, Kind, str]:
    """Return the end, kind and name of the token that begins at ``<``; kind text when the ``<`` opens no markup."""
    plain = PLAIN_TAG.match(html, opening)
    if plain is not None:
        return plain.end(), "end" if plain[1] else "start", plain[2].lower()
    following = html[opening + 1 : opening + 2]
    if html.startswith("<!--", opening):
        if html.startswith(("<!-->", "<!--->"), opening):
            return html.index(">", opening) + 1, "comment", ""
        closing = COMMENT_END.search(html, opening + 4)
        return (closing.end(), "comment", "") if closing else (len(html), "rest", "")
    name = TAG_NAME.match(html, opening)
    if name is not None:
        end = _tag_end(html, name.end())
        if end < 0:
            return len(html), "rest", ""
        return end, "end" if following == "/" else "start", name[1].lower()
    if following in ("!", "?") or (following == "/" and opening + 2 < len(html)):
        end = html.find(">", opening) + 1
        return (end, "comment", "") if end else (len(html), "rest", "")
    return opening, "text", ""


def _tag_end(html: str, position: int) -> int:
    """Return the end of the tag whose name ends at ``position``; -1 when it is never closed."""
    while True:
        position = BETWEEN_ATTRIBUTES.match(html, position).end()  # type: ignore[union-attr]  # matches emptiness
        if html.startswith(">", position):
            return position + 1
        attribute = ATTRIBUTE.match(html, position)
        if attribute is None or attribute[5]:
            return -1
        position = attribute.end()


def _attributes_of(tag: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``ATTRIBUTE`` in a whole tag."""
    start = TAG_NAME.match(tag)
    return ATTRIBUTE.finditer(tag, start.end() if start else 0, len(tag) - 1)


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a start tag by name, entities decoded; of a repeated name the first counts.

    >>> attributes('<img src="a.png" alt="L&#39;été" hidden>')
    {'src': 'a.png', 'alt': "L'été", 'hidden': ''}
    """
    found: dict[str, str] = {}
    for match in _attributes_of(tag):
        found.setdefault(match[1].lower(), unescape(match[2] or match[3] or match[4] or ""))
    return found


def with_attributes(tag: str, changes: dict[str, str | None]) -> str:
    """Return a start tag with some attributes set or, where None, removed; the others stay as they are.

    >>> with_attributes('<td style="text-align: right;">', {"style": None, "class": "align-right"})
    '<td class="align-right">'
    """
    start = TAG_NAME.match(tag)
    if start is None:
        return tag
    left, parts, end = dict(changes), [start[0]], start.end()
    for match in _attributes_of(tag):
        name, gap, end = match[1].lower(), tag[end : match.start()], match.end()
        kept = _attribute(match[1], "") if match[5] == "" else match[0]  # "a=" would take what follows for its value
        if name in changes:
            value = left.pop(name, None)
            kept = "" if value is None else _attribute(name, value)
        if kept:
            parts += " /" if "/" in gap else " ", kept
    parts += (f" {_attribute(name, value)}" for name, value in left.items() if value is not None)
    return f"{''.join(parts)}{' /' if '/' in tag[end:] else ''}>"


def _attribute(name: str, value: str) -> str:
    escaped = value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return f'{name}="{escaped}"'


UNSEEN = frozenset({"script", "style", "svg", "math"})
"""Elements without visible text."""
GAP = re.compile(r"[ \t\r\n\f]+")


def block_text(html: str | Iterable[Token], skipped: frozenset[str] = UNSEEN) -> str:
    r"""Return the visible text of an HTML fragment, one line for each block element; code keeps its line ends.

    >>> block_text("<p>Un&nbsp;<em>deux</em></p><ul><li>trois</li></ul>")
    'Un\xa0deux\ntrois'
    """
    if isinstance(html, str) and "<" not in html:
        return "" if html.isspace() else GAP.sub(" ", unescape(html)).strip(" \t")
    parts: list[str] = []
    inside: list[str] = []
    preformatted = 0
    for kind, text, name in tokens(html) if isinstance(html, str) else html:
        if kind == "text":
            if not inside:
                words = unescape(text)
                parts.append(words if preformatted else GAP.sub(" ", words))
            continue
        if kind == "start" and name in skipped and not text.endswith("/>"):
            inside.append(name)
        elif kind == "end" and inside and name == inside[-1]:
            inside.pop()
        elif inside:
            continue
        if name in BLOCKS and not inside and kind in ("start", "end"):
            parts.append("\n")
            if name == "pre":
                preformatted = max(0, preformatted + (1 if kind == "start" else -1))
    lines = (line.strip(" \t") if not line.isspace() else "" for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
