"""Photographs and screenshots, read and written by Pillow. Bytes in, bytes out.

Encoding runs in one thread and leaves nothing to chance, so the same picture always becomes the same bytes (with one
version of Pillow, which holds its own codecs). What comes out is upright, in sRGB, and holds no metadata.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from PIL import Image, ImageFile, UnidentifiedImageError, __version__

from plugins.i18n.messages import N_, Message, message
from plugins.images.containers import is_lossless_webp, stripped
from plugins.images.file_types import PILLOW
from plugins.images.model import Facts, Output, Trouble
from plugins.images.orientation import LYING, UNREADABLE, is_srgb, orientation, quiet, upright_srgb

__all__ = ["PILLOW_VERSION", "cleaned", "encoded", "inspect", "opened", "resized", "too_large", "written"]

PILLOW_VERSION = __version__
LARGEST = 100_000_000
"""Pixels; a larger picture would take half a gigabyte to read, and a few kilobytes can claim to be one."""
LARGEST_MOVING = 500_000_000
"""Pixels of all frames together."""

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
"""Instead, for pictures with hard edges and letters in them."""
ORIGINAL: dict[str, dict[str, Any]] = {
    "avif": {"quality": 82, "subsampling": "4:4:4"},
    "jpeg": {"quality": 92, "subsampling": "4:4:4"},
    "webp": {"quality": 92, "use_sharp_yuv": True},
}
"""Instead, for pictures that others will be made of."""


def opened(data: bytes, kind: str | None = None) -> Image.Image:
    """Return a picture whose header was read and whose size is bearable.

    Args:
        data: The file.
        kind: A key of :data:`plugins.images.file_types.KINDS`; whatever Pillow reads when None.

    Raises:
        Image.DecompressionBombError: It is too large.
        OSError: Or another of ``UNREADABLE``.
    """
    formats = None if kind is None else [PILLOW[kind], *(["MPO"] if kind == "jpeg" else [])]
    image = Image.open(io.BytesIO(data), formats=formats)
    if image.width * image.height > LARGEST:
        raise Image.DecompressionBombError
    return image


def frames_of(image: Image.Image) -> int:
    """Return how many frames a moving picture has; the further pictures of a camera's file are no movement."""
    return 1 if image.format in ("JPEG", "MPO") else int(getattr(image, "n_frames", 1))


def inspect(data: bytes, kind: str) -> Facts | Trouble:
    """Return what is known of a picture, all of whose pixels were read, or why it cannot be published."""
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
        return Trouble(
            message(N_("this picture cannot be read ({reason})"), reason=_reason(error)),
            message(N_("export it again, or put another one in its place")),
        )


def _is_bare(image: Image.Image, data: bytes, kind: str, turned: int) -> bool:
    """Tell whether the pixels may be published as they are stored."""
    if kind == "gif" or (kind in ("png", "webp") and frames_of(image) > 1):
        return True
    deep = kind == "png" and data[24] > 8  # the bit depth of IHDR
    plain = image.mode in ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX")
    return turned == 1 and plain and not deep and is_srgb(image.info.get("icc_profile")) and image.format != "MPO"


def too_large(*, moving: bool = False) -> Trouble:
    """Return the finding about a picture that nobody's memory should have to hold."""
    limit = (LARGEST_MOVING if moving else LARGEST) // 1_000_000
    return Trouble(
        message(N_("this moving picture has more than {limit} million pixels"), limit=limit)
        if moving
        else message(N_("this picture has more than {limit} million pixels"), limit=limit),
        message(N_("make it smaller with the program that it comes from")),
    )


def _reason(error: BaseException) -> Message:
    """Return what was wrong in words that are the same at every build."""
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
    """Yield the bytes of some of a picture's files; it is read once, and only if it has to be."""
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
    """Return a picture at another size."""
    if image.size == (width, height):
        return image
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def written(image: Image.Image, kind: str, *, sharp: bool = False, original: bool = False) -> bytes:
    """Return a picture's file.

    Args:
        image: As :func:`upright_srgb` returns it.
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
    """Return a picture without transparency."""
    white = Image.new("RGB", image.size, "white")
    white.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return white


def _as_it_was(data: bytes) -> bytes:
    """Return a JPEG written with the tables it was written with: nothing to be seen is lost."""
    stream = io.BytesIO()
    image = opened(data, "jpeg")
    assert isinstance(image, ImageFile.ImageFile)
    image.load()
    image.info = {}
    image.save(stream, "JPEG", quality="keep", optimize=True, progressive=True)
    return stream.getvalue()


def _moving(data: bytes, facts: Facts) -> bytes:
    """Return a moving AVIF written anew, each frame with its time."""
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
    """Return a picture at its own size with nothing but the image in it; None when it cannot be read."""
    facts = inspect(data, kind)
    if isinstance(facts, Trouble):
        return None
    return next(encoded(data, facts, [Output(kind, facts.width, facts.height)]))
