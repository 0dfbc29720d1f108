"""The steps of a build, the one way from content to output: read, gather, check, plan, press."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from plugins.framework.build import Build
from plugins.framework.contributions import Asset
from plugins.framework.corpus.corpus import Corpus, corpus_of
from plugins.framework.pages import Pages
from plugins.framework.resolved import Resolver
from plugins.framework.view_parts import ViewParts
from plugins.press.page_templates import PageTemplates
from plugins.press.staging import Stage
from plugins.press.static_files import static_assets

__all__ = ["gather", "press"]


def gather(build: Build, cards: list) -> Corpus:  # type: ignore[type-arg]
    """Return all texts in order, once every package has looked at them."""
    corpus = corpus_of(cards, build.framework, build.open_axes, build.language)
    for one in build.contributions:
        one.gather(corpus)
    return corpus


def press(build: Build, corpus: Corpus, env: Environment, stage: Stage, styles: str) -> None:
    """Write every page and every file into the stage.

    Raises:
        plugins.press.page_templates.TemplateError: A template is missing or wrong.
        plugins.press.staging.StageError: Two sources write one file.
    """
    shared, resolver = ViewParts(build, corpus), Resolver(build, corpus)
    constants = shared.constants()
    templates = PageTemplates(env, build, constants, resolver, tuple(build.settings["TEMPLATE_EXTENSIONS"]))
    for page in Pages(build, corpus, shared, resolver).all():
        stage.add(page.view.output, templates.render(page.view))
    for asset in _assets(build, resolver, styles):
        stage.add(asset.output, asset.data)


def _assets(build: Build, resolver: Resolver, styles: str) -> Iterator[Asset]:
    for one in build.contributions:
        yield from one.assets(resolver)
    yield from static_assets(build, Path(build.settings["THEME"]), styles)
