"""What Pagefind is given of a text."""

from __future__ import annotations

import lxml.html
import pytest

from plugins.search.search_record import Record, document, spoken

SPOKEN = {
    "<p>L’eau</p>": "<p>L'eau</p>",
    "<p>a &lt;b&gt; &amp; l&rsquo;œuvre</p>": "<p>a &lt;b&gt; &amp; l'oeuvre</p>",
    '<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p>': '<p>a<sup id="fnref:1"></sup>.</p>',
    '<h2 id="a">T <a class="headerlink" href="#a">¶</a></h2>': '<h2 id="a">T </h2>',
    "<svg><g><svg></svg><text>x</text></g></svg>b": "b",
    '<div hidden>a<div>b</div></div><i aria-hidden="true">c</i>d': "d",
    '<img class="headerlink" src="x">y': "y",
    "a<script>l’x</script>b<!-- c -->d": "abd",
    "<p>jamais fini <svg>reste": "<p>jamais fini ",
}


@pytest.mark.parametrize(("html", "said"), SPOKEN.items())
def test_what_is_indexed_of_a_text(html: str, said: str) -> None:
    """Drawings, marks of notes and what is hidden are left out; the rest is folded."""
    assert spoken(html) == said


def test_the_document() -> None:
    """Everything that finds a text stands in its document, escaped; what is only shown does not."""
    record = Record(
        path="2026/03/a/index.html",
        title="L’<b> & moi",
        summary="Résumé",
        html="<p>Texte</p>",
        words=("le Numérique", "tag"),
        filters={"drivers": ("numerique", "rse"), "_year": ("2026",)},
        order="2026-03-02T07:00+00:00",
        shown={"day": "2 mars 2026"},
    )
    page = lxml.html.fromstring(document(record, "fr"))
    assert page.get("lang") == "fr"
    assert page.xpath("string(//*[@data-pagefind-meta='title'])") == "L'<b> & moi"
    assert page.xpath("string(//*[@data-pagefind-meta='words'])") == "le Numérique, tag"
    assert [(e.get("data-pagefind-filter"), e.text) for e in page.xpath("//*[@data-pagefind-filter]")] == [
        ("drivers", "numerique"),
        ("drivers", "rse"),
        ("_year", "2026"),
    ]
    assert page.xpath("//*[@data-pagefind-body]//p/text()") == ["Résumé", "Texte"]
    assert "2 mars" not in document(record, "fr")


def test_addresses() -> None:
    """A record has the address that Pagefind makes of its file."""
    paths = {"a/index.html": "/a/", "index.html": "/", "a/b.html": "/a/b.html", "a/findex.html": "/a/findex.html"}
    assert {path: Record(path, "").address for path in paths} == paths
    assert Record("a/b.htm", "").file == "a/b.htm.html"
