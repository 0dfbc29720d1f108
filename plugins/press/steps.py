"""The last steps of a build, after texts were read: gather them, and press the pages and files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment

from plugins.base.workers import Workers
from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Corpus, corpus_of
from plugins.framework.outputs.contributions import Asset, Contributions
from plugins.framework.outputs.pages import Pages
from plugins.framework.outputs.resolved import Resolver
from plugins.framework.outputs.views import View
from plugins.i18n.messages import N_
from plugins.press.build_counter import BuildCounter
from plugins.press.memory import Memory
from plugins.press.page_templates import PageTemplates, compiled_templates
from plugins.press.page_work import MAKE, ForeignTemplatesError, page_task, page_work, shown_by
from plugins.press.recipes import Recipes
from plugins.press.staging import Stage
from plugins.press.static_files import static_assets
from plugins.press.view_pickle import ViewPickler

if TYPE_CHECKING:
    from plugins.press.settings import PressSettings

__all__ = ["gather", "press"]

FEWEST = 150
"""As many pages have to be made as take longer than workers take to start."""


def gather(build: Build, contributions: Contributions, cards: Iterable[Card]) -> Corpus:
    """Return all texts in order, once every package has looked at them."""
    corpus = corpus_of(cards, build.framework, build.open_axes, build.language)
    for one in contributions:
        one.gather(corpus)
    return corpus


def press(
    build: Build,
    contributions: Contributions,
    corpus: Corpus,
    env: Environment,
    stage: Stage,
    settings: PressSettings,
    memory: Memory,
    workers: Workers,
    progress: BuildCounter,
) -> None:
    """Write every page and every file into the stage; what would come out as it is in the output is kept.

    Args:
        build: The build.
        contributions: What packages add.
        corpus: Its texts.
        env: The environment with the theme's templates.
        stage: Where files wait.
        settings: The press's own settings.
        memory: What earlier builds left.
        workers: Those who make many pages.
        progress: Says how it goes.

    Raises:
        plugins.press.page_templates.TemplateError: A template is missing or wrong.
        plugins.press.staging.StageError: Two sources write one file.
        plugins.base.workers.WorkerDiedError: A worker ended while it made a page.
    """
    resolver = contributions.resolver(build, corpus)
    pages = Pages(build, corpus, contributions, resolver)
    constants = pages.constants()
    shown = shown_by(build, contributions, constants, resolver)
    compiled = Path(settings.state) / "press" / "templates"
    compiled_templates(env, compiled, build.settings["JINJA_ENVIRONMENT"])
    with contextlib.suppress(ForeignTemplatesError):  # what knows them is the build's own process alone
        workers.teach(MAKE, MAKE, page_work(env, build, contributions, shown, memory, compiled))
    templates = PageTemplates(env, shown)
    recipes = memory.recipes(build, env, constants)

    def needed() -> Iterator[tuple[View, str]]:
        for page in pages.all():
            recipe = recipes.page(page.view)
            if not stage.keep(page.view.output, recipe):
                yield page.view, recipe

    views = ViewPickler()
    others = _others(_assets(build, contributions, resolver, settings.styles), recipes, stage)
    made = workers.each(MAKE, needed(), lambda one: page_task(build, views, one[0]), FEWEST, others)
    for (view, recipe), done in progress.counted(made, N_("{count} pages")):
        data, computed = done or (templates.render(view), ())
        for key, value in computed:
            memory.kept.put(key, value)
        stage.add(view.output, data, recipe=recipe)
    for _ in others:
        pass


def _others(assets: Iterable[Asset], recipes: Recipes, stage: Stage) -> Iterator[None]:
    """Put files that are no pages into the stage, one at each step."""
    for asset in assets:
        recipe = "" if asset.made_of is None else recipes.file(asset.made_of)
        if not recipe or not stage.keep(asset.output, recipe):
            data = asset.data if isinstance(asset.data, bytes) else asset.data()
            stage.add(asset.output, data, recipe=recipe)
        yield


def _assets(build: Build, contributions: Contributions, resolver: Resolver, styles: str) -> Iterator[Asset]:
    for one in contributions:
        yield from one.assets(resolver)
    yield from static_assets(build, contributions, Path(build.settings["THEME"]), styles)
