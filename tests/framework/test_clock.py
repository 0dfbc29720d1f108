"""The one clock of a build."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.framework.clock import Clock, clock_at

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@given(st.lists(st.integers(-5, 5)))
def test_next_change_is_the_nearest_future(hours: list[int]) -> None:
    """The clock remembers the first moment at which an answer it gave will change."""
    clock = Clock(NOW)
    answers = [clock.is_future(NOW + timedelta(hours=hour)) for hour in hours]
    assert answers == [hour > 0 for hour in hours]
    future = [hour for hour in hours if hour > 0]
    assert clock.next_change == (NOW + timedelta(hours=min(future)) if future else None)


def test_zones_are_compared_as_moments() -> None:
    """What is at the same moment in another zone is not to come."""
    assert Clock(NOW).is_future(datetime(2026, 3, 1, 1, tzinfo=ZoneInfo("Europe/Paris"))) is False
    assert Clock(NOW).is_future(datetime(2026, 3, 1, 1, 1, tzinfo=ZoneInfo("Europe/Paris"))) is True


def test_a_clock_needs_a_zone() -> None:
    """A present without a zone would be another moment on each machine."""
    with pytest.raises(ValueError, match="time zone"):
        Clock(datetime(2026, 3, 1))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-01", "2026-03-01T00:00:00+01:00"),
        ("2026-07-01T12:00", "2026-07-01T12:00:00+02:00"),
        ("2026-03-01T12:00:00Z", "2026-03-01T13:00:00+01:00"),
    ],
)
def test_clock_at(now: str, expected: str) -> None:
    """The present may be set; without a zone it is in the site's."""
    assert clock_at(now, "Europe/Paris").now.isoformat() == expected


def test_clock_at_present() -> None:
    """When nothing is set, the present is the machine's, in the site's zone."""
    before = datetime.now(UTC)
    clock = clock_at(None, "Europe/Paris")
    assert before <= clock.now <= datetime.now(UTC)
    assert clock.now.tzinfo == ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("zone", ["Europe/Pariss", "Europe", "", "../x", "/etc/passwd"])
def test_a_wrong_zone(zone: str) -> None:
    """A zone that does not exist is an error that names it."""
    with pytest.raises(ValueError, match=f"^TIMEZONE '{zone}' is not a time zone such as Europe/Paris$"):
        clock_at("2026-03-01", zone)


@pytest.mark.parametrize("now", ["", "demain", "2026-13-01"])
def test_a_wrong_present(now: str) -> None:
    """What is no date is an error, which beginning a build tells."""
    with pytest.raises(ValueError, match=r"isoformat|month"):
        clock_at(now, "Europe/Paris")
