"""Code blocks: framed, with the name of their language, and scrollable with the keyboard.

``<pre>`` scrolls sideways, so it is focusable (axe-core, ``scrollable-region-focusable``) and has a name. It is a
group, not a region: a page with six code blocks should not have six landmarks.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from plugins.base.html_tokens import attributes, with_attributes
from plugins.framework.render.document import Document, tag
from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_
from plugins.reading.localised_words import localised

__all__ = ["code", "language_name"]

CODE, IN_LANGUAGE = N_("Code"), N_("Code: {language}")
HIGHLIGHT = "highlight"
LANGUAGE = re.compile(r"(?:\A|\s)language-(\S+)")
NAMES = {
    "text": "",
    "output": "",
    "html": "HTML",
    "css": "CSS",
    "xml": "XML",
    "js": "JavaScript",
    "sh": "Shell",
    "yml": "YAML",
}
"""Language names that differ from Pygments'; an empty one is for code in no language."""


@lru_cache(maxsize=256)
def language_name(alias: str) -> str:
    """Return the display name of a language, Pygments' in most cases; an unknown alias as it was typed.

    >>> language_name("python"), language_name("yml"), language_name("text"), language_name("brainfudge")
    ('Python', 'YAML', '', 'brainfudge')
    """
    if alias.lower() in NAMES:
        return NAMES[alias.lower()]
    try:
        return find_lexer_class_by_name(alias).name
    except ClassNotFound:
        return alias


def code(document: Document, context: TransformContext) -> None:
    """Make every ``<pre>`` focusable, in a frame with the name of its language.

    >>> Document.of('<pre><code class="language-python">1</code></pre>').edited(code, TransformContext("", "fr"))[:74]
    '<div class="code" data-language="Python"><pre tabindex="0" role="group" ar'
    """
    if "<pre" not in document.html and "<PRE" not in document.html:
        return
    frames = {
        start: end for start, end, named in document.elements("div") if HIGHLIGHT in named.get("class", "").split()
    }
    inside = -1
    for start, end, _ in document.elements("pre"):
        if start < inside:
            continue
        inside = end
        language = _language(document, start, end)
        name = (
            localised(context.language, IN_LANGUAGE, language=language)
            if language
            else localised(context.language, CODE)
        )
        document[start] = with_attributes(
            document[start], {"tabindex": "0", "role": "group", "aria-label": name, "translate": "no"}
        )
        frame = next((index for index in (start - 1, start - 2) if index in frames and frames[index] > end), None)
        if frame is None:
            opening = with_attributes("<div>", {"class": "code", "data-language": language or None})
            document[start], document[end] = opening + document[start], f"{document[end]}</div>"
        else:
            classes = f"{attributes(document.tokens[frame].text).get('class', '')} code"
            changes = {"class": classes, "data-language": language or None}
            document[frame] = with_attributes(document[frame], changes)
    _set_line_numbers(document)


def _set_line_numbers(document: Document) -> None:
    """Move line numbers from the text to an attribute: the style sheet shows them, and copied text has none."""
    for start, end, named in document.elements("span"):
        if named.get("class") == "linenos":
            document[start] = tag("span", class_="linenos", data_line=document.inside(start, end).strip())
            document.clear(start + 1, end)


def _language(document: Document, start: int, end: int) -> str:
    """Return the language name by the class of the ``<code>`` in a ``<pre>``, and remove the class."""
    for index in range(start + 1, end):
        token = document.tokens[index]
        if token.kind == "start" and token.name == "code":
            match = LANGUAGE.search(attributes(token.text).get("class", ""))
            if match is None:
                return ""
            document[index] = with_attributes(token.text, {"class": None})
            return language_name(match[1])
    return ""
