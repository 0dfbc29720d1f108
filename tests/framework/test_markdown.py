"""Markdown to HTML, with contents; and what to do with texts that Markdown cannot take."""

from __future__ import annotations

import pytest

from plugins.framework.render.markdown import Heading, MarkdownError, MarkdownOptions, convert, converter
from tests.framework.samples import MARKDOWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("Un *mot*.", "<p>Un <em>mot</em>.</p>", id="paragraph"),
        pytest.param("a\nb", "<p>a\nb</p>", id="lines"),
        pytest.param("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>", id="list"),
        pytest.param('![é](x.svg "T")', '<p><img alt="é" src="x.svg" title="T"></p>', id="image"),
        pytest.param("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>", id="signs"),
        pytest.param("# Où ?", '<h1 id="ou">Où ?</h1>', id="heading"),
        pytest.param("# !\n\n# ?", '<h1 id="section">!</h1>\n<h1 id="section_1">?</h1>', id="headings without letters"),
        pytest.param("# a\n\n# a", '<h1 id="a">a</h1>\n<h1 id="a_1">a</h1>', id="doubled headings"),
        pytest.param("# A &amp; <b>é</b>", '<h1 id="a-e">A &amp; <b>é</b></h1>', id="heading with markup"),
        pytest.param("# A {: #b }", '<h1 id="b">A</h1>', id="heading with an id of its own"),
    ],
)
def test_convert(text: str, expected: str) -> None:
    """Markdown becomes HTML, and headings get anchors fit for addresses."""
    assert convert(text, MARKDOWN)[0] == expected


def test_contents() -> None:
    """The table of contents is a tree of the headings of levels two and three."""
    contents = convert("# Un\n\n## Deux `x`\n\n### Trois\n\n#### Quatre\n\n## Cinq\n", MARKDOWN)[1]
    assert contents == (
        Heading(2, "deux-x", "Deux <code>x</code>", (Heading(3, "trois", "Trois", ()),)),
        Heading(2, "cinq", "Cinq", ()),
    )
    assert convert("# Un", MarkdownOptions(()))[1] == ()


def test_one_text_leaves_nothing_for_the_next() -> None:
    """Footnotes, abbreviations, references and anchors of one text are gone in the next."""
    text = "# A\n\nWord[^1] HTML [x]\n\n[^1]: Note\n\n*[HTML]: H\n\n[x]: http://x\n"
    first = convert(text, MARKDOWN)
    assert convert("HTML [x] [^1]\n\n# A", MARKDOWN)[0] == '<p>HTML [x] [^1]</p>\n<h1 id="a">A</h1>'
    assert convert(text, MARKDOWN) == first


DEEP = "\n".join("    " * level + "- a" for level in range(300))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(DEEP, "it is nested too deep", id="three hundred lists in one another"),
        pytest.param(
            '``` {.python linenostart="x"}\na\n```',
            "Invalid value 'x' for option linenostart; you must give an integer value",
            id="an option that Pygments refuses",
        ),
    ],
)
def test_texts_that_markdown_cannot_take(text: str, expected: str) -> None:
    """A text that the library stumbles over is an error with a reason, and the next text is not touched by it."""
    with pytest.raises(MarkdownError) as error:
        convert(text, MARKDOWN)
    assert str(error.value) == expected
    assert convert("- a\n\n    b", MARKDOWN)[0] == "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>"


def test_an_unknown_extension_is_no_mistake_of_an_author() -> None:
    """A wrong setting is broken machinery: it is raised as it is."""
    with pytest.raises(ModuleNotFoundError):
        convert("a", MarkdownOptions(("markdown.extensions.nothing",)))


def test_options_from_settings() -> None:
    """Pelican's setting becomes plain data: each extension once, in order, whatever the order of settings."""
    options = MarkdownOptions.from_settings(
        {"extensions": ["b", "a", "b"], "extension_configs": {"c": {"y": 1, "x": 2}, "a": {}}, "output_format": "html5"}
    )
    assert options == MarkdownOptions(("b", "a", "c"), '{"a": {}, "c": {"x": 2, "y": 1}}')
    assert MarkdownOptions.from_settings({}) == MarkdownOptions(())


def test_one_converter_for_the_same_options() -> None:
    """Equal options share a converter, since making one is slow."""
    assert converter(MarkdownOptions(("a",)[:0])) is converter(MarkdownOptions(()))
