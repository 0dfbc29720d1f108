"""Connects search to Pelican: collects the records of public texts, and writes the index and the search dialog."""

from __future__ import annotations

import os
import sys
from datetime import UTC
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from plugins.base.settings import from_prefix
from plugins.framework.model import TermUse
from plugins.i18n import catalogue, dates
from plugins.press.settings import PREFIX as PRESS_PREFIX
from plugins.press.settings import PressSettings
from plugins.search.indexer import FOLDER, IndexingError, make_index
from plugins.search.kept_records import KeptRecords
from plugins.search.search_record import YEAR, Record
from plugins.search.settings import PREFIX, SearchSettings

CONTEXT_KEY = "search_records"
DIALOG = "search"
"""The template of the dialog, which is a file of its own: inside the pages it would enlarge each of them."""
EX_SOFTWARE = 70
"""Exit code of sysexits.h: a fault in the software."""


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, SearchSettings)


def collect(generators: list[Any]) -> None:
    """Collect the records of public texts: listed articles, pages, and their translations; no drafts, none hidden."""
    records: list[Record] = []
    for generator in generators:
        language = generator.settings["DEFAULT_LANG"]
        if isinstance(generator, ArticlesGenerator):
            records += (_article(one, language) for one in (*generator.articles, *generator.translations))
        elif isinstance(generator, PagesGenerator):
            records += (_page(one, language) for one in (*generator.pages, *generator.translations))
    generators[0].context[CONTEXT_KEY] = sorted(records, key=lambda record: record.path)


def write(generator: Any, writer: Any) -> None:
    """Write the dialog, and the index if it is enabled; else store the records for the preview."""
    context = generator.context
    writer.write_file(f"{context['THEME_STATIC_DIR']}/{DIALOG}.html", generator.get_template(DIALOG), context)
    records, language = context[CONTEXT_KEY], context["DEFAULT_LANG"]
    if not from_prefix(context, PREFIX, SearchSettings).index:
        state = Path(from_prefix(context, PRESS_PREFIX, PressSettings).state)
        KeptRecords(state, Path(generator.output_path)).write(records, language)
        return
    try:
        files = make_index(records, language)
    except IndexingError as error:
        words = catalogue.load(catalogue.author_language(os.environ, language))
        print(error.said.text(words), file=sys.stderr)
        raise SystemExit(EX_SOFTWARE) from None
    for name, data in files.items():
        writer.write_bytes(f"{FOLDER}/{name}", data)


def _article(article: Any, language: str) -> Record:
    uses: list[TermUse] = [use for pillar in article.pillars for use in pillar.uses]
    others = [*article.tags_used, *article.series_used, *article.authors_used]
    said, moment = article.rendered.front_matter, article.rendered.front_matter.date
    filters = {pillar.axis.key: tuple(use.term.key for use in pillar.uses) for pillar in article.pillars}
    return Record(
        path=article.save_as,
        title=article.rendered.title,
        summary=article.rendered.summary if said.summary else "",
        html=article.rendered.html,
        words=tuple(use.term.names.pick(language) for use in (*uses, *others)),
        filters={**filters, YEAR: (f"{moment:%Y}",)},
        order=moment.astimezone(UTC).isoformat(timespec="minutes"),
        shown={
            "date": moment.date().isoformat(),
            "day": dates.long_date(moment, language),
            **_language(article.lang, language),
        },
    )


def _page(page: Any, language: str) -> Record:
    rendered = page.rendered
    summary = rendered.summary if rendered.front_matter.summary else ""
    return Record(page.save_as, rendered.title, summary, rendered.html, shown=_language(page.lang, language))


def _language(own: str, site: str) -> dict[str, str]:
    return {} if own == site else {"lang": own}


def connect() -> None:
    """Connect to Pelican's signals; module-level functions only, since blinker keeps weak references."""
    signals.initialized.connect(check_settings)
    signals.all_generators_finalized.connect(collect)
    signals.article_writer_finalized.connect(write)
