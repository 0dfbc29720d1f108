"""What packages add to a site: one registry.

A package has a module ``contribution`` with a subclass of :class:`Contribution`, which overrides what it adds. A build
asks one thing of all packages, then the next (docs/architecture.md has them in order); each time packages answer by
name, but for what a package requires, which comes before it. The order of ``PLUGINS`` means nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, ClassVar, TypeVar

from plugins.base.findings import Finding
from plugins.base.settings_error import SettingsError
from plugins.framework.build import Build, StaticFile
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Article, Corpus, TermArticles, Text
from plugins.framework.outputs.parts import NO_PARTS, Parts
from plugins.framework.outputs.resolved import Resolver
from plugins.framework.outputs.views import View

__all__ = [
    "Asset",
    "AssetGroup",
    "Contribution",
    "Contributions",
    "Page",
    "Phase",
    "PlannedPage",
    "TransformAt",
    "classes_of",
    "transforms_of",
]

PARENT = "plugins"


class Phase(IntEnum):
    """When a transform runs: on Markdown's own markup, on blocks, on what others made of them, on words."""

    FIRST = 1
    BLOCKS = 2
    MARKUP = 3
    WORDS = 4


@dataclass(frozen=True, slots=True)
class TransformAt:
    """A transform of a package, as ``package.module:function``, and its phase."""

    phase: Phase
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be written: its view, and what it shows (an article, a text, a term's articles, an axis, or None)."""

    view: View
    subject: object = None


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page that is made when it is wanted: its file below the output, and a function that makes it."""

    output: str
    make: Callable[[], Page]


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to be written that is no page: a feed, a picture, an index.

    Attributes:
        output: Its path below the output.
        data: Its bytes, or a function that makes them.
        made_of: A function that returns all that the other one depends on but the code and the constants, as plain
            data: while that is the same, the other is not called. None where the bytes alone decide.
    """

    output: str
    data: bytes | Callable[[], bytes]
    made_of: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class AssetGroup:
    """Files whose names are known once they are made: the name of the group, and a function that yields them."""

    name: str
    make: Callable[[], Iterable[Asset]]


class Contribution:
    """The base of all: it adds nothing.

    Args:
        build: The build that it belongs to.
        settings: Its own settings.

    Attributes:
        package: The name of its package.
        requires: The packages that it cannot do without.
        prefix: What the names of its settings begin with; empty when it has none.
        model: The model of its settings, as ``package.module:class``.
        transforms: Its transforms of texts.
        projection: A function, as ``package.module:function``, that takes a text's document after all transforms and
            returns what the package stores beside its HTML, as plain data; empty when it has none.
        image_tag: A function, likewise, that returns the tag of an image of a text on a page; it takes the tag, its URL
            resolved, what :meth:`picture` said of it, and ``alone``, whether it is in no ``<picture>``.
        filters: Functions, likewise, by the names that they have as filters of templates. As pages are made in several
            processes, functions know what they are called with, and nothing of the build.
        others: The contributions of all packages, itself among them.
    """

    package: ClassVar[str]
    requires: ClassVar[tuple[str, ...]] = ()
    prefix: ClassVar[str] = ""
    model: ClassVar[str] = ""
    transforms: ClassVar[tuple[TransformAt, ...]] = ()
    projection: ClassVar[str] = ""
    image_tag: ClassVar[str] = ""
    filters: ClassVar[Mapping[str, str]] = {}

    def __init__(self, build: Build, settings: Any) -> None:
        self.build, self.settings = build, settings
        self.others = Contributions()

    def read(self) -> None:
        """Read the package's own inputs, and look at its settings; may add findings to the build."""

    def restore(self) -> None:
        """Take up the package's inputs, of which none changed but texts and interactions since they were read."""
        self.read()

    def reserved(self) -> Mapping[str, str]:
        """Return output files that no text may have, each with a name of what writes it."""
        return {}

    def due(self, card: Card) -> tuple[datetime, ...]:  # noqa: ARG002 - every package gets it
        """Return the moments at which what the package says of a text changes."""
        return ()

    def anchors(self, card: Card) -> frozenset[str]:  # noqa: ARG002 - every package gets it
        """Return the ids that the package adds to the page of a text."""
        return frozenset()

    def examine(self, corpus: Corpus) -> Iterable[Finding]:  # noqa: ARG002 - every package gets it
        """Yield the findings that take all texts to find."""
        return ()

    def gather(self, corpus: Corpus) -> None:
        """Look at all texts, and keep what the methods below need."""

    def template(self, text: Text) -> str | None:  # noqa: ARG002 - every package gets it
        """Return the template of a text's page, if it has one of the package's."""
        return None

    def of_line(self, article: Article) -> object:  # noqa: ARG002 - every package gets it
        """Return the package's part of an article in a list, or None."""
        return None

    def of_term(self, term: TermArticles) -> object:  # noqa: ARG002 - every package gets it
        """Return the package's part of a term in a list, or None."""
        return None

    def picture(self, target: tuple[str, str]) -> object:  # noqa: ARG002 - every package gets it
        """Return what the package knows of an image of a text: by ``static`` and path, or ``""`` and a URL's path."""
        return None

    def constant(self) -> object:
        """Return what the package says of all pages, or None."""
        return None

    def pages(self) -> Iterable[Page]:
        """Yield the package's own pages."""
        return ()

    def part(self, page: Page) -> object:  # noqa: ARG002 - every package gets it
        """Return the package's part of a page, or None."""
        return None

    def assets(self, resolver: Resolver) -> Iterable[Asset | AssetGroup]:  # noqa: ARG002 - every package gets it
        """Yield the package's other files, once all pages are written."""
        return ()

    def keep(self, changed: frozenset[str] | None) -> None:
        """Store what is no output, once all outputs are made.

        Args:
            changed: The paths of the texts that are other than in the last build; None for all.
        """

    def published(self, static: StaticFile) -> Iterable[tuple[str, bytes]] | None:  # noqa: ARG002 - every package gets it
        """Return path and bytes of the files that are published in the stead of a static one; None for itself."""
        return None

    def style_sheet(self) -> str:
        """Return CSS that depends on the site."""
        return ""


Kind = TypeVar("Kind", bound=Contribution)


def classes_of(names: Iterable[object]) -> tuple[type[Contribution], ...]:
    """Return the contributions of the packages in ``PLUGINS``, in order; foreign ones have none.

    Raises:
        SettingsError: One is missing that another requires.
    """
    dotted = {name if isinstance(name, str) else getattr(name, "__name__", "") for name in names}
    found: dict[str, type[Contribution]] = {}
    for name in sorted(dotted):
        if name.startswith(f"{PARENT}.") and (one := _class_of(name)) is not None:
            found[one.package] = one
    for one in found.values():
        for needed in one.requires:
            if f"{PARENT}.{needed}" not in dotted:
                raise SettingsError(f"setting PLUGINS: {PARENT}.{one.package} needs {PARENT}.{needed}: add it")
    return tuple(_in_order(found))


def _class_of(name: str) -> type[Contribution] | None:
    try:
        module = importlib.import_module(f"{name}.contribution")
    except ModuleNotFoundError as error:
        if error.name in (name, f"{name}.contribution"):
            return None  # Pelican tells what it cannot load
        raise
    mine = (value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Contribution))
    return next((one for one in mine if one.__module__ == module.__name__), None)


def _in_order(found: Mapping[str, type[Contribution]]) -> Iterator[type[Contribution]]:
    """Yield classes by package, each after what it requires."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[type[Contribution]]:
        if name in done:
            return
        done.add(name)
        for needed in sorted(found[name].requires):
            if needed in found:
                yield from visit(needed)
        yield found[name]

    for name in sorted(found):
        yield from visit(name)


def transforms_of(
    classes: Sequence[type[Contribution]], own: Iterable[str] = (), first: Phase = Phase.FIRST
) -> tuple[str, ...]:
    """Return the names of all transforms in order: by phase, then package, then as declared.

    Args:
        classes: The contributions.
        own: The site's own transforms, which run after the packages' and before words are set.
        first: The phase of the first of the packages' transforms.
    """
    declared = [
        (one.phase, package.package, number, one.name)
        for package in classes
        for number, one in enumerate(package.transforms)
    ]
    known = {one[3] for one in declared}
    declared += [(Phase.MARKUP, "~", number, name) for number, name in enumerate(own) if name not in known]
    return tuple(name for phase, package, _, name in sorted(declared) if phase >= first or package == "~")


class Contributions(Sequence[Contribution]):
    """The contributions of one build, in order."""

    def __init__(self, members: Iterable[Contribution] = ()) -> None:
        self._members = tuple(members)
        for one in self._members:
            one.others = self

    def __len__(self) -> int:
        return len(self._members)

    def __getitem__(self, index: Any) -> Any:
        return self._members[index]

    def of(self, kind: type[Kind]) -> Kind | None:
        """Return the contribution of a class, or None where its package is absent."""
        return next((one for one in self._members if isinstance(one, kind)), None)

    def parts(self, say: Callable[[Contribution], object]) -> Parts:
        """Return what each package says."""
        found = {one.package: said for one in self._members if (said := say(one)) is not None}
        return Parts(found) if found else NO_PARTS

    def resolver(self, build: Build, corpus: Corpus) -> Resolver:
        """Return what resolves the targets of texts, with images as packages want them."""

        def picture(target: tuple[str, str]) -> object:
            return next((found for one in self._members if (found := one.picture(target)) is not None), None)

        return Resolver(build, corpus, picture, self.image_tags)

    @property
    def image_tags(self) -> tuple[str, ...]:
        """The functions that make the tags of images, in order."""
        return tuple(one.image_tag for one in self._members if one.image_tag)
