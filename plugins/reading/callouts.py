"""Callouts (note, tip, warning, example) and the "try it" box, titled in the language of the text.

Python-Markdown's admonition extension parses them (``!!! tip "Title"``); this transform sets their titles and roles.
They become ``<div role="note">`` rather than ``<aside>``: reading modes of browsers drop ``aside`` (Readability.js,
``_prepArticle``). The "try it" box is a ``<section>`` with a heading, so that the table of contents lists it.
"""

from __future__ import annotations

from html import escape

from plugins.framework.render.document import Document, tag
from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_
from plugins.reading.localised_words import localised

__all__ = ["KINDS", "TITLES", "UNKNOWN", "callouts"]

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

UNKNOWN = "data-unknown"
"""The attribute with unknown keywords, for the check of mistakes."""

BOX, TITLE, DEFAULT = "admonition", "admonition-title", "callout-default"
MARK = f'<span class="{DEFAULT}">'
"""The placeholder of the default title of a "try it" box, in text and table of contents: Markdown knows no language."""


def callouts(document: Document, context: TransformContext) -> None:
    """Give callouts a kind, a role, and a title in the language of the text.

    >>> html = '<div class="admonition astuce"><p class="admonition-title">Astuce</p></div>'
    >>> Document.of(html).edited(callouts, TransformContext("", "en"))
    '<div class="callout callout-tip" role="note"><p class="callout-title"><strong>Tip</strong></p></div>'
    """
    if DEFAULT in document.html:
        _name_default(document, escape(localised(context.language, TITLES["try"]), quote=False))
    if BOX not in document.html:
        return
    for start, end, named in document.elements("div"):
        box, *words = named.get("class", "").split() or [""]
        if box != BOX or not words:
            continue
        kind, unknown = _kind(words)
        name = "section" if kind == "try" else "div"
        document[start] = tag(
            name,
            class_=f"callout callout-{kind}",
            role=None if kind == "try" else "note",
            data_unknown=" ".join(unknown) or None,
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


def _kind(words: list[str]) -> tuple[str, list[str]]:
    """Return the kind that the keywords name, and the unknown keywords."""
    return KINDS.get(words[0], "note"), [word for word in words if KINDS.get(word) is None or word is not words[0]]


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
