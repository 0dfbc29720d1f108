"""The plan that a whole build leaves for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.base.author_words import author_words
from plugins.framework.build import Build
from plugins.framework.outputs.contributions import Contributions
from plugins.i18n.catalogue import TRANSLATIONS
from plugins.press.last_plan import KnownText, LastPlan, Reads
from plugins.press.memory import Memory
from plugins.press.steps import Wanted
from plugins.press.tagged import tagged

__all__ = ["plan_of"]

NOT_KEPT = frozenset({"PELICAN_CLASS", "LOG_FILTER"})
"""Settings that pages are not made of, and that are no plain data."""


def plan_of(
    build: Build, contributions: Contributions, memory: Memory, keys: Mapping[str, bytes], wanted: Wanted
) -> LastPlan:
    """Return the plan of a build.

    Args:
        build: The build.
        contributions: What packages added to it.
        memory: Its memory.
        keys: The keys of what texts say, by path.
        wanted: What its outputs have read.

    Raises:
        plugins.press.tagged.NotPlainError: A setting is no plain data.
    """
    site, author = build.words, author_words(build.language)
    theme = str(Path(build.settings["THEME"]) / "translations")
    return LastPlan(
        code=memory.code,
        settings=tagged({name: value for name, value in build.settings.items() if name not in NOT_KEPT}),
        packages={one.package: _tagged_settings(one.settings) for one in contributions if one.settings is not None},
        framework=build.framework,
        open_axes=dict(build.open_axes),
        introductions=[(one.path, one.html, one.links, one.anchors) for one in build.introductions.values()],
        static=list(build.static.values()),
        words=[
            (build.language, theme, site.compiled),
            (author.language, str(TRANSLATIONS), author.compiled),
        ],
        texts=[
            KnownText(card.kind, card.path, keys[card.path], card.status, card.url, card.output)
            for card in build.texts.cards
        ],
        troubled=sorted({finding.path for finding in build.findings if not finding.advice}),
        reads=Reads.of(wanted.reads),
    )


def _tagged_settings(settings: Any) -> Any:
    return tagged(settings.model_dump())
