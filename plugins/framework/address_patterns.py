"""The addresses of texts: Pelican's URL patterns (``ARTICLE_URL``, ``PAGE_SAVE_AS`` and so on), filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.base.settings_error import SettingsError

__all__ = ["NAMES", "AddressPatterns"]

NAMES: tuple[str, ...] = tuple(
    f"{kind}_{language}{what}"
    for kind in ("ARTICLE", "DRAFT", "PAGE", "DRAFT_PAGE")
    for language in ("", "LANG_")
    for what in ("URL", "SAVE_AS")
)


@dataclass(frozen=True, slots=True)
class AddressPatterns:
    """The patterns by the names of their settings, and the language of the site."""

    patterns: Mapping[str, str]
    language: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> AddressPatterns:
        """Return the patterns that Pelican's settings hold."""
        return cls({name: str(settings[name]) for name in NAMES}, settings["DEFAULT_LANG"].lower())

    def of_text(
        self, kind: str, *, draft: bool, slug: str, language: str, date: datetime | None, path: str, author: str = ""
    ) -> tuple[str, str]:
        """Return URL and output file of a text, both relative to the site's.

        Raises:
            SettingsError: A pattern names what a text does not have.
        """
        name = kind.upper() if not draft else {"article": "DRAFT", "page": "DRAFT_PAGE"}[kind]
        name += "" if language == self.language else "_LANG"
        known = {"slug": slug, "lang": language, "path": path, "author": author, "category": ""}
        dated = {"date": date} if date is not None else {}
        url, output = (self._filled(f"{name}_{what}", {**known, **dated}) for what in ("URL", "SAVE_AS"))
        self._refuse_outside(f"{name}_URL", url, "address")
        self._refuse_outside(f"{name}_SAVE_AS", output, "file")
        return url, output

    def _refuse_outside(self, name: str, made: str, what: str) -> None:
        """Raise when a pattern makes what is not below the site's own, or no file."""
        parts = made.split("/")
        if not made or not parts[0] or ".." in parts or (what == "file" and not parts[-1]):
            raise SettingsError(f"setting {name}: {self.patterns[name]!r} makes {made!r}, no {what} of this site")

    def _filled(self, name: str, values: Mapping[str, object]) -> str:
        pattern = self.patterns[name]
        try:
            return pattern.format(**values)
        except (KeyError, IndexError, AttributeError, ValueError, TypeError) as error:
            known = ", ".join(f"{{{value}}}" for value in sorted(values))
            raise SettingsError(f"setting {name}: {pattern!r} names {error}, and there are {known}") from None
