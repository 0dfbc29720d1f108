"""Converts Markdown to HTML with heading anchors and a table of contents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from plugins.base.slugs import slugify
from plugins.framework.render.line_marks import LineMarks, without_marks


@dataclass(frozen=True, slots=True)
class MarkdownOptions:
    """The enabled extensions of Python-Markdown, as hashable and picklable data.

    Attributes:
        extensions: Dotted names, in order.
        configs: Their settings by extension, as JSON.
    """

    extensions: tuple[str, ...]
    configs: str = "{}"

    @classmethod
    def from_settings(cls, settings: dict[str, Any]) -> MarkdownOptions:
        """Return the options that Pelican's ``MARKDOWN`` setting holds."""
        configs = settings.get("extension_configs", {})
        extensions = (*settings.get("extensions", ()), *configs)
        return cls(tuple(dict.fromkeys(extensions)), json.dumps(configs, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the table of contents.

    Attributes:
        level: 2 for ``<h2>``, and so on.
        anchor: The heading's ``id``.
        html: Its content, with inline markup.
        children: The headings below it.
    """

    level: int
    anchor: str
    html: str
    children: tuple[Heading, ...]


class MarkdownError(Exception):
    """Python-Markdown or one of its extensions failed on a text; the message gives the cause."""


TEMPLATE_IDS = frozenset(
    {"articles", "author-box", "code-words", "commentaires", "content", "conversation", "respond", "retroliens"}
    | {"search", "search-keys", "search-label", "search-query", "series"}
)
"""The ids that an article's template uses: an id must be unique (HTML Standard, 3.2.6)."""


def heading_anchor(text: str, separator: str) -> str:  # noqa: ARG001 - the extension passes both
    """Return the anchor of a heading: the ``slugify`` function of Python-Markdown's ``toc`` extension."""
    slug = slugify(unescape(text)) or "section"
    return f"{slug}-section" if slug in TEMPLATE_IDS else slug


@lru_cache(maxsize=4)
def converter(options: MarkdownOptions) -> Markdown:
    """Return this process's converter for these options, cached: creating one costs more than resetting it."""
    configs: dict[str, Any] = json.loads(options.configs)
    toc = "markdown.extensions.toc"
    if toc in options.extensions:
        configs[toc] = {"slugify": heading_anchor, **configs.get(toc, {})}
    extensions: list[str | Extension] = [LineMarks(), *options.extensions]
    return Markdown(extensions=extensions, extension_configs=configs, output_format="html")


def convert(text: str, options: MarkdownOptions) -> tuple[str, tuple[Heading, ...]]:
    """Return the HTML of a Markdown text and its table of contents.

    Raises:
        MarkdownError: See :func:`convert_marked`.
    """
    html, contents = convert_marked(text, options)
    return without_marks(html), contents


def convert_marked(text: str, options: MarkdownOptions) -> tuple[str, tuple[Heading, ...]]:
    """Return the HTML of a Markdown text and its table of contents.

    Raises:
        MarkdownError: The text cannot be converted, such as lists nested a hundred deep, or a code block with
            an option that Pygments refuses.
    """
    markdown = converter(options)
    markdown.reset()
    try:
        html = markdown.convert(text)
    except Exception as error:
        converter.cache_clear()  # its state is that of an unfinished block
        deep = isinstance(error, RecursionError)
        raise MarkdownError("it is nested too deep" if deep else str(error)) from error
    return html, _headings(getattr(markdown, "toc_tokens", []))


def _headings(entries: list[dict[str, Any]]) -> tuple[Heading, ...]:
    return tuple(
        Heading(
            level=int(entry["level"]),
            anchor=str(entry["id"]),
            html=str(entry.get("html") or entry["name"]),
            children=_headings(entry["children"]),
        )
        for entry in entries
    )
