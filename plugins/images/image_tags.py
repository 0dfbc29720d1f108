"""Sets dimensions, lazy loading and ``srcset`` of the image of a text."""

from __future__ import annotations

from plugins.base.html_tokens import attributes, with_attributes
from plugins.images.model import Picture

__all__ = ["image_tag"]


def image_tag(tag: str, picture: Picture | None, *, alone: bool) -> str:
    """Return the tag of an image with its size, loading attributes and variants, so that no layout shifts.

    Attributes set by the author are kept; of width and height, a missing one is computed from the other.

    Args:
        tag: The tag.
        picture: The published image at its URL, or None.
        alone: Whether it is in no ``<picture>``.

    >>> pot = Picture("images/pot.jpg", "/images/pot.jpg", 800, 600)
    >>> image_tag('<img alt="A pot" src="/images/pot.jpg">', pot, alone=True)
    '<img alt="A pot" src="/images/pot.jpg" width="800" height="600" loading="lazy" decoding="async">'
    """
    named = attributes(tag)
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
