"""What holds for every text, well-formed or hostile."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.base.html_tokens import BLOCKS, tokens
from plugins.typography.change_report import changes
from plugins.typography.rule_options import Options
from plugins.typography.typeset import typeset_html, typeset_text
from tests.typography.strategies import documents, fragments, plain_words, prose, shreds

FRENCH = Options.without("english")
SPACE = re.compile(r"\s+")
RAISED = re.compile(r"</?sup>")


def normalised(text: str) -> str:
    """Return visible text with everything made equal that the rules may change."""
    text = re.sub(r"(?<=[\dIVX])i?[èe](?=m)", "", text)
    text = re.sub(r"(?<=[\dIVX])m(?=e)", "", text)
    text = re.sub(r"(?<=[1I])[èe](?=re)", "", text)
    for new, old in {"«": '"', "»": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "œ": "oe"}.items():
        text = text.replace(new, old)
    text = re.sub("Œ", "OE", text).replace("Oe", "OE")
    return SPACE.sub("", re.sub("[–—-]+", "-", text))


def visible(html: str) -> str:
    """Return the characters of HTML's text, without its tags; ``|`` stands between blocks."""
    return "".join(
        unescape(token.text) if token.kind == "text" else "|" * (token.name in BLOCKS) for token in tokens(html)
    )


def tags(html: str) -> list[str]:
    """Return everything in HTML but its text and the bare ``<sup>`` that rules 8 and 9 add."""
    return [token.text for token in tokens(html) if token.kind != "text" and not RAISED.fullmatch(token.text)]


@given(documents | fragments | prose)
@settings(max_examples=600)
def test_twice_is_once(html: str) -> None:
    """Typesetting what has been typeset changes nothing."""
    once = typeset_html(html, "fr")
    assert typeset_html(once, "fr") == once


@given(documents | fragments)
def test_twice_is_once_in_english(html: str) -> None:
    """English that went through typogrify does not go through it again."""
    once = typeset_html(html, "en")
    assert typeset_html(once, "en") == once


@given(prose)
@settings(max_examples=600)
def test_plain_text_twice_is_once(text: str) -> None:
    """Typesetting plain text that has been typeset changes nothing."""
    once = typeset_text(text, "fr")
    assert typeset_text(once, "fr") == once


@given(plain_words)
def test_untouched_text_comes_back(text: str) -> None:
    """Text that no rule concerns comes back byte for byte, alone or in markup."""
    html = f"<ul class='x'><li>{text}</li>\n<li><em>{text}</em>&nbsp;&amp; </li></ul>"
    assert typeset_html(html, "fr") == html
    assert typeset_text(text, "fr") == text


@given(documents | fragments | shreds)
@settings(max_examples=400)
def test_visible_text_stays(html: str) -> None:
    """Spaces, quotes, apostrophes, dashes, ellipses, ligatures and ordinals aside, readers see the same text."""
    assert normalised(visible(typeset_html(html, "fr", FRENCH))) == normalised(visible(html))


@given(documents | fragments | shreds)
@settings(max_examples=400)
def test_markup_stays(html: str) -> None:
    """Tags, attributes, comments and raw text are unchanged, added ``<sup>`` aside."""
    assert tags(typeset_html(html, "fr", FRENCH)) == tags(html)


@given(documents, documents)
def test_nothing_crosses_a_block(first: str, second: str) -> None:
    """Two blocks side by side are typeset as each is alone."""
    first, second = f"<div>{first}</div>", f"<p>{second}</p>"
    assert typeset_html(first + second, "fr") == typeset_html(first, "fr") + typeset_html(second, "fr")


@given(prose, prose)
def test_nothing_crosses_a_line_break(first: str, second: str) -> None:
    """``<br>`` ends a line as the end of a block does."""
    first, second = first.replace("<", ""), second.replace("<", "")
    joined = typeset_html(f"{first}<br>{second}", "fr")
    assert joined == f"{typeset_html(first, 'fr')}<br>{typeset_html(second, 'fr')}"


@given(documents)
def test_other_languages_stay(html: str) -> None:
    """A text in a language without rules comes back byte for byte."""
    german = re.sub(r""" (?:lang|LANG)=(?:"[^"]*"|'')""", "", html)
    assert typeset_html(german, "de") == german


@given(shreds | st.text(max_size=60), st.sampled_from(("fr", "en", "de", "", "FR-ca")))
@settings(max_examples=400)
def test_no_text_raises(html: str, language: str) -> None:
    """Broken HTML is typeset, reported and read as plain text without an error."""
    typeset_html(html, language)
    typeset_text(html, language)
    list(changes(html, language, Options()))


@given(documents | shreds)
def test_changes_tell_all(html: str) -> None:
    """There are changes to report exactly when the HTML changes."""
    assert bool(list(changes(html, "fr", Options()))) == (typeset_html(html, "fr") != html)


@given(documents | shreds, st.sets(st.sampled_from([*range(1, 11), 13])))
def test_twice_is_once_whichever_rules_are_on(html: str, rules: set[int]) -> None:
    """Idempotence does not hang on the rules working together."""
    options = Options(frozenset(rules))
    once = typeset_html(html, "fr", options)
    assert typeset_html(once, "fr", options) == once


@given(prose)
def test_plain_text_has_no_markup(text: str) -> None:
    """Plain text gets no tag and no entity that it did not have."""
    typeset = typeset_text(text, "fr")
    assert typeset.count("<") == text.count("<")
    assert typeset.count("&") == text.count("&")
