"""The drawings for templates: the pot of an article, of a term and of the whole site.

They are made lazily, since a page needs only its own, and since the shares of the whole site are known only when all
articles are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from plugins.drawings.model import PotDrawing, weighing
from plugins.drawings.pot_geometry import pot
from plugins.drawings.settings import DrawingsSettings
from plugins.framework.corpus import balance
from plugins.framework.model import Axis, Framework, Term

__all__ = ["Drawings"]


class _View(Protocol):
    """A term with its articles (``plugins.framework.wiring.term_pages.TermView``)."""

    @property
    def axis(self) -> Axis: ...

    @property
    def term(self) -> Term: ...

    @property
    def articles(self) -> tuple[Any, ...]: ...


class Drawings:
    """The drawings of one build.

    Args:
        framework: The declared axes.
        settings: The plugin's settings.
        root: The path part of the site's base URL.
        context: Pelican's context, which has ``corpus_shares`` later.
    """

    def __init__(self, framework: Framework, settings: DrawingsSettings, root: str, context: Mapping[str, Any]) -> None:
        self._axis = framework.balance_axis
        self._settings = settings
        self._context = context
        self._terms: dict[tuple[str, str], PotDrawing | None] = {}
        drawn = bool(settings.map_path) and self._axis is not None and len(self._axis.terms) > 1
        self.map_url = f"{settings.map_path}/" if drawn else ""
        self.map_href = f"{root}/{self.map_url}" if drawn else ""

    def article(self, article: Any) -> PotDrawing | None:
        """Return the pot of an article; None when a setting hides it or it has no weights."""
        if self._axis is None or not self._settings.pot_on_articles:
            return None
        weights = article.rendered.axes.get(self._axis.key, {})
        said = weights if self._axis.weighted else None
        return self._pot(balance.shares(weights, list(self._axis.terms)), f"article-{article.slug}", said)

    def term(self, view: _View) -> PotDrawing | None:
        """Return the pot of a term's articles together; None when there are none."""
        key = view.axis.key, view.term.key
        if key not in self._terms and self._axis is not None:
            used = (article.rendered.axes.get(self._axis.key, {}) for article in view.articles)
            shares = balance.mean_shares(used, list(self._axis.terms))
            self._terms[key] = self._pot(shares, f"{view.axis.key}-{view.term.key}")
        return self._terms.get(key)

    @property
    def corpus(self) -> PotDrawing | None:
        """The pot of all listed articles together."""
        return self._pot(self._context.get("corpus_shares", {}), "corpus")

    @property
    def tipped(self) -> PotDrawing | None:
        """The pot on its first foot alone, for the 404 page."""
        first = next(iter(self._axis.terms), "") if self._axis is not None else ""
        return self._pot({first: 1.0}, "tipped") if first else None

    def _pot(
        self, shares: Mapping[str, float], name: str, weights: Mapping[str, int] | None = None
    ) -> PotDrawing | None:
        found = weighing(self._axis, shares, weights) if self._axis is not None else None
        return pot(found, name) if found is not None else None
