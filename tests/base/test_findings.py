"""Findings: how they read, how they are ordered, and what they suggest."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.findings import Finding, Position, folded, in_order, listed, nearest, quoted, suggestion, visible
from plugins.i18n.messages import Labels, message


class Shouting:
    """A translator that shows what goes through it."""

    language = "fr"

    def gettext(self, words: str) -> str:
        return words.upper() if "{" not in words else words.replace("; ", " ⁏ ")

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return singular


def test_text_without_mend() -> None:
    """A finding reads path:line:column: problem."""
    finding = Finding("a.md", Position(2, 3), message("it is {what}", what="wrong"))
    assert finding.text() == "a.md:2:3: it is wrong"


def test_text_with_mend_and_prefix() -> None:
    """The prefix stands before the path, and the mend after a semicolon."""
    finding = Finding("a.md", Position(), message("wrong"), message("mend it"))
    assert finding.text(prefix="content/") == "content/a.md:1:1: wrong; mend it"


def test_text_is_translated_in_every_part() -> None:
    """The problem, the mend, labels and what joins them go through the translator."""
    finding = Finding("a.md", Position(), message("{x}", x=Labels({"fr": "moteur"})), message("mend"))
    assert finding.text(Shouting()) == "a.md:1:1: moteur ⁏ MEND"


def test_braces_of_an_author_are_not_places() -> None:
    """What an author typed is never taken for a template."""
    finding = Finding("a.md", Position(), message("'{value}' is wrong", value="{x} {0} {"), message("no"))
    assert finding.text() == "a.md:1:1: '{x} {0} {' is wrong; no"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        pytest.param("a.md", "\x1b[31m", r"a.md:1:1: \x1b[31m", id="escape sequence"),
        pytest.param("a.md", "a\nb", r"a.md:1:1: a\nb", id="line end"),
        pytest.param("a.md", "\u202eabc", r"a.md:1:1: \u202eabc", id="direction mark"),
        pytest.param("a\nb.md", "x", r"a\nb.md:1:1: x", id="line end in a file's name"),
        pytest.param("\udce9t\udce9.md", "x", r"\udce9t\udce9.md:1:1: x", id="file name that is not UTF-8"),
        pytest.param("été.md", "a\xa0b", "été.md:1:1: a\xa0b", id="letters and no-break spaces stay"),
    ],
)
def test_text_is_one_line_that_a_terminal_may_show(path: str, value: str, expected: str) -> None:
    """Control and direction marks come out as escapes, in the path too."""
    assert Finding(path, Position(), message("{value}", value=value)).text() == expected


@given(st.text(alphabet=st.characters()), st.text(alphabet=st.characters()))
def test_text_can_always_be_printed(path: str, value: str) -> None:
    """Whatever stands in a finding, it is one line of printable UTF-8."""
    text = Finding(path, Position(), message("{value}", value=value)).text()
    assert text.encode("utf-8")
    assert len(text.splitlines()) == 1


def test_in_order() -> None:
    """Findings come by file, line and column, each once."""
    third = Finding("b.md", Position(1, 1), message("x"))
    second = Finding("a.md", Position(10, 1), message("x"))
    first = Finding("a.md", Position(9, 2), message("x"))
    assert in_order([third, second, first, second]) == [first, second, third]


def test_at() -> None:
    """A finding can be moved to another file with all else kept."""
    finding = Finding("", Position(2, 3), message("x"), message("y"), advice=True, fatal=True)
    assert finding.at("b.md") == Finding("b.md", Position(2, 3), message("x"), message("y"), advice=True, fatal=True)


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("numerik", ["collaboratif", "numerique", "rse"], "numerique"),
        ("Numérique", ["numerique", "rse"], "numerique"),
        ("relations_humaines", ["relations-humaines"], "relations-humaines"),
        ("RSE", ["rse"], "rse"),
        ("zzz", ["rse"], None),
        ("", ["rse"], None),
        ("rse", [], None),
        ("r" * 81, ["r" * 80], None),
        ("r" * 79 + "s", ["r" * 79 + "t"], "r" * 79 + "t"),
        ("marmo", ["marie"], "marie"),
        ("marmot", ["marine"], None),
        ("e-tat", ["etat", "état"], "etat"),
    ],
)
def test_nearest(word: str, known: list[str], expected: str | None) -> None:
    """The near word is the one that case, accents, separators or a few letters make out of what was typed."""
    assert nearest(word, known) == expected


@given(st.text(), st.lists(st.text(max_size=12), max_size=8))
def test_nearest_knows_what_it_suggests(word: str, known: list[str]) -> None:
    """A suggestion is one of the known words, and does not depend on their order."""
    near = nearest(word, known)
    assert near is None or near in known
    assert near == nearest(word, reversed(known))


WORDS = st.text(alphabet="abcde-é", min_size=1, max_size=8)


@given(WORDS, st.lists(WORDS, max_size=25))
def test_nearest_is_what_difflib_calls_closest(word: str, known: list[str]) -> None:
    """The short cut that spares most comparisons changes no answer."""
    by_folded = {folded(each): each for each in sorted(known, reverse=True)}
    closest = difflib.get_close_matches(folded(word), list(by_folded), n=1, cutoff=0.6)
    same = by_folded.get(folded(word))
    assert nearest(word, known) == (same if same is not None else by_folded[closest[0]] if closest else None)


def test_suggestion() -> None:
    """A suggestion is a question, or nothing."""
    near = suggestion("tittle", ["title", "date"])
    assert near is not None
    assert near.text() == "did you mean 'title'?"
    assert suggestion("xxxxxx", ["title", "date"]) is None


def test_listed_and_quoted() -> None:
    """Enumerations are sorted; long values are cut to sixty characters with an ellipsis."""
    assert listed({"b", "a"}) == "a, b"
    assert quoted("x" * 60) == "x" * 60
    assert quoted("x" * 61) == "x" * 59 + "…"


def test_visible() -> None:
    """A letter stays, a soft hyphen shows."""
    assert [visible(c) for c in "é\u00ad\t"] == ["é", r"\xad", r"\t"]
