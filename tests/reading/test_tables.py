"""Tables: captions, names, heads."""

from __future__ import annotations

import pytest

from plugins.framework.render.document import Document
from plugins.framework.render.transforms import TransformContext
from plugins.reading.tables import tables
from tests.reading.samples import typeset, written

TABLE = "| a | b |\n|---|--:|\n| 1 | 2 |"


def table(name: str, caption: str = "") -> str:
    return (
        f'<div class="table-scroll" tabindex="0" role="group" aria-label="{name}"><table>'
        + (f"<caption>{caption}</caption>\n" if caption else "\n")
        + '<thead>\n<tr>\n<th scope="col">a</th>\n<th class="align-right" scope="col">b</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>1</td>\n<td class="align-right">2</td>\n</tr>\n</tbody>\n</table></div>'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(TABLE, table("Tableau\u00a0: a, b"), id="named by its heads"),
        pytest.param(
            f"Tableau : Un *an*\n\n{TABLE}", "\n" + table("Tableau\u00a0: Un an", "Un <em>an</em>"), id="before, French"
        ),
        pytest.param(f"Table: Un an\n\n{TABLE}", "\n" + table("Tableau\u00a0: Un an", "Un an"), id="before, as Pandoc"),
        pytest.param(f"{TABLE}\n\nTableau\u00a0: Un an", table("Tableau\u00a0: Un an", "Un an") + "\n", id="after"),
        pytest.param(
            f"Table: *Un* an\n\n{TABLE}", "\n" + table("Tableau\u00a0: Un an", "<em>Un</em> an"), id="emphasis first"
        ),
        pytest.param(
            f"Tableau :\n\n{TABLE}", "<p>Tableau :</p>\n" + table("Tableau\u00a0: a, b"), id="a caption without words"
        ),
        pytest.param(
            f"Tableaux : x\n\n{TABLE}", "<p>Tableaux : x</p>\n" + table("Tableau\u00a0: a, b"), id="another word"
        ),
        pytest.param(
            f"Table: x\n\n{TABLE}\n\nTable: y\n\n{TABLE}",
            "\n" + table("Tableau\u00a0: x", "x") + "\n\n" + table("Tableau\u00a0: y", "y"),
            id="between two tables, the next one's",
        ),
        pytest.param(
            f"{TABLE}\n\nTable: y\n\n{TABLE}",
            table("Tableau\u00a0: y", "y") + "\n\n" + table("Tableau\u00a0: a, b"),
            id="between two tables, the first one's when that has none",
        ),
    ],
)
def test_captions(text: str, expected: str) -> None:
    """A paragraph beside a table that says so is its caption, and names it."""
    assert written(text) == expected


def test_captions_are_typeset() -> None:
    """Typography sees a caption as it sees a paragraph."""
    assert "<caption>L’été\u202f!</caption>" in typeset(f"Tableau : L'été !\n\n{TABLE}")


def test_a_head_without_words_is_no_head() -> None:
    """An empty cell at the head of a column of names heads nothing."""
    html = '<div class="table-scroll"><table><tr><th></th><th>b</th></tr></table></div>'
    html = Document.of(html).edited(tables, TransformContext("", "en"))
    assert "<tr><td></td>" in html
    assert 'aria-label="Table: b"' in html


def test_a_frame_without_table() -> None:
    """What only looks like a frame is left alone."""
    html = '<div class="table-scroll"><p>a</p></div>'
    assert Document.of(html).edited(tables, TransformContext("", "en")) == html


@pytest.mark.parametrize(("length", "name"), [(120, "a" * 120), (121, "a" * 120 + "…")])
def test_a_name_is_no_longer_than_one_listens_to(length: int, name: str) -> None:
    """120 characters of a caption or of the heads name a table, with an ellipsis where there are more."""
    words = "a" * length
    for html in (
        f'<div class="table-scroll"><table><tr><th>{words}</th></tr></table></div>',
        f'<p>Table: {words}</p><div class="table-scroll"><table><tr><td>b</td></tr></table></div>',
    ):
        assert f'aria-label="Table: {name}"' in Document.of(html).edited(tables, TransformContext("", "en"))
