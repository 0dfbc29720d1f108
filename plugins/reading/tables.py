"""Tables: captions, accessible names, ``scope`` of header cells, and keyboard scrolling.

This transform runs after the framework's own ``tables``, whose frame scrolls, and so must be focusable and named.
Markdown has no syntax for captions: a paragraph before or after the table that begins with ``Table:`` (in French
``Tableau :``) is one, as in Pandoc.
"""

from __future__ import annotations

import re

from plugins.base.html_tokens import with_attributes
from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_
from plugins.reading.element_ranges import EditableHtml
from plugins.reading.phrases import localised

__all__ = ["tables"]

CAPTION = re.compile(r"\s*(?:Table|Tableau)[ \u00a0\u202f]?:[ \u00a0]*")
FRAME = "table-scroll"
PLAIN, NAMED = N_("Table"), N_("Table: {name}")
LONGEST_NAME = 120


def tables(html: str, context: TransformContext) -> str:
    """Return the HTML with captions, header scopes, and named frames that are scrollable with the keyboard.

    >>> tables('<div class="table-scroll"><table><tr><th></th></tr></table></div>', TransformContext("", "fr"))
    '<div class="table-scroll" tabindex="0" role="group" aria-label="Tableau"><table><tr><td></td></tr></table></div>'
    """
    if FRAME not in html:
        return html
    text = EditableHtml.read(html)
    taken: set[int] = set()
    for start, end, named in text.elements("div"):
        table = start + 1
        if named.get("class") != FRAME or not text.is_start(table, "table") or table not in text.ends:
            continue
        caption = _caption(text, start, end, taken)
        heads = _set_heads(text, table)
        if caption:
            text.parts[table] += f"<caption>{caption[0]}</caption>"
        name = caption[1] if caption else heads
        changes: dict[str, str | None] = {"tabindex": "0", "role": "group", "aria-label": _name(name, context.language)}
        text.parts[start] = with_attributes(text.parts[start], changes)
    return str(text)


def _caption(text: EditableHtml, start: int, end: int, taken: set[int]) -> tuple[str, str] | None:
    """Return the caption next to a table, as HTML and as plain text, and remove its paragraph."""
    closing = text.before(start)
    opening = text.starts.get(closing, -1)
    following = text.after(end)
    for paragraph in (opening, following):
        if paragraph in taken or not text.is_start(paragraph, "p") or paragraph not in text.ends:
            continue
        last = text.ends[paragraph]
        match = CAPTION.match(text.tokens[paragraph + 1].text) if paragraph + 1 < last else None
        if match is None or not text.words(paragraph, last)[match.end() :]:
            continue
        text.parts[paragraph + 1] = text.parts[paragraph + 1][match.end() :]
        found, words = text.inside(paragraph, last), text.words(paragraph, last)[match.end() :]
        text.parts[paragraph : last + 1] = ["" for _ in range(paragraph, last + 1)]
        taken.add(paragraph)
        return found, words
    return None


def _set_heads(text: EditableHtml, table: int) -> str:
    """Set the scope of header cells, make empty ones data cells, and return the text of all."""
    words: list[str] = []
    for index in range(table + 1, text.ends[table]):
        token = text.tokens[index]
        if token.kind != "start" or token.name != "th" or index not in text.ends:
            continue
        said = text.words(index, text.ends[index])
        if not said and text.ends[index] <= index + 2:
            text.parts[index] = f"<td{text.parts[index][3:]}"  # axe-core: empty-table-header
            text.parts[text.ends[index]] = "</td>"
        else:
            text.parts[index] = with_attributes(text.parts[index], {"scope": "col"})
            words.append(said)
    return ", ".join(word for word in words if word)


def _name(name: str, language: str) -> str:
    if not name:
        return localised(language, PLAIN)
    return localised(language, NAMED, name=name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…")
