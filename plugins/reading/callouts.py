"""Callouts (note, tip, warning, example) and the "try it" box, titled in the language of the text.

Python-Markdown's admonition extension parses them (``!!! tip "Title"``); this transform sets their titles and roles.
They become ``<div role="note">`` rather than ``<aside>``: reading modes of browsers drop ``aside`` (Readability.js,
``_prepArticle``). The "try it" box is a ``<section>`` with a heading, so that the table of contents lists it.
"""

from __future__ import annotations

import re
from html import escape

from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_
from plugins.reading.element_ranges import EditableHtml, tag
from plugins.reading.phrases import localised

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
MARK = re.compile(rf'<span class="{DEFAULT}">[^<]*</span>')
"""The placeholder of the default title of a "try it" box, in text and table of contents: Markdown knows no language."""


def callouts(html: str, context: TransformContext) -> str:
    """Return the HTML with callouts that have a kind, a role, and a title in the language of the text.

    >>> callouts('<div class="admonition astuce"><p class="admonition-title">Astuce</p></div>',
    ...          TransformContext("", "en"))
    '<div class="callout callout-tip" role="note"><p class="callout-title"><strong>Tip</strong></p></div>'
    """
    if DEFAULT in html:
        html = MARK.sub(lambda _: escape(localised(context.language, TITLES["try"]), quote=False), html)
    if BOX not in html:
        return html
    text = EditableHtml.read(html)
    for start, end, named in text.elements("div"):
        box, *words = named.get("class", "").split() or [""]
        if box != BOX or not words:
            continue
        kind, unknown = _kind(words)
        name = "section" if kind == "try" else "div"
        text.parts[start] = tag(
            name,
            class_=f"callout callout-{kind}",
            role=None if kind == "try" else "note",
            data_unknown=" ".join(unknown) or None,
        )
        text.parts[end] = f"</{name}>"
        _set_title(text, text.after(start), kind, words[0], context.language)
    return str(text)


def _kind(words: list[str]) -> tuple[str, list[str]]:
    """Return the kind that the keywords name, and the unknown keywords."""
    return KINDS.get(words[0], "note"), [word for word in words if KINDS.get(word) is None or word is not words[0]]


def _set_title(text: EditableHtml, start: int, kind: str, word: str, language: str) -> None:
    """Mark up the title of a callout."""
    if not text.is_start(start, "p", "h2") or start not in text.ends or TITLE not in text.tokens[start].text:
        return
    end = text.ends[start]
    if text.tokens[start].name == "h2":
        text.parts[start] = text.parts[start].replace(TITLE, "callout-title", 1)
        return
    is_default = text.inside(start, end) == word.capitalize() and word in KINDS
    words = escape(localised(language, TITLES[kind]), quote=False) if is_default else text.inside(start, end)
    text.parts[start] = f"{tag('p', class_='callout-title')}<strong>"
    text.parts[start + 1 : end] = ["" for _ in range(start + 1, end)]
    text.parts[end] = f"{words}</strong></p>"
