"""Callouts and the "try it" box."""

from __future__ import annotations

import pytest

from tests.reading.samples import contents, typeset, written


def box(kind: str, title: str, body: str) -> str:
    head = f'\n<p class="callout-title"><strong>{title}</strong></p>' if title else ""
    return f'<div class="callout callout-{kind}" role="note">{head}\n<p>{body}</p>\n</div>'


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("!!! note\n    a", "fr", box("note", "Note", "a"), id="note"),
        pytest.param("!!! astuce\n    a", "fr", box("tip", "Astuce", "a"), id="tip in French"),
        pytest.param("!!! tip\n    a", "fr", box("tip", "Astuce", "a"), id="the language of the text counts"),
        pytest.param("!!! astuce\n    a", "en", box("tip", "Tip", "a"), id="and in English"),
        pytest.param("!!! attention\n    a", "fr", box("warning", "Attention", "a"), id="warning"),
        pytest.param("!!! exemple\n    a", "fr", box("example", "Exemple", "a"), id="example"),
        pytest.param('!!! note "B *c*"\n    a', "fr", box("note", "B <em>c</em>", "a"), id="a title of its own"),
        pytest.param('!!! note ""\n    a', "fr", box("note", "", "a"), id="no title"),
        pytest.param("!!! NOTE\n    a", "fr", box("note", "Note", "a"), id="capitals"),
        pytest.param(
            "!!! remarque\n    a",
            "fr",
            box("note", "Remarque", "a").replace('"note">', '"note" data-unknown="remarque">'),
            id="an unknown kind is marked",
        ),
    ],
)
def test_callouts(text: str, language: str, expected: str) -> None:
    """A callout says its kind and has a title, in the language of the text unless the author gives one."""
    assert written(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "anchor", "title"),
    [
        pytest.param("!!! essayer\n    a", "fr", "a-essayer", "À essayer", id="French"),
        pytest.param("!!! try\n    a", "en", "try-it", "Try it", id="English"),
        pytest.param("!!! try\n    a", "fr", "try-it", "À essayer", id="the language of the text counts"),
        pytest.param('!!! essayer "Le *miroir*"\n    a', "fr", "le-miroir", "Le <em>miroir</em>", id="a title"),
    ],
)
def test_the_box_to_try(text: str, language: str, anchor: str, title: str) -> None:
    """The box is a section, with a heading that the contents list."""
    assert written(text, language) == (
        f'<section class="callout callout-try">\n<h2 class="callout-title" id="{anchor}">{title}</h2>\n'
        "<p>a</p>\n</section>"
    )
    assert contents(text, language) == [(2, anchor, title)]


def test_a_box_without_title() -> None:
    """A box whose author wants no title has none, and is in no contents."""
    assert written('!!! essayer ""\n    a') == '<section class="callout callout-try">\n<p>a</p>\n</section>'
    assert contents('!!! essayer ""\n    a') == []


def test_what_a_callout_may_hold() -> None:
    """Lists, code, a callout within, notes; what is not indented is outside."""
    html = written("!!! note\n    1. a\n    2. b\n\n    !!! astuce\n        c\n\n    Code :\n\n        1\n\nd")
    assert [html.count(words) for words in ("callout-note", "callout-tip", "<li>", 'class="highlight code"')] == [
        1,
        1,
        2,
        1,
    ]
    assert html.endswith("</div>\n<p>d</p>")


def test_titles_are_typeset() -> None:
    """Typography sees a title as it sees a paragraph."""
    assert "<strong>L’été\u202f: «\u00a0oui\u00a0»</strong>".replace("\u202f:", "\u00a0:") in typeset(
        '!!! note "L\'été : « oui »"\n    a'
    )


@pytest.mark.parametrize(
    ("word", "kind", "english", "french"),
    [
        ("note", "note", "Note", "Note"),
        ("tip", "tip", "Tip", "Astuce"),
        ("astuce", "tip", "Tip", "Astuce"),
        ("warning", "warning", "Warning", "Attention"),
        ("attention", "warning", "Warning", "Attention"),
        ("example", "example", "Example", "Exemple"),
        ("exemple", "example", "Example", "Exemple"),
        ("try", "try", "Try it", "À essayer"),
        ("essayer", "try", "Try it", "À essayer"),
    ],
)
def test_every_word_names_a_kind(word: str, kind: str, english: str, french: str) -> None:
    """Nine words, of English and French, name five kinds; each has its title in both languages."""
    for language, title in (("en", english), ("fr", french)):
        html = written(f"!!! {word}\n    a", language)
        assert f'class="callout callout-{kind}"' in html
        assert f">{title}<" in html
