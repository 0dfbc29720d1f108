"""What one build knows of its pages, and the files that come of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from plugins.seo.crawlers import FIRST, ROBOTS, robots, sitemap
from plugins.seo.head import Head, head_of
from plugins.seo.icons import APPLE, APPS, FAVICON, FAVICON_ICO
from plugins.seo.model import Site, Subject
from plugins.seo.page_facts import address_of
from plugins.seo.pictures import Pictures
from plugins.seo.plain_titles import plain
from plugins.seo.settings import SeoSettings
from plugins.seo.web_manifest import MANIFEST, manifest

__all__ = ["FILES", "SeoBuild"]

FILES = frozenset({ROBOTS, FIRST, MANIFEST, FAVICON, FAVICON_ICO, APPLE.file, *(app.file for app in APPS), "card.png"})
"""Names at the site's root that no page may have."""


@dataclass
class SeoBuild:
    """The state of one build; templates ask it for the head of a page.

    Attributes:
        settings: The plugin's settings.
        site: The site.
        root: The path part of its address, without a slash at its end.
        pictures: Draws its pictures.
        numbered: Returns a title with the number of a page.
        known: The pages, by path of the output.
        later: Returns those that other plugins told of; asked when all have had their say.
    """

    settings: SeoSettings
    site: Site
    root: str
    pictures: Pictures
    numbered: Callable[[str, int], str]
    known: Mapping[str, Subject]
    later: Callable[[], Mapping[str, Subject]]

    @cached_property
    def subjects(self) -> Mapping[str, Subject]:
        """The pages of the site, by path of the output."""
        return {**self.later(), **self.known}

    @property
    def paper(self) -> tuple[str, str]:
        """The colours of the paper, by day and by night."""
        return self.settings.light, self.settings.dark

    def head(self, output: str, number: int = 1, first: str = "", title: str = "") -> Head:
        """Return what stands in the head of a page.

        Args:
            output: Its file in the output.
            number: Which page of a list it is.
            first: The file of the first page of that list.
            title: What it is called when nobody told of it, as HTML, with or without the site's name at its end.
        """
        subject = self.subjects.get(output) or self.subjects.get(first)
        if subject is None:
            name = plain(html.unescape(re.sub("<[^>]*>", "", title))).removesuffix(f" – {self.site.name}")
            own = Subject(address_of(output), "other", name or self.site.name, language=self.site.language)
            subject = replace(own, picture=self.pictures.of_the_site())
        if number > 1:
            path, title = address_of(output), self.numbered(subject.title, number)
            subject = replace(subject, path=path, title=title, description="", number=number)
        return head_of(subject, self.site)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file with its path in the output."""
        yield from self._texts()
        yield from self.pictures.icons()
        yield from self.pictures.cards()

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        map_ = self.site.url(FIRST) if self.site.address else ""
        if not self.root:  # a robot asks at the root of the host only (RFC 9309, section 2.3)
            yield ROBOTS, robots(self.settings.disallow, map_)
        if map_:
            yield from sitemap(self.subjects.values(), self.site, self.settings.sitemap_size)
        site = self.site
        short = self.settings.short_name or site.name
        yield MANIFEST, manifest(site.name, short, site.description, site.language, self.settings.light, APPS)


def collisions(outputs: Mapping[str, str], made: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the texts whose file one of ours would be written over, with its name.

    Args:
        outputs: The file in the output of every text, by the path of the text.
        made: Our own files.
    """
    ours = {name.casefold() for name in made}
    for path, output in sorted(outputs.items()):
        if output.casefold() in ours:
            yield path, output
