"""Figures of a linked image, and of several images side by side.

This transform runs before the framework's own ``figures``, which handles a single image alone in its paragraph.
"""

from __future__ import annotations

import re

from plugins.framework.render.document import Document
from plugins.framework.render.transforms import IMAGE, TransformContext, picture

__all__ = ["figures"]

LINK = re.compile(r"<a\b[^<>]*>")
BREAKS = frozenset({"<br>", "<br/>", "<br />"})


def figures(document: Document, context: TransformContext) -> None:  # noqa: ARG001 - every transform has both
    """Make linked images figures, and each paragraph of several images one figure.

    >>> html = '<p><a href="b"><img alt="A" src="a.svg" title="C"></a></p>'
    >>> Document.of(html).edited(figures, TransformContext("", "fr"))
    '<figure><a href="b"><img alt="A" src="a.svg"></a><figcaption>C</figcaption></figure>'
    """
    if "<img" not in document.html:
        return
    for start in range(len(document)):
        if document.is_text(start, "<p>"):
            _linked(document, start)
            _several(document, start)


def _linked(document: Document, start: int) -> None:
    link = document.after(start)
    image = document.after(link)
    closing = document.after(image)
    end = document.after(closing)
    if (
        document.is_text(end, "</p>")
        and document.is_text(closing, "</a>")
        and LINK.fullmatch(document.tokens[link].text)
        and IMAGE.fullmatch(document.tokens[image].text)
    ):
        bare, _, caption = picture(document.tokens[image].text).partition("<figcaption>")
        document.clear(start, end + 1)
        document[link] = f"<figure>{document.tokens[link].text}{bare}</a>"
        document[end] = f"<figcaption>{caption}</figure>" if caption else "</figure>"


def _several(document: Document, start: int) -> None:
    images = []
    number = document.after(start)
    while number < len(document) and not document.is_text(number, "</p>"):
        text = document.tokens[number].text
        if IMAGE.fullmatch(text):
            images.append(text)
        elif text not in BREAKS or not images:
            return
        last = text
        number = document.after(number)
    if len(images) > 1 and number < len(document) and last not in BREAKS:
        whole = "".join(f"<figure>{picture(image)}</figure>" for image in images)
        document.clear(start, number + 1)
        document[start] = f'<div class="figures">{whole}</div>'
