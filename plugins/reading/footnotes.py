"""Footnotes: accessible names of references and backlinks, and a section with a heading.

The names are in the language of the text. The section has a heading, so that lists of headings include it, and no
accessible name, so that it is no landmark.
"""

from __future__ import annotations

import re
from html import escape

from plugins.base.html_tokens import with_attributes
from plugins.framework.render.document import Document, tag
from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_
from plugins.reading.localised_words import localised

__all__ = ["notes"]

CALL = N_("Note {number}")
BACK = N_("Back to the call of note {number}")
BACK_AGAIN = N_("Back to call {call} of note {number}")
HEADING = N_("Notes")
RETURN = re.compile(r"#fnref(\d*):")


def notes(document: Document, context: TransformContext) -> None:
    """Name footnote references and backlinks, and put a heading above the footnotes.

    >>> html = '<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>'
    >>> Document.of(html).edited(notes, TransformContext("", "en"))
    '<sup id="fnref:a"><a class="footnote-ref" href="#fn:a" aria-label="Note 1">1</a></sup>'
    """
    if "footnote" not in document.html:
        return
    for start, end, named in document.elements("a"):
        if named.get("class") == "footnote-ref":
            name = localised(context.language, CALL, number=document.words(start, end))
            document[start] = with_attributes(document[start], {"aria-label": name})
    for start, end, named in document.elements("div"):
        if named.get("class") == "footnote":
            _set_section(document, start, end, context.language)


def _set_section(document: Document, start: int, end: int, language: str) -> None:
    """Make the list of footnotes a section with a heading, and name the backlinks."""
    document[start] = (
        f"{tag('section', class_='footnotes')}\n<h2>{escape(localised(language, HEADING), quote=False)}</h2>"
    )
    document[end] = "</section>"
    rule = document.after(start)
    if document.is_start(rule, "hr"):
        document[rule] = ""
        if document.is_white_space(rule + 1):
            document[rule + 1] = ""
    number = 0
    for index in range(start, end):
        token = document.tokens[index]
        if token.kind != "start":
            continue
        if token.name == "li" and 'id="fn:' in token.text:
            number += 1
        elif token.name == "a" and 'class="footnote-backref"' in token.text:
            match = RETURN.search(token.text)
            call = match[1] if match else ""
            again = " " if call else ""
            name = (
                localised(language, BACK_AGAIN, call=call, number=number)
                if call
                else localised(language, BACK, number=number)
            )
            document[index] = again + with_attributes(token.text, {"title": name, "aria-label": name})
