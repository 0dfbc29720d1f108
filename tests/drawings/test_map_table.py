"""The map as a table."""

from __future__ import annotations

from dataclasses import replace

from plugins.drawings.map_table import crossing, filters, rows, years
from tests.drawings.samples import axis, framework, stop

FEET = axis("feet", "sea", "land", "sky", required=True)
AIMS = axis("aims", "first", "second", ordered=True)
FIELDS = axis("fields", "wheat", "oats")
STOPS = [
    stop("Zed", 1, 3, 0, terms=("aims/first", "fields/oats", "2025")),
    stop("Abc", 0, 1, 0, terms=("aims/first", "aims/second", "2026")),
]


def test_an_article_is_counted_in_each_row_it_stands_in() -> None:
    """Cells hold exactly their articles, by title."""
    found = rows(STOPS, FEET, AIMS)
    assert [(row.pillar.key, row.count) for row in found] == [("sea", 1), ("land", 2), ("sky", 0)]
    assert [[[one.title for one in cell.stops] for cell in row.cells] for row in found] == [
        [["Zed"], []],
        [["Abc", "Zed"], ["Abc"]],
        [[], []],
    ]
    assert found[1].cells[0].anchor == "land--first"


def test_a_cell_lists_its_articles_as_a_dictionary_does() -> None:
    """Small letters and capitals together; two of one title by their addresses."""
    said = [stop(name, 1, terms=("aims/first",)) for name in ("Zed", "zeb", "abc", "Bed")]
    twin = replace(said[3], href="/2026/A/")
    (cell, _), *_ = (row.cells for row in rows([*said, twin], FEET, AIMS))
    assert [(one.title, one.href) for one in cell.stops] == [
        ("abc", "/2026/abc/"),
        ("Bed", "/2026/A/"),
        ("Bed", "/2026/Bed/"),
        ("zeb", "/2026/zeb/"),
        ("Zed", "/2026/Zed/"),
    ]


def test_the_columns_are_an_ordered_axis_before_a_required_one() -> None:
    """And none when there is no other axis."""
    needed = axis("needs", "bread", required=True)
    assert crossing(framework(FEET, FIELDS, needed, AIMS)) == AIMS
    assert crossing(framework(FEET, FIELDS, needed)) == needed
    assert crossing(framework(FEET)) is None
    assert [row.cells for row in rows(STOPS, FEET, None)] == [(), (), ()]


def test_filters_are_what_articles_name() -> None:
    """Every other axis that is in use, its terms in order, and the years, the latest first."""
    found = filters(STOPS, framework(FEET, AIMS, FIELDS, axis("idle", "none")))
    assert [(each.axis.key, [token for token, _ in each.terms]) for each in found] == [
        ("aims", ["aims/first", "aims/second"]),
        ("fields", ["fields/oats"]),
    ]
    assert years(STOPS) == ("2026", "2025")
