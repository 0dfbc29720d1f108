"""What packages add: found by their names, in one order, whatever the order of ``PLUGINS``."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

import pelicanconf
import plugins
from plugins.base.settings_error import SettingsError
from plugins.framework.outputs.contributions import (
    Contribution,
    Contributions,
    Phase,
    TransformAt,
    classes_of,
    transforms_of,
)
from plugins.framework.outputs.parts import NO_PARTS, Parts
from tests.framework.samples import build

ORDERS: dict[str, Callable[[Sequence[str]], Sequence[str]]] = {
    "as set": lambda names: names,
    "sorted": sorted,
    "reversed": lambda names: names[::-1],
    "doubled": lambda names: [*names, *names[::-1]],
    "shuffled": lambda names: random.Random(1).sample(names, len(names)),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_the_order_of_plugins_means_nothing(order: Callable[[Sequence[str]], Sequence[str]]) -> None:
    """Packages come by name, each after what it requires."""
    assert [one.package for one in classes_of(order(pelicanconf.PLUGINS))] == [
        "drawings",
        "feeds",
        "framework",
        "press",
        "images",
        "interactions",
        "reading",
        "search",
        "seo",
        "typography",
    ]


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_transforms_run_by_phase(order: Callable[[Sequence[str]], Sequence[str]]) -> None:
    """Markdown's own markup first, then blocks, then what was made of them, and typography last of all."""
    assert transforms_of(classes_of(order(pelicanconf.PLUGINS))) == (
        "plugins.reading.figures:figures",
        "plugins.framework.render.transforms:tables",
        "plugins.framework.render.transforms:figures",
        "plugins.reading.tables:tables",
        "plugins.reading.callouts:callouts",
        "plugins.reading.headings:run_in",
        "plugins.reading.headings:anchors",
        "plugins.reading.code_blocks:code",
        "plugins.reading.footnotes:notes",
        "plugins.reading.headings:outline",
        "plugins.typography.transform:typeset",
    )


def test_the_sites_own_transforms() -> None:
    """They run as they are named, after those of packages, on what is not typeset yet."""
    names = transforms_of(classes_of(pelicanconf.PLUGINS), ("mine:second", "mine:first"))
    assert names[-4:] == (
        "plugins.reading.headings:outline",
        "mine:second",
        "mine:first",
        "plugins.typography.transform:typeset",
    )


@pytest.mark.parametrize("package", [one for one in classes_of(pelicanconf.PLUGINS) if one.requires])
def test_what_is_needed_is_named(package: type[Contribution]) -> None:
    """A package without one that it requires ends the build, which says both names."""
    for needed in package.requires:
        names = [f"plugins.{name}" for name in (package.package, *package.requires) if name != needed]
        with pytest.raises(SettingsError) as caught:
            classes_of(names)
        assert str(caught.value) == f"setting PLUGINS: plugins.{package.package} needs plugins.{needed}: add it"


def test_of_several_that_are_missing_one_is_named() -> None:
    """It is always the same one, whatever the order of sets."""
    with pytest.raises(SettingsError, match=r"plugins\.images needs plugins\.press"):
        classes_of([f"plugins.{name}" for name in ("seo", "search", "interactions", "images", "framework", "i18n")])


def test_foreign_plugins_contribute_nothing() -> None:
    """Plugins of others are Pelican's: by name or as modules, unknown or without a contribution."""
    module = ModuleType("pelican.plugins.sitemap")
    names = ["sitemap", module, "pelican.plugins.search", "plugins", "plugins.base", "plugins.nothing", "pluginseo"]
    assert classes_of(names) == ()
    assert [one.package for one in classes_of([*names, "plugins.typography"])] == ["typography"]


def test_foreign_plugins_are_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin of others may have a module ``contribution`` that means something else: it is not even imported."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/__init__.py").touch()
    (tmp_path / "theirs/contribution.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert classes_of(["theirs"]) == ()


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Return a function that writes the contribution of one more package."""
    monkeypatch.setattr(plugins, "__path__", [*plugins.__path__, str(tmp_path)])

    def write(name: str, text: str) -> None:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        (tmp_path / name / "contribution.py").write_text(text, "utf-8")

    yield write
    for name in [*sys.modules]:
        if name.startswith("plugins.") and name.split(".")[1] in {path.name for path in tmp_path.iterdir()}:
            del sys.modules[name]


IMPORTING = """
from plugins.framework.outputs.contributions import Contribution
from plugins.typography.contribution import TypographyContribution

class Mine(Contribution):
    package = "more"
"""


def test_a_contribution_is_the_class_of_its_own_module(packages: Callable[[str, str], None]) -> None:
    """What the module imports from another package is not taken for its own."""
    packages("more", IMPORTING)
    assert [one.__name__ for one in classes_of(["plugins.more"])] == ["Mine"]


def test_a_fault_in_a_contribution_is_no_absence(packages: Callable[[str, str], None]) -> None:
    """A package whose contribution imports what is not there does not go missing without a word."""
    packages("more", "import nothing_of_that_name")
    with pytest.raises(ModuleNotFoundError, match="nothing_of_that_name"):
        classes_of(["plugins.more"])


class First(Contribution):
    """A package with one transform of each phase, the later ones declared first."""

    package = "a"
    transforms = (TransformAt(Phase.WORDS, "a:words"), TransformAt(Phase.FIRST, "a:first"))

    def constant(self) -> object:
        return "of all pages"


class Second(Contribution):
    """One with two in one phase."""

    package = "b"
    transforms = (TransformAt(Phase.FIRST, "b:z"), TransformAt(Phase.FIRST, "b:a"), TransformAt(Phase.MARKUP, "b:m"))


def test_within_a_phase_by_package_then_as_declared() -> None:
    """The name of a function has no say, nor has the order of packages."""
    expected = ("a:first", "b:z", "b:a", "b:m", "own:own", "a:words")
    assert transforms_of([First, Second], ["own:own"]) == expected
    assert transforms_of([Second, First], ["own:own"]) == expected


def test_contributions_know_each_other() -> None:
    """Each finds the others by their class; an absent package is None."""
    first, second = First(build(), None), Second(build(), None)
    assert list(first.others) == []
    both = Contributions([first, second])
    assert (first.others, second.others) == (both, both)
    assert (list(both), both[1], len(both)) == ([first, second], second, 2)
    assert (both.of(First), Contributions([second]).of(First)) == (first, None)


def test_parts_of_those_that_say_something() -> None:
    """None is no part; where nobody says anything, the empty parts are shared."""
    both = Contributions([First(build(), None), Second(build(), None)])
    assert both.parts(lambda one: one.constant()) == Parts({"a": "of all pages"})
    assert both.parts(lambda one: one.style_sheet() or None) is NO_PARTS
