"""Text for a terminal or a letter: nothing in it acts. Contains no Pelican and no I/O."""

from __future__ import annotations

import unicodedata

__all__ = ["plain"]

ACTING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
KEPT = frozenset("\u200c\u200d\ufe0f")
"""Joiners: words of some languages and many emoji need them."""


def plain(text: str, *, lines: bool = False) -> str:
    r"""Return a text whose control, direction and other invisible characters are written out.

    Args:
        text: By anybody.
        lines: Whether line feeds stay.

    >>> plain("a\x1b[31m\u202eb\n")
    'a\\u{1b}[31m\\u{202e}b\\u{a}'
    """
    return "".join(
        character if (lines and character == "\n") or not _acts(character) else f"\\u{{{ord(character):x}}}"
        for character in text
    )


def _acts(character: str) -> bool:
    return unicodedata.category(character) in ACTING and character not in KEPT
