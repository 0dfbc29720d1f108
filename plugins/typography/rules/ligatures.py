"""Rule 10: the ligature œ, from a list of words only.

Source: Imprimerie nationale, "Ligatures"; OQLF, "Œ". A word gets the ligature if it contains, begins with or is one of
the listed parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.typography.characters import Edit

WHEREVER = ("coeur", "choeur", "soeur", "noeud", "oeuvr", "oedèm", "oedém", "oedem", "oedip")
AT_THE_START = ("oeil", "oecum", "foetal", "foetau", "foetus", "foeto", "foetic", "oenolo", "oesophag", "oestrog")
WHOLE = ("oeuf", "oeufs", "boeuf", "boeufs", "voeu", "voeux", "moeurs")

PAIR = re.compile("oe|OE|Oe")
WORD = re.compile(
    rf"(?:[^\W\d_]{{0,12}}(?:{'|'.join(WHEREVER)})|{'|'.join(AT_THE_START)}|(?:{'|'.join(WHOLE)})(?![^\W\d_]))"
    r"[^\W\d_]{0,16}(?![\w@\\]|\.[a-z0-9]|/[\w-]{0,40}[./])",
    re.IGNORECASE,
)
START = re.compile(r"(?<![\w@#\\])(?<!\w\.)(?<!\W/)(?<!\A/)")
LONGEST_START = 14


def tie_letters(text: str) -> Iterator[Edit]:
    """Yield the edits that make ``oe`` a ligature; file names, paths and domains are left alone.

    >>> [new for _, _, _, new, _ in tie_letters("Oeuvre, COEUR, coexister, coeur.png")]
    ['Œ', 'Œ']
    """
    for pair in PAIR.finditer(text):
        first = start = pair.start()
        while start and first - start < LONGEST_START and text[start - 1].isalpha():
            start -= 1
        if START.match(text, start) and WORD.match(text, start):
            yield first, pair.end(), 10, "œ" if pair[0] == "oe" else "Œ", False
