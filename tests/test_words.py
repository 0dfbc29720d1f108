"""The catalogues hold every word in use, French whole, and nothing else."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

from babel.messages.pofile import read_po

from plugins.framework.commands.translations import KEYWORDS, as_po, merged, missing, sources, used_words
from plugins.i18n.catalogue import TRANSLATIONS, catalogue_path


def test_the_catalogues_are_current_and_whole() -> None:
    """``tasks.py translations`` would change nothing, and no translation is missing in any language."""
    used = used_words(sources())
    for language in ("en", "fr"):
        path = catalogue_path(language, TRANSLATIONS)
        result = merged(used, language, path.read_bytes())
        assert missing(result) == []
        assert path.read_bytes() == as_po(result), "run python3 tasks.py translations"


def test_no_words_stand_within_an_f_string() -> None:
    """Before Python 3.12 an f-string is one token, in which Babel finds no word: it would stay English."""
    hidden = [
        f"{file}:{inner.lineno}"
        for file, method in sources()
        if method == "python"
        for outer in ast.walk(ast.parse(Path(file).read_text("utf-8")))
        if isinstance(outer, ast.JoinedStr)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in KEYWORDS
    ]
    assert hidden == []


def test_translations_keep_the_places() -> None:
    """A translation has exactly the ``{places}`` and ``%(places)s`` of its source."""
    with catalogue_path("fr", TRANSLATIONS).open("rb") as file:
        catalogue = read_po(file, locale="fr")

    def places(text: str) -> set[str]:
        if "%(" in text:
            return set(re.findall(r"%\((\w+)\)s", text))
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for entry in catalogue:
        sources_ = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        for text in strings:
            if entry.id:
                assert places(text) == places(sources_[-1]), entry.id


def test_french_words_are_typeset() -> None:
    """French words have typographic apostrophes, and no breaking space where French wants none."""
    with catalogue_path("fr", TRANSLATIONS).open("rb") as file:
        catalogue = read_po(file, locale="fr")
    for entry in catalogue:
        for text in entry.string if isinstance(entry.string, tuple) else (entry.string,):
            assert not re.search(r"\w'\w|[ \u00a0][;!?]|[ \u202f][:»](?=\s|$)|« ", text), text
