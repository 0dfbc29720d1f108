"""The words that transforms add to a text, in the text's own language."""

from __future__ import annotations

from plugins.i18n import catalogue
from plugins.i18n.messages import message

__all__ = ["say"]


def say(language: str, template: str, /, **places: str | int) -> str:
    """Return a sentence of the catalogue in a language, its places filled; in English when there is no catalogue.

    >>> say("de", "Note {number}", number=1)
    'Note 1'
    """
    return message(template, **places).text(catalogue.load(language))
