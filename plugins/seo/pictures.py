"""The pictures of one build: icons, a card for every article, and those at the head of texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PIL import Image

from plugins.base.store import Store, key_of
from plugins.images.orientation import UNREADABLE
from plugins.seo.card_svg import HEIGHT, WIDTH, Card, Ink, card
from plugins.seo.icons import APPLE, APPS, FAVICON, FAVICON_ICO, Palette, favicon, icon
from plugins.seo.model import Picture
from plugins.seo.rasterise import TOOLS, ico, png

__all__ = ["Pictures", "head_picture", "joined"]

COLOURS = 128
"""Of a card: flat colours and the edges of letters need no more, and a card stays under 60 KB."""

ICO_SIDES = (16, 32, 48)
SHOWN = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
"""The formats that social networks show; they show neither SVG nor AVIF."""

LEAST = 200
"""Pixels below which Facebook takes no picture."""

TAB, TILE, MASKED = 1.0, 0.8, 0.62
"""How much of an icon the pot takes: on a tab, on a tile, and under a mask."""


@dataclass
class Pictures:
    """Draws what a build asks for, each picture once.

    Attributes:
        ink: The colours of the cards.
        palette: The colours of the icons.
        store: Where drawn pictures are kept.
        default: The card of all pages that have none of their own, as its path and what it says; None without cards.
    """

    ink: Ink
    palette: Palette
    store: Store
    default: tuple[str, Card] | None = None
    _site: Picture | None = None
    _asked: dict[str, bytes] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    def picture(self, path: str, said: Card, alternative: str) -> Picture | None:
        """Return the card of a page; that of the site when the font lacks letters of the title.

        Its address has a query that changes with it: social networks keep a picture as long as its address lasts.
        """
        svg = card(said, self.ink)
        if svg is None:
            return self.of_the_site()
        self._asked[path] = svg
        mark = hashlib.sha256(svg).hexdigest()[:8]
        return Picture(f"{path}?v={mark}", WIDTH, HEIGHT, alternative)

    def of_the_site(self) -> Picture | None:
        """Return the card of pages that have none of their own, if there are cards."""
        if self.default is not None and self._site is None:
            self._site = self._draw_site(*self.default)
        return self._site

    def _draw_site(self, path: str, said: Card) -> Picture | None:
        svg = card(said, self.ink)
        if svg is None:
            return None
        self._asked[path] = svg
        words = said.title if not said.subtitle else f"{said.title} – {said.subtitle}"
        return Picture(f"{path}?v={hashlib.sha256(svg).hexdigest()[:8]}", WIDTH, HEIGHT, words)

    def icons(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the icons."""
        yield FAVICON, favicon(self.palette)
        tab = favicon(self.palette)
        yield FAVICON_ICO, self._drawn(f"ico {ICO_SIDES}", tab, lambda: ico(png(tab, side) for side in ICO_SIDES))
        for made in (APPLE, *APPS):
            rounded = made in APPS and made.purpose == "any"
            svg = icon(self.palette, MASKED if made.purpose == "maskable" else TILE, rounded)
            yield made.file, self._drawn(f"png {made.side}", svg, partial(png, svg, made.side))

    def cards(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the cards that were asked for, then forget what no build asks for any more."""
        for path, svg in sorted(self._asked.items()):
            yield path, self._drawn(f"card {COLOURS}", svg, partial(png, svg, WIDTH, COLOURS))
        if self._asked:
            self.store.keep_only(self._kept)

    def _drawn(self, how: str, svg: bytes, draw: Callable[[], bytes]) -> bytes:
        key = key_of(TOOLS, how, svg)
        self._kept.add(key)
        picture = self.store.get(key)
        if picture is None:
            picture = draw()
            self.store.put(key, picture)
        return picture


def joined(words: Iterable[str]) -> str:
    """Return words with a dash between them, the empty ones left out."""
    return " – ".join(word for word in words if word)


def head_picture(file: Path, path: str, alternative: str) -> Picture | None:
    """Return a picture with its size; None when it cannot be shown.

    Args:
        file: Where it is.
        path: Its address.
        alternative: What it shows.
    """
    try:
        with Image.open(file) as image:
            width, height = image.size
            kind = SHOWN.get(image.format or "")
    except UNREADABLE:
        return None
    if kind is None or min(width, height) < LEAST:
        return None
    return Picture(path, width, height, alternative, kind)
