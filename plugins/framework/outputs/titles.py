"""The titles of documents, as plain text: what a browser shows in its tab, and search engines as a link."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.i18n.dates import capitalised
from plugins.i18n.messages import N_, Translator

__all__ = ["PAGE", "Titles"]

PAGE = N_("page %(number)s")
SEPARATOR = " – "
KNOWN = {"404": N_("Page not found")}
"""The titles of direct templates whose name, capitalised, is none."""


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of one site.

    Attributes:
        site: Its name.
        words: The catalogue of its language.
    """

    site: str
    words: Translator

    def of(self, title: str, number: int = 1) -> str:
        """Return the title of a document.

        >>> from plugins.i18n.messages import ENGLISH
        >>> Titles("A", ENGLISH).of("B", 2)
        'B – page 2 – A'
        """
        return SEPARATOR.join([title, *self._page(number), self.site])

    def of_label(self, name: str, number: int = 1) -> str:
        """Return the title of the page of a term or an axis."""
        return self.of(capitalised(name), number)

    def of_template(self, template: str, number: int = 1) -> str:
        """Return the title of a direct template's page; that of the home page is the site's name."""
        if template == "index":
            return SEPARATOR.join([self.site, *self._page(number)])
        return self.of(self.words.gettext(KNOWN.get(template, template.capitalize())), number)

    def _page(self, number: int) -> list[str]:
        return [self.words.gettext(PAGE) % {"number": number}] if number > 1 else []
