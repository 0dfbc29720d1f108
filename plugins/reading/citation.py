"""The citation of an article, as data and as BibTeX and RIS entries.

Titles are plain text as the author typed them: typographic spaces and entities would be wrong in a bibliography. Keys
are the articles' permanent ids, which do not change with title or date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Citation", "bibtex_name", "bibtex_text"]

SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
    **{character: f"\\{character}" for character in "$&#_%"},
}
"""The special characters of TeX, escaped. Braces become commands, since BibTeX counts them even after a backslash."""

PARTICLES = frozenset({"de", "du", "des", "la", "le", "van", "von", "der", "den", "da", "di", "dos", "del", "y", "e"})
LANGUAGES = {"fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch"}
"""biblatex's names of languages (biblatex manual, table 2); others are left out."""


def bibtex_text(text: str) -> str:
    r"""Return plain text for a BibTeX field, on one line, escaped; accents are kept (Biber and BibTeX read UTF-8).

    >>> print(bibtex_text("100 % d'accord & {plus} \\ L'été"))
    100 \% d'accord \& {\textbraceleft}plus{\textbraceright} {\textbackslash} L'été
    """
    return "".join(SPECIAL.get(character, character) for character in " ".join(text.split()))


def bibtex_name(name: str) -> str:
    """Return an author for BibTeX; a name that is no person's is put in braces, so that BibTeX does not split it.

    >>> bibtex_name("Anne de La Tour"), bibtex_name("La rédaction"), bibtex_name("Insee")
    ('Anne de La Tour', '{La rédaction}', '{Insee}')
    """
    words = name.split()
    person = len(words) > 1 and all(word[:1].isupper() or word in PARTICLES for word in words)
    plain = person and words[0].lower() not in PARTICLES and "and" not in words and "," not in name
    return bibtex_text(name) if plain else f"{{{bibtex_text(name)}}}"


@dataclass(frozen=True, slots=True)
class Citation:
    """The bibliographic data of an article.

    Attributes:
        key: The article's permanent id.
        authors: Their names.
        title: The title, as plain text.
        site: The site's name.
        date: Its date of publication, in the site's zone.
        url: Its absolute URL; empty where the site has none yet.
        language: The language of the text.
    """

    key: str
    authors: tuple[str, ...]
    title: str
    site: str
    date: datetime
    url: str
    language: str

    @property
    def bibtex(self) -> str:
        """The entry for BibTeX (biblatex's ``@online``, which older styles take for ``@misc``)."""
        language = LANGUAGES.get(re.split("[-_]", self.language.lower())[0], "")
        fields = {
            "author": " and ".join(bibtex_name(name) for name in self.authors),
            "title": f"{{{bibtex_text(self.title)}}}",
            "organization": f"{{{bibtex_text(self.site)}}}",
            "date": f"{self.date:%Y-%m-%d}",
            "url": self.url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
            "langid": language,
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@online{{{self.key},\n{lines}}}"

    @property
    def ris(self) -> str:
        """The entry for RIS (Research Information Systems' tagged format), which Zotero and others read."""
        lines = [
            ("TY", "BLOG"),
            ("ID", self.key),
            *(("AU", name) for name in self.authors),
            ("TI", self.title),
            ("T2", self.site),
            ("DA", f"{self.date:%Y/%m/%d}"),
            ("PY", f"{self.date:%Y}"),
            ("LA", self.language),
            ("UR", self.url),
        ]
        written = [f"{name}  - {' '.join(value.split())}" for name, value in lines if value]
        return "\n".join([*written, "ER  - "])
