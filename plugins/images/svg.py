"""Sanitises SVG files, and computes their intrinsic size.

py-svg-hush keeps the elements, attributes and styles of an allow list: no script, no event handler, no foreign object,
no URL of another site, no comment, no editor's data. Embedded images are stripped of metadata as all others are.
"""

from __future__ import annotations

import base64
import binascii
import re

from py_svg_hush import filter_svg

from plugins.base.html_tokens import Token, attributes, tokens, with_attributes
from plugins.i18n.messages import N_, message
from plugins.images.model import Facts, Rejection
from plugins.images.raster import cleaned

__all__ = ["EMBEDDED", "sanitised", "size"]

EMBEDDED = {"image": ["png", "jpeg", "gif", "webp"]}
"""The media types of embedded images that are allowed, for py-svg-hush."""
DATA = re.compile(r"""data:image/[^"'()<>]*""", re.IGNORECASE)
BASE64 = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]*)\Z", re.IGNORECASE)
IMPORT = re.compile(r"@import\b[^;{}]*;?", re.IGNORECASE)
EXTERNAL_URL = re.compile(r"""url\(\s*(?!["']?(?:#|data:))[^)]*\)""", re.IGNORECASE)
STRINGS = re.compile(r"(?:image-set|cross-fade|image|src)\(", re.IGNORECASE)
"""Functions that take a URL as a string (CSS Images Level 4, section 2.4)."""

UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "q": 96 / 101.6, "in": 96.0}
"""CSS pixels per unit (CSS Values and Units Level 4, section 6.2); other units are relative."""
LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d{1,2}))?([a-z]*)\s*", re.IGNORECASE)
DEFAULT_SIZE = (300.0, 150.0)
"""The default size of a replaced element (CSS 2.2, section 10.3.2)."""
LARGEST = 16384

DEEPEST = 200
"""The deepest nesting of elements: the sanitiser indents each, so that its output grows quadratically."""

SPACE_GUARD = "\ufdd0"
"""A noncharacter (Unicode, section 23.7), which keeps the sanitiser from inserting spaces into texts."""


def sanitised(data: bytes) -> bytes | Rejection:
    """Return the sanitised SVG, or why it cannot be published."""
    try:
        text = filter_svg(_marked(data), EMBEDDED).decode("utf-8").replace(SPACE_GUARD, "")
    except (ValueError, UnicodeDecodeError):
        return Rejection(
            message(N_("this drawing is not well-formed SVG")),
            message(N_("export it again as SVG, or put another one in its place")),
        )
    return "".join(map(_inward, tokens(DATA.sub(_picture_within, text)))).encode()


def _marked(data: bytes) -> bytes:
    """Return the SVG with a guard character after each tag inside texts, where spaces are visible, without imports."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    parts: list[str] = []
    depth = within = 0
    for token in tokens(text.replace(SPACE_GUARD, "")):
        if token.kind in ("start", "end") and not token.text.endswith("/>"):
            within += 1 if token.kind == "start" else -1
        if within > DEEPEST:
            raise ValueError("nested too deep")
        parts.append(IMPORT.sub("", token.text) if token.kind == "raw" and token.name == "style" else token.text)
        if token.name == "text" and not token.text.endswith("/>"):
            depth = max(0, depth + (1 if token.kind == "start" else -1))
        if depth and token.kind in ("start", "end"):
            parts.append(SPACE_GUARD)
    return "".join(parts).encode()


def _inward(token: Token) -> str:
    """Return a token without external URLs: py-svg-hush keeps the paths of URLs."""
    if token.kind == "raw" and token.name == "style":
        return EXTERNAL_URL.sub("url(#)", STRINGS.sub("none(", token.text))
    if token.kind != "start":
        return token.text
    tag = EXTERNAL_URL.sub("url(#)", STRINGS.sub("none(", token.text))
    address = attributes(tag).get("href")
    if token.name == "a" or address is None or address.startswith(("#", "data:")):
        return tag
    return with_attributes(tag, {"href": None})


def _picture_within(match: re.Match[str]) -> str:
    """Return the ``data:`` URL of an embedded image, stripped of metadata; ``#`` when it is invalid."""
    whole = BASE64.match(match[0].strip())
    if whole is None:
        return "#"
    try:
        data = base64.b64decode("".join(whole[2].split()), validate=True)
    except binascii.Error:
        return "#"
    kind = whole[1].lower()
    clean = cleaned(data, kind)
    return "#" if clean is None else f"data:image/{kind};base64,{base64.b64encode(clean).decode('ascii')}"


def _pixels(length: str) -> float | None:
    """Return a length in CSS pixels; None when it is relative or zero.

    >>> _pixels("2.5in"), _pixels("100%"), _pixels("0")
    (240.0, None, None)
    """
    match = LENGTH.fullmatch(length)
    if match is None or match[3].lower() not in UNITS:
        return None
    return float(f"{match[1]}e{match[2] or 0}") * UNITS[match[3].lower()] or None


def size(svg: str) -> tuple[int, int]:
    """Return the width and height of a sanitised SVG in CSS pixels (SVG 2, section 8.2 and 8.6).

    >>> size('<svg viewBox="0 0 96 54" width="192"></svg>'), size('<svg width="100%"></svg>')
    ((192, 108), (300, 150))
    """
    root = next((token for token in tokens(svg) if token.kind == "start" and token.name == "svg"), None)
    named = attributes(root.text) if root else {}
    width, height = _pixels(named.get("width", "")), _pixels(named.get("height", ""))
    box = _box(named.get("viewbox", ""))
    if box:
        ratio = box[1] / box[0]
        width, height = (
            width or (height / ratio if height else box[0]),
            height or (width * ratio if width else box[1]),
        )
    return _whole(width or DEFAULT_SIZE[0]), _whole(height or DEFAULT_SIZE[1])


def _box(view: str) -> tuple[float, float] | None:
    """Return the width and height of a ``viewBox``; None when it is invalid."""
    numbers = [LENGTH.fullmatch(number) for number in re.split(r"[\s,]+", view.strip())[2:]]
    if len(numbers) != 2 or not all(numbers):
        return None
    width, height = (float(f"{match[1]}e{match[2] or 0}") for match in numbers if match)
    return (width, height) if width and height else None


def _whole(length: float) -> int:
    return max(1, round(min(LARGEST, length)))


def facts_of(svg: bytes) -> Facts:
    """Return the properties of a sanitised SVG."""
    width, height = size(svg.decode("utf-8"))
    return Facts("svg", width, height, lossless=True)
