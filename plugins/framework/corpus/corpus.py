"""All texts of a site, put in order: lists, terms, neighbours, translations, shares. Pure over cards."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from plugins.framework.cards import Card
from plugins.framework.corpus import balance
from plugins.framework.corpus.articles_by_term import (
    Entry,
    articles_by_term,
    neighbours,
    open_uses,
    scales,
    with_open_terms,
)
from plugins.framework.model import Axis, Framework, Term, TermUse

__all__ = ["Article", "AxisUses", "Corpus", "TermArticles", "Text", "corpus_of"]


@dataclass(frozen=True, slots=True)
class AxisUses:
    """The terms that one article names on one axis, in the order of the axis."""

    axis: Axis
    uses: tuple[TermUse, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its translations.

    Attributes:
        listed: Whether lists and feeds have it: it is published, and in the site's language or in no other.
        public: Whether it is published, listed or not.
    """

    card: Card
    translations: tuple[Card, ...] = ()
    listed: bool = True

    @property
    def public(self) -> bool:
        """Whether it is published in this build."""
        return self.card.status != "draft"


@dataclass(frozen=True, slots=True)
class Article(Text):
    """An article with its terms and neighbours.

    Attributes:
        pillars: Its terms on the declared axes.
        tags, series, authors: Its terms on the open axes; those of unlisted articles may have no page.
        balance: The evenness of its weights on the balance axis, or None.
        previous, following: The articles before and after it by date; an unlisted one has none.
    """

    pillars: tuple[AxisUses, ...] = ()
    tags: tuple[TermUse, ...] = ()
    series: tuple[TermUse, ...] = ()
    authors: tuple[TermUse, ...] = ()
    balance: float | None = None
    previous: Card | None = None
    following: Card | None = None


@dataclass(frozen=True, slots=True)
class TermArticles:
    """A term with its articles, in the order of its page, their balance (evenness), and its size in a list."""

    axis: Axis
    term: Term
    articles: tuple[Article, ...]
    balance: float | None
    scale: int

    @property
    def count(self) -> int:
        """The number of the term's articles."""
        return len(self.articles)


@dataclass(frozen=True)
class Corpus:
    """All texts of a site.

    Attributes:
        framework: The declared axes.
        open_axes: Tags, series and authors, with their terms.
        articles: All articles: listed ones, newest first; their translations; hidden ones; drafts.
        pages: All pages, likewise, by the names of their files.
        terms: The articles of each term, by axis.
        shares: The mean shares of the listed articles on the balance axis, by term.
    """

    framework: Framework
    open_axes: Mapping[str, Axis]
    articles: tuple[Article, ...]
    pages: tuple[Text, ...]
    terms: Mapping[str, tuple[TermArticles, ...]]
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def axes(self) -> dict[str, Axis]:
        """Every axis by key: the declared ones, then the open ones."""
        return {**self.framework.axes, **self.open_axes}

    @property
    def listed(self) -> tuple[Article, ...]:
        """The articles of lists and feeds, newest first."""
        return tuple(article for article in self.articles if article.listed)

    @property
    def texts(self) -> tuple[Text, ...]:
        """All articles and pages."""
        return (*self.articles, *self.pages)

    @property
    def balance(self) -> float | None:
        """The evenness of the shares; None without a balance axis."""
        return balance.evenness(self.shares, list(self.shares)) if self.shares else None


def corpus_of(cards: Iterable[Card], framework: Framework, open_axes: Mapping[str, Axis], language: str) -> Corpus:
    """Return the corpus of the texts of a build.

    Args:
        cards: The cards, in any order.
        framework: The declared axes.
        open_axes: Tags, series and authors, without terms.
        language: The site's.
    """
    by_kind: dict[str, list[Card]] = {"article": [], "page": []}
    for card in sorted(cards, key=lambda card: card.path):
        by_kind[card.kind].append(card)
    articles, pages = _grouped(by_kind["article"], language), _grouped(by_kind["page"], language)
    entries = {text.card.path: entry_of(text.card) for text in articles}
    listed = [entries[text.card.path] for text in articles if text.listed]
    opened = {key: with_open_terms(axis, listed) for key, axis in open_axes.items()}
    around = neighbours(sorted(listed, key=lambda entry: (entry.date, entry.path)))
    by_path = {text.card.path: text.card for text in articles}
    placed = []
    for text in articles:
        before, after = around.get(text.card.path, (None, None)) if text.listed else (None, None)
        entry = entries[text.card.path]
        placed.append(
            Article(
                card=text.card,
                translations=text.translations,
                listed=text.listed,
                pillars=tuple(_uses(axis, entry) for axis in framework.axes.values() if axis.key in entry.uses),
                tags=_open_uses(opened["tags"], entry),
                series=_open_uses(opened["series"], entry),
                authors=_open_uses(opened["authors"], entry),
                balance=_balance(framework, text.card),
                previous=by_path[before.path] if before else None,
                following=by_path[after.path] if after else None,
            )
        )
    shown = {article.card.path: article for article in placed if article.listed}
    axes = {**framework.axes, **opened}
    terms = {axis.key: tuple(_terms(axis, listed, shown, framework)) for axis in axes.values()}
    return Corpus(framework, opened, tuple(placed), tuple(pages), terms, shares(framework, shown.values()))


def _grouped(cards: Sequence[Card], language: str) -> list[Text]:
    """Return texts with their translations: of each group, those in the site's language are listed, or else all."""
    found: list[Text] = []
    for status in ("published", "hidden", "draft"):
        originals: list[Text] = []
        others: list[Text] = []
        same = sorted((card for card in cards if card.status == status), key=lambda card: card.group)
        for _, members in groupby(same, key=lambda card: card.group):
            group = list(members)
            in_site_language = any(card.language == language for card in group)
            for card in group:
                translations = tuple(other for other in group if other is not card)
                place = originals if card.language == language or not in_site_language else others
                place.append(Text(card, translations, listed=status == "published" and place is originals))
        found += [*_in_order(originals), *others]
    return found


def _in_order(found: list[Text]) -> list[Text]:
    if found and found[0].card.kind == "article":
        return sorted(found, key=lambda text: text.card.published, reverse=True)
    return sorted(found, key=lambda text: posixpath.basename(text.card.path))


def entry_of(card: Card) -> Entry:
    """Return the entry of an article for the term lists."""
    uses, names = open_uses(
        {
            "tags": [(tag, 1) for tag in card.tags],
            "series": [card.series] if card.series else [],
            "authors": [(name, 1) for name in card.authors],
        }
    )
    return Entry(card.path, card.published, {**card.weights, **uses}, names)


def _uses(axis: Axis, entry: Entry) -> AxisUses:
    weights = entry.uses[axis.key]
    return AxisUses(
        axis, tuple(TermUse(axis, term, weights[key]) for key, term in axis.terms.items() if key in weights)
    )


def _open_uses(axis: Axis, entry: Entry) -> tuple[TermUse, ...]:
    weights = entry.uses.get(axis.key, {})
    return tuple(TermUse(axis, axis.terms[key], weight) for key, weight in weights.items() if key in axis.terms)


def _balance(framework: Framework, card: Card) -> float | None:
    axis = framework.balance_axis
    if axis is None or axis.key not in card.weights:
        return None
    return balance.evenness(card.weights[axis.key], list(axis.terms))


def _terms(
    axis: Axis, listed: Sequence[Entry], articles: Mapping[str, Article], framework: Framework
) -> Iterator[TermArticles]:
    buckets = articles_by_term(axis, listed)
    scaled = scales({key: len(bucket) for key, bucket in buckets.items()})
    for term in axis.terms.values():
        found = tuple(articles[entry.path] for entry in buckets[term.key])
        mean = shares(framework, found)
        spread = balance.evenness(mean, list(mean)) if any(mean.values()) else None
        yield TermArticles(axis, term, found, spread, scaled[term.key])


def shares(framework: Framework, articles: Iterable[Article]) -> dict[str, float]:
    """Return the mean of the articles' shares on the balance axis, by term."""
    axis = framework.balance_axis
    if axis is None:
        return {}
    return balance.mean_shares((article.card.weights.get(axis.key, {}) for article in articles), list(axis.terms))
