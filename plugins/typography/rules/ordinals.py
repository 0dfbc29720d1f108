"""Rule 8: ordinals, spelled correctly and with superscript endings.

Source: Imprimerie nationale, "Abréviations", "Adjectifs numéraux": 1er, 1re, 2e, XXe, with superscript letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.typography.characters import LETTER_END, SPACE, Edit

NTH = "i?[èe]mes?|es?"
END = rf"{LETTER_END}(?![-+][0-9]+(?![0-9]|i?[èe]))"
DIGITS = re.compile(
    rf"[1-9](?<![\w#][1-9])(?<![0-9][.,][1-9])(?:(?<=1)(ers?|[èe]?res?)|(?<=2)(ndes?|nds?|des?)|[0-9]{{0,3}}({NTH})){END}"
)
ROMAN = re.compile(rf"[IVXLC](?<!\w[IVXLC])(?P<rest>[IVXLC]{{0,10}})(ers?|[èe]?res?|{NTH}){END}")
VALID_ROMAN = re.compile(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
ANOTHER = rf"{SPACE}?(?:-|–|,|et|ou|au){SPACE}?[IVXLC]{{1,8}}(?:er|i?[èe]me|e)"
CENTURY = re.compile(rf"(?:{ANOTHER}){{0,3}}{SPACE}{{1,4}}siècles?\b")
ONE_LETTER = frozenset("IVX")


def raise_digit_ordinals(text: str) -> Iterator[Edit]:
    """Yield the edits that correct and superscript the endings of ordinals in digits.

    >>> list(raise_digit_ordinals("1ère, 2ème, 3G"))
    [(1, 4, 8, 're', True), (7, 10, 8, 'e', True)]
    """
    for match in DIGITS.finditer(text):
        yield _raised(text, *match.span(match.lastindex or 0))


def raise_roman_ordinals(text: str) -> Iterator[Edit]:
    """Yield the same for ordinals in Roman numerals of two letters or more, or before ``siècle``.

    >>> list(raise_roman_ordinals("XXe siècle, Ve siècle, Ve République, Ce siècle"))
    [(2, 3, 8, 'e', True), (13, 14, 8, 'e', True)]
    """
    for match in ROMAN.finditer(text):
        numeral = text[match.start() : match.end("rest")]
        start, end = match.span(2)
        if numeral != "I" and "r" in text[start:end]:
            continue
        if not match["rest"] and (numeral not in ONE_LETTER or not CENTURY.match(text, end)):
            continue
        if VALID_ROMAN.fullmatch(numeral):
            yield _raised(text, start, end)


def _raised(text: str, start: int, end: int) -> Edit:
    """Return the edit of an ordinal's ending: ``ère`` becomes ``re``, ``ème`` and ``ième`` become ``e``."""
    letters = text[start:end]
    plural = "s" if letters.endswith("s") else ""
    if letters[0] in "nd" or letters.startswith("er"):
        return start, end, 8, letters, True
    return start, end, 8, ("re" if "r" in letters else "e") + plural, True
