"""Callouts (note, tip, warning, example) and the "try it" box, titled in the language of the text.

Python-Markdown's admonition extension parses them (``!!! tip "Title"``); this transform sets their titles and roles.
What is none of these, or begins a callout and is none, is reported.
They become ``<div role="note">`` rather than ``<aside>``: reading modes of browsers drop ``aside`` (Readability.js,
``_prepArticle``). The "try it" box is a ``<section>`` with a heading, so that the table of contents lists it.
"""

from __future__ import annotations

import re
from html import escape

from plugins.base.findings import listed, quoted, suggestion
from plugins.framework.render.document import Document, tag
from plugins.framework.render.source_positions import LINE
from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_, message
from plugins.reading.localised_words import localised

__all__ = ["KINDS", "TITLES", "callouts"]

KINDS = {
    "note": "note",
    "tip": "tip",
    "astuce": "tip",
    "warning": "warning",
    "attention": "warning",
    "example": "example",
    "exemple": "example",
    "try": "try",
    "essayer": "try",
}
"""The keywords that an author may write, with the kind of each."""

TITLES = {
    "note": N_("Note"),
    "tip": N_("Tip"),
    "warning": N_("Warning"),
    "example": N_("Example"),
    "try": N_("Try it"),
}
"""The default title of each kind."""

BOX, TITLE, DEFAULT = "admonition", "admonition-title", "callout-default"
MARK = f'<span class="{DEFAULT}">'
"""The placeholder of the default title of a "try it" box, in text and table of contents: Markdown knows no language."""

BEGINNING = "!!!"
MALFORMED = re.compile(rf"{LINE}{BEGINNING}(?: |(?! ))(?![\w-]+(?: +[\w-]+)*(?: +\".*?\")?[ \t]*$)", re.MULTILINE)
"""Up to the keyword in the first line of what the admonition extension takes for no callout."""


def callouts(document: Document, context: TransformContext) -> None:
    """Give callouts a kind, a role, and a title in the language of the text.

    >>> html = '<div class="admonition astuce"><p class="admonition-title">Astuce</p></div>'
    >>> Document.of(html).edited(callouts, TransformContext("", "en"))
    '<div class="callout callout-tip" role="note"><p class="callout-title"><strong>Tip</strong></p></div>'
    """
    if DEFAULT in document.html:
        _name_default(document, escape(localised(context.language, TITLES["try"]), quote=False))
    if BEGINNING in document.html:
        _report_malformed(document)
    if BOX not in document.html:
        return
    for start, end, named in document.elements("div"):
        box, *words = named.get("class", "").split() or [""]
        if box != BOX or not words:
            continue
        kind, unknown = KINDS.get(words[0], "note"), _unknown(words)
        for place, word in unknown:
            _report_unknown(document, start, place, word)
        name = "section" if kind == "try" else "div"
        document[start] = tag(
            name,
            class_=f"callout callout-{kind}",
            role=None if kind == "try" else "note",
            data_unknown=" ".join(word for _, word in unknown) or None,
        )
        document[end] = f"</{name}>"
        _set_title(document, document.after(start), kind, words[0], context.language)


def _name_default(document: Document, name: str) -> None:
    """Write the name of a "try it" box where it has been left open."""
    for number in range(len(document)):
        if document.is_text(number, MARK):
            end = number + 1 if document.is_text(number + 1, "</span>") else number + 2
            if document.is_text(end, "</span>"):
                document.clear(number, end + 1)
                document[number] = name
    document.commit()


def _unknown(words: list[str]) -> list[tuple[int, str]]:
    """Return the keywords that name no kind, with their places: all but the first one."""
    return [(place, word) for place, word in enumerate(words) if place or word not in KINDS]


def _report_unknown(document: Document, start: int, place: int, word: str) -> None:
    """Report an unknown keyword of a callout; its finding stands at the first one."""
    problem = message(
        N_("unknown kind of callout '{word}' (there are: {kinds})"), word=quoted(word), kinds=listed(KINDS)
    )
    mend = message(N_("put its title between straight quotes: {line}"), line='!!! note "…"')
    keyword = rf"{LINE}{BEGINNING} ?(?=(?:[\w-]+ +){{{place}}}{re.escape(word)}(?![\w-]))"
    near = re.compile(keyword, re.MULTILINE | re.IGNORECASE)
    document.report(start, problem, mend if place else suggestion(word, KINDS), near=near, typed=True)


def _report_malformed(document: Document) -> None:
    """Report each paragraph that the author meant for a callout."""
    for number, token in enumerate(document.tokens):
        if token.kind == "text" and token.text.startswith(BEGINNING) and document.is_start(number - 1, "p"):
            problem = message(N_("this begins a callout and is not one"))
            mend = message(N_("write it so, with or without a title: {line}"), line='!!! tip "…"')
            document.report(number, problem, mend, near=MALFORMED, typed=True)


def _set_title(document: Document, start: int, kind: str, word: str, language: str) -> None:
    """Mark up the title of a callout."""
    if (
        not document.is_start(start, "p", "h2")
        or start not in document.ends
        or TITLE not in document.tokens[start].text
    ):
        return
    end = document.ends[start]
    if document.tokens[start].name == "h2":
        document[start] = document[start].replace(TITLE, "callout-title", 1)
        return
    is_default = document.inside(start, end) == word.capitalize() and word in KINDS
    words = escape(localised(language, TITLES[kind]), quote=False) if is_default else document.inside(start, end)
    document[start] = f"{tag('p', class_='callout-title')}<strong>"
    document.clear(start + 1, end)
    document[end] = f"{words}</strong></p>"
