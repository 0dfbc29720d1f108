"""What drawings contribute: pots of articles, terms and the whole site, and the page of the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.base.html_tokens import block_text
from plugins.base.settings_error import SettingsError
from plugins.drawings.model import PotDrawing
from plugins.drawings.pots import Pots
from plugins.framework.corpus.corpus import Article, Corpus, TermArticles
from plugins.framework.outputs.contributions import Contribution, Page
from plugins.framework.outputs.titles import Titles
from plugins.framework.outputs.views import View
from plugins.i18n.messages import N_

if TYPE_CHECKING:
    from plugins.drawings.map_page import Chart
    from plugins.drawings.map_positions import Stop
    from plugins.drawings.settings import DrawingsSettings

__all__ = ["DrawingsContribution", "MapLink"]

TEMPLATE = "map"
TITLE = N_("The map")


@dataclass(frozen=True, slots=True)
class MapLink:
    """The address of the map's page; empty without a map."""

    href: str


@dataclass(frozen=True, slots=True)
class MapPart:
    """The map, and the pot of the whole site."""

    chart: Chart
    pot: PotDrawing | None


class DrawingsContribution(Contribution):
    """Drawings."""

    package = "drawings"
    prefix = "DRAWINGS_"
    model = "plugins.drawings.settings:DrawingsSettings"
    settings: DrawingsSettings

    @property
    def map_url(self) -> str:
        """The address of the map's page, relative to the site's; empty without one."""
        axis = self.build.framework.balance_axis
        drawn = bool(self.settings.map_path) and axis is not None and len(axis.terms) > 1
        return f"{self.settings.map_path}/" if drawn else ""

    def read(self) -> None:
        """Refuse a map at the address of the framework, of an axis or of a term."""
        axes = self.build.axes.values()
        terms = (axis.term_url(key) for axis in axes for key in axis.terms)
        if self.map_url and self.map_url in {self.build.framework.url(), *(axis.url() for axis in axes), *terms}:
            raise SettingsError(
                f"setting {self.prefix}MAP_PATH: a page of the framework has the address {self.map_url!r}"
            )

    def reserved(self) -> Mapping[str, str]:
        """Reserve the map's file."""
        return {f"{self.map_url}index.html": f"{self.prefix}MAP_PATH"} if self.map_url else {}

    def gather(self, corpus: Corpus) -> None:
        """Keep the articles of the map."""
        self.corpus = corpus
        self.pots = Pots(self.build.framework, on_articles=self.settings.pot_on_articles)

    def of_line(self, article: Article) -> PotDrawing | None:
        """Return the pot of an article."""
        return self.pots.article(article.card)

    def of_term(self, term: TermArticles) -> PotDrawing | None:
        """Return the pot of a term's articles."""
        return self.pots.term(term)

    def constant(self) -> MapLink:
        """Return the address of the map."""
        return MapLink(self.build.href(self.map_url) if self.map_url else "")

    def part(self, page: Page) -> object:
        """Return the pot of a page's subject, or the map."""
        subject = page.subject
        if isinstance(subject, Article):
            return self.pots.article(subject.card)
        if isinstance(subject, TermArticles):
            return self.pots.term(subject)
        if page.view.kind == "framework":
            return self.pots.of_shares(self.corpus.shares, "corpus")
        if page.view.template == TEMPLATE:
            return MapPart(self._chart(), self.pots.of_shares(self.corpus.shares, "corpus"))
        return self.pots.tipped if page.view.template == "404" else None

    def pages(self) -> Iterator[Page]:
        """Yield the map's page."""
        url = self.map_url
        if not url:
            return
        title = Titles(self.build.name, self.build.words).of(self.build.words.gettext(TITLE))
        build = self.build
        view = View(f"{url}index.html", url, build.href(url), TEMPLATE, title, "other", build.language)
        yield Page(view)

    def _chart(self) -> Chart:
        from plugins.drawings.map_page import chart  # which no other page needs

        framework = self.build.framework
        axis = framework.balance_axis
        assert axis is not None  # else there is no map
        stops = [self._stop(article, axis.key) for article in self.corpus.listed]
        return chart(stops, framework, axis, lambda term: self._name(term.names.pick(self.build.language)))

    def _name(self, name: str) -> str:
        return block_text(self.build.typeset(name))

    def _stop(self, article: Article, axis: str) -> Stop:
        from plugins.drawings.map_page import terms_of
        from plugins.drawings.map_positions import Stop

        card = article.card
        return Stop(
            title=card.title,
            href=self.build.href(card.url),
            language=card.language,
            weights=card.weights.get(axis, {}),
            terms=terms_of(card.weights, axis, card.published.year),
        )
