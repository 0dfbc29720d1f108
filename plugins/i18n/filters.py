"""The template filters of words, dates and numbers, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plugins.i18n import dates
from plugins.i18n.messages import Labels

__all__ = ["filters"]


def filters(language: str) -> Mapping[str, Callable[..., Any]]:
    """Return the filters by name.

    >>> filters("fr")["capitalised"]("été")
    'Été'
    """
    return {
        "long_date": lambda day: dates.long_date(day, language),
        "day_and_month": lambda day: dates.day_and_month(day, language),
        "language_name": lambda tag: dates.language_name(tag, language),
        "decimal": lambda number: dates.decimal(number, language),
        "percentage": lambda share: dates.percentage(share, language),
        "capitalised": dates.capitalised,
        "label": lambda labels: labels.pick(language) if isinstance(labels, Labels) else labels,
    }
