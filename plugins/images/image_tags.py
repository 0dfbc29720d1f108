"""Sets dimensions, lazy loading and ``srcset`` of the images in an HTML text."""

from __future__ import annotations

from collections.abc import Callable

from plugins.base.html_tokens import attributes, tokens, with_attributes
from plugins.images.model import Picture

__all__ = ["with_dimensions"]


def with_dimensions(html: str, picture_at: Callable[[str], Picture | None]) -> str:
    """Return the HTML with dimensions, loading attributes and variants of each image, so that no layout shifts.

    Attributes set by the author are kept; of width and height, a missing one is computed from the other.

    Args:
        html: An HTML text.
        picture_at: Returns the published image at a URL of the text, or None.

    >>> pot = Picture("images/pot.jpg", "/images/pot.jpg", 800, 600)
    >>> with_dimensions('<p><img alt="A pot" src="/images/pot.jpg"></p>', {"/images/pot.jpg": pot}.get)
    '<p><img alt="A pot" src="/images/pot.jpg" width="800" height="600" loading="lazy" decoding="async"></p>'
    """
    if "<img" not in html and "<IMG" not in html:
        return html
    parts: list[str] = []
    within = 0
    for token in tokens(html):
        text = token.text
        if token.name == "picture" and token.kind in ("start", "end"):
            within = max(0, within + (1 if token.kind == "start" else -1))
        if token.kind == "start" and token.name == "img":
            text = _with_dimensions(text, picture_at, alone=not within)
        parts.append(text)
    return "".join(parts)


def _with_dimensions(tag: str, picture_at: Callable[[str], Picture | None], *, alone: bool) -> str:
    named = attributes(tag)
    picture = picture_at(named.get("src", ""))
    wanted: dict[str, str | None] = {}
    if picture is not None:
        wanted |= _measures(named, picture)
        tag = with_attributes(tag, {"src": picture.src})  # percent-encoded: a name may hold a space, "#", "?" or "%"
    wanted |= {"loading": "lazy", "decoding": "async"}
    image = with_attributes(tag, {name: value for name, value in wanted.items() if name not in named})
    if picture is None or not picture.srcset or not alone or "srcset" in named:
        return image
    shown = _pixels({**wanted, **named}.get("width") or "") or picture.width
    sizes = f"{shown}px" if shown < picture.width else picture.sizes
    source = with_attributes("<source>", {"type": picture.type, "srcset": picture.srcset, "sizes": sizes})
    return f"<picture>{source}{image}</picture>"


def _measures(named: dict[str, str], picture: Picture) -> dict[str, str | None]:
    """Return the width and height attributes of an image, in proportion to those set by the author."""
    width, height = _pixels(named.get("width", "")), _pixels(named.get("height", ""))
    if width and not height:
        height = max(1, round(width * picture.height / picture.width))
    elif height and not width:
        width = max(1, round(height * picture.width / picture.height))
    return {"width": str(width or picture.width), "height": str(height or picture.height)}


def _pixels(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0
