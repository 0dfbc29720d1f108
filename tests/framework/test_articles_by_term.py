"""Which articles stand under which term, in what order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.framework.corpus.articles_by_term import (
    Entry,
    articles_by_term,
    in_order,
    neighbours,
    open_uses,
    with_open_terms,
)
from plugins.framework.model import Order
from plugins.i18n.messages import Labels
from tests.framework.samples import DRIVERS, axis

START = datetime(2026, 1, 1, tzinfo=UTC)


def entry(path: str, day: int, uses: Mapping[str, int], names: Mapping[str, str] | None = None) -> Entry:
    """Return an article of January on the drivers, with tags."""
    return Entry(path, START + timedelta(days=day - 1), {"drivers": uses}, {"tags": names or {}})


ENTRIES = [
    entry("b", 1, {"rse": 3}),
    entry("a", 1, {"rse": 3, "numerique": 1}),
    entry("c", 3, {"rse": 1}),
    entry("d", 2, {"rse": 2, "gone": 1}),
]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("firmest", "abdc"), ("newest", "cdab"), ("part", "cdab")],
)
def test_orders(order: Order, expected: str) -> None:
    """Firmest by weight, newest by date, part by number; ties by date, newest first, then by path."""
    assert "".join(e.path for e in in_order(replace(DRIVERS, order=order), "rse", ENTRIES)) == expected


def test_under_terms() -> None:
    """Every term of the axis has its list, in the axis's order, an empty one too; unknown terms have none."""
    found = articles_by_term(DRIVERS, ENTRIES)
    assert [(key, "".join(e.path for e in bucket)) for key, bucket in found.items()] == [
        ("numerique", "a"),
        ("collaboratif", ""),
        ("rse", "abdc"),
    ]


@pytest.mark.parametrize(
    ("said", "uses", "names"),
    [
        pytest.param({"tags": []}, {}, {}, id="nothing"),
        pytest.param(
            {"tags": [("Été", 1), ("ete", 1)]}, {"tags": {"ete": 1}}, {"tags": {"ete": "Été"}}, id="one address"
        ),
        pytest.param({"tags": [("!!", 1)]}, {}, {}, id="no address"),
        pytest.param(
            {"series": [("Trois pieds", 2)], "tags": [("RSE", 1)]},
            {"series": {"trois-pieds": 2}, "tags": {"rse": 1}},
            {"series": {"trois-pieds": "Trois pieds"}, "tags": {"rse": "RSE"}},
            id="a part of a series, and a tag",
        ),
    ],
)
def test_open_uses(
    said: dict[str, list[tuple[str, int]]], uses: dict[str, dict[str, int]], names: dict[str, dict[str, str]]
) -> None:
    """Words on open axes become keys fit for an address, with the name that was typed first."""
    assert open_uses(said) == (uses, names)


def test_with_open_terms() -> None:
    """A word in use is a term, named as its oldest article names it; terms come by key."""
    tags = axis("tags", "tag", "tags", [])
    found = with_open_terms(
        tags,
        [
            entry("0", 9, {}, {"ete": "ÉTÉ", "rse": "RSE"}),
            entry("z", 1, {}, {"ete": "été"}),
            entry("a", 1, {}, {"ete": "Été"}),
        ],
    )
    assert [(term.key, term.names) for term in found.terms.values()] == [
        ("ete", Labels({"": "Été"})),
        ("rse", Labels({"": "RSE"})),
    ]
    assert found.terms["ete"].names.pick("fr") == "Été"


def test_neighbours() -> None:
    """Each article knows the one before and the one after; the ends have none."""
    a, b, c = ENTRIES[:3]
    assert neighbours([a, b, c]) == {"a": (None, c), "b": (a, None), "c": (b, None)} | {
        a.path: (None, b),
        b.path: (a, c),
        c.path: (b, None),
    }
    assert neighbours([]) == {}


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.dictionaries(st.sampled_from(list(DRIVERS.terms)), st.integers(1, 3))),
        max_size=8,
    ).flatmap(lambda drawn: st.permutations([entry(f"{n:02}", day, uses) for n, (day, uses) in enumerate(drawn)])),
    st.sampled_from(["firmest", "newest", "part"]),
)
def test_order_does_not_depend_on_reading(entries: list[Entry], order: Order) -> None:
    """Articles read in any order stand in the same one, each under each of its terms exactly once."""
    axis = replace(DRIVERS, order=order)
    found = articles_by_term(axis, entries)
    assert found == articles_by_term(axis, sorted(entries, key=lambda e: e.path))
    for key, bucket in found.items():
        assert sorted(e.path for e in bucket) == sorted(e.path for e in entries if key in e.uses["drivers"])
