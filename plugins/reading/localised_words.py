"""Translations of the phrases that transforms add to a text, in the language of the text."""

from __future__ import annotations

from plugins.i18n import catalogue
from plugins.i18n.messages import message

__all__ = ["localised"]


def localised(language: str, template: str, /, **places: str | int) -> str:
    """Return a message translated into a language, placeholders filled; in English when there is no catalogue.

    >>> localised("de", "Note {number}", number=1)
    'Note 1'
    """
    return message(template, **places).text(catalogue.load(language))
