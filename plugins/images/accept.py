"""What becomes of a picture that an author brings in. Bytes in, bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from PIL import Image

from plugins.i18n.messages import N_, message
from plugins.images.file_types import KINDS, MOVED, kind_of_bytes, kind_of_name
from plugins.images.model import Facts, Output, Trouble
from plugins.images.orientation import UNREADABLE, quiet, upright_srgb
from plugins.images.raster import encoded, inspect, opened, resized, too_large, written
from plugins.images.svg import sanitised

__all__ = ["Entering", "entering"]

FEW_COLOURS, FEW_GREYS = 256, 16
"""A picture with no more is a drawing or a screenshot, and stays as it is to the pixel."""

SCROLL = 4
"""How many times longer than wide a picture is that is scrolled along, as a long screenshot."""


@dataclass(frozen=True, slots=True)
class Entering:
    """A picture's bytes, ready for the content folder, and the end of its name."""

    data: bytes
    suffix: str


def entering(data: bytes, name: str, longest: int) -> Entering | Trouble:
    """Return a picture as it is kept: upright, in sRGB, without metadata, in a format of the web, and not too large.

    Args:
        data: The file.
        name: Its name; its bytes count more.
        longest: Pixels of its longer side.
    """
    kind = kind_of_bytes(data) or kind_of_name(name)
    if kind == "svg":
        drawing = sanitised(data)
        return drawing if isinstance(drawing, Trouble) else Entering(drawing, ".svg")
    if kind not in KINDS:
        return _foreign(data, kind, longest)
    facts = inspect(data, kind)
    if isinstance(facts, Trouble):
        return facts
    if facts.frames > 1 or kind == "gif" or (facts.bare and max(facts.width, facts.height) <= longest):
        whole = Output(kind, facts.width, facts.height)
        return Entering(next(encoded(data, facts, [whole])), KINDS[kind][0])
    return _still(data, kind, longest, facts)


def _still(data: bytes, kind: str, longest: int, facts: Facts) -> Entering:
    with quiet():
        image = _fitting(upright_srgb(opened(data, kind)), longest)
        keeps = facts.lossless and kind == "webp"
        return Entering(written(image, "png" if keeps else kind, original=True), KINDS["png" if keeps else kind][0])


def _foreign(data: bytes, kind: str | None, longest: int) -> Entering | Trouble:
    """Return a picture of a format that is not for the web in one that is, if Pillow can read it."""
    try:
        with quiet():
            image = _fitting(upright_srgb(opened(data)), longest)
    except Image.DecompressionBombError:
        return too_large()
    except UNREADABLE:
        if kind is not None and kind in MOVED:
            return Trouble(
                message(N_("{format} pictures cannot be read here"), format=kind),
                message(N_("export it as JPEG or PNG with the program that shows it, and bring that in")),
            )
        return Trouble(
            message(N_("this is no picture that can be read")),
            message(N_("give a JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP or SVG file")),
        )
    few = FEW_GREYS if image.mode == "L" else FEW_COLOURS
    drawn = image.mode == "RGBA" or image.getcolors(few) is not None
    made = "png" if drawn else "jpeg"
    return Entering(written(image, made, original=True), KINDS[made][0])


def _fitting(image: Image.Image, longest: int) -> Image.Image:
    """Return a picture whose longer side is no longer than ``longest``; long ones keep a readable width."""
    width, height = image.size
    if max(width, height) <= longest:
        return image
    shrunk = longest / max(width, height)
    if max(width, height) > SCROLL * min(width, height):  # a scroll: what counts is its area
        shrunk = min(1.0, sqrt(longest * longest / (width * height)))
    return resized(image, max(1, round(width * shrunk)), max(1, round(height * shrunk)))
