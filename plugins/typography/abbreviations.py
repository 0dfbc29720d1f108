"""Rule 9: titles before names, and abbreviations before numbers. Contains no Pelican and no I/O.

Source: Imprimerie nationale, "Abréviations", "Titres de civilité".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.typography.marks import LETTER_END, NBSP, SPACE, UPPER, Edit

PARTICLE = rf"(?:d['’]|l['’]|(?:de|des|du|la|le|les|van|von){LETTER_END})"
TITLE = re.compile(
    r"[MDP](?<![\w-][MDP])(?<!\w\.[MDP])"
    rf"(?:(?:(?<=M)M?\.|(?:(?P<raised>(?<=M)(?:mes?|lles?)|(?<=D)rs?)|(?<=P)rs?){LETTER_END}\.?)"
    rf"(?:(?P<space>{SPACE}++)(?=[{UPPER}]|{PARTICLE}))?"
    rf"|(?<=M)e(?P<advocate>{SPACE}++)(?=[{UPPER}]))"
)
REFERENCE = re.compile(
    r"[nNpPaAcCvVfFtT§](?<![\w§][nNpPaAcCvVfFtT§])(?<!\w\.[nNpPaAcCvVfFtT§])"
    r"(?:(?<=[nN])(?P<sign>[°º])s?|(?P<section>(?<=§))§?"
    r"|(?:(?<=[pP])p?|(?<=[aA])(?:rt|l)|(?<=[cC])h(?:ap)?|(?<=[vV])ol|(?<=[fF])ig|(?<=[tT]))\.)"
    rf"(?P<space>{SPACE}*+)(?=[0-9])"
)


def space_titles(text: str) -> Iterator[Edit]:
    """Yield the raised letters of titles and the spaces between titles and names.

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
    """Yield the spaces between an abbreviation and its number; ``n°`` and ``§`` get theirs where none stands.

    >>> [(start, end, new) for start, end, _, new, _ in space_references("n°12, p. 4")]
    [(2, 3, '\\xa01'), (8, 9, '\\xa0')]
    """
    for match in REFERENCE.finditer(text):
        if match["space"]:
            yield *match.span("space"), 9, NBSP, False
        elif match["sign"] or match["section"] is not None:
            digit = match.end()
            yield digit, digit + 1, 9, NBSP + text[digit], False
