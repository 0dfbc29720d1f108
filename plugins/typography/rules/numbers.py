"""Rules 6 and 7: no-break spaces between groups of three digits, before units, and in hours.

Source: Imprimerie nationale, "Nombres", "Unités de mesure", "Heure".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.typography.characters import LETTER_END, NBSP, NNBSP, SPACE, Edit

SIGNS = "%|‰|k€|M€|Md€|€|£|\\$(?:US|CA)?|°C|°F"
LONG_UNITS = "kg|[kcdm]m[²³23]?|m[²³23]|mg|ml|cl|ha|min|[kMGT]o|[kMGT]?Wh|[kMG]W|h"
SHORT_UNITS = "g|m|s|t"
UNITS = f"{SIGNS}|{LONG_UNITS}|{SHORT_UNITS}"

NUMBER = r"[0-9](?<!\w[0-9])(?<![0-9][.,][0-9])[0-9]*(?:[.,][0-9]+)*"
UNIT_END = rf"{LETTER_END}(?!['’]|-[^\W\d_])"
WITH_UNIT = re.compile(rf"{NUMBER}(?:({SPACE}+)(?:{UNITS})|(?P<bare>{SIGNS}|{LONG_UNITS})){UNIT_END}")
HOUR = re.compile(
    rf"[0-9](?<!\w[0-9])(?<![0-9][.,:][0-9])[0-9]?({SPACE}{{0,2}})(h)({SPACE}{{0,2}})[0-5][0-9]"
    rf"(?:(?={SPACE}*min{LETTER_END})|{LETTER_END}(?!{SPACE}*(?:{UNITS}){UNIT_END}))"
)
GROUPED = re.compile(
    r"[1-9](?<![\w+#][1-9])(?<![0-9][.,][1-9])[0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3}(?![0-9])){1,6}"
)
SEPARATOR = re.compile(r"[ \u00a0\u2009\u202f]")
PAGE = re.compile(rf"(?:\bpages?|\bpp?\.){SPACE}?\Z", re.IGNORECASE)


def group_digits(text: str) -> Iterator[Edit]:
    """Yield the edits of spaces between groups of three digits; digits without spaces are not grouped.

    >>> list(group_digits("10 000 en 2020, p. 12 300"))
    [(2, 3, 6, '\\u202f', False)]
    """
    for match in GROUPED.finditer(text):
        start, end = match.span()
        if PAGE.search(text, max(0, start - 7), start):
            continue
        for separator in SEPARATOR.finditer(text, start, end):
            yield separator.start(), separator.end(), 6, NNBSP, False


def space_units(text: str) -> Iterator[Edit]:
    """Yield the edits of spaces between numbers and units; one is inserted before signs and units of several letters.

    >>> [(start, end, new) for start, end, _, new, _ in space_units("20 %, 10km, 5 g")]
    [(2, 3, '\\xa0'), (8, 10, '\\xa0km'), (13, 14, '\\xa0')]
    """
    for match in WITH_UNIT.finditer(text):
        if match["bare"]:
            start, end = match.span("bare")
            yield start, end, 7, NBSP + match["bare"], False
        else:
            yield *match.span(1), 7, NBSP, False


def space_hours(text: str) -> Iterator[Edit]:
    """Yield the edits of spaces in hours with minutes: ``14h30``, ``14 h 30``; never ``14:30``.

    >>> [(start, end, new) for start, end, _, new, _ in space_hours("14h30")]
    [(2, 3, '\\xa0h\\xa0')]
    """
    for match in HOUR.finditer(text):
        new = "h"
        if match[1]:
            yield *match.span(1), 7, NBSP, False
        else:
            new = NBSP + new
        if match[3]:
            yield *match.span(3), 7, NBSP, False
        else:
            new += NBSP
        yield *match.span(2), 7, new, False
