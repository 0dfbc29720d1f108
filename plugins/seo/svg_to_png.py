"""Renders SVG to PNG and ICO with resvg, reproducibly, with the cards' font and no system font."""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib.metadata import version

from PIL import Image
from resvg_py import svg_to_bytes

from plugins.seo.fonts import FILES

__all__ = ["TOOLS", "ico", "png"]

TOOLS = " ".join(f"{name} {version(name)}" for name in ("resvg-py", "pillow", "font-source-serif-pro"))
"""The versions of the tools, on which an image's bytes depend: a part of its cache key."""


def png(svg: bytes, width: int, colours: int = 0) -> bytes:
    """Return an SVG rendered to PNG.

    Cards are many, so they are compressed in a tenth of the time of the best compression, for a tenth more bytes.

    Args:
        svg: The SVG.
        width: In pixels.
        colours: The palette size; 0 for true colour with transparency.
    """
    drawn = svg_to_bytes(
        svg_string=svg.decode(),
        width=width,
        font_files=FILES,
        skip_system_fonts=True,
        text_rendering="geometric_precision",
    )
    image: Image.Image = Image.open(io.BytesIO(drawn))
    if colours:
        image = image.convert("RGB").quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=6 if colours else 9)
    return written.getvalue()


def ico(drawings: Iterable[bytes]) -> bytes:
    """Return PNG images of several sizes as one ICO file, for clients that request ``/favicon.ico`` by convention."""
    images = [Image.open(io.BytesIO(drawing)).convert("RGBA") for drawing in drawings]
    written = io.BytesIO()
    images[-1].save(written, "ICO", sizes=[image.size for image in images], append_images=images[:-1])
    return written.getvalue()
