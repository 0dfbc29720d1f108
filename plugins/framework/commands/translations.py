"""Updates the gettext catalogues from the messages in use: ``python3 tasks.py translations``.

Extracts ``N_("…")``, ``gettext`` and ``ngettext`` from plugins and tasks, and the translated strings of templates;
keeps existing translations, drops obsolete ones, and names the messages without a translation.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from plugins.base.files import replace_file
from plugins.i18n.catalogue import TRANSLATIONS, catalogue_path

ROOT = TRANSLATIONS.parents[1]
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}
JINJA_OPTIONS = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
LANGUAGES = ("en", "fr")
HEADER_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of every catalogue's header: a current one would make a difference in each run."""


def sources(root: Path = ROOT) -> list[tuple[Path, str]]:
    """Return the files to extract messages from, with Babel's extraction method for each."""
    python = [*sorted((root / "plugins").rglob("*.py")), root / "tasks.py"]
    folders = [root / "theme" / "templates", *sorted((root / "plugins").rglob("templates"))]
    templates = [file for folder in folders for end in ("html", "txt") for file in sorted(folder.rglob(f"*.{end}"))]
    return [*((file, "python") for file in python), *((file, "jinja2") for file in templates)]


def used_words(files: Iterable[tuple[Path, str]]) -> Catalog:
    """Return a catalogue of all messages in use, without translations."""
    found = Catalog(charset="utf-8", creation_date=HEADER_DATE, revision_date=HEADER_DATE)
    for file, method in files:
        name = "jinja2.ext:babel_extract" if method == "jinja2" else "python"
        options = JINJA_OPTIONS if method == "jinja2" else {}
        for _, words, comments, context in extract_from_file(name, file, keywords=KEYWORDS, options=options):
            found.add(words, auto_comments=comments, context=context)
    return found


def merged(used: Catalog, language: str, known: bytes | None) -> Catalog:
    """Return the messages in use with the known translations; in English a message translates to itself."""
    result = Catalog(locale=language, charset="utf-8", creation_date=HEADER_DATE, revision_date=HEADER_DATE)
    before = read_po(io.BytesIO(known), locale=language) if known is not None else Catalog(locale=language)
    for entry in used:
        if not entry.id:
            continue
        old = before.get(entry.id, entry.context)
        text = entry.id if language == "en" else (old.string if old is not None else "")
        result.add(entry.id, text, context=entry.context, flags=entry.flags - {"fuzzy"})
    return result


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages without a translation, or without one of its plural forms."""
    lacking = []
    for entry in catalogue:
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if entry.id and not all(strings):
            lacking.append(entry.id if isinstance(entry.id, str) else entry.id[0])
    return lacking


def as_po(catalogue: Catalog) -> bytes:
    """Return the bytes of a ``.po`` file, reproducibly."""
    stream = io.BytesIO()
    catalogue.project, catalogue.version, catalogue.copyright_holder = "trepied", "1", "The Trépied authors"
    catalogue.header_comment = "# Words of Trépied. Written by: python3 tasks.py translations"
    write_po(stream, catalogue, sort_output=True, no_location=True, width=0)
    return stream.getvalue()


def main(root: Path = ROOT) -> int:
    """Write the catalogues; return 0, or 1 when a translation is missing."""
    used = used_words(sources(root))
    lacking = 0
    for language in LANGUAGES:
        path = catalogue_path(language, root / "theme" / "translations")
        result = merged(used, language, path.read_bytes() if path.is_file() else None)
        replace_file(path, as_po(result))
        for words in missing(result):
            print(f"{path.relative_to(root)}: not translated: {words}", file=sys.stderr)
            lacking += 1
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
