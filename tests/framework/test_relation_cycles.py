"""Circles in the relations between terms."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.framework.model import Axis, Term
from plugins.framework.relation_cycles import cycles
from plugins.i18n.messages import Labels

NONE = Labels({})


def axes_of(edges: dict[str, list[str]], kind: str = "feeds") -> dict[str, Axis]:
    """Return two axes, ``x`` and ``y``, whose terms are named ``x/a`` and so on in the edges."""
    axes = {}
    for axis in "xy":
        terms = {
            name: Term(
                name,
                NONE,
                relations={kind: tuple(tuple(target.split("/")) for target in edges.get(f"{axis}/{name}", []))},  # type: ignore[misc]
                path=f"{axis}/{name}.md",
            )
            for name in "abcde"
        }
        axes[axis] = Axis(axis, NONE, NONE, axis, terms=terms)
    return axes


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        pytest.param({}, [], id="no relation"),
        pytest.param({"x/a": ["x/b", "x/c"], "x/b": ["x/c"]}, [], id="two ways to one term"),
        pytest.param({"x/a": ["x/a"]}, [("x/a.md", "feeds", "a → a")], id="a term and itself"),
        pytest.param({"x/b": ["x/a"], "x/a": ["x/b"]}, [("x/a.md", "feeds", "a → b → a")], id="two terms"),
        pytest.param(
            {"x/e": ["x/c"], "x/c": ["y/a"], "y/a": ["x/d"], "x/d": ["x/c"]},
            [("x/c.md", "feeds", "c → y/a → d → c")],
            id="across axes, with a term that only leads there",
        ),
        pytest.param(
            {"x/a": ["x/b"], "x/b": ["x/a", "x/c"], "x/c": ["x/a"]},
            [("x/a.md", "feeds", "a → b → a"), ("x/a.md", "feeds", "a → b → c → a")],
            id="two circles with a common part",
        ),
        pytest.param({"x/a": ["x/z", "z/a"]}, [], id="targets that do not exist"),
    ],
)
def test_cycles(edges: dict[str, list[str]], expected: list[tuple[str, str, str]]) -> None:
    """Each circle comes once, from its first term, with the file of that term."""
    assert list(cycles(axes_of(edges))) == expected


def test_kinds_are_apart() -> None:
    """Two relations of different kinds make no circle."""
    first = Term("a", NONE, relations={"feeds": (("x", "b"),)})
    second = Term("b", NONE, relations={"warms": (("x", "a"),)})
    assert list(cycles({"x": Axis("x", NONE, NONE, "x", terms={"a": first, "b": second})})) == []


def test_a_long_way_is_no_recursion() -> None:
    """Five thousand terms in a row, the last leading to the first, are one circle."""
    terms = {
        f"t{n:04}": Term(f"t{n:04}", NONE, relations={"feeds": (("x", f"t{(n + 1) % 5000:04}"),)}, path=f"{n}")
        for n in range(5000)
    }
    found = list(cycles({"x": Axis("x", NONE, NONE, "x", terms=terms)}))
    assert [(path, words.count("→")) for path, _, words in found] == [("0", 5000)]


NODES = [f"{axis}/{name}" for axis in "xy" for name in "abcde"]


@given(st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=4, unique=True)))
def test_a_circle_is_found_when_there_is_one(edges: dict[str, list[str]]) -> None:
    """There is a finding exactly when the terms cannot be put in an order (Kahn's criterion)."""
    try:
        TopologicalSorter(edges).prepare()
        ordered = True
    except CycleError:
        ordered = False
    found = list(cycles(axes_of(edges)))
    assert bool(found) != ordered
    assert len(found) == len(set(found))
