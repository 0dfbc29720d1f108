"""Dates for feeds: whole seconds, offsets valid in RFC 3339 and RFC 2822, modification dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def settled(moment: datetime) -> datetime:
    """Return a moment in whole seconds, with an offset that RFC 3339 and RFC 2822 can express.

    Both know offsets in whole minutes only (RFC 3339, section 5.6; RFC 2822, section 3.3); time zones of before 1911
    may have seconds, and become UTC.

    >>> settled(datetime(1905, 1, 1, tzinfo=ZoneInfo("Europe/Paris"))).isoformat()
    '1904-12-31T23:50:39+00:00'
    """
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return moment.replace(microsecond=0)


def updated(published: datetime, modified: datetime | None) -> datetime:
    """Return the ``updated`` date of an entry: the modification date, but never before publication."""
    return settled(published if modified is None else max(published, modified))


def midnight(day: date, zone: str) -> datetime:
    """Return the beginning of a day in a time zone (IANA name).

    >>> midnight(date(2024, 1, 1), "Europe/Paris").isoformat()
    '2024-01-01T00:00:00+01:00'
    """
    return settled(datetime.combine(day, time(), ZoneInfo(zone)))
