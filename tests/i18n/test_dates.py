"""Dates, numbers and names of languages as readers read them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.i18n.dates import capitalised, day_and_month, decimal, language_name, long_date, percentage


@pytest.mark.parametrize(
    ("day", "language", "expected"),
    [
        (date(2026, 3, 1), "fr", "1er mars 2026"),
        (date(2026, 3, 1), "fr-CA", "1er mars 2026"),
        (date(2026, 3, 2), "fr", "2 mars 2026"),
        (date(2026, 3, 11), "fr", "11 mars 2026"),
        (date(2026, 8, 1), "en", "August 1, 2026"),
        (date(2026, 8, 1), "en-GB", "1 August 2026"),
        (date(2026, 3, 1), "no", "1. mars 2026"),
        (datetime(2026, 3, 1, 23, 59, tzinfo=ZoneInfo("Europe/Paris")), "fr", "1er mars 2026"),
    ],
)
def test_long_date(day: date, language: str, expected: str) -> None:
    """A date is in full, and French writes the first of the month as such."""
    assert long_date(day, language) == expected


@pytest.mark.parametrize(
    ("day", "language", "expected"),
    [
        (date(2026, 3, 1), "fr", "1er mars"),
        (date(2026, 3, 31), "fr", "31 mars"),
        (date(2026, 3, 1), "en", "March 1"),
        (datetime(2026, 3, 1, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo")), "fr", "1er mars"),
    ],
)
def test_day_and_month(day: date, language: str, expected: str) -> None:
    """In a list below its year, a date is its day and month, in its own zone."""
    assert day_and_month(day, language) == expected


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["fr", "en", "no", "zh-TW"]))
def test_day_and_month_begin_a_date(day: date, language: str) -> None:
    """Both ways of writing a date name the same day."""
    if language in ("fr", "en"):
        assert long_date(day, language).startswith(day_and_month(day, language))
    assert str(day.day) in day_and_month(day, language)
    assert str(day.year) in long_date(day, language)


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [(0.9206, "fr", "0,92"), (1, "fr", "1,00"), (0, "en", "0.00"), (0.995, "en", "0.99"), (0.996, "en", "1.00")],
)
def test_decimal(number: float, language: str, expected: str) -> None:
    """A number has two decimals, always."""
    assert decimal(number, language) == expected


@pytest.mark.parametrize(
    ("share", "language", "expected"),
    [(0.254, "en", "25%"), (0.254, "fr", "25\xa0%"), (1, "fr", "100\xa0%"), (0, "en", "0%")],
)
def test_percentage(share: float, language: str, expected: str) -> None:
    """A share is a whole percentage, spaced as the language does."""
    assert percentage(share, language) == expected


@pytest.mark.parametrize(
    ("tag", "language", "expected"),
    [("en", "fr", "anglais"), ("fr-CA", "en", "French (Canada)"), ("no", "fr", "norvégien"), ("eo", "eo", "Esperanto")],
)
def test_language_name(tag: str, language: str, expected: str) -> None:
    """A language has a name in another."""
    assert language_name(tag, language) == expected


def test_capitalised() -> None:
    """Only the first letter changes."""
    assert [capitalised(text) for text in ("le Numérique", "éCHO", "", "1a")] == ["Le Numérique", "ÉCHO", "", "1a"]
