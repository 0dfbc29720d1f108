"""Resolves the targets of a text: the table of its view, and its HTML on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Corpus
from plugins.framework.outputs.views import BodyLink
from plugins.framework.render.targets import Hole, Holed, link_tag

__all__ = ["Resolver"]

Target = tuple[str, str]


class Resolver:
    """What targets lead to in one build.

    Args:
        build: The build.
        corpus: Its texts.
        picture: Returns what is known of an image of a text, by its target, or None.
        image_tag: Returns the tag of an image on a page: (tag, what is known of it, whether it is in no ``<picture>``).
    """

    def __init__(
        self,
        build: Build,
        corpus: Corpus,
        picture: Callable[[Target], object],
        image_tag: Callable[[str, object, bool], str],
    ) -> None:
        self._build, self._picture, self._image_tag = build, picture, image_tag
        self._urls: dict[Target, str] = {
            ("filename", text.card.path): build.href(text.card.url) for text in corpus.texts
        }
        self._urls |= {("static", path): build.href(file.url) for path, file in build.static.items()}

    def link(self, card: Card) -> BodyLink:
        """Return the body of a text, with what its links and images lead to."""
        kinds = {"source": "filename", "static": "static", "site": ""}
        named = {(kinds[link.kind], link.target) for link in card.links if link.kind in kinds}
        images = {(kinds[link.kind], link.target) for link in card.links if link.image and link.kind in kinds}
        return BodyLink(card.body, *self._tables(named, images))

    def html(self, text: Holed) -> str:
        """Return HTML with what its targets lead to, such as an introduction."""
        targets = [hole.target for hole in text.holes]
        tables = self._tables(targets, (hole.target for hole in text.holes if hole.kind == "image"))
        return self.filled(text, BodyLink("", *tables))

    def _tables(
        self, named: Iterable[Target], images: Iterable[Target]
    ) -> tuple[Mapping[Target, str], Mapping[Target, object]]:
        found = {target: self._urls[target] for target in sorted(named) if target in self._urls}
        pictures = {target: picture for target in sorted(images) if (picture := self._picture(target)) is not None}
        return found, pictures

    def body(self, link: BodyLink) -> str:
        """Return the HTML of a body on a page."""
        return self.filled(self._build.bodies.get(link.digest).html, link)

    def filled(self, text: Holed, link: BodyLink) -> str:
        """Return HTML with its targets as a table has them."""
        return text.filled(lambda hole: self.tag(hole, link))

    def tag(self, hole: Hole, link: BodyLink) -> str:
        """Return a tag with its target, an image as packages want it."""
        if hole.kind == "plain":
            return hole.tag
        target = hole.target
        tag = hole.tag if not target[0] else link_tag(hole, link.targets.get(target))
        return self._image_tag(tag, link.pictures.get(target), hole.alone) if hole.kind == "image" else tag
