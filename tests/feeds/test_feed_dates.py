"""Dates as feeds can write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.feeds.feed_dates import midnight, settled, updated
from tests.feeds.rules import RFC_2822, RFC_3339

PARIS = ZoneInfo("Europe/Paris")
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.timezones())


@given(MOMENTS)
def test_settled(moment: datetime) -> None:
    """A date of any zone and year becomes one that both formats can write, and the same moment to the second."""
    found = settled(moment)
    assert timedelta(0) <= moment - found < timedelta(seconds=1)
    assert RFC_3339.match(found.isoformat())
    assert RFC_2822.match(format_datetime(found))


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Europe/Paris", "2026-03-02T08:30:00+01:00"),
        ("Asia/Kolkata", "2026-03-02T08:30:00+05:30"),
        ("Asia/Kathmandu", "2026-03-02T08:30:00+05:45"),
        ("America/St_Johns", "2026-03-02T08:30:00-03:30"),
    ],
)
def test_an_offset_in_whole_minutes_stays(zone: str, written: str) -> None:
    """Readers see the hour that the author's clock showed, where hours are shifted by half of one, too."""
    assert settled(datetime(2026, 3, 2, 8, 30, tzinfo=ZoneInfo(zone))).isoformat() == written


def test_a_change_is_never_before_publication() -> None:
    """``modified`` counts, unless the date of publication was moved behind it."""
    early, late = datetime(2026, 3, 2, tzinfo=PARIS), datetime(2026, 3, 5, tzinfo=PARIS)
    assert updated(early, None) == early
    assert updated(early, late) == late
    assert updated(late, early) == late


def test_midnight() -> None:
    """A day begins in the site's zone, in whole minutes even when that zone had seconds."""
    assert midnight(date(2024, 7, 1), "Europe/Paris").isoformat() == "2024-07-01T00:00:00+02:00"
    assert midnight(date(1900, 1, 1), "Europe/Paris") == datetime(1899, 12, 31, 23, 50, 39, tzinfo=UTC)
