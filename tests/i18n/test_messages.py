"""Messages and labels: values until they are shown."""

from __future__ import annotations

import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.i18n.messages import ENGLISH, N_, Labels, Message, message


class French:
    """A translator with two sentences."""

    language = "fr-CA"

    def gettext(self, words: str) -> str:
        return {"{axis} '{word}'; {mend}": "{mend} : « {word} » ({axis})", "mend it": "corrigez"}.get(words, words)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return singular if count < 2 else plural


DRIVER = Labels({"fr": "moteur", "en": "driver"})
SAID = message("{axis} '{word}'; {mend}", axis=DRIVER, word="{x}", mend=message("mend it"))


def test_text() -> None:
    """A message is its English sentence with its places filled; what fills them is never a template."""
    assert SAID.text() == SAID.text(ENGLISH) == "driver '{x}'; mend it"


def test_translated_text() -> None:
    """Sentence, inner messages and labels are translated together, and places may change their order."""
    assert SAID.text(French()) == "corrigez : « {x} » (moteur)"


def test_messages_are_values() -> None:
    """Messages can be compared and sent to another process."""
    assert pickle.loads(pickle.dumps(SAID)) == SAID
    assert message("a {n}", n=1) == Message("a {n}", {"n": 1}) != message("a {n}", n=2)


def test_mark() -> None:
    """Marking a sentence for the catalogue leaves it as it is."""
    assert N_("a {b}") == "a {b}"


@pytest.mark.parametrize(
    ("labels", "language", "expected"),
    [
        ({"fr": "a", "en": "b"}, "fr", "a"),
        ({"fr": "a", "en": "b"}, "fr-CA", "a"),
        ({"fr": "a", "fr-CA": "c"}, "fr-CA", "c"),
        ({"fr": "a", "en": "b"}, "de", "b"),
        ({"fr": "a", "es": "b"}, "de", "a"),
        ({"": "a"}, "fr", "a"),
        ({}, "fr", ""),
    ],
)
def test_labels(labels: dict[str, str], language: str, expected: str) -> None:
    """A label is in the language, its base language, English, or the first there is."""
    assert Labels(labels).pick(language) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "b"), (1, "a"), (2, "b")])
def test_english_plurals(count: int, expected: str) -> None:
    """English has one form for one, and another for all else."""
    assert ENGLISH.ngettext("a", "b", count) == expected


@given(st.dictionaries(st.sampled_from("abc"), st.text() | st.integers()))
def test_any_arguments(arguments: dict[str, str | int]) -> None:
    """Whatever the arguments hold, the sentence comes out with them, unchanged."""
    template = "".join(f"<{{{name}}}>" for name in arguments)
    assert message(template, **arguments).text() == "".join(f"<{value}>" for value in arguments.values())
    assert [name for _, name, _, _ in string.Formatter().parse(template) if name] == list(arguments)
