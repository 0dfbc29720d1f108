"""Rule 10: the ligature œ, from a list of words only. Contains no Pelican and no I/O.

Source: Imprimerie nationale, "Ligatures"; OQLF, "Œ". Every word that holds one of these parts, whole, takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.typography.marks import Edit

WHEREVER = ("coeur", "choeur", "soeur", "noeud", "oeuvr", "oedèm", "oedém", "oedem", "oedip")
AT_THE_START = ("oeil", "oecum", "foetal", "foetau", "foetus", "foeto", "foetic", "oenolo", "oesophag", "oestrog")
WHOLE = ("oeuf", "oeufs", "boeuf", "boeufs", "voeu", "voeux", "moeurs")

PAIR = re.compile("oe|OE|Oe")
WORD = re.compile(
    rf"(?<![\w/@#\\])(?<!\w\.)(?:[^\W\d_]{{0,12}}(?:{'|'.join(WHEREVER)})|{'|'.join(AT_THE_START)}"
    rf"|(?:{'|'.join(WHOLE)})(?![^\W\d_]))[^\W\d_]{{0,16}}(?![\w@\\/]|\.[a-z0-9])",
    re.IGNORECASE,
)


def tie_letters(text: str) -> Iterator[Edit]:
    """Yield the letters to tie.

    >>> [text[1] for text in [(start, new) for start, _, _, new, _ in tie_letters("Oeuvre, COEUR, coexister")]]
    ['Œ', 'Œ']
    """
    for word in WORD.finditer(text):
        for pair in PAIR.finditer(text, word.start(), word.end()):
            yield pair.start(), pair.end(), 10, "œ" if pair[0] == "oe" else "Œ", False
