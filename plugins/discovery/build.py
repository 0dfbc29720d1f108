"""What one build knows of its pages, and the files that come of it. Contains no Pelican."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from plugins.discovery.gather import address_of
from plugins.discovery.head import Head, head_of
from plugins.discovery.icons import APPLE, APPS, FAVICON, FAVICON_ICO
from plugins.discovery.manifest import MANIFEST, manifest
from plugins.discovery.model import Site, Subject
from plugins.discovery.plain import plain
from plugins.discovery.robots import ROBOTS, robots
from plugins.discovery.settings import DiscoverySettings
from plugins.discovery.sitemap import FIRST, sitemap
from plugins.discovery.studio import Studio

__all__ = ["FILES", "Discovery"]

FILES = frozenset({ROBOTS, FIRST, MANIFEST, FAVICON, FAVICON_ICO, APPLE.file, *(app.file for app in APPS), "card.png"})
"""Names at the site's root that no page may have."""


@dataclass
class Discovery:
    """The state of one build; templates ask it for the head of a page.

    Attributes:
        settings: The plugin's settings.
        site: The site.
        root: The path part of its address, without a slash at its end.
        studio: Draws its pictures.
        numbered: Returns a title with the number of a page.
        known: The pages, by path of the output.
        later: Returns those that other plugins told of; asked when all have had their say.
    """

    settings: DiscoverySettings
    site: Site
    root: str
    studio: Studio
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
            subject = replace(own, picture=self.studio.of_the_site())
        if number > 1:
            path, title = address_of(output), self.numbered(subject.title, number)
            subject = replace(subject, path=path, title=title, description="", number=number)
        return head_of(subject, self.site)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file with its path in the output."""
        yield from self._texts()
        yield from self.studio.icons()
        yield from self.studio.cards()

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
