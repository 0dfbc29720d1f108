"""The sentence around a link, which says to whom is linked to what is said of it."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.framework.render.document import Document
from plugins.framework.render.sentences import Sentence, sentence_around

LINK = '<a href="b">deux</a>'


def around(html: str) -> Sentence | None:
    """Return the sentence around the first link of some HTML."""
    document = Document.of(html)
    number = next(number for number, token in enumerate(document.tokens) if token.text.startswith("<a "))
    return sentence_around(document, number)


@pytest.mark.parametrize(
    ("html", "before", "after"),
    [
        pytest.param(f"<p>Un {LINK} trois.</p>", "Un ", " trois.", id="the whole paragraph"),
        pytest.param(f"<p>Avant. Un {LINK} trois. Après.</p>", "Un ", " trois.", id="the middle one"),
        pytest.param(f"<p>Quoi\xa0? Un {LINK}\u202f! Après.</p>", "Un ", "\u202f!", id="marks after a no-break space"),
        pytest.param(f"<p>Dit «\xa0non.\xa0» Un {LINK} a.</p>", "Un ", " a.", id="guillemets"),
        pytest.param(f"<p>Selon M. Durand et p. 12, {LINK}.</p>", "Selon M. Durand et p. 12, ", ".", id="initials"),
        pytest.param(f"<p>Le 3.5 a\n{LINK} <em>de</em> b.</p>", "Le 3.5 a ", " de b.", id="numbers, lines, emphasis"),
        pytest.param(f"<p>A &amp; b {LINK} &lt;c&gt;</p>", "A & b ", " <c>", id="character references"),
        pytest.param(f"<p>Hors.</p><ul><li>Un {LINK} a</li><li>b</li></ul>", "Un ", " a", id="its own block alone"),
        pytest.param(f"<p>Un<br>{LINK} a</p>", "Un ", " a", id="a line break"),
        pytest.param(
            f'<p>Un<sup id="fnref:1"><b>1</b></sup> {LINK} a</p>',
            "Un ",
            " a",
            id="the number of a footnote",
        ),
    ],
)
def test_sentence(html: str, before: str, after: str) -> None:
    """The words around the link, up to the ends of its sentence or of its block."""
    assert around(html) == Sentence(before, "deux", after)


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>Un {LINK}</h2>",
        f"<ul><li>{LINK}</li></ul>",
        f"<p>{LINK}.</p>",
        '<p>Un <a href="b"></a> a</p>',
        '<p>a <a href="b">b</p>',
    ],
    ids=["in a heading", "in a list of links", "alone", "without words", "unclosed"],
)
def test_no_sentence(html: str) -> None:
    """Where a link says nothing but itself there is none."""
    assert around(html) is None


@pytest.mark.parametrize(("left", "right"), [(300, 0), (0, 300), (300, 300), (20, 300), (300, 20)])
def test_a_long_sentence_is_cut_at_words(left: int, right: int) -> None:
    """At most 240 characters, an ellipsis where words are missing, and never the link's own."""
    found = around(f"<p>{'mot ' * (left // 4)}{LINK}{' mot' * (right // 4)}.</p>")
    assert found is not None
    whole = found.before + found.link + found.after
    assert 200 < len(whole) <= 240
    assert found.link == "deux"
    assert (found.before[:1] == "…", found.after[-1:] == "…") == (left == 300, right == 300)
    assert set(whole.replace("…", "").replace(".", "").split()) == {"mot", "deux"}


def test_a_link_of_many_words_is_cut_itself() -> None:
    """Its first 239 characters, and an ellipsis."""
    assert around(f'<p>a <a href="b">{"x" * 300}</a> b</p>') == Sentence("", "x" * 239 + "…", "")


@given(st.text("ab .!?…«»M1\xa0<>&;", max_size=600), st.text("ab .!?…«»M1\xa0<>&;", max_size=600))
def test_any_text_has_a_short_one(before: str, after: str) -> None:
    """Whatever stands around the link."""
    found = around(f"<p>{escape(before)}{LINK}{escape(after)}</p>")
    assert found is None or len(found.before + found.link + found.after) <= 240
