"""HTML transforms: pure functions applied in order to the HTML of a rendered text.

Packages name theirs as ``package.module:function``, each with a phase (:mod:`plugins.framework.outputs.contributions`),
and the setting ``FRAMEWORK_TRANSFORMS`` those of the site itself. Each takes the document of a text
(:mod:`~plugins.framework.render.document`) and what is known of it, edits it, and reports the author's mistakes.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

from plugins.base.html_tokens import attributes, with_attributes
from plugins.framework.render.document import Document


@dataclass(frozen=True, slots=True)
class TransformContext:
    """The context of a transform.

    Attributes:
        path: The file of the text.
        language: The language of the text.
        switch: The front matter key ``typography``: True, False, or names of rules to leave out.
        settings: The settings of the transforms' plugins, by their full names.
    """

    path: str
    language: str
    switch: bool | tuple[str, ...] = True
    settings: Mapping[str, object] = field(default_factory=dict)


Transform = Callable[[Document, TransformContext], None]

IMAGE = re.compile(r"<img\b[^<>]*>")
ALIGNED = re.compile(r"\s*text-align:\s*(left|right|center)\s*;?\s*")


class UnknownTransformError(Exception):
    """A transform cannot be imported; the message gives its name and the reason."""


def find_transform(name: str) -> Transform:
    """Return the transform that ``package.module:function`` names.

    Raises:
        UnknownTransformError: There is no such module or function.
    """
    found: Transform = find_function(name)
    return found


@lru_cache(maxsize=64)
def find_function(name: str) -> Callable[..., Any]:
    """Return the function that ``package.module:function`` names.

    Raises:
        UnknownTransformError: There is no such module or function.
    """
    module, _, function = name.partition(":")
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise UnknownTransformError(f"FRAMEWORK_TRANSFORMS names {name!r}: {error}") from error
    if not callable(found):
        raise UnknownTransformError(f"FRAMEWORK_TRANSFORMS names {name!r}: that is no function")
    return found


def settings_prefixes(names: Iterable[str]) -> tuple[str, ...]:
    """Return the setting prefixes of the transforms' plugins, each the package's name in upper case.

    >>> settings_prefixes(["plugins.typography.transform:typeset"])
    ('TYPOGRAPHY_',)
    """
    packages = {name.split(":")[0].split(".")[1] for name in names if name.startswith("plugins.")}
    return tuple(sorted(f"{package.upper()}_" for package in packages if package != "framework"))


def apply(document: Document, names: tuple[str, ...], context: TransformContext) -> None:
    """Let every named transform edit a document, in order."""
    for name in names:
        find_transform(name)(document, context)
        document.commit()


def applied(html: str, names: tuple[str, ...], context: TransformContext) -> str:
    """Return some HTML as every named transform leaves it."""
    document = Document.of(html)
    apply(document, names, context)
    return document.html


def tables(document: Document, context: TransformContext) -> None:  # noqa: ARG001 - every transform has both
    """Let tables scroll in a frame, and align by class, so that a strict CSP holds.

    >>> html = '<table><td style="text-align: right;">1</td></table>'
    >>> Document.of(html).edited(tables, TransformContext("", "fr"))
    '<div class="table-scroll"><table><td class="align-right">1</td></table></div>'
    """
    if "<table" not in document.html:
        return
    for number, (kind, text, name) in enumerate(document.tokens):
        if kind == "start" and name in ("td", "th"):
            named = attributes(text)
            aligned = ALIGNED.fullmatch(named.get("style", ""))
            if aligned:
                classes = f"{named.get('class', '')} align-{aligned[1]}".strip()
                document[number] = with_attributes(text, {"style": None, "class": classes})
        if kind == "start" and name == "table":
            document[number] = f'<div class="table-scroll">{text}'
        elif kind == "end" and name == "table":
            document[number] = f"{text}</div>"


def figures(document: Document, context: TransformContext) -> None:  # noqa: ARG001 - every transform has both
    """Make an image that stands alone in its paragraph a figure; its title becomes the caption.

    >>> html = '<p><img alt="A" src="a.svg" title="B &amp; c"></p>'
    >>> Document.of(html).edited(figures, TransformContext("", "fr"))
    '<figure><img alt="A" src="a.svg"><figcaption>B &amp; c</figcaption></figure>'
    """
    if "<img" not in document.html:
        return
    for start in range(len(document)):
        if not document.is_text(start, "<p>"):
            continue
        image = document.after(start)
        end = document.after(image)
        if document.is_text(end, "</p>") and IMAGE.fullmatch(document.tokens[image].text):
            document.clear(start, end + 1)
            document[image] = f"<figure>{picture(document.tokens[image].text)}</figure>"


def picture(image: str) -> str:
    """Return the tag of an image without its title, which stands in a caption behind it."""
    title = attributes(image).get("title")
    bare = with_attributes(image, {"title": None})
    return f"{bare}<figcaption>{escape(title, quote=False)}</figcaption>" if title else bare
