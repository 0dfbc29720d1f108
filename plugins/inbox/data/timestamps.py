"""Timestamps of the database: whole milliseconds since 1970 (UTC), and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

__all__ = ["DAY", "HOUR", "MINUTE", "SECOND", "Clock", "from_ms", "now", "to_ms"]

Clock = Callable[[], datetime]
"""Returns the present, as an aware datetime."""

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """Return the present, in UTC: the default :data:`Clock`."""
    return datetime.now(UTC)


def to_ms(moment: datetime) -> int:
    """Return the timestamp of a moment, in milliseconds.

    >>> to_ms(datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    60000
    """
    return (moment - EPOCH) // timedelta(milliseconds=1)


def from_ms(milliseconds: int) -> datetime:
    """Return the moment of a timestamp, in UTC: the inverse of :func:`to_ms`.

    >>> from_ms(60000).isoformat()
    '1970-01-01T00:01:00+00:00'
    """
    return EPOCH + timedelta(milliseconds=milliseconds)
