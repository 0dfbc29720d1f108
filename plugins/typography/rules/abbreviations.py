"""Rule 9: superscript in titles, and no-break spaces after titles and between abbreviations and numbers.

Source: Imprimerie nationale, "Abréviations", "Titres de civilité".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.typography.characters import LETTER_END, NBSP, SPACE, UPPER, Edit

PARTICLE = rf"(?:d['’]|l['’]|(?:de|des|du|la|le|les|van|von){LETTER_END})"
TITLE = re.compile(
    r"[MDP](?<![\w-][MDP])(?<!\w\.[MDP])"
    rf"(?:(?:(?<=M)M?\.|(?:(?P<raised>(?<=M)(?:mes?|lles?)|(?<=D)rs?)|(?<=P)rs?){LETTER_END}\.?)"
    rf"(?:(?P<space>{SPACE}+)(?=[{UPPER}]|{PARTICLE}))?"
    rf"|(?<=M)e(?P<advocate>{SPACE}+)(?=[{UPPER}]))"
)
NUMBERED = re.compile(rf"[.°º§](?:(?<=[°º])s)?({SPACE}*)(?=[0-9])")
REFERENCE = re.compile(r"(?<!\w)(?<!\w\.)(?:n[°º]|§|(?:pp?|art|al|ch(?:ap)?|vol|fig|t)\.)\Z", re.IGNORECASE)


def space_titles(text: str) -> Iterator[Edit]:
    """Yield the edits that set superscript letters in titles, and no-break spaces between titles and names.

    >>> list(space_titles("Mme Durand, M. Dupont, Me voici"))
    [(1, 3, 9, 'me', True), (3, 4, 9, '\\xa0', False), (14, 15, 9, '\\xa0', False)]
    """
    for match in TITLE.finditer(text):
        if match["raised"]:
            yield *match.span("raised"), 9, match["raised"], True
        for group in ("space", "advocate"):
            if match[group]:
                yield *match.span(group), 9, NBSP, False


def space_references(text: str) -> Iterator[Edit]:
    """Yield the edits of spaces between an abbreviation and its number; one is inserted after ``n°`` and ``§``.

    >>> [(start, end, new) for start, end, _, new, _ in space_references("n°12, p. 4")]
    [(2, 3, '\\xa01'), (8, 9, '\\xa0')]
    """
    for match in NUMBERED.finditer(text):
        sign = match.start() + 1
        if not REFERENCE.search(text, max(0, sign - 5), sign):
            continue
        if match[1]:
            yield *match.span(1), 9, NBSP, False
        elif text[sign - 1] != ".":
            digit = match.end()
            yield digit, digit + 1, 9, NBSP + text[digit], False
