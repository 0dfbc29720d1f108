"""The metadata state of one build: descriptions of all pages, and the files robots.txt, sitemap, manifest, icons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plugins.framework.reads import Memo
from plugins.seo.head import Head, head_of
from plugins.seo.icons import APPLE, APPS, FAVICON, FAVICON_ICO
from plugins.seo.model import Site, Subject
from plugins.seo.page_metadata import address_of
from plugins.seo.plain_titles import plain
from plugins.seo.robots_and_sitemap import FIRST, ROBOTS, robots, sitemap
from plugins.seo.social_pictures import Pictures
from plugins.seo.web_manifest import MANIFEST, manifest

if TYPE_CHECKING:
    from plugins.seo.settings import SeoSettings

__all__ = ["FILES", "SeoBuild"]

FILES = frozenset({ROBOTS, FIRST, MANIFEST, FAVICON, FAVICON_ICO, APPLE.file, *(app.file for app in APPS), "card.png"})
"""The reserved files at the site's root, which no page may have."""


@dataclass
class SeoBuild:
    """The state of one build; templates get the head of a page from it.

    Attributes:
        settings: The plugin's settings.
        site: The site.
        root: The path part of its base URL, without a final slash.
        pictures: Renders its images.
        numbered: Returns a title with a page number.
        subjects: Describe the pages of the site, by output path.
    """

    settings: SeoSettings
    site: Site
    root: str
    pictures: Pictures
    numbered: Callable[[str, int], str]
    subjects: Mapping[str, Callable[[], Subject]]

    def __post_init__(self) -> None:
        self._subject: Memo[str, Subject] = Memo(lambda output: self.subjects[output]())

    @property
    def paper(self) -> tuple[str, str]:
        """The background colours in the light and in the dark scheme."""
        return self.settings.light, self.settings.dark

    def head(self, output: str, number: int = 1, first: str = "", title: str = "") -> Head:
        """Return the metadata of a page's head.

        Args:
            output: Its file in the output.
            number: Its number in a paginated list.
            first: The file of the first page of that list.
            title: The title of an unknown page, with or without the site's name at its end.
        """
        known = next((one for one in (output, first) if one in self.subjects), None)
        if known is not None:
            subject = self._subject(known)
        else:
            name = plain(title).removesuffix(f" – {self.site.name}")
            own = Subject(address_of(output), "other", name or self.site.name, language=self.site.language)
            subject = replace(own, picture=self.pictures.of_the_site())
        if number > 1:
            path, title = address_of(output), self.numbered(subject.title, number)
            subject = replace(subject, path=path, title=title, description="", number=number)
        return head_of(subject, self.site)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the output path and the bytes of each file."""
        if self.pictures.default is not None:
            for output in self.subjects:  # each asks for its card
                self._subject(output)
        yield from self._texts()
        yield from self.pictures.icons()
        yield from self.pictures.cards()

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        map_ = self.site.url(FIRST) if self.site.address else ""
        if not self.root:  # robots.txt is requested at the root of the host only (RFC 9309, section 2.3)
            yield ROBOTS, robots(self.settings.disallow, map_)
        if map_:
            yield from sitemap(map(self._subject, self.subjects), self.site, self.settings.sitemap_size)
        site = self.site
        short = self.settings.short_name or site.name
        yield MANIFEST, manifest(site.name, short, site.description, site.language, self.settings.light, APPS)


def collisions(outputs: Mapping[str, str], made: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each text whose output path is that of one of our files, with that path.

    Args:
        outputs: The output path of every text, by the path of its source.
        made: Our own files.
    """
    ours = {name.casefold() for name in made}
    for path, output in sorted(outputs.items()):
        if output.casefold() in ours:
            yield path, output
