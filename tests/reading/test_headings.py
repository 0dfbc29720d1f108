"""Links beside headings, and heads that run into their paragraph."""

from __future__ import annotations

import pytest

from plugins.base.html_tokens import block_text
from plugins.framework.render.document import Document
from plugins.framework.render.transforms import TransformContext
from plugins.reading.headings import anchors, run_in
from tests.reading.samples import ALL, contents, typeset, written

CONTEXT = TransformContext("articles/x.md", "en")


def link(anchor: str, title: str) -> str:
    return f'<a class="anchor" href="#{anchor}" aria-label="Link to this section: {title}"></a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            '<h3 id="a" class="b">C <em>d</em></h3>',
            f'<div class="head"><h3 id="a" class="b">C <em>d</em></h3>{link("a", "C d")}</div>',
            id="markup inside, attributes stay",
        ),
        pytest.param(
            '<h2 id="a">"B" &amp; &lt;c&gt;</h2>',
            '<div class="head"><h2 id="a">"B" &amp; &lt;c&gt;</h2><a class="anchor" href="#a" '
            'aria-label="Link to this section: &quot;B&quot; &amp; &lt;c>"></a></div>',
            id="signs in the title",
        ),
        pytest.param('<H2 ID="a">B</H2>', f'<div class="head"><H2 ID="a">B</H2>{link("a", "B")}</div>', id="capitals"),
        pytest.param("<h2>A</h2>", "<h2>A</h2>", id="no id"),
        pytest.param('<h1 id="a">A</h1><h5 id="b">B</h5>', '<h1 id="a">A</h1><h5 id="b">B</h5>', id="other levels"),
        pytest.param('<h2 id="a">A', '<h2 id="a">A', id="no end"),
        pytest.param(
            '<h2 id="a"><h3 id="b">B</h3></h2>',
            f'<div class="head"><h2 id="a"><h3 id="b">B</h3></h2>{link("a", "B")}</div>',
            id="a heading in a heading",
        ),
        pytest.param(
            '<h2 class="callout-title" id="a">A</h2>', '<h2 class="callout-title" id="a">A</h2>', id="a box's title"
        ),
        pytest.param('<!-- <h2 id="a">A</h2> -->', '<!-- <h2 id="a">A</h2> -->', id="a comment"),
        pytest.param("<hr><p>a</p>", "<hr><p>a</p>", id="no heading"),
    ],
)
def test_anchors(html: str, expected: str) -> None:
    """A heading of level 2 to 4 with an id gets a link to itself beside it."""
    assert Document.of(html).edited(anchors, CONTEXT) == expected


def test_anchors_speak_the_language_of_the_text() -> None:
    """The link's name is in the language of the text; the heading and the words of the text stay what they were."""
    html = written("## L'été ?\n\nA.")
    assert 'aria-label="Lien vers cette section\u00a0: L\'été ?"' in html
    assert block_text(html) == "L'été ?\nA."
    assert contents("## L'été ?", names=ALL) == [(2, "l-ete", "L’été\u202f?")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            '<h2>A</h2>\n<h4 id="b">B</h4>\n<p>c</p>',
            '<h2>A</h2>\n<div class="run-in"><h3 id="b">B</h3> <p>c</p></div>',
            id="the level below the one before",
        ),
        pytest.param(
            "<h3>A</h3><h4>B</h4><p>c</p><h4>D</h4><p>e</p>",
            '<h3>A</h3><div class="run-in"><h4>B</h4> <p>c</p></div><div class="run-in"><h4>D</h4> <p>e</p></div>',
            id="two of them are on one level",
        ),
        pytest.param(
            "<h4>B ?</h4><p>c</p>",
            '<div class="run-in run-in-ended"><h2>B ?</h2> <p>c</p></div>',
            id="an end of its own",
        ),
        pytest.param(
            "<h4>« B »</h4><p>c</p>", '<div class="run-in run-in-ended"><h2>« B »</h2> <p>c</p></div>', id="a quotation"
        ),
        pytest.param(
            "<h5>A</h5><h4>B</h4><p>c</p>",
            '<h5>A</h5><div class="run-in"><h6>B</h6> <p>c</p></div>',
            id="below a fifth",
        ),
        pytest.param(
            "<h6>A</h6><h4>B</h4><p>c</p>",
            '<h6>A</h6><div class="run-in"><h6>B</h6> <p>c</p></div>',
            id="no seventh level",
        ),
        pytest.param("<h4>B</h4><ul><li>c</li></ul>", "<h4>B</h4><ul><li>c</li></ul>", id="a list follows"),
        pytest.param("<h4>B</h4>", "<h4>B</h4>", id="nothing follows"),
        pytest.param("<h4>B</h4> c <p>d</p>", "<h4>B</h4> c <p>d</p>", id="bare words follow"),
        pytest.param("<h4>B</h4><p>c", "<h4>B</h4><p>c", id="a paragraph without end"),
        pytest.param("<h5>B</h5><p>c</p>", "<h5>B</h5><p>c</p>", id="other levels"),
    ],
)
def test_run_in(html: str, expected: str) -> None:
    """A heading of level 4 runs into the paragraph after it, on the level below the heading before."""
    assert Document.of(html).edited(run_in, CONTEXT) == expected


def test_a_run_in_head_of_the_site() -> None:
    """It has its link too, stays out of the contents, and is typeset."""
    assert typeset("## A\n\n#### L'équité\n\nElle tient.") == (
        '<div class="head"><h2 id="a">A</h2>'
        '<a class="anchor" href="#a" aria-label="Lien vers cette section\u00a0: A"></a></div>\n'
        '<div class="run-in"><div class="head"><h3 id="l-equite">L’équité</h3><a class="anchor" href="#l-equite" '
        'aria-label="Lien vers cette section\u00a0: L\'équité"></a></div> <p>Elle tient.</p></div>'
    )
    assert contents("## A\n\n#### L'équité\n\nElle tient.") == [(2, "a", "A")]
