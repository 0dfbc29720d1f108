"""Connects seo to Pelican: settings, descriptions of all pages, heads for templates, and the written files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from plugins.base.findings import Finding
from plugins.base.html_tokens import block_text
from plugins.base.settings import from_prefix
from plugins.base.store import Store
from plugins.framework.corpus.cross_file_checks import position
from plugins.framework.wiring.pelican_contents import texts
from plugins.framework.wiring.signals import examining
from plugins.i18n import catalogue
from plugins.i18n.messages import N_, message
from plugins.seo.announced_pages import Announced, announced
from plugins.seo.card_content import SITE_CARD, Cards, feet
from plugins.seo.card_svg import Ink
from plugins.seo.icons import LOGO, Palette
from plugins.seo.model import Party, Picture, Place, Site, Subject
from plugins.seo.page_metadata import Gatherer, card_path
from plugins.seo.plain_titles import plain
from plugins.seo.root_files import FILES, SeoBuild, collisions
from plugins.seo.settings import PREFIX, SeoSettings
from plugins.seo.social_pictures import Pictures, head_picture

CONTEXT_KEY = "seo"

HOME = "index"


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, SeoSettings)


def reserve(generator: Any) -> None:
    """Reserve the files at the site's root."""
    build = generator.context["framework_build"]
    build.reserved |= dict.fromkeys(FILES, "plugins/seo")


def refuse_collisions(build: Any, documents: list[Any]) -> None:
    """Add a finding for each text whose output path is that of another one's card."""
    by_path = {document.rendered.path: document for document in documents}
    cards = {card_path(document.output) for document in documents}
    for path, output in collisions({path: document.output for path, document in by_path.items()}, cards):
        problem = message(N_("the site itself writes {file}"), file=output)
        mend = message(N_("give this one another slug: add or change the line '{line}'"), line="save_as: …")
        build.findings.append(Finding(path, position(by_path[path].rendered, "save_as", "slug"), problem, mend))


def gather(generators: list[Any]) -> None:
    """Describe every page, and put the state of the build into the templates' context."""
    context = generators[0].context
    settings = from_prefix(context, PREFIX, SeoSettings)
    words = catalogue.load(context["DEFAULT_LANG"], Path(context["THEME"]) / "translations")
    typeset = generators[0].env.filters["typeset"]
    site = _site(context, settings, lambda text: plain(block_text(typeset(text, context["DEFAULT_LANG"]))))
    pictures = _studio(context, settings)
    gatherer = _gatherer(context, settings, site, pictures, typeset)
    context[CONTEXT_KEY] = SeoBuild(
        settings=settings,
        site=site,
        root=context["root"],
        pictures=pictures,
        numbered=lambda title, number: f"{title} – {words.gettext('page %(number)s') % {'number': number}}",
        known={**_texts(generators, gatherer), **_lists(context, gatherer, words.gettext)},
        later=lambda: {place.output: gatherer.announced(place, context["articles"]) for place in announced(context)},
    )


def _site(context: dict[str, Any], settings: SeoSettings, words: Callable[[str], str]) -> Site:
    publisher = settings.publisher or context["SITENAME"]
    return Site(
        address=context["SITEURL"].rstrip("/"),
        name=words(context["SITENAME"]),
        description=words(context.get("SITESUBTITLE", "")),
        language=context["DEFAULT_LANG"],
        publisher=Party(words(publisher), publisher in (context["SITENAME"], *settings.organizations), ""),
        same_as=settings.same_as,
        logo=Picture(LOGO.file, LOGO.side, LOGO.side),
        fediverse=settings.fediverse or "",
    )


def _studio(context: dict[str, Any], settings: SeoSettings) -> Pictures:
    day, night = feet(context["framework"])
    palette = Palette(settings.light, settings.ink, day, night)
    return Pictures(Ink(paper=settings.light, text=settings.ink), palette, Store(Path(settings.state)))


def _gatherer(context: dict[str, Any], settings: SeoSettings, site: Site, pictures: Pictures, typeset: Any) -> Gatherer:
    framework = context["framework"]
    gatherer = Gatherer(
        site=site,
        framework=framework,
        open_axes=context["open_axes"],
        organizations=frozenset(settings.organizations),
        typeset=typeset,
        card=lambda output, article: cards.picture(output, article),
        head_picture=partial(_head_picture, context),
        about=context.get("AUTHOR_PAGE", ""),
    )
    pots = context.get("DRAWINGS_POT_ON_ARTICLES", True)
    cards = Cards(pictures, site.name, site.description, site.language, framework, gatherer.label, pots)
    if settings.cards and site.address:
        pictures.default = SITE_CARD, cards.site()
    return gatherer


def _head_picture(context: dict[str, Any], image: Any) -> Picture | None:
    static = context["static_content"].get(image.file) if image else None
    if static is None or not context["SITEURL"]:
        return None
    found = head_picture(Path(context["PATH"]) / image.file, static.url, plain(image.alt))
    shown = context.get("pictures", {}).get(image.file)  # the published file: upright, and of limited width
    return replace(found, width=shown.width, height=shown.height) if found and shown else found


def _texts(generators: list[Any], gatherer: Gatherer) -> dict[str, Subject]:
    """Return the descriptions of articles and pages, by output path."""
    found: dict[str, Subject] = {}
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            found |= {article.save_as: gatherer.article(article) for article in texts(generator)}
        elif isinstance(generator, PagesGenerator):
            found |= {page.save_as: gatherer.page(page) for page in texts(generator)}
    return found


def _lists(context: dict[str, Any], gatherer: Gatherer, gettext: Callable[[str], str]) -> dict[str, Subject]:
    """Return the descriptions of the home page, the archives, and the pages of the framework, by output path."""
    articles = context["articles"]
    found: dict[str, Subject] = {}
    for template in context["DIRECT_TEMPLATES"]:
        output = context.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
        title = gettext(template.capitalize())
        found[output] = gatherer.home(articles) if template == HOME else gatherer.template(output, title, articles)
    axes = {**context["framework"].axes, **context["open_axes"]}
    for key, views in context["terms"].items():
        found[f"{axes[key].url()}index.html"] = gatherer.axis(axes[key], views)
        found |= {f"{axes[key].term_url(view.term.key)}index.html": gatherer.term(view) for view in views}
    if context["framework"].axes:
        found[f"{context['framework'].url()}index.html"] = gatherer.whole_framework(articles)
    drawings, whole = context.get("drawings"), gatherer.place()
    if drawings is not None and drawings.map_url:
        output = f"{drawings.map_url}index.html"
        found[output] = gatherer.announced(_map(output, whole, gettext), articles)
    return found


def _map(output: str, framework: Place, gettext: Callable[[str], str]) -> Announced:
    """Return the registration of the map's page, which plugins/drawings writes."""
    description = gettext(N_("All the articles, placed by what they stand on."))
    return Announced(output, gettext(N_("The map")), description, above=((framework.name, framework.path),))


def write(generator: Any, writer: Any) -> None:
    """Write robots.txt, sitemap, manifest, icons and cards."""
    context = generator.context
    build = context[CONTEXT_KEY]
    own = {static.save_as for static in context.get("staticfiles", ())}
    for name, data in build.files():
        if name not in own:
            writer.write_bytes(name, data)


def connect() -> None:
    """Connect to Pelican's signals; module-level functions only, since blinker keeps weak references."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(reserve)
    examining.connect(refuse_collisions)
    signals.all_generators_finalized.connect(gather)
    signals.article_writer_finalized.connect(write)
