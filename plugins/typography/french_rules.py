"""Applies the French rules to the text of one block, and returns their edits.

The text is the visible text of a block, without its tags; :data:`~plugins.typography.characters.OPAQUE` is the
placeholder of content that is no prose. Each rule reads the same text and yields edits; only quotes are replaced
first, character for character, because dashes and apostrophes depend on whether a quote opens or closes.
"""

from __future__ import annotations

import re
from operator import itemgetter

from plugins.typography.characters import Edit
from plugins.typography.rules.abbreviations import space_references, space_titles
from plugins.typography.rules.apostrophes import close_elisions, curl_apostrophes, join_points
from plugins.typography.rules.dashes import set_dashes
from plugins.typography.rules.ligatures import tie_letters
from plugins.typography.rules.numbers import group_digits, space_hours, space_units
from plugins.typography.rules.ordinals import raise_digit_ordinals, raise_roman_ordinals
from plugins.typography.rules.quotes import set_quotes
from plugins.typography.rules.spaces import space_signs
from plugins.typography.rules.web_addresses import hide_addresses

DIGIT = re.compile(r"[0-9]")
NUMBER_RULES = (
    (6, group_digits),
    (7, space_units),
    (7, space_hours),
    (8, raise_digit_ordinals),
    (9, space_references),
)


def french_edits(text: str, rules: frozenset[int]) -> list[Edit]:
    """Return the edits that set a block's text, in order, none overlapping another.

    Args:
        text: The text of one block.
        rules: The numbers of the enabled rules.

    >>> french_edits("L'eau !", frozenset({1, 3}))
    [(1, 2, 3, '’', False), (5, 6, 1, '\\u202f', False)]
    """
    text = hide_addresses(text)
    edits: list[Edit] = []
    if 1 in rules or 2 in rules:
        text, edits = set_quotes(text, rules)
    if 1 in rules:
        edits += space_signs(text)
    if 3 in rules:
        if "'" in text:
            edits += curl_apostrophes(text)
        if "«" in text or "“" in text or '"' in text:
            edits += close_elisions(text)
    if 4 in rules and "..." in text:
        edits += join_points(text)
    if 5 in rules:
        edits += set_dashes(text)
    if DIGIT.search(text):
        for number, rule in NUMBER_RULES:
            if number in rules:
                edits += rule(text)
    if 8 in rules:
        edits += raise_roman_ordinals(text)
    if 9 in rules:
        edits += space_titles(text)
    if 10 in rules and ("oe" in text or "Oe" in text or "OE" in text):
        edits += tie_letters(text)
    return _without_overlaps(edits)


def _without_overlaps(edits: list[Edit]) -> list[Edit]:
    """Return the edits in order, without those that overlap an earlier one."""
    edits.sort(key=itemgetter(0, 1, 2, 3))
    settled: list[Edit] = []
    position = 0
    for edit in edits:
        if edit[0] >= position:
            settled.append(edit)
            position = edit[1]
    return settled
