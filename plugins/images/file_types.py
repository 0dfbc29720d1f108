"""Image formats: MIME sniffing of the first bytes, file name suffixes, media types."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

__all__ = ["HEAD", "IMPORTABLE", "KINDS", "PILLOW", "TYPES", "kind_of_bytes", "kind_of_name"]

HEAD = 1024
"""The number of first bytes that are sniffed."""

KINDS = {
    "avif": (".avif",),
    "gif": (".gif",),
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "png": (".png", ".apng"),
    "svg": (".svg",),
    "webp": (".webp",),
}
"""The formats that browsers support, with their suffixes; the first one is used for new files."""

TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}

IMPORTABLE = {
    "BMP": (".bmp", ".dib"),
    "HEIC": (".heic", ".heif", ".hif"),
    "JPEG 2000": (".jp2", ".j2k", ".jpx"),
    "JPEG XL": (".jxl",),
    "PSD": (".psd",),
    "RAW": (".arw", ".cr2", ".cr3", ".dng", ".nef", ".orf", ".raf", ".rw2"),
    "SVGZ": (".svgz",),
    "TIFF": (".tif", ".tiff"),
}
"""Image formats that are not for the web: the task ``image`` imports them, or they must be exported again."""

PILLOW = {"avif": "AVIF", "gif": "GIF", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
"""Pillow's names of the formats."""

NAMES = {suffix: kind for kinds in (KINDS, IMPORTABLE) for kind, suffixes in kinds.items() for suffix in suffixes}

MAGIC = (
    (rb"\xff\xd8\xff", "jpeg"),
    (rb"\x89PNG\r\n\x1a\n", "png"),
    (rb"GIF8[79]a", "gif"),
    (rb"RIFF....WEBP", "webp"),
    (rb"....ftyp(?:avif|avis)", "avif"),
    (rb"....ftyp(?:hei[cfmsvx]|hev[cmsx]|mif1|msf1)", "HEIC"),
    (rb"\xff\x0a|....JXL \r\n\x87\n", "JPEG XL"),
    (rb"....jP  \r\n\x87\n|\xff\x4f\xff\x51", "JPEG 2000"),
    (rb"II\*\0|MM\0\*|II\+\0|MM\0\+", "TIFF"),
    (rb"BM.{12}[\x0c\x28\x38\x40\x6c\x7c]\0\0\0", "BMP"),
    (rb"8BPS\0", "PSD"),
)
"""Magic numbers (WHATWG MIME Sniffing, section 6.1, and each format's own specification)."""

PATTERNS = tuple((re.compile(pattern, re.DOTALL), kind) for pattern, kind in MAGIC)
SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<svg[\s>/]",
    re.DOTALL,
)


def kind_of_bytes(head: bytes) -> str | None:
    r"""Return the image format of a file by its first bytes; None when it is no image.

    >>> kind_of_bytes(b"\xff\xd8\xff\xe0 and so on"), kind_of_bytes(b"%PDF-1.7")
    ('jpeg', None)
    """
    for pattern, kind in PATTERNS:
        if pattern.match(head):
            return kind
    return "svg" if SVG.match(head) else None


def kind_of_name(name: str) -> str | None:
    """Return the image format of a file by its name; None when it is no image's.

    >>> kind_of_name("images/POT.JPG"), kind_of_name("pot.heic"), kind_of_name("pot.pdf")
    ('jpeg', 'HEIC', None)
    """
    return NAMES.get(PurePosixPath(name).suffix.lower())
