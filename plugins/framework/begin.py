"""Begins a build: settings, framework, clock and rendering options, from Pelican's settings and what packages add."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.base.findings import Finding
from plugins.base.settings import from_prefix
from plugins.base.settings_error import SettingsError
from plugins.framework.build import Build, Introduction
from plugins.framework.load_framework import load_framework
from plugins.framework.model import Axis, Framework
from plugins.framework.new_build import Axes, new_build, options_by_kind, rendering
from plugins.framework.open_axes import open_axes
from plugins.framework.outputs.contributions import Contribution, Contributions
from plugins.framework.pelican_settings import check_pelican_settings
from plugins.framework.render.render_body import render_body
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.transforms import UnknownTransformError
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
    kinds = options_by_kind(options, framework)
    words = catalogue.load(settings["DEFAULT_LANG"], Path(settings["THEME"]) / "translations")
    return new_build(settings, own, Axes(framework, opened, introductions), kinds, words, findings), kinds


def _refuse_one_path_twice(framework: Framework, opened: Mapping[str, Axis]) -> None:
    """Raise ValueError when a declared axis has the URL of tags, series or authors."""
    for axis in framework.axes.values():
        for other in opened.values():
            if axis.path == other.path:
                setting = f"{PREFIX}{other.key.upper()}_PATH"
                raise ValueError(f"the axis {axis.key!r} and the setting {setting} have one path, {axis.path!r}")
