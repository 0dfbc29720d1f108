"""Pictures with secrets in them, made by Pillow: what a camera, a phone or an editor leaves in a file."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRET = "GEHEIM-48.8566-2.3522"
"""What must reach no reader; it stands in every place where a file can hold words."""

WIDTH, HEIGHT = 240, 160


def photograph(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Return a picture with soft colours, whose upper left corner is red and whose lower right is blue."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    picture = Image.merge("RGB", [across, Image.radial_gradient("L").resize((width, height)), across])
    picture.paste((255, 0, 0), (0, 0, width // 4, height // 4))
    picture.paste((0, 0, 255), (width * 3 // 4, height * 3 // 4, width, height))
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """Return what a camera writes down: who, with what, where, and how it was held."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = tags[0x013B] = tags[0x8298] = SECRET
    tags.get_ifd(0x8769)[0x927C] = SECRET.encode()
    place = tags.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (48.0, 51.0, 24.0), "E", (2.0, 21.0, 8.0)
    place[27] = SECRET.encode()
    return tags


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture's file."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def reopened(data: bytes) -> Image.Image:
    """Return the picture in a file, all of it read."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def iptc() -> bytes:
    """Return an APP13 segment with a caption (IPTC-IIM in Photoshop's resources)."""
    record = b"\x1c\x02\x78" + struct.pack(">H", len(SECRET)) + SECRET.encode()
    body = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def jpeg(orientation: int = 1, **options: Any) -> bytes:
    """Return a photograph as a camera writes it, with words in each place and after its end."""
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{SECRET}</a></x:xmpmeta>'.encode()
    data = saved(
        options.pop("image", None) or photograph(),
        "JPEG",
        exif=exif(orientation),
        comment=SECRET.encode(),
        xmp=xmp,
        quality=options.pop("quality", 92),
        **options,
    )
    return data[:2] + iptc() + data[2:] + SECRET.encode()


def png(image: Image.Image | None = None, **options: Any) -> bytes:
    """Return a picture with text chunks of every sort, Exif, and words after its end."""
    words = PngInfo()
    words.add_text("Comment", SECRET)
    words.add_text("Zipped", SECRET, zip=False)
    words.add_itxt("XML:com.adobe.xmp", SECRET)
    words.add(b"prVt", SECRET.encode())
    return saved(image or photograph(), "PNG", pnginfo=words, exif=exif(), **options) + SECRET.encode()


def frames() -> list[Image.Image]:
    """Return three frames of a moving picture."""
    return [Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue")]


def moving(kind: str, **options: Any) -> bytes:
    """Return a moving picture whose frames last 100, 200 and 300 milliseconds."""
    first, *rest = frames()
    made = saved(first, kind, save_all=True, append_images=rest, duration=[100, 200, 300], loop=0, **options)
    return made + SECRET.encode()


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that claims to be a large picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


def swapped_profile() -> bytes:
    """Return an RGB profile whose red is green and whose green is red: what is converted is seen to be."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    places = {bytes(profile[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile).replace(b"s\0R\0G\0B", b"x\0R\0G\0B").replace(b"sRGB", b"xRGB")
