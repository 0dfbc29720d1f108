"""The data of an article for templates: its terms, its balance, its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plugins.base.excerpt import reading_minutes
from plugins.framework.corpus import balance
from plugins.framework.corpus.articles_by_term import Entry, neighbours, open_uses, with_open_terms
from plugins.framework.frontmatter.models import ArticleFrontMatter
from plugins.framework.model import Axis, Term, TermUse
from plugins.framework.render.render_source import Rendered
from plugins.framework.wiring.build import Build


@dataclass(frozen=True, slots=True)
class AxisUses:
    """The terms that one article names on one axis."""

    axis: Axis
    uses: tuple[TermUse, ...]


def entry_of(article: Any) -> Entry:
    """Return the entry of an article for the term lists."""
    rendered: Rendered = article.rendered
    said = rendered.front_matter
    assert isinstance(said, ArticleFrontMatter)
    uses, names = open_uses(
        {
            "tags": [(tag, 1) for tag in said.tags],
            "series": [(said.series.name, said.series.part)] if said.series else [],
            "authors": [(author.name, 1) for author in article.authors],
        }
    )
    return Entry(rendered.path, said.date, {**rendered.axes, **uses}, names)


def attach(build: Build, articles: list[Any], others: list[Any]) -> dict[str, Entry]:
    """Set every article's terms, balance and neighbours; return the entries of the listed ones by path.

    Args:
        build: The build; its open axes get their terms here.
        articles: The listed articles, newest first.
        others: Translations, drafts and hidden articles: they are not listed and have no neighbours.
    """
    listed = {article.rendered.path: entry_of(article) for article in articles}
    unlisted = {article.rendered.path: entry_of(article) for article in others}
    for key, axis in build.open_axes.items():
        build.open_axes[key] = with_open_terms(axis, listed.values())
    by_path = {article.rendered.path: article for article in articles}
    by_date = sorted(listed.values(), key=lambda entry: (entry.date, entry.path))
    around = neighbours(by_date)
    for article in [*articles, *others]:
        path = article.rendered.path
        entry = listed.get(path) or unlisted[path]
        article.pillars = [_uses(axis, entry) for axis in build.framework.axes.values() if axis.key in entry.uses]
        article.tags_used = _open_uses(build.open_axes["tags"], entry)
        article.authors_used = _open_uses(build.open_axes["authors"], entry)
        article.series_used = _open_uses(build.open_axes["series"], entry)
        article.balance = _balance(build, article.rendered)
        article.minutes = reading_minutes(article.rendered.words)
        before, after = around.get(path, (None, None))
        article.previous = by_path[before.path] if before else None
        article.following = by_path[after.path] if after else None
        article.href = f"{build.root}/{article.url}"
    return listed


def _uses(axis: Axis, entry: Entry) -> AxisUses:
    """Return an article's terms on an axis, in the order of the axis."""
    weights = entry.uses[axis.key]
    return AxisUses(
        axis, tuple(TermUse(axis, term, weights[key]) for key, term in axis.terms.items() if key in weights)
    )


def _open_uses(axis: Axis, entry: Entry) -> list[TermUse]:
    """Return an article's terms on an open axis as typed; those of unlisted articles may have no page."""
    found = []
    for key, weight in entry.uses.get(axis.key, {}).items():
        term: Term | None = axis.terms.get(key)
        if term is not None:
            found.append(TermUse(axis, term, weight))
    return found


def _balance(build: Build, rendered: Rendered) -> float | None:
    axis = build.framework.balance_axis
    if axis is None or axis.key not in rendered.axes:
        return None
    return balance.evenness(rendered.axes[axis.key], list(axis.terms))


def corpus_shares(build: Build, articles: list[Any]) -> dict[str, float]:
    """Return the mean of the articles' shares on the balance axis, by term."""
    axis = build.framework.balance_axis
    if axis is None:
        return {}
    return balance.mean_shares((article.rendered.axes.get(axis.key, {}) for article in articles), list(axis.terms))
