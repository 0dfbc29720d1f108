"""Rasters: what is read, what is refused, and that nothing but the image comes out."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageSequence

from plugins.images.model import Facts, Output, Rejection
from plugins.images.raster import cleaned, encoded, inspect
from plugins.images.strip_metadata import stripped
from tests.images.samples import (
    HEIGHT,
    SECRET,
    WIDTH,
    bomb,
    exif,
    frames,
    jpeg,
    moving,
    photograph,
    png,
    reopened,
    saved,
    swapped_profile,
)

METADATA = ("exif", "xmp", "comment", "icc_profile", "photoshop", "XML:com.adobe.xmp", "Comment", "Zipped")

DEEP = Image.new("I;16", (WIDTH, HEIGHT), 0x8000)
PALETTE = photograph().quantize(16)

PICTURES = {
    "a JPEG": (jpeg(), "jpeg"),
    "a JPEG on its side": (jpeg(6), "jpeg"),
    "a grey JPEG": (jpeg(image=photograph().convert("L")), "jpeg"),
    "a JPEG for print": (jpeg(image=photograph().convert("CMYK")), "jpeg"),
    "a JPEG with a profile": (jpeg(icc_profile=swapped_profile()), "jpeg"),
    "a JPEG with a damaged profile": (jpeg(icc_profile=SECRET.encode() * 9), "jpeg"),
    "a PNG": (png(), "png"),
    "a PNG with 16 bits": (png(DEEP), "png"),
    "a PNG with a palette": (png(PALETTE, transparency=3), "png"),
    "a PNG with a damaged profile": (png(icc_profile=SECRET.encode() * 9), "png"),
    "a moving PNG": (png(frames()[0], save_all=True, append_images=frames()[1:], duration=100), "png"),
    "a GIF": (saved(PALETTE, "GIF", comment=SECRET.encode()) + SECRET.encode(), "gif"),
    "a moving GIF": (moving("GIF", comment=SECRET.encode()), "gif"),
    "a WebP": (saved(photograph(), "WEBP", exif=exif(), xmp=SECRET.encode()) + SECRET.encode(), "webp"),
    "a lossless WebP": (saved(photograph(), "WEBP", lossless=True, exif=exif(), xmp=SECRET.encode()), "webp"),
    "a WebP with damaged Exif": (saved(photograph(), "WEBP", exif=b"Exif\0\0" + SECRET.encode()), "webp"),
    "a moving WebP": (moving("WEBP", exif=exif(), xmp=SECRET.encode()), "webp"),
    "an AVIF": (saved(photograph(), "AVIF", exif=exif(), xmp=SECRET.encode()) + SECRET.encode(), "avif"),
    "a moving AVIF": (moving("AVIF", exif=exif(), xmp=SECRET.encode()), "avif"),
}
"""Each of them holds the secret."""


def facts_of(data: bytes, kind: str) -> Facts:
    facts = inspect(data, kind)
    assert isinstance(facts, Facts)
    return facts


def test_the_secret_is_there_to_begin_with() -> None:
    """Each sample holds what must not come out."""
    assert [name for name, (data, _) in PICTURES.items() if SECRET.encode() not in data] == []


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_but_the_image_comes_out(name: str) -> None:
    """At its own size, smaller, and in other formats, a picture holds no metadata and no secret; twice the same."""
    data, kind = PICTURES[name]
    facts = facts_of(data, kind)
    outputs = [Output(kind, facts.width, facts.height)]
    if facts.frames == 1:
        outputs += [Output(other, 60, 40) for other in dict.fromkeys(("avif", "webp", kind))]
    files = list(encoded(data, facts, outputs))
    assert files == list(encoded(data, facts, outputs))
    for output, file in zip(outputs, files, strict=True):
        image = reopened(file)
        assert image.size == (output.width, output.height)
        assert SECRET.encode() not in file
        assert SECRET[:6].encode() not in file
        assert [key for key in METADATA if key in image.info] == []
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize("name", [name for name in PICTURES if "moving" not in name])
def test_a_picture_keeps_its_looks(name: str) -> None:
    """What is published is to the eye what the file shows; no channel of a tiny copy is far off."""
    data, kind = PICTURES[name]
    clean = cleaned(data, kind)
    assert clean is not None
    before, after = reopened(data), reopened(clean)
    if name == "a JPEG on its side":
        before = before.transpose(Image.Transpose.ROTATE_270)
    if name == "a PNG with 16 bits":
        assert set(after.convert("L").tobytes()) == {128}
        return
    if name == "a JPEG with a profile":
        before = Image.merge("RGB", [before.getchannel(c) for c in "GRB"])
    small = [image.convert("RGB").resize((12, 8), Image.Resampling.BOX) for image in (before, after)]
    assert max(high for _, high in ImageChops.difference(*small).getextrema()) < 24


@pytest.mark.parametrize("name", ["a PNG", "a PNG with a palette", "a GIF", "a WebP", "a lossless WebP"])
def test_what_needs_no_change_keeps_every_pixel(name: str) -> None:
    """A picture that is only stripped is the same to the last bit, transparency and all."""
    data, kind = PICTURES[name]
    clean = cleaned(data, kind)
    assert clean is not None
    assert reopened(clean).convert("RGBA").tobytes() == reopened(data).convert("RGBA").tobytes()


@pytest.mark.parametrize("name", ["a moving PNG", "a moving GIF", "a moving WebP", "a moving AVIF"])
def test_what_moves_goes_on_moving(name: str) -> None:
    """The frames and their times stay."""
    data, kind = PICTURES[name]
    clean = cleaned(data, kind)
    assert clean is not None

    def seen(file: bytes) -> list[tuple[object, tuple[int, ...]]]:
        image = Image.open(io.BytesIO(file))
        return [
            (frame.info.get("duration"), frame.convert("RGB").getpixel((30, 20)))  # type: ignore[misc]
            for frame in ImageSequence.Iterator(image)
        ]

    assert len(seen(data)) == 3
    assert [duration for duration, _ in seen(clean)] == [duration for duration, _ in seen(data)]
    for (_, before), (_, after) in zip(seen(data), seen(clean), strict=True):
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 12


@pytest.mark.parametrize("held", range(1, 9))
def test_every_orientation_is_applied(held: int) -> None:
    """However the camera was held, red comes out at the upper left (Exif 3.0, section 4.6.5)."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = photograph().transpose(back[held]) if held in back else photograph()
    data = jpeg(held, image=stored)
    facts = facts_of(data, "jpeg")
    assert (facts.width, facts.height) == (WIDTH, HEIGHT)
    image = reopened(next(encoded(data, facts, [Output("jpeg", WIDTH, HEIGHT)])))
    red, _, blue = image.getpixel((10, 10))  # type: ignore[misc]
    assert red > 200 > 100 > blue
    red, _, blue = image.getpixel((WIDTH - 10, HEIGHT - 10))  # type: ignore[misc]
    assert blue > 200 > 100 > red


@pytest.mark.parametrize(
    ("data", "kind", "problem"),
    [
        (jpeg()[:3000], "jpeg", "this picture cannot be read (it is cut off)"),
        (png()[:900], "png", "this picture cannot be read (it is cut off)"),
        (b"GIF89a", "gif", "this picture cannot be read (its content is damaged)"),
        (saved(photograph(), "WEBP")[:600], "webp", "this picture cannot be read (could not create decoder object)"),
        (
            PICTURES["an AVIF"][0][:738] + b"\0" + PICTURES["an AVIF"][0][739:],
            "avif",
            "this picture cannot be read (Failed to decode frame 0: Decoding of color planes failed)",
        ),
        (bomb(20_000, 20_000), "png", "this picture has more than 100 million pixels"),
        (bomb(11_000, 10_000), "png", "this picture has more than 100 million pixels"),
    ],
    ids=[
        "a JPEG cut off",
        "a PNG cut off",
        "a GIF that is none",
        "a WebP cut off",
        "an AVIF with a harmed byte",
        "a bomb",
        "a small bomb",
    ],
)
def test_what_cannot_be_published_says_why(data: bytes, kind: str, problem: str) -> None:
    """A damaged or monstrous file is a value with its cause, not an exception."""
    facts = inspect(data, kind)
    assert isinstance(facts, Rejection)
    assert facts.problem.text() == problem


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(PICTURES)), cut=st.integers(0, 4000), at=st.integers(0, 4000), byte=st.integers(0, 255)
)
def test_hostile_bytes_never_raise(name: str, cut: int, at: int, byte: int) -> None:
    """Whatever is cut off or changed in a file, the answer is a clean picture or a reason."""
    data, kind = PICTURES[name]
    harmed = bytearray(data[: len(data) - cut] or data)
    harmed[at % len(harmed)] = byte
    facts = inspect(bytes(harmed), kind)
    if isinstance(facts, Facts):
        for file in encoded(bytes(harmed), facts, [Output(kind, facts.width, facts.height)]):
            assert SECRET.encode() not in file


@given(st.sampled_from(["png", "gif", "webp"]), st.binary(max_size=300))
def test_taking_apart_ends(kind: str, rest: bytes) -> None:
    """Bytes that are no picture raise ValueError and nothing else."""
    start = {"png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF89a", "webp": b"RIFF\xff\0\0\0WEBP"}[kind]
    try:
        stripped(start + rest, kind)
    except ValueError:
        return


def test_no_thread_has_a_say(tmp_path: Path) -> None:
    """A large AVIF, which several threads would cut into tiles, has the same bytes each time."""
    data = saved(photograph(1200, 800), "JPEG", quality=95)
    facts = facts_of(data, "jpeg")
    wanted = [Output("avif", 1200, 800), Output("webp", 1200, 800), Output("avif", 800, 533)]
    first = list(encoded(data, facts, wanted))
    assert first == list(encoded(data, facts, wanted))
    assert first[2:] == list(encoded(data, facts, wanted[2:]))


def canvas(width: int, height: int, count: int) -> bytes:
    """Return a small GIF of so many frames that claims to be large."""
    frame = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * count + b";"


def test_all_frames_of_a_moving_picture_count() -> None:
    """500 million pixels are the most that is read; each frame has as many as the whole picture."""
    facts = inspect(canvas(9_260, 9_000, 6), "gif")
    assert isinstance(facts, Rejection)
    assert facts.problem.text() == "this moving picture has more than 500 million pixels"
    assert inspect(canvas(926, 900, 6), "gif") == Facts("gif", 926, 900, 6, lossless=True, bare=True)
