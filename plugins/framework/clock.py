"""The clock of a build: a fixed present, and the next date at which the build's result would differ."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


class Clock:
    """A fixed present that records the earliest future moment it was asked about.

    >>> clock = Clock(datetime.fromisoformat("2026-03-01T00:00:00+00:00"))
    >>> clock.is_future(datetime.fromisoformat("2026-03-02T08:30:00+01:00"))
    True
    >>> clock.next_change.isoformat()
    '2026-03-02T08:30:00+01:00'
    """

    def __init__(self, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("the clock needs a time zone")
        self.now = now
        self.next_change: datetime | None = None

    def is_future(self, moment: datetime) -> bool:
        """Return whether a moment is in the future, and record the earliest of those."""
        if moment <= self.now:
            return False
        if self.next_change is None or moment < self.next_change:
            self.next_change = moment
        return True


def clock_at(now: str | None, zone: str) -> Clock:
    """Return the clock set to ``now`` (ISO 8601, in ``zone`` when it names none), else to the current time.

    Raises:
        ValueError: ``now`` is not a date, or ``zone`` is no time zone.
    """
    try:
        site = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # OSError: "Europe" is a folder
        raise ValueError(f"TIMEZONE {zone!r} is not a time zone such as Europe/Paris") from None
    if now is None:
        return Clock(datetime.now(site))
    moment = datetime.fromisoformat(now)
    return Clock(moment.astimezone(site) if moment.tzinfo else moment.replace(tzinfo=site))
