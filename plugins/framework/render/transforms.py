"""HTML transforms: pure functions applied in order to the HTML of a rendered text.

The setting ``FRAMEWORK_TRANSFORMS`` names them in order as ``package.module:function``. Each takes the HTML of a text
and its context, and returns HTML; another plugin (typography) adds its own by name.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from plugins.base.html_tokens import attributes, tokens, with_attributes


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


Transform = Callable[[str, TransformContext], str]


class UnknownTransformError(Exception):
    """A transform cannot be imported; the message gives its name and the reason."""


@lru_cache(maxsize=64)
def find_transform(name: str) -> Transform:
    """Return the function that ``package.module:function`` names.

    Raises:
        UnknownTransformError: There is no such module or function.
    """
    module, _, function = name.partition(":")
    try:
        found: Transform = getattr(importlib.import_module(module), function)
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


def apply(html: str, names: tuple[str, ...], context: TransformContext) -> str:
    """Return the HTML after every named transform, in order."""
    for name in names:
        html = find_transform(name)(html, context)
    return html


def tables(html: str, context: TransformContext) -> str:  # noqa: ARG001 - every transform has both
    """Return the HTML with tables in scrollable frames, aligned by class instead of inline styles (CSP).

    >>> tables('<table><td style="text-align: right;">1</td></table>', TransformContext("", "fr"))
    '<div class="table-scroll"><table><td class="align-right">1</td></table></div>'
    """
    if "<table" not in html:
        return html
    parts: list[str] = []
    for token in tokens(html):
        text = token.text
        if token.kind == "start" and token.name in ("td", "th"):
            named = attributes(text)
            aligned = re.fullmatch(r"\s*text-align:\s*(left|right|center)\s*;?\s*", named.get("style", ""))
            if aligned:
                classes = f"{named.get('class', '')} align-{aligned[1]}".strip()
                text = with_attributes(text, {"style": None, "class": classes})
        if token.kind == "start" and token.name == "table":
            text = f'<div class="table-scroll">{text}'
        elif token.kind == "end" and token.name == "table":
            text = f"{text}</div>"
        parts.append(text)
    return "".join(parts)


FIGURE = re.compile(r"<p>\s*(<img\b[^<>]*>)\s*</p>")


def figures(html: str, context: TransformContext) -> str:  # noqa: ARG001 - every transform has both
    """Return the HTML with each image that is alone in its paragraph and has a title as a figure with a caption.

    >>> figures('<p><img alt="A" src="a.svg" title="B &amp; c"></p>', TransformContext("", "fr"))
    '<figure><img alt="A" src="a.svg"><figcaption>B &amp; c</figcaption></figure>'
    """

    def figure(match: re.Match[str]) -> str:
        title = attributes(match[1]).get("title")
        image = with_attributes(match[1], {"title": None})
        if not title:
            return f"<figure>{image}</figure>"
        caption = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"

    return FIGURE.sub(figure, html) if "<img" in html else html
