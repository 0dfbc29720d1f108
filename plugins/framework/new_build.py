"""A build of checked settings, a framework and its introductions, and the options by which its texts are rendered.

What it imports is what every build needs, whether its settings were just read or are remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from plugins.base.findings import Finding
from plugins.framework.address_patterns import AddressPatterns
from plugins.framework.build import Build, Introduction, Own
from plugins.framework.clock import Clock, clock_at
from plugins.framework.model import Axis, Framework
from plugins.framework.outputs.contributions import Contribution, Phase, transforms_of
from plugins.framework.pagination import Paginator
from plugins.framework.render.markdown import MarkdownOptions
from plugins.framework.render.render_body import typesetter
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.transforms import find_transform, settings_prefixes
from plugins.i18n.catalogue import Catalogue

if TYPE_CHECKING:
    from plugins.framework.settings import FrameworkSettings

__all__ = ["Axes", "new_build", "options_by_kind", "rendering"]


@dataclass(frozen=True, slots=True)
class Axes:
    """The framework with its introductions, and the open axes without terms."""

    framework: Framework
    open_axes: Mapping[str, Axis]
    introductions: Iterable[Introduction]


def new_build(
    settings: Mapping[str, Any],
    own: FrameworkSettings,
    axes: Axes,
    kinds: Mapping[str, RenderOptions],
    words: Catalogue,
    findings: list[Finding],
) -> Build:
    """Return a new build.

    Args:
        settings: Pelican's settings.
        own: The framework's.
        axes: All axes.
        kinds: The options of rendering, by kind.
        words: The catalogue of the site's language.
        findings: The author's mistakes so far.

    Raises:
        ValueError: The present is set to what is no date.
    """
    content = Path(settings["PATH"])
    return Build(
        settings=settings,
        own=Own(path=own.path, drafts=own.drafts, strict=own.strict, check=own.check),
        content=content,
        prefix=_prefix(content),
        framework=axes.framework,
        open_axes=axes.open_axes,
        clock=_clock(own.now, settings["TIMEZONE"]),
        zone=settings["TIMEZONE"],
        root=urlsplit(settings["SITEURL"]).path.rstrip("/"),
        words=words,
        typeset=typesetter(kinds["page"]),
        addresses=AddressPatterns.of(settings),
        paginator=Paginator.of(settings),
        introductions={one.html.raw: one for one in axes.introductions},
        findings=findings,
    )


def options_by_kind(options: RenderOptions, framework: Framework) -> dict[str, RenderOptions]:
    """Return the options of articles and pages, of those without a framework."""
    return {
        "article": replace(options, kind="article", framework=framework.vocabulary),
        "page": replace(options, kind="page", framework=framework.vocabulary),
    }


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
