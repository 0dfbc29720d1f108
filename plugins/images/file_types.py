"""Which kind of picture a file is: by its first bytes, and by its name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

__all__ = ["HEAD", "KINDS", "MOVED", "PILLOW", "TYPES", "kind_of_bytes", "kind_of_name"]

HEAD = 1024
"""How many of a file's first bytes tell what it is."""

KINDS = {
    "avif": (".avif",),
    "gif": (".gif",),
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "png": (".png", ".apng"),
    "svg": (".svg",),
    "webp": (".webp",),
}
"""What browsers show, with the names such files have; the first is the one that is written."""

TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}

MOVED = {
    "BMP": (".bmp", ".dib"),
    "HEIC": (".heic", ".heif", ".hif"),
    "JPEG 2000": (".jp2", ".j2k", ".jpx"),
    "JPEG XL": (".jxl",),
    "PSD": (".psd",),
    "RAW": (".arw", ".cr2", ".cr3", ".dng", ".nef", ".orf", ".raf", ".rw2"),
    "SVGZ": (".svgz",),
    "TIFF": (".tif", ".tiff"),
}
"""Pictures that are not for the web: they are brought in by the task ``image``, or exported anew."""

PILLOW = {"avif": "AVIF", "gif": "GIF", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
"""The same formats in Pillow's words."""

NAMES = {suffix: kind for kinds in (KINDS, MOVED) for kind, suffixes in kinds.items() for suffix in suffixes}

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
"""First bytes (WHATWG MIME Sniffing, section 6.1, and each format's own specification)."""

PATTERNS = tuple((re.compile(pattern, re.DOTALL), kind) for pattern, kind in MAGIC)
SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<svg[\s>/]",
    re.DOTALL,
)


def kind_of_bytes(head: bytes) -> str | None:
    r"""Return what the first bytes of a file say it is; None when it is no picture.

    >>> kind_of_bytes(b"\xff\xd8\xff\xe0 and so on"), kind_of_bytes(b"%PDF-1.7")
    ('jpeg', None)
    """
    for pattern, kind in PATTERNS:
        if pattern.match(head):
            return kind
    return "svg" if SVG.match(head) else None


def kind_of_name(name: str) -> str | None:
    """Return what the name of a file says it is; None when it is no picture's.

    >>> kind_of_name("images/POT.JPG"), kind_of_name("pot.heic"), kind_of_name("pot.pdf")
    ('jpeg', 'HEIC', None)
    """
    return NAMES.get(PurePosixPath(name).suffix.lower())
