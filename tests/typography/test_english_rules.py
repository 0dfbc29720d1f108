"""English goes through typogrify, and typogrify goes wrong on nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typogrify.filters import typogrify

from plugins.typography.typeset import typeset_html, typeset_text
from tests.conftest import ROOT
from tests.typography.strategies import documents, shreds
from tests.typography.test_properties import tags

WORDS = (
    "The",
    "pot",
    "NATO",
    "it's",
    '"feet"',
    "'one'",
    "--",
    "you & me",
    "D.O.T.",
    "...",
    "AT&amp;T",
    "(here)",
    "1990s",
)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
paragraphs = st.builds(
    lambda name, first, middle, last: f"<{name}>{first} <em>{middle}</em> {last}</{name}>",
    st.sampled_from(("p", "h2", "li", "dd")),
    words,
    words,
    words,
)


@given(st.lists(paragraphs, min_size=1, max_size=4).map("\n".join))
def test_regular_english_is_typogrifys(html: str) -> None:
    """Paragraphs, headings and items with inline markup come out as typogrify alone sets them."""
    assert typeset_html(html, "en") == typogrify(html)


@given(documents | shreds)
def test_markup_stays(html: str) -> None:
    """Tags, attributes, comments and raw text are unchanged; what is added is typogrify's."""
    typeset = tags(typeset_html(html, "en"))
    before = tags(html)
    added = {'<span class="amp">', '<span class="caps">', '<span class="dquo">', '<span class="quo">', "</span>"}
    left = iter(typeset)
    for tag in before:
        assert next(found for found in left if found == tag or found not in added) == tag
    assert set(left) <= added


@pytest.mark.parametrize("text", ["\\", "&#", "'\"", "<", "A.A.", "-->", "&nbsp;" * 9, "ꙮ", "<i>", "\\'" * 9])
def test_odd_text_is_survived(text: str) -> None:
    """Text that could mislead typogrify's expressions is typeset or left alone."""
    assert text.replace("\\", "") in typeset_html(f"<p>{text}</p>", "en") or typeset_html(text, "en")
    assert isinstance(typeset_text(text, "en"), str)


def test_plain_english_is_unicode() -> None:
    """Plain text gets typogrify's quotes and dashes as characters, without entities or spans."""
    assert typeset_text('NATO\'s "pot" -- AT&T, 1 < 2...', "en") == "NATO’s “pot” — AT&T, 1 < 2…"


def test_the_english_article_is_typogrifys() -> None:
    """A real article's paragraphs read as typogrify sets them."""
    source = (ROOT / "content/articles/2026/the-pot.md").read_text("utf-8")
    paragraphs = [part for part in source.split("\n\n") if part.isascii() and part[:1].isalpha() and "<" not in part]
    assert len(paragraphs) > 5
    for paragraph in paragraphs:
        assert typeset_html(f"<p>{paragraph}</p>", "en") == typogrify(f"<p>{paragraph}</p>")
