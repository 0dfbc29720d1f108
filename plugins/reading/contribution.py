"""What reading contributes: its transforms, and of an article its series, citation and date of change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from plugins.framework.corpus.corpus import Article, Corpus
from plugins.framework.outputs.contributions import Contribution, Page, Phase, TransformAt
from plugins.reading.citation import Citation
from plugins.reading.series import Part, SeriesBox, series_box

if TYPE_CHECKING:
    from plugins.reading.settings import ReadingSettings

__all__ = ["ReadingContribution", "ReadingPart"]


@dataclass(frozen=True, slots=True)
class ReadingPart:
    """What reading says of an article: its series or None, how to cite it, and when it was changed or None."""

    series: SeriesBox | None
    citation: Citation
    modified: datetime | None


class ReadingContribution(Contribution):
    """Reading."""

    package = "reading"
    prefix = "READING_"
    model = "plugins.reading.settings:ReadingSettings"
    transforms = (
        TransformAt(Phase.FIRST, "plugins.reading.figures:figures"),
        TransformAt(Phase.MARKUP, "plugins.reading.tables:tables"),
        TransformAt(Phase.MARKUP, "plugins.reading.callouts:callouts"),
        TransformAt(Phase.MARKUP, "plugins.reading.headings:run_in"),
        TransformAt(Phase.MARKUP, "plugins.reading.headings:anchors"),
        TransformAt(Phase.MARKUP, "plugins.reading.code_blocks:code"),
        TransformAt(Phase.MARKUP, "plugins.reading.footnotes:notes"),
        TransformAt(Phase.MARKUP, "plugins.reading.headings:outline"),  # the last: "Notes" is a heading
    )
    settings: ReadingSettings

    def gather(self, corpus: Corpus) -> None:
        """Keep the listed articles of every series with their part numbers."""
        self._parts: dict[str, list[tuple[int, Article]]] = {}
        for article in corpus.listed:
            for use in article.series:
                self._parts.setdefault(use.term.key, []).append((use.weight, article))

    def part(self, page: Page) -> ReadingPart | None:
        """Return the part of an article's page."""
        if not isinstance(page.subject, Article):
            return None
        article = page.subject
        card = article.card
        later = card.modified is not None and card.modified.date() > card.published.date()
        return ReadingPart(next(self._series(article), None), self._citation(article), card.modified if later else None)

    def _series(self, article: Article) -> Iterator[SeriesBox]:
        for use in article.series:
            others = [(part, other) for part, other in self._parts.get(use.term.key, []) if other is not article]
            listed = [
                Part(part, one.card.title_html, self.build.href(one.card.url), one.card.language, one is article)
                for part, one in [*others, (use.weight, article)]
            ]
            href = self.build.href(use.axis.term_url(use.term.key))
            yield series_box(use.term.names, href, listed, self.settings.series_shown)

    def _citation(self, article: Article) -> Citation:
        card = article.card
        return Citation(
            key=card.id,
            authors=card.authors,
            title=card.title_typed,
            site=self.build.name,
            date=card.published,
            url=self.build.permanent(card.url),
            language=card.language,
        )
