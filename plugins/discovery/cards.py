"""What the cards say, of articles and of the site. Contains no Pelican and no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plugins.discovery.card import Card, Mark
from plugins.discovery.gather import card_path
from plugins.discovery.model import Picture
from plugins.discovery.plain import plain
from plugins.discovery.pots import article_pot, site_pot
from plugins.discovery.studio import Studio, joined
from plugins.framework.model import Axis, Framework
from plugins.i18n.dates import capitalised, long_date
from plugins.i18n.messages import Labels

__all__ = ["SITE_CARD", "Cards", "feet", "pillars"]

SITE_CARD = "card.png"


def pillars(framework: Framework) -> Axis | None:
    """Return the axis that a site stands on: the one whose weights are balanced, else the first."""
    return framework.balance_axis or next(iter(framework.axes.values()), None)


def feet(framework: Framework) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the colours of the pillars, by day and by night."""
    axis = pillars(framework)
    terms = list(axis.terms.values()) if axis else []
    return tuple(term.light for term in terms), tuple(term.dark for term in terms)


@dataclass(frozen=True, slots=True)
class Cards:
    """Composes cards.

    Attributes:
        studio: Draws them.
        name, subtitle, language: What the site says of itself.
        framework: Its framework.
        label: Returns a name in the site's language.
        pots: Whether articles show their pot.
    """

    studio: Studio
    name: str
    subtitle: str
    language: str
    framework: Framework
    label: Callable[[Labels], str]
    pots: bool = True

    def site(self) -> Card:
        """Return the card of all pages that have none of their own."""
        axis = pillars(self.framework)
        terms = axis.terms.values() if axis else ()
        return Card(
            self.name,
            self.subtitle,
            marks=tuple(Mark(capitalised(self.label(term.names)), term.light, term.shape) for term in terms),
            pot=site_pot(axis, self.studio.ink.text) if axis else "",
        )

    def picture(self, output: str, article: Any) -> Picture | None:
        """Return the picture of a page; that of the site when it is no article."""
        if article is None or self.studio.default is None:
            return self.studio.of_the_site()
        said = self.article(article)
        names = ", ".join(mark.name for mark in said.marks)
        return self.studio.picture(card_path(output), said, joined([said.title, names]))

    def article(self, article: Any) -> Card:
        """Return the card of an article."""
        axis = pillars(self.framework)
        uses = next((pillar.uses for pillar in article.pillars if axis and pillar.axis.key == axis.key), ())
        return Card(
            title=plain(article.title),
            site=self.name,
            note=long_date(article.date, self.language),
            marks=tuple(
                Mark(capitalised(self.label(use.term.names)), use.term.light, use.term.shape, use.weight)
                for use in uses
            ),
            weighted=bool(axis and axis.weighted),
            pot=self._pot(article),
            feet=self.studio.palette.standing(self.studio.palette.feet),
        )

    def _pot(self, article: Any) -> str:
        axis = self.framework.balance_axis
        if axis is None or not self.pots or axis.key not in article.rendered.axes:
            return ""
        return article_pot(axis, article.rendered.axes[axis.key], self.studio.ink.text)
