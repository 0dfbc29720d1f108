"""What front matter says on the axes: terms, weights, counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.framework.frontmatter.axes import read_axes
from plugins.framework.frontmatter.yaml_tree import parse
from plugins.framework.model import Framework
from tests.framework.samples import DRIVERS, FRAMEWORK, TERRAINS, axis, told


def read(text: str, framework: Framework = FRAMEWORK) -> tuple[dict[str, dict[str, int]], list[str]]:
    """Return the uses, with the order of their terms, and the findings less the path."""
    tree, findings = parse(text, "x.md", 2)
    assert tree is not None
    assert findings == []
    uses, findings = read_axes(tree, framework, "x.md")
    return {key: dict(weights) for key, weights in uses.items()}, [
        words.removeprefix("x.md:") for words in told(findings)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("drivers: {rse: 2, numerique: 1}", {"drivers": {"rse": 2, "numerique": 1}}, id="weights"),
        pytest.param("drivers:\n  rse: 3", {"drivers": {"rse": 3}}, id="weights on lines"),
        pytest.param("drivers: [numerique, rse]", {"drivers": {"numerique": 1, "rse": 1}}, id="plain list"),
        pytest.param("drivers:\n- rse", {"drivers": {"rse": 1}}, id="list on lines"),
        pytest.param("drivers:\n- rse: 3\n- numerique", {"drivers": {"rse": 3, "numerique": 1}}, id="list of pairs"),
        pytest.param(
            "drivers: [rse]\nterrains: [recrutement]",
            {"drivers": {"rse": 1}, "terrains": {"recrutement": 1}},
            id="two axes",
        ),
        pytest.param("drivers: [rse]\nterrains:", {"drivers": {"rse": 1}}, id="an optional axis left empty"),
        pytest.param("drivers: [rse]\nterrains: []", {"drivers": {"rse": 1}}, id="an optional axis without terms"),
        pytest.param("drivers: ['rse']\nother: [x]", {"drivers": {"rse": 1}}, id="other keys are left alone"),
    ],
)
def test_uses(text: str, expected: dict[str, dict[str, int]]) -> None:
    """Terms are read with their weights; a plain list means weight 1 each."""
    assert read(text) == (expected, [])
    assert list(read(text)[0].get("drivers", {})) == list(expected["drivers"])


KNOWN = "(content/framework/drivers/ has: collaboratif, numerique, rse)"
HOW_TO_WEIGH = "give a whole number from 1 to 3"


@pytest.mark.parametrize(
    ("text", "uses", "expected"),
    [
        pytest.param(
            "drivers:\n  numerik: 1",
            {},
            [f"3:3: unknown driver 'numerik' {KNOWN}; did you mean 'numerique'?"],
            id="unknown term with a near one",
        ),
        pytest.param(
            "drivers: [rse, xyz]", {"rse": 1}, [f"2:16: unknown driver 'xyz' {KNOWN}"], id="unknown term alone"
        ),
        pytest.param(
            "drivers: {numerique: 9}",
            {"numerique": 1},
            [f"2:22: the weight of 'numerique' is '9'; {HOW_TO_WEIGH}"],
            id="weight too big",
        ),
        pytest.param(
            "drivers: {numerique: 0, rse: -1}",
            {"numerique": 1, "rse": 1},
            [
                f"2:22: the weight of 'numerique' is '0'; {HOW_TO_WEIGH}",
                f"2:30: the weight of 'rse' is '-1'; {HOW_TO_WEIGH}",
            ],
            id="weights too small",
        ),
        pytest.param(
            "drivers: {numerique: 1.5, rse: ²}",
            {"numerique": 1, "rse": 1},
            [
                f"2:22: the weight of 'numerique' is '1.5'; {HOW_TO_WEIGH}",
                f"2:32: the weight of 'rse' is '²'; {HOW_TO_WEIGH}",
            ],
            id="weights that are no numbers",
        ),
        pytest.param(
            "drivers: {numerique: , rse: [2]}",
            {"numerique": 1, "rse": 1},
            [
                f"2:11: the weight of 'numerique' is ''; {HOW_TO_WEIGH}",
                f"2:29: the weight of 'rse' is '…'; {HOW_TO_WEIGH}",
            ],
            id="no weight, and a list",
        ),
        pytest.param(
            "drivers: [rse, numerique, rse]",
            {"rse": 1, "numerique": 1},
            ["2:27: 'rse' stands twice in 'drivers'; keep one of them"],
            id="doubled term",
        ),
        pytest.param(
            "drivers: [rse, numerique, collaboratif]",
            {"rse": 1, "numerique": 1, "collaboratif": 1},
            ["2:1: 3 drivers are too many: 2 at most; keep those that the article really stands on"],
            id="too many",
        ),
        pytest.param(
            "drivers: []",
            {},
            ["2:1: 0 drivers are too few: 1 at least; add those that the article stands on"],
            id="too few",
        ),
        pytest.param(
            "title: x",
            {},
            [
                "2:1: 'drivers' is missing: every article names at least one driver; "
                "add a line such as 'drivers: [numerique]'"
            ],
            id="missing",
        ),
        pytest.param(
            "title: x\ndrivers:",
            {},
            [
                "2:1: 'drivers' is missing: every article names at least one driver; "
                "add a line such as 'drivers: [numerique]'"
            ],
            id="nothing behind the key",
        ),
        pytest.param(
            "drivers: rse",
            {"rse": 1},
            ["2:10: 'drivers' must be a list; write 'drivers: [rse]'"],
            id="a word instead of a list",
        ),
        pytest.param(
            "drivers: [{rse: 1, numerique: 2}, [rse]]",
            {},
            ["2:11: the name of a term is a word", "2:35: the name of a term is a word"],
            id="lists and mappings instead of words",
        ),
        pytest.param(
            f"drivers: [{'x' * 70}]",
            {},
            [f"2:11: unknown driver '{'x' * 59}…' {KNOWN}"],
            id="a term without end",
        ),
        pytest.param(
            "drivers: ['\"<&]]>{axis}']",
            {},
            [f"2:11: unknown driver '\"<&]]>{{axis}}' {KNOWN}"],
            id="signs of markup and of templates",
        ),
    ],
)
def test_mistakes(text: str, uses: dict[str, int], expected: list[str]) -> None:
    """What is wrong on an axis is told at its place, and what is right is used."""
    found, findings = read(text)
    assert findings == expected
    assert found.get("drivers", {}) == uses


def test_weights_on_a_plain_axis() -> None:
    """A weight on an axis that has none is told, and the term is used."""
    assert read("drivers: [rse]\nterrains: {recrutement: 2}") == (
        {"drivers": {"rse": 1}, "terrains": {"recrutement": 1}},
        ["3:25: 'terrains' is not weighed; write a plain list such as 'terrains: [recrutement]'"],
    )


def test_required_means_one_at_least() -> None:
    """An empty list on a required axis is too few, whatever its declared minimum."""
    only = axis("pillars", "pillar", "pillars", ["care"], required=True)
    assert read("pillars: []", Framework(axes={"pillars": only})) == (
        {},
        ["2:1: 0 pillars are too few: 1 at least; add those that the article stands on"],
    )


def test_a_required_axis_without_terms() -> None:
    """A framework without terms yet does not break the reading."""
    empty = axis("pillars", "pillar", "pillars", [], required=True)
    assert read("title: x", Framework(axes={"pillars": empty}))[1] == [
        "2:1: 'pillars' is missing: every article names at least one pillar; add a line such as 'pillars: []'"
    ]


@given(
    st.dictionaries(st.sampled_from([*DRIVERS.terms, "numerik", "x"]), st.integers(-1, 5)),
    st.lists(st.sampled_from([*TERRAINS.terms, "velo"]), max_size=4),
)
def test_what_is_read_is_right(weights: dict[str, int], terrains: list[str]) -> None:
    """Whatever is typed, the uses name existing terms with weights from 1 to 3, and wrong ones are all told."""
    text = f"drivers: {{{', '.join(f'{k}: {v}' for k, v in weights.items())}}}\nterrains: [{', '.join(terrains)}]\n"
    uses, findings = read(text)
    assert set(uses.get("drivers", {})) == set(weights) & set(DRIVERS.terms)
    assert all(1 <= weight <= 3 for weight in uses.get("drivers", {}).values())
    assert set(uses.get("terrains", {})) == set(terrains) & set(TERRAINS.terms)
    wrong = [k for k, v in weights.items() if k not in DRIVERS.terms or not 1 <= v <= 3]
    doubled = [t for i, t in enumerate(terrains) if t not in TERRAINS.terms or t in terrains[:i]]
    counted = len(uses.get("drivers", {})) > 2 or not weights
    assert len(findings) == len(wrong) + len(doubled) + counted
