"""Localised dates, numbers and language names, by Babel's locale data and never by the machine's locale.

Babel is imported when it is needed: a build that writes few pages may need none of it.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache


def locale_name(language: str) -> str:
    """Return Babel's locale identifier of a language tag.

    >>> locale_name("fr-CA")
    'fr_CA'
    """
    return language.replace("-", "_")


def is_language(language: str) -> bool:
    """Return whether dates and numbers can be written in a language.

    >>> is_language("fr-CA"), is_language("xx"), is_language("")
    (True, False, False)
    """
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(locale_name(language))
    except (UnknownLocaleError, ValueError):
        return False
    return True


@lru_cache(maxsize=4096)
def long_date(day: date, language: str) -> str:
    """Return ``day`` in the locale's long format; in French the first of the month is "1er".

    >>> long_date(date(2026, 3, 2), "fr"), long_date(date(2026, 3, 1), "fr")
    ('2 mars 2026', '1er mars 2026')
    >>> long_date(date(2026, 3, 2), "en")
    'March 2, 2026'
    """
    from babel.dates import format_date

    text = format_date(day, "long", locale=locale_name(language))
    if language.split("-")[0] == "fr" and day.day == 1 and text.startswith("1 "):
        return "1er" + text[1:]
    return text


@lru_cache(maxsize=4096)
def day_and_month(day: date, language: str) -> str:
    """Return the day and the month without the year, for a list grouped by year.

    >>> day_and_month(date(2026, 3, 2), "fr")
    '2 mars'
    """
    from babel.dates import format_skeleton

    text = format_skeleton("MMMMd", datetime(day.year, day.month, day.day), locale=locale_name(language))
    if language.split("-")[0] == "fr" and day.day == 1 and text.startswith("1 "):
        return "1er" + text[1:]
    return text


def decimal(number: float, language: str) -> str:
    """Return a number with two decimals.

    >>> decimal(0.9206, "fr")
    '0,92'
    """
    from babel.numbers import format_decimal

    return format_decimal(round(number, 2), "0.00", locale=locale_name(language))


def percentage(share: float, language: str) -> str:
    """Return a share as a whole percentage.

    >>> percentage(0.254, "en")
    '25%'
    """
    from babel.numbers import format_percent

    return format_percent(share, locale=locale_name(language))


def language_name(tag: str, language: str) -> str:
    """Return the name of the language ``tag``, in ``language``.

    >>> language_name("en", "fr")
    'anglais'
    """
    from babel import Locale

    return Locale.parse(locale_name(tag)).get_display_name(locale_name(language)) or tag


def capitalised(text: str) -> str:
    """Return the text with its first letter in upper case, and the rest unchanged.

    >>> capitalised("le Numérique")
    'Le Numérique'
    """
    return text[:1].upper() + text[1:]
