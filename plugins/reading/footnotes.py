"""Footnotes: accessible names of references and backlinks, and a section with a heading.

The names are in the language of the text. The section has a heading, so that lists of headings include it, and no
accessible name, so that it is no landmark.
"""

from __future__ import annotations

import re
from html import escape

from plugins.base.html_tokens import with_attributes
from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_
from plugins.reading.element_ranges import EditableHtml, tag
from plugins.reading.phrases import localised

__all__ = ["notes"]

CALL = N_("Note {number}")
BACK = N_("Back to the call of note {number}")
BACK_AGAIN = N_("Back to call {call} of note {number}")
HEADING = N_("Notes")
RETURN = re.compile(r"#fnref(\d*):")


def notes(html: str, context: TransformContext) -> str:
    """Return the HTML with named footnote references and backlinks, and a heading above the footnotes.

    >>> notes('<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>', TransformContext("", "en"))
    '<sup id="fnref:a"><a class="footnote-ref" href="#fn:a" aria-label="Note 1">1</a></sup>'
    """
    if "footnote" not in html:
        return html
    text = EditableHtml.read(html)
    for start, end, named in text.elements("a"):
        if named.get("class") == "footnote-ref":
            name = localised(context.language, CALL, number=text.words(start, end))
            text.parts[start] = with_attributes(text.parts[start], {"aria-label": name})
    for start, end, named in text.elements("div"):
        if named.get("class") == "footnote":
            _set_section(text, start, end, context.language)
    return str(text)


def _set_section(text: EditableHtml, start: int, end: int, language: str) -> None:
    """Make the list of footnotes a section with a heading, and name the backlinks."""
    text.parts[start] = (
        f"{tag('section', class_='footnotes')}\n<h2>{escape(localised(language, HEADING), quote=False)}</h2>"
    )
    text.parts[end] = "</section>"
    rule = text.after(start)
    if text.is_start(rule, "hr"):
        text.parts[rule] = ""
        if text.is_white_space(rule + 1):
            text.parts[rule + 1] = ""
    number = 0
    for index in range(start, end):
        token = text.tokens[index]
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
            text.parts[index] = again + with_attributes(token.text, {"title": name, "aria-label": name})
