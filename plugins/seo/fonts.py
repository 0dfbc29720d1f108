"""The font of the cards: text widths, and character coverage.

Source Serif Pro, by Frank Grießhammer for Adobe (SIL Open Font License), from the package ``font-source-serif-pro``:
the same on every machine, so that cards are the same bytes everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from font_source_serif_pro import font_files_ttf  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from PIL import ImageFont

__all__ = ["FAMILY", "FILES", "Style", "drawable", "has", "width"]

Style = Literal["regular", "semibold"]

FAMILY = "Source Serif Pro"
NAMES: dict[Style, str] = {"regular": "SourceSerifPro", "semibold": "SourceSerifProSemibold"}
FILES = [font_files_ttf[name] for name in NAMES.values()]
MEASURED = 200
"""The size at which texts are measured: FreeType rounds glyph widths to pixels, a negligible error at this size."""

NO_CHARACTER = "\uffff"
"""A noncharacter, which no font has: its glyph is the one of all missing characters."""

LETTERS = ("L", "M", "N")
REPLACED = {"\u2011": "-", "\u2010": "-", "\u2212": "–", "\u02bc": "’"}


@lru_cache(maxsize=4)
def _font(style: Style) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(font_files_ttf[NAMES[style]], MEASURED, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: float, style: Style) -> float:
    """Return the width of a text in pixels, at a size in pixels."""
    return _length(text, style) * size / MEASURED


@lru_cache(maxsize=65536)
def _length(text: str, style: Style) -> float:
    return _font(style).getlength(text)


@lru_cache(maxsize=4096)
def has(character: str, style: Style) -> bool:
    """Return whether the font has a character.

    >>> has("œ", "semibold"), has("漢", "semibold")
    (True, False)
    """
    if character.isspace():
        return True
    font = _font(style)
    return bytes(font.getmask(character)) != bytes(font.getmask(NO_CHARACTER))


def drawable(text: str, style: Style) -> str | None:
    r"""Return a text with only characters that the font has; None when it lacks a letter or a digit.

    Missing symbols, such as emoji, are left out.

    >>> drawable("Tr\u00e9pied \U0001f373 : oui\u2011da", "semibold")
    'Trépied : oui-da'
    >>> drawable("三本足", "semibold") is None
    True
    """
    found = []
    for character in unicodedata.normalize("NFC", text):
        if has(character, style):
            found.append(character)
        elif character in REPLACED or _simpler(character, style):
            found.append(REPLACED.get(character) or _simpler(character, style))
        elif unicodedata.category(character)[0] in LETTERS and unicodedata.category(character) != "Mn":
            return None
    return re.sub(" +", " ", "".join(found)).strip(" ")


def _simpler(character: str, style: Style) -> str:
    """Return a character's compatibility form, or its base letter, if the font has that; else an empty string."""
    plain = unicodedata.normalize("NFKD", character)
    bare = "".join(part for part in plain if unicodedata.category(part) != "Mn")
    for simple in (unicodedata.normalize("NFKC", character), bare):
        if simple not in ("", character) and all(has(part, style) for part in simple):
            return simple
    return ""
