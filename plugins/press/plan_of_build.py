"""The plan that a whole build leaves for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.base.author_words import author_words
from plugins.framework.build import Build
from plugins.framework.corpus.corpus import Corpus
from plugins.framework.outputs.contributions import Contributions
from plugins.i18n.catalogue import TRANSLATIONS
from plugins.press.last_plan import KnownText, LastPlan, Reads
from plugins.press.memory import Memory
from plugins.press.steps import Wanted
from plugins.press.tagged import NotPlainError, tagged

__all__ = ["kept_settings", "plan_of"]

NOT_KEPT = frozenset({"PELICAN_CLASS", "LOG_FILTER"})
"""Settings that pages are not made of, and that are no plain data."""


def kept_settings(settings: Mapping[str, Any]) -> Any:
    """Return settings tagged, as they are now: Pelican's readers write into some. None where one is no plain data."""
    try:
        return tagged({name: value for name, value in settings.items() if name not in NOT_KEPT})
    except NotPlainError:
        return None


def plan_of(
    build: Build,
    settings: Any,
    contributions: Contributions,
    corpus: Corpus,
    memory: Memory,
    keys: Mapping[str, bytes],
    wanted: Wanted,
) -> LastPlan | None:
    """Return the plan of a build; None where a setting is no plain data, or a text could not be read.

    Args:
        build: The build.
        settings: What :func:`kept_settings` returned when it began.
        contributions: What packages added to it.
        corpus: Its texts.
        memory: Its memory.
        keys: The keys of what texts say, by path.
        wanted: What its outputs have read.
    """
    if build.texts.unreadable or settings is None or any(text.card.path not in keys for text in corpus.texts):
        return None
    try:
        packages = {one.package: tagged(one.settings.model_dump()) for one in contributions if one.settings is not None}
    except NotPlainError:
        return None
    site, author = build.words, author_words(build.language)
    theme = str(Path(build.settings["THEME"]) / "translations")
    return LastPlan(
        code=memory.code,
        settings=settings,
        packages=packages,
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
            for card in (text.card for text in corpus.texts)
        ],
        ids=sorted(set(build.texts.ids.values())),
        troubled=sorted({finding.path for finding in build.findings if not finding.advice}),
        reads=Reads.of(wanted.reads),
    )
