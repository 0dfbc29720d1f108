"""The last steps of a build, after texts were read: gather them, and press the pages and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment

from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Corpus, corpus_of
from plugins.framework.outputs.contributions import Asset, AssetGroup, Contributions
from plugins.framework.outputs.pages import Pages
from plugins.framework.outputs.resolved import Resolver
from plugins.press.memory import Memory
from plugins.press.page_templates import PageTemplates
from plugins.press.recipes import Recipes
from plugins.press.staging import Stage
from plugins.press.static_files import static_assets

__all__ = ["gather", "press"]


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
    styles: str,
    memory: Memory,
) -> None:
    """Write every page and every file into the stage; what would come out as it is in the output is kept.

    Args:
        build: The build.
        contributions: What packages add.
        corpus: Its texts.
        env: The environment with the theme's templates.
        stage: Where files wait.
        styles: The folder of the theme's style sheets.
        memory: What earlier builds left.

    Raises:
        plugins.press.page_templates.TemplateError: A template is missing or wrong.
        plugins.press.staging.StageError: Two sources write one file.
    """
    resolver = contributions.resolver(build, corpus)
    pages = Pages(build, corpus, contributions, resolver)
    constants = pages.constants()
    templates = PageTemplates(env, build, contributions, constants, resolver)
    recipes = memory.recipes(build, env, constants)
    for planned in pages.all():
        page = planned.make()
        recipe = recipes.page(page.view)
        if not stage.keep(page.view.output, recipe):
            stage.add(page.view.output, templates.render(page.view), recipe=recipe)
    for one in _assets(build, contributions, resolver, styles):
        for asset in one.make() if isinstance(one, AssetGroup) else [one]:
            _add(asset, stage, recipes)
    for contribution in contributions:
        contribution.keep(None)


def _add(asset: Asset, stage: Stage, recipes: Recipes) -> None:
    """Make a file, unless the output has it already."""
    recipe = "" if asset.made_of is None else recipes.file(asset.made_of())
    if not recipe or not stage.keep(asset.output, recipe):
        data = asset.data if isinstance(asset.data, bytes) else asset.data()
        stage.add(asset.output, data, recipe=recipe)


def _assets(
    build: Build, contributions: Contributions, resolver: Resolver, styles: str
) -> Iterator[Asset | AssetGroup]:
    for one in contributions:
        yield from one.assets(resolver)
    yield AssetGroup("press", lambda: static_assets(build, contributions, Path(build.settings["THEME"]), styles))
