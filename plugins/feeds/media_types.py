"""Media types of images by file extension.

The table is our own: Python's ``mimetypes`` depends on the machine's tables, and on its version for WebP and AVIF.
"""

from __future__ import annotations

from pathlib import PurePosixPath

TYPES = {
    "avif": "image/avif",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "jxl": "image/jxl",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
"""Media types by extension (IANA, "Media Types", image)."""

UNKNOWN = "application/octet-stream"


def media_type(path: str) -> str:
    """Return the media type of an image by its file name.

    >>> media_type("images/marmite.svg"), media_type("images/MARMITE.JPG"), media_type("images/marmite")
    ('image/svg+xml', 'image/jpeg', 'application/octet-stream')
    """
    return TYPES.get(PurePosixPath(path).suffix[1:].lower(), UNKNOWN)
