"""Conversion of an image that an author imports: orientation, sRGB, format, size, no metadata. Bytes in, bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from PIL import Image

from plugins.i18n.messages import N_, message
from plugins.images.file_types import IMPORTABLE, KINDS, kind_of_bytes, kind_of_name
from plugins.images.model import Facts, Output, Rejection
from plugins.images.orientation import UNREADABLE, quiet, upright_srgb
from plugins.images.raster import encoded, inspect, opened, resized, too_large, written
from plugins.images.svg import sanitised

__all__ = ["ImportedImage", "import_image"]

FEW_COLOURS, FEW_GREYS = 256, 16
"""The most colours and greys of an image that is kept lossless, as a drawing or a screenshot."""

SCROLL = 4
"""The aspect ratio from which an image is meant to be scrolled, as a long screenshot."""


@dataclass(frozen=True, slots=True)
class ImportedImage:
    """An image converted for the content folder: its bytes and the suffix of its file name."""

    data: bytes
    suffix: str


def import_image(data: bytes, name: str, longest: int) -> ImportedImage | Rejection:
    """Return an image upright, in sRGB, without metadata, in a web format and not too large; or why it is rejected.

    Args:
        data: The file.
        name: Its name; the format is that of its first bytes where these are known.
        longest: The most pixels of its longer side.
    """
    kind = kind_of_bytes(data) or kind_of_name(name)
    if kind == "svg":
        drawing = sanitised(data)
        return drawing if isinstance(drawing, Rejection) else ImportedImage(drawing, ".svg")
    if kind not in KINDS:
        return _foreign(data, kind, longest)
    facts = inspect(data, kind)
    if isinstance(facts, Rejection):
        return facts
    if facts.frames > 1 or kind == "gif" or (facts.bare and max(facts.width, facts.height) <= longest):
        whole = Output(kind, facts.width, facts.height)
        return ImportedImage(next(encoded(data, facts, [whole])), KINDS[kind][0])
    return _still(data, kind, longest, facts)


def _still(data: bytes, kind: str, longest: int, facts: Facts) -> ImportedImage:
    with quiet():
        image = _fitting(upright_srgb(opened(data, kind)), longest)
        keeps = facts.lossless and kind == "webp"
        return ImportedImage(
            written(image, "png" if keeps else kind, original=True), KINDS["png" if keeps else kind][0]
        )


def _foreign(data: bytes, kind: str | None, longest: int) -> ImportedImage | Rejection:
    """Return an image of another format in a web format, if Pillow can read it."""
    try:
        with quiet():
            image = _fitting(upright_srgb(opened(data)), longest)
    except Image.DecompressionBombError:
        return too_large()
    except UNREADABLE:
        if kind is not None and kind in IMPORTABLE:
            return Rejection(
                message(N_("{format} pictures cannot be read here"), format=kind),
                message(N_("export it as JPEG or PNG with the program that shows it, and bring that in")),
            )
        return Rejection(
            message(N_("this is no picture that can be read")),
            message(N_("give a JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP or SVG file")),
        )
    few = FEW_GREYS if image.mode == "L" else FEW_COLOURS
    drawn = image.mode == "RGBA" or image.getcolors(few) is not None
    made = "png" if drawn else "jpeg"
    return ImportedImage(written(image, made, original=True), KINDS[made][0])


def _fitting(image: Image.Image, longest: int) -> Image.Image:
    """Return an image resized to a longer side of at most ``longest``; very long ones keep a readable width."""
    width, height = image.size
    if max(width, height) <= longest:
        return image
    shrunk = longest / max(width, height)
    if max(width, height) > SCROLL * min(width, height):  # meant to be scrolled: its area is limited
        shrunk = min(1.0, sqrt(longest * longest / (width * height)))
    return resized(image, max(1, round(width * shrunk)), max(1, round(height * shrunk)))
