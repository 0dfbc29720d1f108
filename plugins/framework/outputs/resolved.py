"""Resolves the targets of a text: the table of its view, and its HTML on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Corpus
from plugins.framework.outputs.views import BodyLink
from plugins.framework.render.targets import Hole, Holed, link_tag
from plugins.framework.render.transforms import find_function

__all__ = ["Filler", "Resolver"]

Target = tuple[str, str]


class Filler:
    """Fills the holes of texts from the tables of their views.

    Args:
        image_tags: Functions, as ``package.module:function``, that return the tag of an image on a page in turn, from
            the tag, what is known of the image, and whether it is in no ``<picture>``.
    """

    def __init__(self, image_tags: Iterable[str] = ()) -> None:
        self._image_tags = [find_function(name) for name in image_tags]

    def filled(self, text: Holed, link: BodyLink) -> str:
        """Return HTML with its targets as a table has them."""
        return text.filled(lambda hole: self.tag(hole, link))

    def tag(self, hole: Hole, link: BodyLink) -> str:
        """Return a tag with its target, an image as packages want it."""
        if hole.kind == "plain":
            return hole.tag
        target = hole.target
        tag = hole.tag if not target[0] else link_tag(hole, link.targets.get(target))
        if hole.kind == "image":
            for image_tag in self._image_tags:
                tag = image_tag(tag, link.pictures.get(target), alone=hole.alone)
        return tag


class Resolver(Filler):
    """What targets lead to in one build.

    Args:
        build: The build.
        corpus: Its texts.
        picture: Returns what is known of an image of a text, by its target, or None.
        image_tags: As of :class:`Filler`.
    """

    def __init__(
        self,
        build: Build,
        corpus: Corpus,
        picture: Callable[[Target], object],
        image_tags: Iterable[str],
    ) -> None:
        super().__init__(image_tags)
        self._build, self._picture = build, picture
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
