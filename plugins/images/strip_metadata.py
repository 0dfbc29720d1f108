"""Strips metadata from PNG, GIF and WebP files by their container format, without re-encoding.

Pixels and frame durations are unchanged. Data after the end of the image is removed too. A truncated file, or one whose
parts overlap, raises ValueError.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

__all__ = ["stripped"]

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"acTL", b"fcTL", b"IDAT", b"fdAT", b"IEND"})
"""The chunks kept (W3C PNG, Third Edition, section 11): image data, animation, and sRGB."""

WEBP_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
"""The chunks kept (RFC 9649, section 2.7): all but ICCP, EXIF, XMP and unknown ones."""
FRAME_KEPT = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
FRAME_HEADER = 16
WEBP_TELLS = 0b00101100
"""The flags of VP8X for a colour profile, Exif and XMP (RFC 9649, section 2.7.1)."""

GIF_LOOPS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})
GIF_TABLE = 0x80


def stripped(data: bytes, kind: str) -> bytes:
    """Return the bytes of an image without metadata.

    Args:
        data: The file.
        kind: ``png``, ``gif`` or ``webp``.
    """
    try:
        return {"png": _png, "gif": _gif, "webp": _webp}[kind](data)
    except (IndexError, struct.error) as error:
        raise ValueError(f"the {kind} file ends too early") from error


def _png(data: bytes) -> bytes:
    parts, position, name = [PNG_START], len(PNG_START), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + length]
        if len(body) < length:
            raise ValueError("a chunk of the PNG file is cut off")
        position += length + 12
        if name == b"IEND":
            body = b""
        if name in PNG_KEPT:
            parts.append(struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body)))
    return b"".join(parts)


def _webp(data: bytes) -> bytes:
    parts = []
    (size,) = struct.unpack_from("<I", data, 4)
    for name, body in _chunks(data[12 : 8 + size]):
        kept = body
        if name == b"VP8X":
            kept = bytes([body[0] & ~WEBP_TELLS & 0xFF, 0, 0, 0]) + body[4:10]
        elif name == b"ANMF":
            inner = (_chunk(*part) for part in _chunks(body[FRAME_HEADER:]) if part[0] in FRAME_KEPT)
            kept = body[:FRAME_HEADER] + b"".join(inner)
        if name in WEBP_KEPT:
            parts.append(_chunk(name, kept))
    whole = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of RIFF data: name (four characters) and body, which is padded to an even length."""
    position = 0
    while position + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + length]
        if len(body) < length:
            raise ValueError("a chunk of the WebP file is cut off")
        yield name, body
        position += 8 + length + length % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", name, len(body)) + body + b"\0" * (len(body) % 2)


def _gif(data: bytes) -> bytes:
    """Return a GIF without comments, plain text and foreign application blocks (GIF89a, sections 23 to 27)."""
    position = 13 + _table(data[10])
    parts = [data[:position]]
    while (sort := data[position]) != 0x3B:
        start = position
        if sort == 0x2C:  # an image: descriptor, local colour table, code size, data
            position = _after_blocks(data, position + 11 + _table(data[position + 9]))
            parts.append(data[start:position])
            continue
        if sort != 0x21:
            raise ValueError("the GIF file has a block that is none")
        label = data[position + 1]
        position = _after_blocks(data, position + 2)
        if label == 0xF9 or (label == 0xFF and data[start + 3 : start + 14] in GIF_LOOPS):
            parts.append(data[start:position])
    return b"".join([*parts, b";"])


def _table(packed: int) -> int:
    """Return the size of a colour table in bytes (GIF89a, sections 18 and 20)."""
    return 3 << ((packed & 7) + 1) if packed & GIF_TABLE else 0


def _after_blocks(data: bytes, position: int) -> int:
    """Return the end of a series of sub-blocks (GIF89a, section 15)."""
    while length := data[position]:
        position += 1 + length
    return position + 1


def is_lossless_webp(data: bytes) -> bool:
    """Return whether a still WebP is lossless: its first image is a ``VP8L`` chunk."""
    first = re.search(rb"VP8[ L]", data[12:4096])
    return first is not None and first[0] == b"VP8L"
