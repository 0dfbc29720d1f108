"""Catalogues read from .po files, and the author's language."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from plugins.framework.commands.translations import missing
from plugins.i18n.author_language import author_language
from plugins.i18n.catalogue import TRANSLATIONS, Catalogue, CatalogueError, catalogue_path, load
from plugins.i18n.messages import message

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
FRENCH = (
    HEADER
    + """\
msgid "unknown {axis} '{word}'"
msgstr "{axis} inconnu « {word} »"

msgid "not translated"
msgstr ""

#, fuzzy
msgid "fuzzy"
msgstr "flou"

msgid "{count} mistake."
msgid_plural "{count} mistakes."
msgstr[0] "{count} erreur."
msgstr[1] "{count} erreurs."

msgctxt "month"
msgid "May"
msgstr "mai"
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a French catalogue."""
    write(tmp_path, "fr", FRENCH)
    return tmp_path


def write(folder: Path, language: str, text: str | bytes) -> Path:
    """Write a catalogue."""
    path = catalogue_path(language, folder)
    path.parent.mkdir(parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_translations(folder: Path) -> None:
    """Words are translated; what is empty, doubtful or missing stays English, and nothing is not the header."""
    words = load("fr", folder)
    assert message("unknown {axis} '{word}'", axis="pilier", word="x").text(words) == "pilier inconnu « x »"
    assert [words.gettext(text) for text in ("not translated", "fuzzy", "missing", "")] == [
        "not translated",
        "fuzzy",
        "missing",
        "",
    ]
    assert (words.pgettext("month", "May"), words.pgettext("verb", "May"), words.gettext("May")) == (
        "mai",
        "May",
        "May",
    )


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("fr", 0, "{count} erreur."),
        ("fr", 1, "{count} erreur."),
        ("fr", 2, "{count} erreurs."),
        ("en", 0, "{count} mistakes."),
        ("en", 1, "{count} mistake."),
    ],
)
def test_plurals(folder: Path, language: str, count: int, expected: str) -> None:
    """Each language has its own rule: in French, none is singular."""
    assert load(language, folder).ngettext("{count} mistake.", "{count} mistakes.", count) == expected
    assert load(language, folder).npgettext("other", "a", "b", count) == ("a" if count == 1 else "b")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "{axis} inconnu « {word} »"), ("fr-CA", "{axis} inconnu « {word} »"), ("de", "unknown {axis} '{word}'")],
)
def test_fallback(folder: Path, language: str, expected: str) -> None:
    """A language takes the catalogue of its base language, else none; it keeps its own name."""
    words = load(language, folder)
    assert words.gettext("unknown {axis} '{word}'") == expected
    assert words.language == language


def test_a_region_has_its_own(folder: Path) -> None:
    """A catalogue of the region comes before that of the language."""
    write(folder, "fr_CA", HEADER + 'msgid "missing"\nmsgstr "manque"\n')
    assert load("fr-CA", folder).gettext("missing") == "manque"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEADER + "msgid what\n", id="no quotes"),
        pytest.param(
            b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "\xe9"\nmsgstr "x"\n', id="Latin-1"
        ),
        pytest.param(HEADER.replace("n > 1", "n >"), id="no rule of plurals"),
        pytest.param(HEADER.replace("nplurals=2", "nplurals=x"), id="no number of plurals"),
        pytest.param(HEADER.replace("utf-8", "klingon"), id="unknown encoding"),
    ],
)
def test_malformed(tmp_path: Path, text: str | bytes) -> None:
    """A catalogue that cannot be read is an error that names the file."""
    path = write(tmp_path, "fr", text)
    with pytest.raises(CatalogueError) as error:
        load("fr", tmp_path)
    assert str(error.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "de"),
        ({"LANG": ""}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "fr_FR@euro"}, "fr"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "es_ES.UTF-8"}, "es"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "es", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr"),
        ({"LANG": "../../etc"}, "de"),
        ({"LANG": "fr_FR", "LC_ALL": "!"}, "fr"),
        ({"LANG": "\udce9"}, "de"),
    ],
)
def test_author_language(environ: dict[str, str], expected: str) -> None:
    """The environment chooses, in gettext's order; what is no language is passed over; else it is the site's."""
    assert author_language(environ, "de") == expected


@pytest.mark.parametrize(
    ("words", "translation", "lacking"),
    [
        ("a", "b", []),
        ("a", "", ["a"]),
        (("{count} a", "{count} as"), ("{count} b", "{count} bs"), []),
        (("{count} a", "{count} as"), ("{count} b", ""), ["{count} a"]),
        (("{count} a", "{count} as"), ("", "{count} bs"), ["{count} a"]),
        (("{count} a", "{count} as"), ("", ""), ["{count} a"]),
    ],
)
def test_what_lacks_a_translation_is_named(
    words: str | tuple[str, str], translation: str | tuple[str, str], lacking: list[str]
) -> None:
    """Whole, or one of its plural forms: readers would meet an empty word for that number alone."""
    catalogue = Catalog(locale="fr")
    catalogue.add(words, translation)
    assert missing(catalogue) == lacking


def places(text: str) -> list[str]:
    """Return the named places of a template; raise ValueError when it is none."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_places_of_the_translations() -> None:
    """Each translation of this site has exactly the named places of its source: it can never break a message."""
    found = []
    paths = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    assert paths
    for path in paths:
        with path.open("rb") as stream:
            for entry in read_po(stream):
                sources = entry.id if isinstance(entry.id, tuple) else (entry.id, entry.id)
                strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                allowed = [places(source) for source in sources] if "{" in str(entry.id) else [[]]
                if any(text and "{" in text + str(entry.id) and places(text) not in allowed for text in strings):
                    found.append((path.parent.parent.name, entry.id))
    assert found == []


def test_no_catalogue_is_compiled_twice() -> None:
    """The same catalogue is read once in a process."""
    assert load("fr") is load("fr")
    assert isinstance(load("fr"), Catalogue)
