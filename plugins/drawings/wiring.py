"""Connects the drawings to Pelican: pots for templates, and the generator of the map's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.base.html_tokens import block_text
from plugins.base.settings import SettingsError, from_prefix
from plugins.drawings.map_page import chart, terms_of
from plugins.drawings.map_positions import Stop
from plugins.drawings.settings import PREFIX, DrawingsSettings
from plugins.drawings.template_context import Drawings
from plugins.i18n import catalogue
from plugins.i18n.messages import Labels, Message

CONTEXT_KEY = "drawings"


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, DrawingsSettings)


def prepare(generator: Any) -> None:
    """Give templates the drawings and the filter ``told``, and reserve the map's output path."""
    context = generator.context
    if CONTEXT_KEY not in context:
        build = context["framework_build"]
        settings = from_prefix(context, PREFIX, DrawingsSettings)
        context[CONTEXT_KEY] = drawings = Drawings(build.framework, settings, build.root, context)
        if drawings.map_url:
            _refuse_one_path_twice(drawings.map_url, build)
            build.reserved[f"{drawings.map_url}index.html"] = f"{PREFIX}MAP_PATH"
    words = catalogue.load(context["DEFAULT_LANG"], Path(context["THEME"]) / "translations")
    typeset = generator.env.filters["typeset"]

    def told(said: Message | Labels) -> str:
        """Return a message or labels in the site's language, typeset as plain text."""
        return block_text(typeset(said.text(words) if isinstance(said, Message) else said.pick(words.language)))

    generator.env.filters["told"] = told


def _refuse_one_path_twice(url: str, build: Any) -> None:
    """End the build when the map's URL is that of the framework, of an axis or of a term."""
    terms = (axis.term_url(key) for axis in build.axes.values() for key in axis.terms)
    if url in {build.framework.url(), *(axis.url() for axis in build.axes.values()), *terms}:
        raise SettingsError(f"setting {PREFIX}MAP_PATH: a page of the framework has the address {url!r}")


class MapGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the page of the map."""

    def generate_output(self, writer: Writer) -> None:
        """Write the map's page, if there is a balance axis."""
        drawings, framework = self.context[CONTEXT_KEY], self.context["framework"]
        axis = framework.balance_axis
        if not drawings.map_url or axis is None:
            return
        told = self.env.filters["told"]
        found = chart(
            [_stop(article, axis.key) for article in self.context["articles"]],
            framework,
            axis,
            lambda term: told(term.names),
        )
        url = drawings.map_url
        template = self.get_template("map")
        writer.write_file(f"{url}index.html", template, self.context, url=url, page_url=url, chart=found)


def _stop(article: Any, axis: str) -> Stop:
    """Return one of Pelican's articles as an article of the map."""
    uses = article.rendered.axes
    return Stop(
        title=article.rendered.title,
        href=article.href,
        language=article.lang,
        weights=uses.get(axis, {}),
        terms=terms_of(uses, axis, article.date.year),
    )


def add_generator(pelican: Any) -> type[MapGenerator]:
    """Return the generator of the map."""
    del pelican
    return MapGenerator


def connect() -> None:
    """Connect to Pelican's signals; module-level functions only, since blinker keeps weak references."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(prepare)
    signals.get_generators.connect(add_generator)
