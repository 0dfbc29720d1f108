"""Normalises decoded images: Exif orientation applied, sRGB, 8 bits per channel."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageCms

__all__ = ["LYING", "UNREADABLE", "is_srgb", "orientation", "quiet", "upright_srgb"]

UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    AttributeError,
    AssertionError,
    RuntimeError,
    ZeroDivisionError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    ImageCms.PyCMSError,
)
"""The exceptions of Pillow's readers on invalid data."""

TURNED, LYING = 0x0112, 5
"""Exif's tag of the orientation (Exif 3.0, section 4.6.5), and the first value that swaps width and height."""
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""As ``ImageOps.exif_transpose``, which fails on an image whose other tags are damaged."""
DEEP_MODES = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress Pillow's warnings about unusual files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def orientation(image: Image.Image) -> int:
    """Return the Exif orientation, 1 to 8; 1 when it is missing or invalid."""
    try:
        turned = image.getexif().get(TURNED, 1)
    except UNREADABLE:
        return 1
    return turned if turned in TURNS else 1


def is_srgb(profile: bytes | None) -> bool:
    """Return whether a colour profile is equivalent to sRGB; so is none, and an invalid one."""
    if not profile:
        return True
    try:
        return "srgb" in ImageCms.getProfileDescription(_profile(profile)).casefold()
    except UNREADABLE:
        return True


def _profile(profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(profile))


def upright_srgb(image: Image.Image) -> Image.Image:
    """Return an image with its orientation applied, in sRGB, without metadata, in mode L, RGB or RGBA."""
    image.load()
    held = orientation(image)
    turned = image.transpose(TURNS[held]) if held in TURNS else image
    profile = image.info.get("icc_profile")
    if turned.mode in DEEP_MODES:
        turned = _eight_bits(turned)
    alpha = turned.convert("RGBA").getchannel("A") if turned.has_transparency_data else None
    plain = turned.convert("L" if turned.mode in ("1", "L", "LA") else "RGB")
    if profile and not is_srgb(profile):
        plain = _converted(turned, profile) or plain
    if alpha is not None:
        plain = plain.convert("RGB")
        plain.putalpha(alpha)
    plain.info = {}
    return plain


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a grey image of 16 or 32 bits a pixel in 8; Pillow's own conversion clips bright values."""
    values = image.convert("F")
    highest = 65535.0 if image.mode != "F" else max(1.0, float(values.getextrema()[1] or 1))  # type: ignore[arg-type]
    scaled = values.point(lambda value: value * (255 / highest) + 0.5)
    return scaled.convert("L")


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Return an image converted from its profile to sRGB; None when the profile does not fit its mode."""
    try:
        source = _profile(profile)
        mode = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}.get(source.profile.xcolor_space.strip())
        if mode is None or (mode == "CMYK") != (image.mode == "CMYK"):
            return None
        result = ImageCms.profileToProfile(
            image if image.mode == mode else image.convert(mode),
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except UNREADABLE:
        return None
    return None if result is None else result.convert("L" if mode == "L" else "RGB")
