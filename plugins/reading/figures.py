"""Figures of a linked image, and of several images side by side.

This transform runs before the framework's own ``figures``, which handles a single image alone in its paragraph.
"""

from __future__ import annotations

import re
from html import escape

from plugins.base.html_tokens import attributes, with_attributes
from plugins.framework.render.transforms import TransformContext

__all__ = ["figures"]

IMAGE = r"<img\b[^<>]*>"
LINKED = re.compile(rf"<p>\s*(<a\b[^<>]*>)\s*({IMAGE})\s*</a>\s*</p>")
SEVERAL = re.compile(rf"<p>\s*({IMAGE}(?:(?:\s|<br ?/?>)*{IMAGE})+)\s*</p>")


def figures(html: str, context: TransformContext) -> str:  # noqa: ARG001 - every transform has both
    """Return the HTML with linked images as figures, and each paragraph of several images as one figure.

    >>> figures('<p><a href="b"><img alt="A" src="a.svg" title="C"></a></p>', TransformContext("", "fr"))
    '<figure><a href="b"><img alt="A" src="a.svg"></a><figcaption>C</figcaption></figure>'
    """
    if "<img" not in html:
        return html
    html = LINKED.sub(_linked, html)
    return SEVERAL.sub(_several, html)


def _linked(match: re.Match[str]) -> str:
    return f"<figure>{match[1]}{_bare(match[2])}</a>{_caption(match[2])}</figure>"


def _several(match: re.Match[str]) -> str:
    images = re.findall(IMAGE, match[1])
    whole = "".join(f"<figure>{_bare(image)}{_caption(image)}</figure>" for image in images)
    return f'<div class="figures">{whole}</div>'


def _bare(image: str) -> str:
    return with_attributes(image, {"title": None})


def _caption(image: str) -> str:
    title = attributes(image).get("title")
    return f"<figcaption>{escape(title, quote=False)}</figcaption>" if title else ""
