"""Decodes and encodes raster images with Pillow, deterministically and without metadata. Bytes in, bytes out.

Encoding runs in one thread, so the same image always becomes the same bytes (with one version of Pillow, which includes
its codecs). The results are upright, in sRGB, and without metadata.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from PIL import Image, ImageFile, UnidentifiedImageError, __version__

from plugins.i18n.messages import N_, Message, message
from plugins.images.file_types import PILLOW
from plugins.images.model import Facts, Output, Rejection
from plugins.images.orientation import LYING, UNREADABLE, is_srgb, orientation, quiet, upright_srgb
from plugins.images.strip_metadata import is_lossless_webp, stripped

__all__ = ["PILLOW_VERSION", "cleaned", "encoded", "inspect", "opened", "resized", "too_large", "written"]

PILLOW_VERSION = __version__
LARGEST = 100_000_000
"""The most pixels: a larger image takes half a gigabyte to decode, and a file of some kilobytes can declare one."""
LARGEST_MOVING = 500_000_000
"""The most pixels of all frames of an animation."""

OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 60, "speed": 7, "max_threads": 1, "subsampling": "4:2:0"},
    "gif": {},
    "jpeg": {"quality": 85, "optimize": True, "progressive": True, "subsampling": "4:2:0"},
    "png": {"optimize": True},
    "webp": {"quality": 80, "method": 6},
}
SHARP: dict[str, dict[str, Any]] = {
    "avif": {"quality": 72, "subsampling": "4:4:4"},
    "webp": {"quality": 88, "use_sharp_yuv": True},
}
"""The options for images with hard edges and text."""
ORIGINAL: dict[str, dict[str, Any]] = {
    "avif": {"quality": 82, "subsampling": "4:4:4"},
    "jpeg": {"quality": 92, "subsampling": "4:4:4"},
    "webp": {"quality": 92, "use_sharp_yuv": True},
}
"""The options for images from which others will be made."""


def opened(data: bytes, kind: str | None = None) -> Image.Image:
    """Return an image with its header read, if its size is within the limit.

    Args:
        data: The file.
        kind: A key of :data:`plugins.images.file_types.KINDS`; any format of Pillow's when None.

    Raises:
        Image.DecompressionBombError: It is too large.
        OSError: Or another of ``UNREADABLE``: it is invalid.
    """
    formats = None if kind is None else [PILLOW[kind], *(["MPO"] if kind == "jpeg" else [])]
    image = Image.open(io.BytesIO(data), formats=formats)
    if image.width * image.height > LARGEST:
        raise Image.DecompressionBombError
    return image


def frames_of(image: Image.Image) -> int:
    """Return the number of frames of an animation; 1 for a camera's file with several images (MPO)."""
    return 1 if image.format in ("JPEG", "MPO") else int(getattr(image, "n_frames", 1))


def inspect(data: bytes, kind: str) -> Facts | Rejection:
    """Return the properties of an image after decoding all of its pixels, or why it cannot be published."""
    try:
        with quiet(), opened(data, kind) as image:
            frames = frames_of(image)
            if frames * image.width * image.height > LARGEST_MOVING:
                return too_large(moving=True)
            for number in range(frames):
                image.seek(number)
                image.load()
            image.seek(0)
            turned = orientation(image) if frames == 1 else 1
            width, height = image.size[::-1] if turned >= LYING else image.size
            lossless = kind in ("png", "gif") or (kind == "webp" and is_lossless_webp(data))
            facts = Facts(kind, width, height, frames, lossless, _is_bare(image, data, kind, turned))
            if facts.bare and kind in ("png", "gif", "webp"):
                stripped(data, kind)
            return facts
    except Image.DecompressionBombError:
        return too_large()
    except UNREADABLE as error:
        return Rejection(
            message(N_("this picture cannot be read ({reason})"), reason=_reason(error)),
            message(N_("export it again, or put another one in its place")),
        )


def _is_bare(image: Image.Image, data: bytes, kind: str, turned: int) -> bool:
    """Return whether the image data can be published unchanged."""
    if kind == "gif" or (kind in ("png", "webp") and frames_of(image) > 1):
        return True
    deep = kind == "png" and data[24] > 8  # the bit depth of IHDR
    plain = image.mode in ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX")
    return turned == 1 and plain and not deep and is_srgb(image.info.get("icc_profile")) and image.format != "MPO"


def too_large(*, moving: bool = False) -> Rejection:
    """Return the rejection of an image that is too large to decode."""
    limit = (LARGEST_MOVING if moving else LARGEST) // 1_000_000
    return Rejection(
        message(N_("this moving picture has more than {limit} million pixels"), limit=limit)
        if moving
        else message(N_("this picture has more than {limit} million pixels"), limit=limit),
        message(N_("make it smaller with the program that it comes from")),
    )


def _reason(error: BaseException) -> Message:
    """Return the reason of an error as a message that is the same in every build."""
    if (
        isinstance(error, UnidentifiedImageError | LookupError | AttributeError | TypeError)
        or not str(error)
        or " at 0x" in str(error)
    ):
        return message(N_("its content is damaged"))
    if "truncated" in str(error):
        return message(N_("it is cut off"))
    return Message("{text}", {"text": str(error)})


def encoded(data: bytes, facts: Facts, outputs: Iterable[Output]) -> Iterator[bytes]:
    """Yield the bytes of the output files of an image; it is decoded once, and only if needed."""
    seen: Image.Image | None = None
    for output in outputs:
        same = output == Output(facts.kind, facts.width, facts.height)
        if same and facts.bare and facts.kind in ("png", "gif", "webp"):
            yield stripped(data, facts.kind)
            continue
        with quiet():
            if same and facts.bare and facts.kind == "jpeg":
                yield _as_it_was(data)
            elif same and facts.frames > 1:
                yield _moving(data, facts)
            else:
                seen = seen or upright_srgb(opened(data, facts.kind))
                yield written(resized(seen, output.width, output.height), output.kind, sharp=facts.lossless)


def resized(image: Image.Image, width: int, height: int) -> Image.Image:
    """Return an image resized."""
    if image.size == (width, height):
        return image
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def written(image: Image.Image, kind: str, *, sharp: bool = False, original: bool = False) -> bytes:
    """Return the file of an image.

    Args:
        image: A result of :func:`upright_srgb`.
        kind: The format.
        sharp: Whether it comes from a lossless format.
        original: Whether other files will be made of this one.
    """
    stream = io.BytesIO()
    changed = ORIGINAL if original else SHARP if sharp else {}
    options = {**OPTIONS[kind], **changed.get(kind, {})}
    if kind == "jpeg" and image.mode == "RGBA":
        image = on_white(image)
    image.save(stream, PILLOW[kind], **options)
    return stream.getvalue()


def on_white(image: Image.Image) -> Image.Image:
    """Return an image on a white background, without transparency."""
    white = Image.new("RGB", image.size, "white")
    white.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return white


def _as_it_was(data: bytes) -> bytes:
    """Return a JPEG encoded again with its own quantisation tables: there is no visible loss."""
    stream = io.BytesIO()
    image = opened(data, "jpeg")
    assert isinstance(image, ImageFile.ImageFile)
    image.load()
    image.info = {}
    image.save(stream, "JPEG", quality="keep", optimize=True, progressive=True)
    return stream.getvalue()


def _moving(data: bytes, facts: Facts) -> bytes:
    """Return an animated AVIF encoded again, each frame with its duration."""
    image = opened(data, facts.kind)
    frames, durations = [], []
    for number in range(facts.frames):
        image.seek(number)
        image.load()
        durations.append(int(image.info.get("duration", 100)))
        frame = image.convert("RGBA" if image.has_transparency_data else "RGB")
        frame.info = {}
        frames.append(frame)
    stream = io.BytesIO()
    frames[0].save(
        stream, PILLOW[facts.kind], save_all=True, append_images=frames[1:], duration=durations, **OPTIONS[facts.kind]
    )
    return stream.getvalue()


def cleaned(data: bytes, kind: str) -> bytes | None:
    """Return an image at its own size without metadata; None when it cannot be decoded."""
    facts = inspect(data, kind)
    if isinstance(facts, Rejection):
        return None
    return next(encoded(data, facts, [Output(kind, facts.width, facts.height)]))
