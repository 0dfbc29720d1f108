"""Dates, numbers and names of languages as readers read them, by Babel and never by the machine's locale."""

from __future__ import annotations

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent


def locale_name(language: str) -> str:
    """Return Babel's name of a language tag.

    >>> locale_name("fr-CA")
    'fr_CA'
    """
    return language.replace("-", "_")


def long_date(day: date, language: str) -> str:
    """Return ``day`` in full, with the first of the month as French writes it.

    >>> long_date(date(2026, 3, 2), "fr"), long_date(date(2026, 3, 1), "fr")
    ('2 mars 2026', '1er mars 2026')
    >>> long_date(date(2026, 3, 2), "en")
    'March 2, 2026'
    """
    text = format_date(day, "long", locale=locale_name(language))
    if language.split("-")[0] == "fr" and day.day == 1 and text.startswith("1 "):
        return "1er" + text[1:]
    return text


def day_and_month(day: date, language: str) -> str:
    """Return the day and the month, for a list that names the year above.

    >>> day_and_month(date(2026, 3, 2), "fr")
    '2 mars'
    """
    text = format_skeleton("MMMMd", datetime(day.year, day.month, day.day), locale=locale_name(language))
    if language.split("-")[0] == "fr" and day.day == 1 and text.startswith("1 "):
        return "1er" + text[1:]
    return text


def decimal(number: float, language: str) -> str:
    """Return a number with two decimals.

    >>> decimal(0.9206, "fr")
    '0,92'
    """
    return format_decimal(round(number, 2), "0.00", locale=locale_name(language))


def percentage(share: float, language: str) -> str:
    """Return a share as a whole percentage.

    >>> percentage(0.254, "en")
    '25%'
    """
    return format_percent(share, locale=locale_name(language))


def language_name(tag: str, language: str) -> str:
    """Return what a language is called in another.

    >>> language_name("en", "fr")
    'anglais'
    """
    return Locale.parse(locale_name(tag)).get_display_name(locale_name(language)) or tag


def capitalised(text: str) -> str:
    """Return the text with its first letter as a capital, and the rest as it is.

    >>> capitalised("le Numérique")
    'Le Numérique'
    """
    return text[:1].upper() + text[1:]
