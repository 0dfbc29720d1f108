"""SVG to PNG by resvg, small and always the same bytes. Reads the cards' font, and nothing else of the machine."""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib.metadata import version

from PIL import Image
from resvg_py import svg_to_bytes

from plugins.seo.fonts import FILES

__all__ = ["TOOLS", "ico", "png"]

TOOLS = " ".join(f"{name} {version(name)}" for name in ("resvg-py", "pillow", "font-source-serif-pro"))
"""What the bytes of a picture depend on, beside its SVG."""


def png(svg: bytes, width: int, colours: int = 0) -> bytes:
    """Return a picture as PNG.

    Cards are many and are packed in a tenth of the time that the tightest takes, for a tenth more bytes.

    Args:
        svg: What to draw.
        width: In pixels.
        colours: How many colours it may have, so that it is light; 0 for as many as it has, transparent ones too.
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
    """Return PNG pictures of several sizes as one icon file, for what asks for ``/favicon.ico`` without looking."""
    images = [Image.open(io.BytesIO(drawing)).convert("RGBA") for drawing in drawings]
    written = io.BytesIO()
    images[-1].save(written, "ICO", sizes=[image.size for image in images], append_images=images[:-1])
    return written.getvalue()
