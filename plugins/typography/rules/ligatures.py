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
    r"[^\W\d_]{0,16}(?![\w@\\]|\.[a-z0-9]|/[\w-]{0,40}(?:/|\.(?!\.\.)))",
    re.IGNORECASE,
)
START = re.compile(r"(?<![\w@#\\])(?<!\w\.)(?<!\W/)(?<!\A/)")
LONGEST_START = 14
TIED = str.maketrans({"œ": "oe", "Œ": "OE"})
SEEN = 120
"""Characters of a text that decide on one pair: a word, and the path behind it as far as it is looked at."""


def tie_letters(text: str) -> Iterator[Edit]:
    """Yield the edits that make ``oe`` a ligature; file names, paths and domains are left alone.

    >>> [new for _, _, _, new, _ in tie_letters("Oeuvre, COEUR, coexister, coeur.png")]
    ['Œ', 'Œ']
    """
    for pair in PAIR.finditer(text):
        first = start = pair.start()
        length = 0
        while start and text[start - 1].isalpha():
            length += 2 if text[start - 1] in "œŒ" else 1  # a word is as long as it was typed, tied or not
            if length > LONGEST_START:
                break
            start -= 1
        if START.match(text, start) and WORD.match(text[start : start + SEEN].translate(TIED)):
            yield first, pair.end(), 10, "œ" if pair[0] == "oe" else "Œ", False
