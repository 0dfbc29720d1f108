"""The last steps of a build, after texts were read: gather them, and press the pages and files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment

from plugins.base.workers import Workers
from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Corpus, corpus_of
from plugins.framework.outputs.contributions import Asset, AssetGroup, Contributions
from plugins.framework.outputs.pages import Pages
from plugins.framework.outputs.resolved import Resolver
from plugins.framework.outputs.views import View
from plugins.framework.reads import reading
from plugins.i18n.messages import N_
from plugins.press.memory import Memory
from plugins.press.page_templates import PageTemplates, compiled_templates
from plugins.press.page_work import MAKE, ForeignTemplatesError, page_task, page_work, shown_by
from plugins.press.recipes import Recipes
from plugins.press.staging import Stage
from plugins.press.static_files import static_assets
from plugins.press.view_pickle import ViewPickler

if TYPE_CHECKING:
    from plugins.press.build_counter import BuildCounter

__all__ = ["CONSTANTS", "NewOutputError", "Wanted", "gather", "press"]

FEWEST = 150
"""As many pages have to be made as take longer than workers take to start."""
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

    def has(self, output: str, stage: Stage) -> bool:
        """Return whether an output is one of them.

        Raises:
            NewOutputError: It is not, and the stage has not got it either.
        """
        if self.only is None or output in self.only:
            return True
        if output not in stage and not output.startswith("*"):
            raise NewOutputError(output)
        return False


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
    wanted: Wanted,
    workers: Workers | None = None,
    progress: BuildCounter | None = None,
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
        workers: Those who make many pages.
        progress: Says how it goes.

    Raises:
        plugins.press.page_templates.TemplateError: A template is missing or wrong.
        plugins.press.staging.StageError: Two sources write one file.
        plugins.base.workers.WorkerDiedError: A worker ended while it made a page.
        NewOutputError: Only some outputs are wanted, and there is one that the stage has not.
    """
    crew = workers or Workers()
    resolver = contributions.resolver(build, corpus)
    pages = Pages(build, corpus, contributions, resolver)
    with reading() as wanted.reads[CONSTANTS]:
        constants = pages.constants()
    shown = shown_by(build, contributions, constants, resolver)
    compiled = Path(build.state) / "press" / "templates"
    compiled_templates(env, compiled, build.settings["JINJA_ENVIRONMENT"])
    if workers is not None:
        with contextlib.suppress(ForeignTemplatesError):  # what knows them is the build's own process alone
            crew.teach(MAKE, MAKE, page_work(env, build, contributions, shown, memory, compiled))
    templates = PageTemplates(env, shown)
    recipes = memory.recipes(build, env, constants)

    def needed() -> Iterator[tuple[View, str]]:
        for planned in pages.all():
            if not wanted.has(planned.output, stage):
                continue
            with reading() as wanted.reads[planned.output]:
                view = planned.make().view
                recipe = recipes.page(view)
            if not stage.keep(view.output, recipe):
                yield view, recipe

    views = ViewPickler()
    others = _others(_assets(build, contributions, resolver, styles), recipes, stage, wanted)
    made = crew.each(MAKE, needed(), lambda one: page_task(build, views, one[0]), FEWEST, others)
    for (view, recipe), done in progress.counted(made, N_("{count} pages")) if progress is not None else made:
        data, computed = done or (templates.render(view), ())
        for key, value in computed:
            memory.kept.put(key, value)
        stage.add(view.output, data, recipe=recipe)
    for _ in others:
        pass
    for contribution in contributions:
        contribution.keep(wanted.changed)


def _others(assets: Iterable[Asset | AssetGroup], recipes: Recipes, stage: Stage, wanted: Wanted) -> Iterator[None]:
    """Put files that are no pages into the stage, one or a group of them at each step."""
    for one in assets:
        name = f"*{one.name}" if isinstance(one, AssetGroup) else one.output
        if wanted.has(name, stage):
            with reading() as wanted.reads[name]:
                for asset in one.make() if isinstance(one, AssetGroup) else (one,):
                    _add(asset, recipes, stage)
            yield


def _add(asset: Asset, recipes: Recipes, stage: Stage) -> None:
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
