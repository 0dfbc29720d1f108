"""Drawings: what an SVG file may hold when it is published, and how large it is.

py-svg-hush keeps the elements, attributes and styles of a list: no script, no event, no foreign document, no address
of another site, no comment, no editor's data. Pictures within the drawing are stripped as all others are.
"""

from __future__ import annotations

import base64
import binascii
import re

from py_svg_hush import filter_svg

from plugins.base.html_tokens import Token, attributes, tokens, with_attributes
from plugins.i18n.messages import N_, message
from plugins.images.model import Facts, Trouble
from plugins.images.raster import cleaned

__all__ = ["EMBEDDED", "sanitised", "size"]

EMBEDDED = {"image": ["png", "jpeg", "gif", "webp"]}
"""Media types of pictures that may stand within a drawing, in py-svg-hush's words."""
DATA = re.compile(r"""data:image/[^"'()<>]*""", re.IGNORECASE)
BASE64 = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]*)\Z", re.IGNORECASE)
IMPORT = re.compile(r"@import\b[^;{}]*;?", re.IGNORECASE)
OUTWARD = re.compile(r"""url\(\s*(?!["']?(?:#|data:))[^)]*\)""", re.IGNORECASE)
STRINGS = re.compile(r"(?:image-set|cross-fade|image|src)\(", re.IGNORECASE)
"""Functions that take an address as a bare string (CSS Images Level 4, section 2.4)."""

UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "q": 96 / 101.6, "in": 96.0}
"""CSS pixels (CSS Values and Units Level 4, section 6.2); a length in others has no size by itself."""
LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d{1,2}))?([a-z]*)\s*", re.IGNORECASE)
WITHOUT = (300.0, 150.0)
"""How large browsers show what says no size (CSS 2.2, section 10.3.2)."""
LARGEST = 16384

DEEPEST = 200
"""Elements within elements: the sanitiser indents each, so that its output grows with the square."""

STAY = "\ufdd0"
"""A character that no text holds (Unicode, section 23.7): it keeps the sanitiser from setting spaces between words."""


def sanitised(data: bytes) -> bytes | Trouble:
    """Return a drawing that does nothing but be seen, or why there is none."""
    try:
        text = filter_svg(_marked(data), EMBEDDED).decode("utf-8").replace(STAY, "")
    except (ValueError, UnicodeDecodeError):
        return Trouble(
            message(N_("this drawing is not well-formed SVG")),
            message(N_("export it again as SVG, or put another one in its place")),
        )
    return "".join(map(_inward, tokens(DATA.sub(_picture_within, text)))).encode()


def _marked(data: bytes) -> bytes:
    """Return the drawing with a mark after each tag within its texts, where spaces would be seen, and no imports."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    parts: list[str] = []
    depth = within = 0
    for token in tokens(text.replace(STAY, "")):
        if token.kind in ("start", "end") and not token.text.endswith("/>"):
            within += 1 if token.kind == "start" else -1
        if within > DEEPEST:
            raise ValueError("nested too deep")
        parts.append(IMPORT.sub("", token.text) if token.kind == "raw" and token.name == "style" else token.text)
        if token.name == "text" and not token.text.endswith("/>"):
            depth = max(0, depth + (1 if token.kind == "start" else -1))
        if depth and token.kind in ("start", "end"):
            parts.append(STAY)
    return "".join(parts).encode()


def _inward(token: Token) -> str:
    """Return a piece of a drawing that asks for nothing outside: py-svg-hush leaves the path of an address."""
    if token.kind == "raw" and token.name == "style":
        return OUTWARD.sub("url(#)", STRINGS.sub("none(", token.text))
    if token.kind != "start":
        return token.text
    tag = OUTWARD.sub("url(#)", STRINGS.sub("none(", token.text))
    address = attributes(tag).get("href")
    if token.name == "a" or address is None or address.startswith(("#", "data:")):
        return tag
    return with_attributes(tag, {"href": None})


def _picture_within(match: re.Match[str]) -> str:
    """Return the address of a picture within a drawing, stripped; one that leads nowhere when it cannot be read."""
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
    """Return a length in CSS pixels; None when it depends on what is around.

    >>> _pixels("2.5in"), _pixels("100%"), _pixels("0")
    (240.0, None, None)
    """
    match = LENGTH.fullmatch(length)
    if match is None or match[3].lower() not in UNITS:
        return None
    return float(f"{match[1]}e{match[2] or 0}") * UNITS[match[3].lower()] or None


def size(svg: str) -> tuple[int, int]:
    """Return the width and height of a sanitised drawing in CSS pixels (SVG 2, section 8.2 and 8.6).

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
    return _whole(width or WITHOUT[0]), _whole(height or WITHOUT[1])


def _box(view: str) -> tuple[float, float] | None:
    """Return the width and height of a ``viewBox``; None when it is not one."""
    numbers = [LENGTH.fullmatch(number) for number in re.split(r"[\s,]+", view.strip())[2:]]
    if len(numbers) != 2 or not all(numbers):
        return None
    width, height = (float(f"{match[1]}e{match[2] or 0}") for match in numbers if match)
    return (width, height) if width and height else None


def _whole(length: float) -> int:
    return max(1, round(min(LARGEST, length)))


def facts_of(svg: bytes) -> Facts:
    """Return what is known of a sanitised drawing."""
    width, height = size(svg.decode("utf-8"))
    return Facts("svg", width, height, lossless=True)
