"""Text without the characters that XML forbids, and with control and invisible characters escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

__all__ = ["JsonValue", "clean", "clean_json", "plain"]

JsonValue: TypeAlias = "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"

FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What is no ``Char`` of XML 1.0, section 2.2 (controls, lone surrogates, U+FFFE, U+FFFF), and what the note there
asks authors to avoid in the basic plane (U+007F to U+009F, U+FDD0 to U+FDEF)."""

INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
KEPT = frozenset("\u200c\u200d\ufe0f")
"""Joiners: words of some languages and many emoji need them."""


def clean(text: str) -> str:
    r"""Return the text without characters that XML forbids or discourages, and with line feeds as line ends.

    A carriage return would come back from XML as a line feed (XML 1.0, section 2.11) and from JSON as itself, so
    that the formats would disagree.

    >>> clean("a\x0bb\ud800c\r\nd")
    'abc\nd'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return FORBIDDEN.sub("", text)


def clean_json(value: JsonValue) -> JsonValue:
    r"""Return a JSON value with :func:`clean` applied to all its strings, member names included.

    >>> clean_json({"a\0": ["b\x01", 2, None]})
    {'a': ['b', 2, None]}
    """
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(name): clean_json(member) for name, member in value.items()}
    if isinstance(value, Sequence):
        return [clean_json(member) for member in value]
    return value


def plain(text: str, *, lines: bool = False) -> str:
    r"""Return a text with its control, direction and other invisible characters as ``\u{…}`` escapes.

    Args:
        text: Untrusted text.
        lines: Whether line feeds stay.

    >>> plain("a\x1b[31m\u202eb\n")
    'a\\u{1b}[31m\\u{202e}b\\u{a}'
    """
    return "".join(
        character if (lines and character == "\n") or not _is_invisible(character) else f"\\u{{{ord(character):x}}}"
        for character in text
    )


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in INVISIBLE_CATEGORIES and character not in KEPT
