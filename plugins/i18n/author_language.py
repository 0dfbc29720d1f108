"""The language of messages to the author. Standard library alone: a scan asks for it before anything is imported."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["author_language"]

LOCALE = re.compile(r"([A-Za-z]{2,3})(?:[_-][A-Za-z]{4})?(?:[_-](?:[A-Za-z]{2}|[0-9]{3}))?(?:[_-][A-Za-z0-9]{4,8})*")
"""Language, script, territory, variants, as in ``sr_Latn_RS``."""


def author_language(environ: Mapping[str, str], site_language: str) -> str:
    """Return the language of messages to the author: that of the environment's locale, else the site's.

    Follows gettext (GNU gettext manual, "Locale Environment Variables"): ``LC_ALL`` before ``LC_MESSAGES``
    before ``LANG``, and the ``C`` locale means the untranslated source, which is English.

    >>> author_language({"LANG": "fr_BE.UTF-8"}, "en")
    'fr'
    >>> author_language({"LANG": "C.UTF-8"}, "fr")
    'en'
    >>> author_language({}, "fr")
    'fr'
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "").split(".")[0].split("@")[0]
        if value in ("C", "POSIX"):
            return "en"
        if found := LOCALE.fullmatch(value):
            return found[1].lower()
    return site_language
