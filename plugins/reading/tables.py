"""Tables: captions, accessible names, ``scope`` of header cells, and keyboard scrolling.

This transform runs after the framework's own ``tables``, whose frame scrolls, and so must be focusable and named.
Markdown has no syntax for captions: a paragraph before or after the table that begins with ``Table:`` (in French
``Tableau :``) is one, as in Pandoc.
"""

from __future__ import annotations

import re

from plugins.base.html_tokens import with_attributes
from plugins.framework.render.document import Document
from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_
from plugins.reading.localised_words import localised

__all__ = ["tables"]

CAPTION = re.compile(r"\s*(?:Table|Tableau)[ \u00a0\u202f]?:[ \u00a0]*")
FRAME = "table-scroll"
PLAIN, NAMED = N_("Table"), N_("Table: {name}")
LONGEST_NAME = 120


def tables(document: Document, context: TransformContext) -> None:
    """Give tables captions, header scopes, and named frames that are scrollable with the keyboard.

    >>> html = '<div class="table-scroll"><table><tr><th></th></tr></table></div>'
    >>> Document.of(html).edited(tables, TransformContext("", "fr"))
    '<div class="table-scroll" tabindex="0" role="group" aria-label="Tableau"><table><tr><td></td></tr></table></div>'
    """
    if FRAME not in document.html:
        return
    taken: set[int] = set()
    for start, end, named in document.elements("div"):
        table = start + 1
        if named.get("class") != FRAME or not document.is_start(table, "table") or table not in document.ends:
            continue
        caption = _caption(document, start, end, taken)
        heads = _set_heads(document, table)
        if caption:
            document[table] += f"<caption>{caption[0]}</caption>"
        name = caption[1] if caption else heads
        changes: dict[str, str | None] = {"tabindex": "0", "role": "group", "aria-label": _name(name, context.language)}
        document[start] = with_attributes(document[start], changes)


def _caption(document: Document, start: int, end: int, taken: set[int]) -> tuple[str, str] | None:
    """Return the caption next to a table, as HTML and as plain text, and remove its paragraph."""
    closing = document.before(start)
    opening = document.start_of(closing)
    following = document.after(end)
    for paragraph in (opening, following):
        if paragraph in taken or not document.is_start(paragraph, "p") or paragraph not in document.ends:
            continue
        last = document.ends[paragraph]
        match = CAPTION.match(document.tokens[paragraph + 1].text) if paragraph + 1 < last else None
        if match is None or not document.words(paragraph, last)[match.end() :]:
            continue
        document[paragraph + 1] = document[paragraph + 1][match.end() :]
        found, words = document.inside(paragraph, last), document.words(paragraph, last)[match.end() :]
        document.clear(paragraph, last + 1)
        taken.add(paragraph)
        return found, words
    return None


def _set_heads(document: Document, table: int) -> str:
    """Set the scope of header cells, make empty ones data cells, and return the text of all."""
    words: list[str] = []
    for index in range(table + 1, document.ends[table]):
        token = document.tokens[index]
        if token.kind != "start" or token.name != "th" or index not in document.ends:
            continue
        said = document.words(index, document.ends[index])
        if not said and document.ends[index] <= index + 2:
            document[index] = f"<td{document[index][3:]}"  # axe-core: empty-table-header
            document[document.ends[index]] = "</td>"
        else:
            document[index] = with_attributes(document[index], {"scope": "col"})
            words.append(said)
    return ", ".join(word for word in words if word)


def _name(name: str, language: str) -> str:
    if not name:
        return localised(language, PLAIN)
    return localised(language, NAMED, name=name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…")
