"""The last steps of a build, after texts were read: gather them, and press the pages and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment

from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Corpus, corpus_of
from plugins.framework.outputs.contributions import Asset, AssetGroup, Contributions, PlannedPage
from plugins.framework.outputs.pages import Pages
from plugins.framework.outputs.resolved import Resolver
from plugins.framework.reads import reading
from plugins.press.memory import Memory
from plugins.press.page_templates import PageTemplates
from plugins.press.recipes import Recipes
from plugins.press.staging import Stage
from plugins.press.static_files import static_assets

__all__ = ["CONSTANTS", "NewOutputError", "Wanted", "gather", "press"]

CONSTANTS = "site"
"""The name under which it is noted what all pages have in common."""


class NewOutputError(Exception):
    """An output is planned that the last build did not write."""


@dataclass
class Wanted:
    """The outputs that a build looks at, and what they read.

    Attributes:
        only: Their names, a group of files by its own with ``*`` before it; None for all.
        changed: The paths of texts that are other than in the last build; None for all.
        reads: What each of those that were looked at has read (:mod:`plugins.framework.reads`).
    """

    only: Set[str] | None = None
    changed: frozenset[str] | None = None
    reads: dict[str, set[str]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return self.only is None or name in self.only


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
    wanted: Wanted | None = None,
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
        wanted: Which outputs to look at; the stage has all others already.

    Raises:
        plugins.press.page_templates.TemplateError: A template is missing or wrong.
        plugins.press.staging.StageError: Two sources write one file.
        NewOutputError: Only some outputs are wanted, and there is one that the stage has not.
    """
    chosen = wanted or Wanted()
    resolver = contributions.resolver(build, corpus)
    pages = Pages(build, corpus, contributions, resolver)
    with reading() as chosen.reads[CONSTANTS]:
        constants = pages.constants()
    templates = PageTemplates(env, build, contributions, constants, resolver)
    recipes = memory.recipes(build, env, constants)
    for planned in pages.all():
        if _is_wanted(planned.output, chosen, stage):
            with reading() as chosen.reads[planned.output]:
                _add_page(planned, stage, recipes, templates)
    for one in _assets(build, contributions, resolver, styles):
        if isinstance(one, AssetGroup):
            if f"*{one.name}" in chosen:
                with reading() as chosen.reads[f"*{one.name}"]:
                    for asset in one.make():
                        _add(asset, stage, recipes)
        elif _is_wanted(one.output, chosen, stage):
            with reading() as chosen.reads[one.output]:
                _add(one, stage, recipes)
    for contribution in contributions:
        contribution.keep(chosen.changed)


def _is_wanted(output: str, wanted: Wanted, stage: Stage) -> bool:
    if output in wanted:
        return True
    if output not in stage:
        raise NewOutputError(output)
    return False


def _add_page(planned: PlannedPage, stage: Stage, recipes: Recipes, templates: PageTemplates) -> None:
    """Make a page, unless the output has it already."""
    view = planned.make().view
    recipe = recipes.page(view)
    if not stage.keep(view.output, recipe):
        stage.add(view.output, templates.render(view), recipe=recipe)


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
