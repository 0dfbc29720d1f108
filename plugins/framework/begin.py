"""Begins a build: settings, framework, clock and rendering options, from Pelican's settings and what packages add."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.base.findings import Finding
from plugins.base.settings import from_prefix
from plugins.base.settings_error import SettingsError
from plugins.framework.address_patterns import AddressPatterns
from plugins.framework.build import Build, Introduction, Own
from plugins.framework.clock import Clock, clock_at
from plugins.framework.load_framework import load_framework
from plugins.framework.model import Axis, Framework
from plugins.framework.open_axes import open_axes
from plugins.framework.outputs.contributions import Contribution, Contributions, Phase, transforms_of
from plugins.framework.pagination import Paginator
from plugins.framework.pelican_settings import check_pelican_settings
from plugins.framework.render.markdown import MarkdownOptions
from plugins.framework.render.render_body import render_body, typesetter
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.transforms import UnknownTransformError, find_transform, settings_prefixes
from plugins.framework.settings import PREFIX, FrameworkSettings
from plugins.i18n import catalogue

__all__ = ["begin", "check_settings"]


def check_settings(settings: Mapping[str, Any], classes: Sequence[type[Contribution]]) -> dict[str, Any]:
    """Return the settings of each package, by its name.

    Raises:
        SettingsError: One is wrong.
    """
    check_pelican_settings(settings)
    found: dict[str, Any] = {}
    for one in classes:
        if one.prefix:
            module, _, name = one.model.partition(":")
            found[one.package] = from_prefix(settings, one.prefix, getattr(importlib.import_module(module), name))
    if "framework" not in found:
        raise SettingsError("setting PLUGINS: plugins.framework is needed: add it")
    return found


def begin(
    settings: Mapping[str, Any], classes: Sequence[type[Contribution]]
) -> tuple[Build, Contributions, dict[str, RenderOptions]]:
    """Return a new build, what packages add to it, and the options by which its articles and pages are rendered.

    Raises:
        SettingsError: A setting is wrong.
    """
    checked = check_settings(settings, classes)
    try:
        build, options = _begin(settings, checked, classes)
    except (UnknownTransformError, TypeError, ValueError) as error:
        raise SettingsError(str(error)) from None
    return build, Contributions(one(build, checked.get(one.package)) for one in classes), options


def _begin(
    settings: Mapping[str, Any], checked: Mapping[str, Any], classes: Sequence[type[Contribution]]
) -> tuple[Build, dict[str, RenderOptions]]:
    own: FrameworkSettings = checked["framework"]
    content = Path(settings["PATH"])
    options = rendering(settings, own, classes)
    introductions: list[Introduction] = []

    def introduce(text: str, path: str, line: int) -> tuple[str, list[Finding]]:
        body = render_body(text, path, line, options, options.context(path))
        introductions.append(Introduction(path, body.markup, body.links, body.anchors))
        return body.html, list(body.findings)

    framework, findings = load_framework(content, own.path, introduce)
    opened = open_axes(own, catalogue.TRANSLATIONS)
    _refuse_one_path_twice(framework, opened)
    kinds = {
        "article": replace(options, kind="article", framework=framework.vocabulary),
        "page": replace(options, kind="page", framework=framework.vocabulary),
    }
    build = Build(
        settings=settings,
        own=Own(path=own.path, drafts=own.drafts, strict=own.strict, check=own.check),
        content=content,
        prefix=_prefix(content),
        framework=framework,
        open_axes=opened,
        clock=_clock(own.now, options.zone),
        zone=options.zone,
        root=urlsplit(settings["SITEURL"]).path.rstrip("/"),
        words=catalogue.load(settings["DEFAULT_LANG"], Path(settings["THEME"]) / "translations"),
        typeset=typesetter(kinds["page"]),
        addresses=AddressPatterns.of(settings),
        paginator=Paginator.of(settings),
        introductions={one.html.raw: one for one in introductions},
        findings=findings,
    )
    return build, kinds


def rendering(
    settings: Mapping[str, Any], own: FrameworkSettings, classes: Sequence[type[Contribution]]
) -> RenderOptions:
    """Return the options of rendering, without a framework.

    Raises:
        UnknownTransformError: A transform cannot be imported.
    """
    transforms = transforms_of(classes, own.transforms)
    for name in transforms:
        find_transform(name)
    return RenderOptions(
        kind="introduction",
        framework=Framework(),
        zone=settings["TIMEZONE"],
        language=settings["DEFAULT_LANG"],
        markdown=MarkdownOptions.from_settings(settings["MARKDOWN"]),
        transforms=transforms,
        word_transforms=transforms_of(classes, own.transforms, Phase.WORDS),
        transform_settings={
            name: value for name, value in settings.items() if name.startswith(settings_prefixes(transforms))
        },
        summary_length=own.summary_length,
        projections=tuple((one.package, one.projection) for one in classes if one.projection),
    )


def _refuse_one_path_twice(framework: Framework, opened: Mapping[str, Axis]) -> None:
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
