"""The words that an author reads: the catalogue in the language of the environment, or else the site's."""

from __future__ import annotations

from plugins.base.environment import variables
from plugins.i18n.author_language import author_language
from plugins.i18n.catalogue import Catalogue, load

__all__ = ["author_words"]


def author_words(site_language: str) -> Catalogue:
    """Return the catalogue of messages to the author of a site in a language."""
    return load(author_language(variables(), site_language))
