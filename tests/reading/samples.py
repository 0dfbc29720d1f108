"""A text as the site makes it: Python-Markdown with the project's options, then the project's transforms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plugins.framework.outputs.contributions import classes_of, transforms_of
from plugins.framework.render.markdown import Heading, MarkdownOptions, convert
from plugins.framework.render.transforms import TransformContext, applied

ROOT = Path(__file__).resolve().parents[2]


def project_settings() -> dict[str, Any]:
    """Return the settings of the preview, read apart from Pelican."""
    names: dict[str, Any] = {"__name__": "pelicanconf"}
    exec(compile((ROOT / "pelicanconf.py").read_text("utf-8"), "pelicanconf.py", "exec"), names)
    return names


SETTINGS = project_settings()
MARKDOWN = MarkdownOptions.from_settings(SETTINGS["MARKDOWN"])
ALL = transforms_of(classes_of(SETTINGS["PLUGINS"]))
READING = tuple(name for name in ALL if "typography" not in name)


def written(text: str, language: str = "fr", names: tuple[str, ...] = READING) -> str:
    """Return the HTML of a Markdown text in a language, as a page has it, but not typeset."""
    return applied(convert(text, MARKDOWN)[0], names, TransformContext("articles/x.md", language))


def typeset(text: str, language: str = "fr") -> str:
    """Return the HTML of a Markdown text in a language, as a page has it."""
    return written(text, language, ALL)


def contents(text: str, language: str = "fr", names: tuple[str, ...] = READING) -> list[tuple[int, str, str]]:
    """Return the levels, anchors and words of the contents of a Markdown text."""
    context = TransformContext("articles/x.md", language)

    def flat(headings: tuple[Heading, ...]) -> list[tuple[int, str, str]]:
        found = []
        for heading in headings:
            found += [(heading.level, heading.anchor, applied(heading.html, names, context)), *flat(heading.children)]
        return found

    return flat(convert(text, MARKDOWN)[1])
