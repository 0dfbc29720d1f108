"""Any HTML: nothing raises, and readers lose no word."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.html_tokens import block_text
from plugins.framework.render.document import Document
from plugins.framework.render.transforms import TransformContext, find_transform
from tests.framework.samples import HTML_PIECES
from tests.reading.samples import READING

MORE = st.sampled_from(
    [
        *(
            '<h2 id="a">',
            "</h2>",
            "<h4>",
            '<h4 id="b">',
            "</h4>",
            "</p>",
            "<pre>",
            "<code class=language-x>",
            "</code>",
        ),
        *('<div class="admonition note">', '<div class="admonition">', '<p class="admonition-title">', "</div>"),
        *('<div class="table-scroll"><table>', "<th>", "</th>", "</table></div>", "Table: ", "Tableau : x"),
        *('<div class="footnote">', '<li id="fn:1">', '<a class="footnote-ref" href="#fn:1">', "</a>", "</li>"),
        *('<a class="footnote-backref" href="#fnref:1">', '<span class="callout-default">', "</span>", "<h1>", "</h1>"),
        *('<div class="highlight">', '<span class="linenos">', "<img title=a>", '<h2 class="admonition-title">'),
    ]
)
HTML = st.lists(st.one_of(HTML_PIECES, MORE), max_size=30).map("".join)
CONTEXT = TransformContext("articles/x.md", "fr")
KEEPING = [name for name in READING if name.rpartition(":")[2] in ("figures", "run_in", "anchors")]


@given(HTML)
def test_anything(html: str) -> None:
    """Every transform edits every text, the same every time, into plain data."""
    for name in READING:
        document = Document.of(html)
        found = document.edited(find_transform(name), CONTEXT)
        assert found == Document.of(html).edited(find_transform(name), CONTEXT)
        assert pickle.loads(pickle.dumps(document.tokens)) == document.tokens
        assert "".join(token.text for token in document.tokens) == found
        html = found


@pytest.mark.parametrize("name", KEEPING)
@given(html=HTML)
def test_words_stay(name: str, html: str) -> None:
    """What adds no words takes none away, and adds none: summaries, counts and searches see the text alone."""
    assert "".join(block_text(Document.of(html).edited(find_transform(name), CONTEXT)).split()) == "".join(
        block_text(html).split()
    )


def test_there_are_some_to_look_at() -> None:
    """The list of transforms is not empty by accident."""
    assert len(KEEPING) == 4
