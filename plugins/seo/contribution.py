"""What seo contributes: the heads of all pages, and the files at the site's root."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.base.findings import Finding
from plugins.base.html_tokens import block_text
from plugins.base.store import Store
from plugins.drawings.contribution import TITLE as MAP_TITLE
from plugins.drawings.contribution import DrawingsContribution
from plugins.framework.cards import HeadPicture
from plugins.framework.corpus.corpus import Corpus
from plugins.framework.outputs.contributions import Asset, AssetGroup, Contribution, Page
from plugins.framework.outputs.titles import PAGE
from plugins.i18n.messages import N_, message
from plugins.images.contribution import ImagesContribution
from plugins.seo.announced_pages import Announced, Announcer
from plugins.seo.card_content import SITE_CARD, Cards, feet
from plugins.seo.card_svg import Ink
from plugins.seo.head import Head
from plugins.seo.icons import LOGO, Palette
from plugins.seo.model import Party, Picture, Site, Subject
from plugins.seo.page_metadata import Gatherer, card_path
from plugins.seo.plain_titles import plain
from plugins.seo.root_files import FILES, SeoBuild, collisions
from plugins.seo.social_pictures import Pictures, head_picture

if TYPE_CHECKING:
    from plugins.framework.outputs.resolved import Resolver
    from plugins.seo.settings import SeoSettings

__all__ = ["SeoContribution"]

HOME = "index"

Described = Callable[[], Subject]
"""Describes a page."""


@dataclass(frozen=True, slots=True)
class SeoConstant:
    """The background colours in the light and in the dark scheme."""

    paper: tuple[str, str]


class SeoContribution(Contribution):
    """Search engines, social networks and browsers."""

    package = "seo"
    requires = ("press",)
    prefix = "SEO_"
    model = "plugins.seo.settings:SeoSettings"
    settings: SeoSettings

    def reserved(self) -> Mapping[str, str]:
        """Reserve the files at the site's root."""
        return dict.fromkeys(FILES, "plugins/seo")

    def examine(self, corpus: Corpus) -> Iterator[Finding]:
        """Yield a finding for each text whose output path is that of another one's card."""
        by_path = {text.card.path: text.card for text in corpus.texts}
        cards = {card_path(card.output) for card in by_path.values()}
        for path, output in collisions({path: card.output for path, card in by_path.items()}, cards):
            problem = message(N_("the site itself writes {file}"), file=output)
            mend = message(N_("give this one another slug: add or change the line '{line}'"), line="save_as: …")
            yield Finding(path, by_path[path].position("save_as", "slug"), problem, mend)

    def gather(self, corpus: Corpus) -> None:
        """Keep the texts; pages are described when they are asked for."""
        self.corpus = corpus
        self._made: SeoBuild | None = None

    @property
    def made(self) -> SeoBuild:
        """The descriptions of all pages."""
        if self._made is None:
            self._made = self._describe()
        return self._made

    def _describe(self) -> SeoBuild:
        pictures = self._pictures()
        site = self._site()
        gatherer = self._gatherer(site, pictures)
        page = self.build.words.gettext(PAGE)
        return SeoBuild(
            settings=self.settings,
            site=site,
            root=self.build.root,
            pictures=pictures,
            numbered=lambda title, number: f"{title} – {page % {'number': number}}",
            subjects={**self._announced(gatherer), **self._texts(gatherer), **self._lists(gatherer)},
        )

    def _words(self, text: str) -> str:
        return plain(block_text(self.build.typeset(text, self.build.language)))

    def _site(self) -> Site:
        build, settings = self.build, self.settings
        publisher = settings.publisher or build.name
        return Site(
            address=build.address.rstrip("/"),
            name=self._words(build.name),
            description=self._words(build.subtitle),
            language=build.language,
            publisher=Party(self._words(publisher), publisher in (build.name, *settings.organizations), ""),
            same_as=settings.same_as,
            logo=Picture(LOGO.file, LOGO.side, LOGO.side),
            fediverse=settings.fediverse or "",
        )

    def _pictures(self) -> Pictures:
        day, night = feet(self.build.framework)
        palette = Palette(self.settings.light, self.settings.ink, day, night)
        ink = Ink(paper=self.settings.light, text=self.settings.ink)
        return Pictures(ink, palette, Store(Path(self.settings.state)))

    def _gatherer(self, site: Site, pictures: Pictures) -> Gatherer:
        build, framework = self.build, self.build.framework
        drawings = self.others.of(DrawingsContribution)
        gatherer = Gatherer(
            site=site,
            framework=framework,
            open_axes=self.corpus.open_axes,
            organizations=frozenset(self.settings.organizations),
            typeset=build.typeset,
            card=lambda output, article: cards.picture(output, article),
            head_picture=self._head_picture,
            about=build.settings.get("AUTHOR_PAGE", ""),
        )
        pots = drawings.settings.pot_on_articles if drawings else True
        cards = Cards(pictures, site.name, site.description, site.language, framework, gatherer.label, pots)
        if self.settings.cards and site.address:
            pictures.default = SITE_CARD, cards.site()
        return gatherer

    def _head_picture(self, image: HeadPicture | None) -> Picture | None:
        build = self.build
        static = build.static.get(image.file) if image else None
        if image is None or static is None or not build.address:
            return None
        found = head_picture(build.content / image.file, static.url, plain(image.alt))
        images = self.others.of(ImagesContribution)
        shown = (
            images.published_picture(image.file) if images else None
        )  # the published file: upright, of limited width
        return replace(found, width=shown.width, height=shown.height) if found and shown else found

    def _texts(self, gatherer: Gatherer) -> dict[str, Described]:
        """Return what describes articles and pages, by output path."""
        found: dict[str, Described] = {
            article.card.output: partial(gatherer.article, article) for article in self.corpus.articles
        }
        return found | {text.card.output: partial(gatherer.page, text) for text in self.corpus.pages}

    def _lists(self, gatherer: Gatherer) -> dict[str, Described]:
        """Return what describes the home page, the archives, and the pages of the framework, by output path."""
        build, corpus, articles = self.build, self.corpus, self.corpus.listed
        gettext = build.words.gettext
        found: dict[str, Described] = {}
        for template in build.settings["DIRECT_TEMPLATES"]:
            output = build.settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
            title = gettext(template.capitalize())
            if template == HOME:
                found[output] = partial(gatherer.home, articles)
            else:
                found[output] = partial(gatherer.template, output, title, articles)
        for key, terms in corpus.terms.items():
            axis = corpus.axes[key]
            found[f"{axis.url()}index.html"] = partial(gatherer.axis, axis, terms)
            found |= {f"{axis.term_url(one.term.key)}index.html": partial(gatherer.term, one) for one in terms}
        if build.framework.axes:
            found[f"{build.framework.url()}index.html"] = partial(gatherer.whole_framework, articles)
        drawings = self.others.of(DrawingsContribution)
        if drawings is not None and drawings.map_url:
            place = gatherer.place()
            description = gettext(N_("All the articles, placed by what they stand on."))
            output = f"{drawings.map_url}index.html"
            above = ((place.name, place.path),)
            told = Announced(output, gettext(MAP_TITLE), description, above=above)
            found[output] = partial(gatherer.announced, told, articles)
        return found

    def _announced(self, gatherer: Gatherer) -> dict[str, Described]:
        """Return what describes the pages that other packages write."""
        announcers = (one for one in self.others if isinstance(one, Announcer))
        told = (place for one in announcers for place in one.announced())
        return {place.output: partial(gatherer.announced, place, self.corpus.listed) for place in told}

    def constant(self) -> SeoConstant:
        """Return the colours that browsers show around pages."""
        return SeoConstant((self.settings.light, self.settings.dark))

    def part(self, page: Page) -> Head | None:
        """Return the metadata of a page's head."""
        view = page.view
        if view.pagination and view.pagination.number > 1:
            return self.made.head(view.output, view.pagination.number, view.pagination.first, view.title)
        return self.made.head(view.output, 1, "", view.title)

    def assets(self, resolver: Resolver) -> Iterator[AssetGroup]:
        """Yield robots.txt, sitemap, manifest, icons and cards; a file of the site's own goes before."""
        del resolver
        own = {static.output for static in self.build.static.values()}
        yield AssetGroup(
            self.package, lambda: (Asset(name, data) for name, data in self.made.files() if name not in own)
        )
