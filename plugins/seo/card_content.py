"""The content of social cards: title, terms, date and pot of an article; name and pot of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugins.drawings.model import pillars_of, weighing
from plugins.drawings.pot_geometry import pot
from plugins.drawings.pot_svg import standalone_svg
from plugins.framework.corpus.corpus import Article
from plugins.framework.model import Axis, Framework
from plugins.i18n.dates import capitalised, long_date
from plugins.i18n.messages import Labels
from plugins.seo.card_svg import Card, Mark
from plugins.seo.model import Picture
from plugins.seo.page_metadata import card_path
from plugins.seo.plain_titles import plain
from plugins.seo.social_pictures import Pictures, joined

__all__ = ["SITE_CARD", "Cards", "article_pot", "feet", "pillars", "site_pot"]

SITE_CARD = "card.png"
SIZE = 400
SHINE = "#6b6156"
"""The colour of the lights on the iron."""


def pillars(framework: Framework) -> Axis | None:
    """Return the axis that the site's pot is drawn for: the balance axis, else the first."""
    return framework.balance_axis or next(iter(framework.axes.values()), None)


def feet(framework: Framework) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the colours of the pillars in the light and in the dark scheme."""
    axis = pillars(framework)
    terms = list(axis.terms.values()) if axis else []
    return tuple(term.light for term in terms), tuple(term.dark for term in terms)


@dataclass(frozen=True, slots=True)
class Cards:
    """Composes cards.

    Attributes:
        pictures: Draws them.
        name, subtitle, language: The site's name, subtitle and language.
        framework: Its framework.
        label: Returns a name in the site's language.
        pots: Whether articles show their pot.
    """

    pictures: Pictures
    name: str
    subtitle: str
    language: str
    framework: Framework
    label: Callable[[Labels], str]
    pots: bool = True

    def site(self) -> Card:
        """Return the default card, of pages without a card of their own."""
        axis = pillars(self.framework)
        terms = axis.terms.values() if axis else ()
        return Card(
            self.name,
            self.subtitle,
            marks=tuple(Mark(capitalised(self.label(term.names)), term.light, term.shape) for term in terms),
            pot=site_pot(axis, self.pictures.ink.text) if axis else "",
        )

    def picture(self, output: str, article: Article | None) -> Picture | None:
        """Return the image of a page's card; that of the site's for a page that is no article."""
        if article is None or self.pictures.default is None:
            return self.pictures.of_the_site()
        said = self.article(article)
        names = ", ".join(mark.name for mark in said.marks)
        return self.pictures.picture(card_path(output), said, joined([said.title, names]))

    def article(self, article: Article) -> Card:
        """Return the card of an article."""
        axis = pillars(self.framework)
        uses = next((pillar.uses for pillar in article.pillars if axis and pillar.axis.key == axis.key), ())
        return Card(
            title=plain(article.card.title),
            site=self.name,
            note=long_date(article.card.published, self.language),
            marks=tuple(
                Mark(capitalised(self.label(use.term.names)), use.term.light, use.term.shape, use.weight)
                for use in uses
            ),
            weighted=bool(axis and axis.weighted),
            pot=self._pot(article),
            feet=self.pictures.palette.standing(self.pictures.palette.feet),
        )

    def _pot(self, article: Article) -> str:
        axis = self.framework.balance_axis
        if axis is None or not self.pots or axis.key not in article.card.weights:
            return ""
        return article_pot(axis, article.card.weights[axis.key], self.pictures.ink.text)


def article_pot(axis: Axis, weights: Mapping[str, int], ink: str) -> str:
    """Return the pot of an article's weights as SVG; an empty string without weights."""
    whole = sum(weights.values())
    return _drawn(axis, {key: weight / whole for key, weight in weights.items()}, weights, ink)


def site_pot(axis: Axis, ink: str) -> str:
    """Return the pot with equal feet as SVG: the site's symbol, whatever the weights of its articles."""
    return _drawn(axis, {key: 1 / len(axis.terms) for key in axis.terms}, None, ink)


def _drawn(axis: Axis, shares: Mapping[str, float], weights: Mapping[str, int] | None, ink: str) -> str:
    weighed = weighing(axis, shares, weights)
    if weighed is None:
        return ""
    lights = (term.light for term in axis.terms.values())
    colours = {pillar.css: light for pillar, light in zip(pillars_of(axis), lights, strict=True) if light}
    return standalone_svg(pot(weighed, "card"), colours, ink, SIZE, shine=SHINE)
