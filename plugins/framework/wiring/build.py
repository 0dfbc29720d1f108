"""The state of one build, in Pelican's shared context: settings, framework, clock, rendered files, findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from plugins.base.findings import Finding
from plugins.base.settings import SettingsError, from_prefix
from plugins.framework.clock import Clock, clock_at
from plugins.framework.load_framework import load_framework
from plugins.framework.model import Axis, Framework
from plugins.framework.render.links import Link
from plugins.framework.render.markdown import MarkdownOptions
from plugins.framework.render.render_body import inline, render_body
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.render_source import Rendered
from plugins.framework.render.transforms import UnknownTransformError, find_transform, settings_prefixes
from plugins.framework.settings import PREFIX, FrameworkSettings
from plugins.framework.wiring.open_axes import open_axes
from plugins.framework.wiring.rendered_once import RenderedOnce
from plugins.i18n import catalogue

CONTEXT_KEY = "framework_build"


@dataclass
class Introduction:
    """The links and anchors of an introduction, for the link check."""

    path: str
    links: tuple[Link, ...]
    anchors: frozenset[str]


@dataclass
class Build:
    """The state of one build.

    Attributes:
        settings: The plugin's settings.
        content: The content folder.
        prefix: The content folder relative to the working directory, put before paths in findings.
        framework: The declared axes.
        open_axes: Tags, series and authors; their terms are known once all articles are read.
        clock: The build's clock.
        root: The path part of the site's base URL, without a final slash.
        author: The site's author, the default of an article.
        rendered: Every file that was read, by path.
        findings: The author's mistakes so far; other plugins add theirs.
        reserved: Output paths that other plugins write and no article or page may have, with a name for each; added
            on ``generator_init``.
        once: Renders macros that are the same on many pages.
    """

    settings: FrameworkSettings
    content: Path
    prefix: str
    framework: Framework
    open_axes: dict[str, Axis]
    clock: Clock
    root: str
    author: str
    options: dict[str, RenderOptions]
    introductions: list[Introduction]
    rendered: dict[str, Rendered] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    reserved: dict[str, str] = field(default_factory=dict)
    once: RenderedOnce = field(default_factory=RenderedOnce)

    @property
    def axes(self) -> dict[str, Axis]:
        """Every axis by key: the declared ones, then the open ones."""
        return {**self.framework.axes, **self.open_axes}

    @cached_property
    def typeset(self) -> Callable[..., Markup]:
        """The cached function that returns plain text as HTML with the transforms applied, in a given language."""
        options = self.options["page"]
        context = options.context("")

        @lru_cache(maxsize=None, typed=True)
        def typeset(text: str, language: str | None = None) -> Markup:
            return Markup(inline(text, options, replace(context, language=language or context.language)))

        return typeset


def build_of(context: dict[str, Any]) -> Build:
    """Return the state of this build, made on first use."""
    if CONTEXT_KEY not in context:
        try:
            context[CONTEXT_KEY] = _new_build(context)
        except (UnknownTransformError, TypeError, ValueError) as error:
            raise SettingsError(str(error)) from None
    build: Build = context[CONTEXT_KEY]
    return build


def _new_build(context: dict[str, Any]) -> Build:
    settings = from_prefix(context, PREFIX, FrameworkSettings)
    for name in settings.transforms:
        find_transform(name)
    content = Path(context["PATH"])
    options = RenderOptions(
        kind="introduction",
        framework=Framework(),
        zone=context["TIMEZONE"],
        language=context["DEFAULT_LANG"],
        markdown=MarkdownOptions.from_settings(context["MARKDOWN"]),
        transforms=settings.transforms,
        transform_settings={
            name: value for name, value in context.items() if name.startswith(settings_prefixes(settings.transforms))
        },
        summary_length=settings.summary_length,
    )
    introductions: list[Introduction] = []

    def introduce(text: str, path: str, line: int) -> tuple[str, list[Finding]]:
        body = render_body(text, path, line, options, options.context(path))
        introductions.append(Introduction(path, body.links, body.anchors))
        return body.html, list(body.findings)

    framework, findings = load_framework(content, settings.path, introduce)
    opened = open_axes(settings, catalogue.TRANSLATIONS)
    _refuse_one_path_twice(framework, opened)
    build = Build(
        settings=settings,
        content=content,
        prefix=_prefix(content),
        framework=framework,
        open_axes=opened,
        clock=_clock(settings.now, options.zone),
        root=urlsplit(context["SITEURL"]).path.rstrip("/"),
        author=context.get("AUTHOR", context["SITENAME"]),
        options={
            "article": replace(options, kind="article", framework=framework),
            "page": replace(options, kind="page", framework=framework),
        },
        introductions=introductions,
    )
    build.findings += findings
    return build


def _refuse_one_path_twice(framework: Framework, opened: dict[str, Axis]) -> None:
    """Raise ValueError when a declared axis has the URL of tags, series or authors."""
    for axis in framework.axes.values():
        for other in opened.values():
            if axis.path == other.path:
                setting = f"{PREFIX}{other.key.upper()}_PATH"
                raise ValueError(f"the axis {axis.key!r} and the setting {setting} have one path, {axis.path!r}")


def _clock(now: str | None, zone: str) -> Clock:
    """Return the build's clock; raise ValueError with the setting's name when its value is no date."""
    try:
        return clock_at(now, zone)
    except ValueError:
        raise ValueError(f"--now (FRAMEWORK_NOW) is {now!r}: write it as 2026-03-02 or 2026-03-02T08:30:00") from None


def _prefix(content: Path) -> str:
    """Return the content folder relative to the working directory, with a final slash."""
    absolute, here = content.resolve(), Path.cwd()
    shown = absolute.relative_to(here) if absolute.is_relative_to(here) else absolute
    return f"{shown.as_posix()}/"
