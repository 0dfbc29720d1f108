"""Rules 3 and 4: typographic apostrophes, elisions before guillemets, and ellipses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.typography.characters import QUOTED, SPACE, SPACES, UNQUOTED, Edit

APOSTROPHE = re.compile(r"'(?!')(?<!'')")
BEFORE_OPENING = frozenset(f'{SPACES}([{{«“"|-–—/{QUOTED}')
IN_SINGLE_QUOTES = re.compile(r"'(?=\w)(?:[^'’\"«»“”]|['’](?=[^\W\d_])){1,100}(?<![^\w.,;:!?…)%])'(?!\w)")
NO_OPENING = rf"{SPACE}|[)\]}},:;!?»”|{UNQUOTED}]|\Z"
"""The context after a straight quote that is no opening quote."""
ELIDED_SPACE = re.compile(rf"['’]{SPACE}+(?=[«“{QUOTED}]|\"(?!{NO_OPENING}))")
ELISION = re.compile(r"(?<![^\W\d_])(?:[cdjlmnst]|[^\W\d_]{0,8}qu)\Z", re.IGNORECASE)

ELLIPSIS = re.compile(r"\.\.\.(?![./\\])(?<![./\\]\.\.\.)")


def curl_apostrophes(text: str) -> Iterator[Edit]:
    """Yield the edits that curl straight apostrophes; a prime after a digit and ``''`` are left alone.

    A pair of them around words are English single quotes: the first becomes ``‘``.

    >>> [(start, new) for start, _, _, new, _ in curl_apostrophes("l'eau, 5', le 'mot'")]
    [(1, '’'), (14, '‘'), (18, '’')]
    """
    closing = -1
    for match in APOSTROPHE.finditer(text):
        start = match.start()
        new = "’"
        before = text[start - 1] if start else " "
        if before in BEFORE_OPENING and start > closing:
            quoted = IN_SINGLE_QUOTES.match(text, start)
            if quoted:
                closing = quoted.end() - 1
                new = "‘"
        elif before.isdigit() and start != closing and not text[start + 1 : start + 2].isalpha():
            continue
        yield start, start + 1, 3, new, False


def close_elisions(text: str) -> Iterator[Edit]:
    """Yield the edits that remove the space between an elided word and an opening guillemet.

    >>> list(close_elisions("l' « agilité »"))
    [(2, 3, 3, '', False)]
    """
    for match in ELIDED_SPACE.finditer(text):
        if ELISION.search(text, max(0, match.start() - 12), match.start()):
            yield match.start() + 1, match.end(), 3, "", False


def join_points(text: str) -> Iterator[Edit]:
    """Yield the edits that make three points an ellipsis; more of them are a leader, ``.../`` is a path.

    >>> list(join_points("Ah... Nom ..... a"))
    [(2, 5, 4, '…', False)]
    """
    for match in ELLIPSIS.finditer(text):
        yield match.start(), match.end(), 4, "…", False
