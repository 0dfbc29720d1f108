"""What the site asks of Python-Markdown beside its own extensions."""

from __future__ import annotations

import pytest

from tests.reading.samples import typeset, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Le [lean *x*]{lang=en}.", '<p>Le <span lang="en">lean <em>x</em></span>.</p>', id="a passage"),
        pytest.param('Le [a]{lang="pt-BR"}.', '<p>Le <span lang="pt-BR">a</span>.</p>', id="in quotes"),
        pytest.param("Le [a]{: lang=en }.", '<p>Le <span lang="en">a</span>.</p>', id="as attributes are written"),
        pytest.param("*lean*{: lang=en }", '<p><em lang="en">lean</em></p>', id="emphasis"),
        pytest.param("[a]{lang=<b>}", "<p>[a]{lang=<b>}</p>", id="no language"),
        pytest.param("`[a]{lang=en}`", "<p><code>[a]{lang=en}</code></p>", id="code"),
        pytest.param("[a](b.md){lang=en}", '<p><a href="b.md" lang="en">a</a></p>', id="a link"),
        pytest.param(
            "[a]{lang=en} et [b]{lang=de}", '<p><span lang="en">a</span> et <span lang="de">b</span></p>', id="2"
        ),
    ],
)
def test_passages_in_other_languages(text: str, expected: str) -> None:
    """A passage says its language (WCAG 2.2, 3.1.2)."""
    assert written(text) == expected


def test_a_passage_is_typeset_in_its_own_language() -> None:
    """Typography leaves no French space in an English passage."""
    assert typeset("Il dit [Why not?]{lang=en} !") == '<p>Il dit <span lang="en">Why not?</span>\u202f!</p>'


def test_abbreviations_and_definitions() -> None:
    """``extra`` gives both; an abbreviation says what it stands for."""
    assert written("La RSE.\n\n*[RSE]: Responsabilité sociale") == (
        '<p>La <abbr title="Responsabilité sociale">RSE</abbr>.</p>'
    )
    assert written("Terme\n:   Ce que c'est.") == "<dl>\n<dt>Terme</dt>\n<dd>Ce que c'est.</dd>\n</dl>"
