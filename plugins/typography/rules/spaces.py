"""Rule 1: no-break spaces before ``;`` ``!`` ``?`` and ``:``.

Source: Imprimerie nationale, "Ponctuation": espace fine insécable before ``;`` ``!`` ``?``, espace mots insécable
before ``:``. The space inside guillemets, the rule's other half, is in :mod:`plugins.typography.rules.quotes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.typography.characters import NBSP, NNBSP, SPACES, Edit

SIGN = re.compile(r"[;:!?]")
NOT_A_SIGN = re.compile(
    r"(?:!=|:=|\?=|::)"  # operators
    r"|[:;]['’]?-?[()DPpOo|/\\*](?![\w/])"  # smileys
    r"|:[a-z+-][a-z0-9_+-]{0,30}:(?!\w)"  # shortcodes of emoji
)
BARE_SMILEY = re.compile(r"[:;]\)")
PARENTHESIS_WINDOW = 200


def space_signs(text: str) -> Iterator[Edit]:
    """Yield the edits that make the space before a sign no-break; none is inserted where there is no space.

    >>> list(space_signs("Vraiment ?! Oui : a:b"))
    [(8, 9, 1, '\\u202f', False), (15, 16, 1, '\\xa0', False)]
    """
    for match in SIGN.finditer(text):
        end = start = match.start()
        while start and text[start - 1] in SPACES:
            start -= 1
        if start == end or not start:
            continue
        wanted = NBSP if text[end] == ":" else NNBSP
        if NOT_A_SIGN.match(text, end) and not _closes_parenthesis(text, end):
            continue
        yield start, end, 1, wanted, False


def _closes_parenthesis(text: str, sign: int) -> bool:
    """Return whether ``:)`` is a colon before a closing parenthesis rather than a smiley."""
    if not BARE_SMILEY.match(text, sign):
        return False
    first = max(0, sign - PARENTHESIS_WINDOW)
    return text.rfind("(", first, sign) > text.rfind(")", first, sign)
