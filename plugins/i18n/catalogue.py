"""Gettext catalogues, loaded from ``.po`` files.

No compiled ``.mo`` file is stored: it could be older than its ``.po`` file.
"""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path

DOMAIN = "trepied"
TRANSLATIONS = Path(__file__).resolve().parents[2] / "theme" / "translations"


class CatalogueError(Exception):
    """A catalogue cannot be read; the message names the file."""


class Catalogue:
    """The translations into one language; a :class:`plugins.i18n.messages.Translator`.

    Attributes:
        language: The language.
        compiled: The translations as a ``.mo`` file has them; empty for none.
    """

    def __init__(self, language: str, compiled: bytes) -> None:
        self.language, self.compiled = language, compiled
        self._translations = gettext.GNUTranslations(io.BytesIO(compiled)) if compiled else gettext.NullTranslations()

    def gettext(self, message: str) -> str:
        """Return the translation of ``message``, or ``message`` itself when the catalogue lacks it."""
        return self._translations.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the translated form that suits ``count`` by the language's own plural rule."""
        return self._translations.ngettext(singular, plural, count)

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of ``message`` in ``context``."""
        return self._translations.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, count: int) -> str:
        """Return the translated form that suits ``count`` in ``context``."""
        return self._translations.npgettext(context, singular, plural, count)


def catalogue_path(language: str, directory: Path) -> Path:
    """Return the path of the ``.po`` file of ``language`` below ``directory``."""
    return directory / language / "LC_MESSAGES" / f"{DOMAIN}.po"


_remembered: dict[tuple[str, str], Catalogue] = {}


def remember(language: str, directory: str, compiled: bytes) -> None:
    """Take the catalogue of a language as it was compiled before: its ``.po`` file has not changed."""
    _remembered[language, directory] = Catalogue(language, compiled)


def forget() -> None:
    """Read catalogues again from their ``.po`` files."""
    _remembered.clear()


def load(language: str, directory: Path = TRANSLATIONS) -> Catalogue:
    """Return the catalogue of ``language``, of its base language, or an empty one (English source).

    Raises:
        CatalogueError: The ``.po`` file is malformed.
    """
    known = _remembered.get((language, str(directory)))
    return known if known is not None else _load(language, directory)


@lru_cache(maxsize=8)
def _load(language: str, directory: Path) -> Catalogue:
    for candidate in (language.replace("-", "_"), language.split("-")[0]):
        path = catalogue_path(candidate, directory)
        if path.is_file():
            return Catalogue(language, _compile(path))
    return Catalogue(language, b"")


def _compile(path: Path) -> bytes:
    from babel.core import UnknownLocaleError
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    compiled = io.BytesIO()
    language = path.parents[1].name  # else Babel drops the plural rule of a header that names no language
    try:
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
        gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
    except (PoFileError, UnknownLocaleError, LookupError, ValueError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    return compiled.getvalue()
