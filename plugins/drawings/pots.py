"""The pots of one site: of an article, of a term's articles together, of the whole site, and the tipped one."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.drawings.model import PotDrawing, weighing
from plugins.drawings.pot_geometry import pot
from plugins.framework.cards import Card
from plugins.framework.corpus import balance
from plugins.framework.corpus.corpus import TermArticles
from plugins.framework.model import Framework

__all__ = ["Pots"]


class Pots:
    """The pots of one site, each drawn when it is asked for.

    Args:
        framework: The declared axes.
        on_articles: Whether articles show theirs.
    """

    def __init__(self, framework: Framework, *, on_articles: bool) -> None:
        self._axis, self._on_articles = framework.balance_axis, on_articles
        self._terms: dict[tuple[str, str], PotDrawing | None] = {}
        self._articles: dict[str, PotDrawing | None] = {}

    def article(self, card: Card) -> PotDrawing | None:
        """Return the pot of an article; None when a setting hides it or it has no weights."""
        if self._axis is None or not self._on_articles:
            return None
        if card.path not in self._articles:
            weights = card.weights.get(self._axis.key, {})
            said = weights if self._axis.weighted else None
            shares = balance.shares(weights, list(self._axis.terms))
            self._articles[card.path] = self.of_shares(shares, f"article-{card.slug}", said)
        return self._articles[card.path]

    def term(self, found: TermArticles) -> PotDrawing | None:
        """Return the pot of a term's articles together; None when there are none."""
        key = found.axis.key, found.term.key
        if key not in self._terms and self._axis is not None:
            used = (article.card.weights.get(self._axis.key, {}) for article in found.articles)
            shares = balance.mean_shares(used, list(self._axis.terms))
            self._terms[key] = self.of_shares(shares, f"{found.axis.key}-{found.term.key}")
        return self._terms.get(key)

    @property
    def tipped(self) -> PotDrawing | None:
        """The pot on its first foot alone, for the 404 page."""
        first = next(iter(self._axis.terms), "") if self._axis is not None else ""
        return self.of_shares({first: 1.0}, "tipped") if first else None

    def of_shares(
        self, shares: Mapping[str, float], name: str, weights: Mapping[str, int] | None = None
    ) -> PotDrawing | None:
        """Return the pot that stands on shares, with a name for its ids; None without a balance axis."""
        found = weighing(self._axis, shares, weights) if self._axis is not None else None
        return pot(found, name) if found is not None else None
