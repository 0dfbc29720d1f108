"""Ids of interactions: ULIDs, which sort by time.

An id is a ULID (https://github.com/ulid/spec) in lower case, so that it is unique on case-insensitive file systems too:
48 bits of milliseconds since 1970 and 80 bits of randomness, in 26 characters of Crockford's base 32.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

__all__ = ["RANDOM_BYTES", "is_id", "moment_of", "new_id"]

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, without i, l, o and u (https://www.crockford.com/base32.html)."""
ID = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}\Z")
RANDOM_BYTES = 10
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = (1 << 48) - 1


def new_id(moment: datetime, randomness: bytes) -> str:
    """Return a new id for a moment.

    Args:
        moment: With a time zone; before 1970 counts as 1970.
        randomness: Ten random bytes, such as ``secrets.token_bytes(RANDOM_BYTES)``.

    >>> new_id(datetime(2026, 3, 2, 8, 30, tzinfo=UTC), bytes(10))
    '01kjptp8t00000000000000000'
    """
    if len(randomness) != RANDOM_BYTES:
        raise ValueError(f"an id takes {RANDOM_BYTES} random bytes, not {len(randomness)}")
    milliseconds = min(max(0, (moment - EPOCH) // timedelta(milliseconds=1)), LATEST)
    number = milliseconds << 80 | int.from_bytes(randomness, "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def is_id(text: str) -> bool:
    """Return whether a text is a valid id, which is safe as a file name.

    >>> is_id("01kjptp8t00000000000000000"), is_id("../../etc/passwd")
    (True, False)
    """
    return bool(ID.match(text))


def moment_of(identity: str) -> datetime:
    """Return the moment of an id, to the millisecond.

    >>> moment_of("01kjptp8t00000000000000000").isoformat()
    '2026-03-02T08:30:00+00:00'
    """
    number = 0
    for character in identity[:10]:
        number = number << 5 | ALPHABET.index(character)
    return EPOCH + timedelta(milliseconds=number)
