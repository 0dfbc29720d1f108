"""The data model of the framework: axes, terms, weights and relations.

No axis or term is named here: they come from ``content/framework/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from plugins.i18n.messages import Labels

__all__ = ["Axis", "Framework", "Relation", "Term", "TermUse", "Weights"]

Weights = Mapping[str, int]
"""Term keys with their weights, 1 to 3, in the order of the front matter."""

LIGHTEST, HEAVIEST = 1, 3

Order = Literal["firmest", "newest", "part"]
"""The order of the articles on a term's page: by weight, by date, or by part of the series."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of an axis.

    Attributes:
        key: Its name in front matter and in URLs.
        names: Its name by language.
        summaries: One sentence by language.
        rank: Its order in the axis; terms of equal rank follow by key.
        light, dark: Its colours in the light and the dark scheme, as ``#rrggbb``, or an empty string.
        shape: The name of the shape it is drawn with, or an empty string.
        relations: Relation keys with the targets, each as (axis key, term key).
        html: Its introduction, rendered.
        path: Its file, relative to the content folder; empty for the terms of an open axis.
    """

    key: str
    names: Labels
    summaries: Labels = field(default_factory=lambda: Labels({}))
    rank: int = 0
    light: str = ""
    dark: str = ""
    shape: str = ""
    relations: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    html: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """A taxonomy: a front matter key, its terms and their pages.

    Attributes:
        key: The front matter key, and the folder of the terms.
        singular, plural: Its name by language.
        path: The URL path of its overview page, without slashes at the ends.
        weighted: Whether terms carry weights.
        ordered: Whether the rank of its terms means something to readers.
        required: Whether every article must name a term.
        least, most: How many terms an article may name; ``most`` None means any number.
        order: How a term's page orders its articles.
        open: Whether its terms are created by use (tags, series, authors) rather than by a file.
        template: The template of its term pages.
        summaries, html: Its introduction.
        terms: Its terms by key, in order.
    """

    key: str
    singular: Labels
    plural: Labels
    path: str
    weighted: bool = False
    ordered: bool = False
    required: bool = False
    least: int = 0
    most: int | None = None
    order: Order = "newest"
    open: bool = False
    template: str = "term"
    summaries: Labels = field(default_factory=lambda: Labels({}))
    html: str = ""
    terms: Mapping[str, Term] = field(default_factory=dict)

    @property
    def fewest(self) -> int:
        """The fewest terms that an article may name on the axis, if it has the key."""
        return max(self.least, 1) if self.required else self.least

    def url(self) -> str:
        """Return the URL of the overview page, relative to the site's root."""
        return f"{self.path}/"

    def term_url(self, key: str) -> str:
        """Return the URL of a term's page, relative to the site's root.

        >>> Axis("tags", Labels({}), Labels({}), "mots").term_url("eau")
        'mots/eau/'
        """
        return f"{self.path}/{key}/"


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of relation between terms, with its name in both directions."""

    key: str
    names: Labels
    inverse: Labels


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term as one article names it."""

    axis: Axis
    term: Term
    weight: int


@dataclass(frozen=True, slots=True)
class Framework:
    """The framework: its axes and relations, and its own page.

    Attributes:
        axes: The declared axes by key, in order.
        balance: The key of the axis whose weights are balanced, or None.
        path: The URL path of the page that presents the framework.
        names: The name of that page by language.
    """

    axes: Mapping[str, Axis] = field(default_factory=dict)
    balance: str | None = None
    path: str = "framework"
    names: Labels = field(default_factory=lambda: Labels({"en": "Framework"}))
    relations: Mapping[str, Relation] = field(default_factory=dict)
    summaries: Labels = field(default_factory=lambda: Labels({}))
    html: str = ""

    @property
    def balance_axis(self) -> Axis | None:
        """The axis whose weights are balanced."""
        return self.axes.get(self.balance) if self.balance else None

    @property
    def vocabulary(self) -> Framework:
        """The framework as far as front matter names it: axes and terms, without introductions, colours, relations."""

        def bare(axis: Axis) -> Axis:
            terms = {key: Term(key, term.names, rank=term.rank) for key, term in axis.terms.items()}
            return replace(axis, terms=terms, summaries=Labels({}), html="")

        return Framework({key: bare(axis) for key, axis in self.axes.items()}, self.balance)

    def url(self) -> str:
        """Return the URL of the page that presents the framework, relative to the site's root."""
        return f"{self.path}/"

    def inverse_relations(self, axis: str, term: str) -> Iterator[tuple[Relation, Axis, Term]]:
        """Yield the relations that point to the given term, each with the term at its start."""
        for other_axis in self.axes.values():
            for other in other_axis.terms.values():
                for key, targets in other.relations.items():
                    if (axis, term) in targets and key in self.relations:
                        yield self.relations[key], other_axis, other

    def direct_relations(self, axis: str, term: str) -> Iterator[tuple[Relation, Axis, Term]]:
        """Yield the relations of the given term, each with the term that it points to."""
        for key, targets in self.axes[axis].terms[term].relations.items():
            for target_axis, target in targets:
                if key in self.relations:
                    yield self.relations[key], self.axes[target_axis], self.axes[target_axis].terms[target]
