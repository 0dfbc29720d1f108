"""What search contributes: the records of public texts, their index, and the page with the dialog."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from plugins.base.author_words import author_words
from plugins.framework.corpus.corpus import Article, Corpus, Text
from plugins.framework.outputs.contributions import Asset, AssetGroup, Contribution, Page
from plugins.framework.outputs.views import View
from plugins.framework.plain_data import digest_of
from plugins.i18n import dates
from plugins.search.indexer import FOLDER, IndexingError, make_index
from plugins.search.kept_records import KeptRecord, KeptRecords, record_bytes
from plugins.search.search_record import YEAR, Record

if TYPE_CHECKING:
    from plugins.framework.outputs.resolved import Resolver
    from plugins.search.settings import SearchSettings

__all__ = ["SearchContribution"]

DIALOG = "search"
"""The template of the dialog, which is a file of its own: inside the pages it would enlarge each of them."""
FILES = msgspec.msgpack.Decoder(dict[str, bytes])
EX_SOFTWARE = 70
"""Exit code of sysexits.h: a fault in the software."""


@dataclass(frozen=True, slots=True)
class SearchConstant:
    """The address of the page with the dialog."""

    href: str


class SearchContribution(Contribution):
    """Search."""

    package = "search"
    requires = ("press",)
    prefix = "SEARCH_"
    model = "plugins.search.settings:SearchSettings"
    settings: SearchSettings

    def gather(self, corpus: Corpus) -> None:
        """Keep the public texts: listed articles, pages, and their translations; no drafts, none hidden."""
        public = (text for text in corpus.texts if text.card.status == "published")
        self.texts: list[Text] = sorted(public, key=lambda text: text.card.output)

    def constant(self) -> SearchConstant:
        """Return the address of the page with the dialog."""
        return SearchConstant(self.build.href(f"{self.build.settings['THEME_STATIC_DIR']}/{DIALOG}.html"))

    def pages(self) -> Iterator[Page]:
        """Yield the page with the dialog."""
        build = self.build
        output = f"{build.settings['THEME_STATIC_DIR']}/{DIALOG}.html"
        title = f"{build.words.gettext(DIALOG.capitalize())} – {build.name}"
        yield Page(View(output, output, build.href(output), DIALOG, title, "other", build.language))

    def assets(self, resolver: Resolver) -> Iterator[AssetGroup]:
        """Yield the index if it is enabled."""
        del resolver
        if self.settings.index:
            yield AssetGroup(self.package, self._files)

    def _files(self) -> Iterator[Asset]:
        made_of = ("index", self.build.language, [(record, body) for record, body in map(self._record, self.texts)])
        for name, data in FILES.decode(self.build.remembered.bytes_of(made_of, self._index)).items():
            yield Asset(f"{FOLDER}/{name}", data)

    def keep(self, changed: frozenset[str] | None) -> None:
        """Store the records for the preview, unless there is an index."""
        if self.settings.index:
            return
        kept = KeptRecords(Path(self.build.state), Path(self.build.settings["OUTPUT_PATH"]))
        if changed is not None and kept.update(self._kept(text) for text in self.texts if text.card.path in changed):
            return
        kept.write(map(self._kept, self.texts), self.build.language)

    def _index(self) -> bytes:
        """Return the files of the index by name."""
        language = self.build.language
        try:
            records = [self._whole(*self._record(text)) for text in self.texts]
            return msgspec.msgpack.encode(make_index(records, language))
        except IndexingError as error:
            words = author_words(language)
            print(error.said.text(words), file=sys.stderr)
            raise SystemExit(EX_SOFTWARE) from None

    def _kept(self, text: Text) -> KeptRecord:
        """Return the record of a text as it is stored for the preview."""
        described = self._record(text)
        return text.card.output, digest_of(*described), lambda: record_bytes(self._whole(*described))

    def _whole(self, record: Record, body: str) -> Record:
        return replace(record, html=self.build.bodies.get(body).html.raw)

    def _record(self, text: Text) -> tuple[Record, str]:
        """Return the record of a text without its HTML, and the digest of the body that has it."""
        return self._article(text) if isinstance(text, Article) else self._page(text), text.card.body

    def _article(self, article: Article) -> Record:
        card, language = article.card, self.build.language
        uses = [use for pillar in article.pillars for use in pillar.uses]
        others = [*article.tags, *article.series, *article.authors]
        filters = {pillar.axis.key: tuple(use.term.key for use in pillar.uses) for pillar in article.pillars}
        return Record(
            path=card.output,
            title=card.title,
            summary=card.summary if card.summarised else "",
            words=tuple(use.term.names.pick(language) for use in (*uses, *others)),
            filters={**filters, YEAR: (f"{card.published:%Y}",)},
            order=card.published.astimezone(UTC).isoformat(timespec="minutes"),
            shown={
                "date": card.published.date().isoformat(),
                "day": self._day(card.published),
                **self._language(card.language),
            },
        )

    def _day(self, moment: datetime) -> str:
        language = self.build.language
        made_of = ("long_date", moment.isoformat(), language)
        return self.build.remembered.text_of(made_of, lambda: dates.long_date(moment, language))

    def _page(self, page: Text) -> Record:
        card = page.card
        summary = card.summary if card.summarised else ""
        return Record(card.output, card.title, summary, shown=self._language(card.language))

    def _language(self, own: str) -> dict[str, str]:
        return {} if own == self.build.language else {"lang": own}
