"""The images of one build for metadata: rendered icons and social cards, cached, and head images."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from plugins.base.store import Store, key_of
from plugins.seo.card_svg import HEIGHT, WIDTH, Card, Ink, card
from plugins.seo.icons import APPLE, APPS, FAVICON, FAVICON_ICO, Palette, favicon, icon
from plugins.seo.model import Picture

__all__ = ["Pictures", "head_picture", "joined"]

COLOURS = 128
"""The palette size of a card: enough for flat colours and antialiased text, and a card stays under 60 KB."""

ICO_SIDES = (16, 32, 48)
SHOWN = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
"""The formats that social networks support: neither SVG nor AVIF."""

LEAST = 200
"""The least pixels of a side that Facebook accepts."""

TAB, TILE, MASKED = 1.0, 0.8, 0.62
"""The pot's part of an icon's side: favicon, tile, maskable icon."""


@dataclass
class Pictures:
    """Renders the images of a build, each once.

    Attributes:
        ink: The colours of the cards.
        palette: The colours of the icons.
        store: The cache of rendered images.
        default: Path and content of the default card; None without cards.
    """

    ink: Ink
    palette: Palette
    store: Store
    default: tuple[str, Card] | None = None
    _site: Picture | None = None
    _asked: dict[str, bytes] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    def picture(self, path: str, said: Card, alternative: str) -> Picture | None:
        """Return the image of a page's card; the default card when the font lacks letters of the title.

        Its path has a query that changes with its bytes: social networks cache an image by its URL.
        """
        svg = card(said, self.ink)
        if svg is None:
            return self.of_the_site()
        self._asked[path] = svg
        mark = hashlib.sha256(svg).hexdigest()[:8]
        return Picture(f"{path}?v={mark}", WIDTH, HEIGHT, alternative)

    def of_the_site(self) -> Picture | None:
        """Return the image of the default card, or None without cards."""
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
        from plugins.seo.svg_to_png import ico, png

        yield FAVICON, favicon(self.palette)
        tab = favicon(self.palette)
        yield FAVICON_ICO, self._drawn(f"ico {ICO_SIDES}", tab, lambda: ico(png(tab, side) for side in ICO_SIDES))
        for made in (APPLE, *APPS):
            rounded = made in APPS and made.purpose == "any"
            svg = icon(self.palette, MASKED if made.purpose == "maskable" else TILE, rounded)
            yield made.file, self._drawn(f"png {made.side}", svg, partial(png, svg, made.side))

    def cards(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the requested cards, then remove unused images from the cache."""
        from plugins.seo.svg_to_png import png

        for path, svg in sorted(self._asked.items()):
            yield path, self._drawn(f"card {COLOURS}", svg, partial(png, svg, WIDTH, COLOURS))
        if self._asked:
            self.store.keep_only(self._kept)

    def _drawn(self, how: str, svg: bytes, draw: Callable[[], bytes]) -> bytes:
        from plugins.seo.svg_to_png import TOOLS  # with Pillow and resvg, which only drawing needs

        key = key_of(TOOLS, how, svg)
        self._kept.add(key)
        picture = self.store.get(key)
        if picture is None:
            picture = draw()
            self.store.put(key, picture)
        return picture


def joined(words: Iterable[str]) -> str:
    """Return the non-empty texts joined by dashes."""
    return " – ".join(word for word in words if word)


def head_picture(file: Path, path: str, alternative: str) -> Picture | None:
    """Return an image with its dimensions; None when social networks do not support it.

    Args:
        file: Its file.
        path: Its path on the site.
        alternative: The alternative text.
    """
    from PIL import Image

    from plugins.images.orientation import UNREADABLE

    try:
        with Image.open(file) as image:
            width, height = image.size
            kind = SHOWN.get(image.format or "")
    except UNREADABLE:
        return None
    if kind is None or min(width, height) < LEAST:
        return None
    return Picture(path, width, height, alternative, kind)
