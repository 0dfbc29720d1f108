"""Pielou's evenness, and the mean of a corpus."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.framework.corpus.balance import evenness, mean_shares, shares

KINDS = ["a", "b", "c"]
WEIGHTS = st.dictionaries(st.sampled_from([*KINDS, "other"]), st.integers(1, 3))


@pytest.mark.parametrize(
    ("weights", "kinds", "expected"),
    [
        pytest.param({"a": 1, "b": 1, "c": 1}, KINDS, 1.0, id="three equal feet"),
        pytest.param({"a": 3}, KINDS, 0.0, id="one foot"),
        pytest.param({}, KINDS, 0.0, id="no foot"),
        pytest.param({"a": 1, "b": 1}, KINDS, math.log(2) / math.log(3), id="two feet of three"),
        pytest.param({"a": 3, "b": 1}, ["a", "b"], 0.811278124459, id="three to one"),
        pytest.param({"a": 1, "x": 9}, ["a", "b"], 0.0, id="what is no kind does not weigh"),
        pytest.param({"a": 2}, ["a"], 1.0, id="one kind cannot be uneven"),
        pytest.param({}, [], 0.0, id="no kind"),
    ],
)
def test_evenness(weights: dict[str, float], kinds: list[str], expected: float) -> None:
    """Evenness is Shannon's entropy over the logarithm of the number of kinds."""
    assert evenness(weights, kinds) == pytest.approx(expected, abs=1e-12)


@given(WEIGHTS)
def test_evenness_lies_between_none_and_one(weights: dict[str, int]) -> None:
    """Evenness is 1 exactly for equal weights on all kinds, and 0 exactly on one kind or none."""
    found = evenness(weights, KINDS)
    assert 0 <= found <= 1
    values = [weights.get(kind, 0) for kind in KINDS]
    assert (found == 1) == (len(set(values)) == 1 and values[0] > 0)
    assert (found == 0) == (sum(value > 0 for value in values) < 2)


@given(WEIGHTS, st.permutations(KINDS), st.integers(1, 1000))
def test_evenness_knows_neither_names_nor_scale(weights: dict[str, int], order: list[str], factor: int) -> None:
    """Neither which kind is which, nor the unit of the weights, changes the evenness."""
    renamed = {order[KINDS.index(kind)]: weight * factor for kind, weight in weights.items() if kind in KINDS}
    assert evenness(renamed, KINDS) == evenness(weights, KINDS)


@given(WEIGHTS)
def test_shares_are_parts_of_one(weights: dict[str, int]) -> None:
    """The shares of all kinds add up to one, or to nothing when nothing weighs."""
    assert sum(shares(weights, KINDS).values()) == pytest.approx(1 if set(weights) & set(KINDS) else 0)


def test_mean_shares() -> None:
    """Each article that weighs something counts the same, however heavy its weights."""
    corpus = [{"a": 3, "b": 3}, {"c": 1}, {}, {"other": 2}]
    assert mean_shares(corpus, KINDS) == {"a": 0.25, "b": 0.25, "c": 0.5}
    assert mean_shares([], KINDS) == mean_shares([{}], KINDS) == {"a": 0.0, "b": 0.0, "c": 0.0}


@given(st.lists(WEIGHTS, max_size=8).flatmap(lambda corpus: st.tuples(st.just(corpus), st.permutations(corpus))))
def test_mean_does_not_depend_on_order(corpora: tuple[list[dict[str, int]], list[dict[str, int]]]) -> None:
    """The corpus's balance is the same in whatever order its files were read."""
    first, second = (mean_shares(corpus, KINDS) for corpus in corpora)
    assert first == second
