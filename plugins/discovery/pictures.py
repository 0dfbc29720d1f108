"""The picture at the head of a text, for social networks. Reads the beginning of its file. Contains no Pelican."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from plugins.discovery.model import Picture
from plugins.images.upright import UNREADABLE

__all__ = ["head_picture"]

SHOWN = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
"""The formats that social networks show; they show neither SVG nor AVIF."""

LEAST = 200
"""Pixels below which Facebook takes no picture."""


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
