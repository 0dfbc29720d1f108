"""The framework's file: axes, balance, and everything that may be wrong there."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.framework.load_framework import load_framework
from plugins.framework.model import Axis, Framework, Relation, Term
from plugins.i18n.messages import Labels
from tests.framework.pillars import FRAMEWORK, convert, load
from tests.framework.samples import told

ROOT = Path(__file__).resolve().parents[2]


def test_right(tmp_path: Path) -> None:
    """A right folder is the framework, term by term, with nothing to tell."""
    framework, findings = load(tmp_path, {})
    assert findings == []
    numerique = Term("numerique", Labels({"en": "Digital"}), rank=1, path="pillars/drivers/numerique.md")
    rse = Term(
        "rse",
        Labels({"fr": "la RSE", "en": "Responsibility"}),
        summaries=Labels({"en": "Answering for it."}),
        rank=2,
        light="#3f6b2c",
        dark="#9fcf86",
        shape="leaf",
        relations={"feeds": (("drivers", "numerique"), ("terrains", "velo"))},
        html="<p>Words. (pillars/drivers/rse.md, 11)</p>",
        path="pillars/drivers/rse.md",
    )
    velo = Term("velo", Labels({"en": "Bicycles"}), path="pillars/terrains/velo.md")
    drivers = Axis(
        "drivers",
        Labels({"en": "driver"}),
        Labels({"en": "drivers"}),
        "moteurs",
        weighted=True,
        required=True,
        least=1,
        most=2,
        order="firmest",
        summaries=Labels({"en": "What drives."}),
        html="<p>About drivers. (pillars/drivers.md, 4)</p>",
        terms={"numerique": numerique, "rse": rse},
    )
    terrains = Axis(
        "terrains",
        Labels({"en": "terrain"}),
        Labels({"en": "terrains"}),
        "terrains",
        ordered=True,
        order="newest",
        terms={"velo": velo},
    )
    assert framework == Framework(
        axes={"drivers": drivers, "terrains": terrains},
        balance="drivers",
        path="marmite",
        names=Labels({"en": "The pot"}),
        relations={"feeds": Relation("feeds", Labels({"en": "feeds"}), Labels({"en": "fed by"}))},
        html="<p>About all. (pillars/framework.md, 3)</p>",
    )
    assert list(framework.axes["drivers"].terms) == ["numerique", "rse"]


@pytest.mark.parametrize("name", ["articles", "missing"])
def test_missing_framework(tmp_path: Path, name: str) -> None:
    """Without its file there is no framework, and one finding says what to do."""
    (tmp_path / "articles").mkdir()
    framework, findings = load_framework(tmp_path, name, convert)
    assert framework == Framework()
    assert told(findings) == [
        f"{name}/framework.yaml:1:1: the framework's file is missing; declare the axes in it; "
        "docs/authors/framework.md shows how"
    ]
    assert findings[0].fatal


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"framework.yaml": FRAMEWORK.replace("balance: drivers", "balance: terrains")},
            [
                "framework.yaml:4:10: the axis 'terrains' is not weighted, so it has no balance; "
                "say 'weighted: true' for it, or remove 'balance'"
            ],
            id="a balance without weights",
        ),
        pytest.param(
            {"framework.yaml": FRAMEWORK.replace("balance: drivers", "balance: driver")},
            ["framework.yaml:4:10: unknown axis 'driver' (there are: drivers, terrains); did you mean 'drivers'?"],
            id="a balance of nothing",
        ),
        pytest.param(
            {"framework.yaml": FRAMEWORK.replace("min: 1", "min: 3")},
            ["framework.yaml:16:10: no number is at least 3 and at most 2; correct 'min' or 'max'"],
            id="a minimum above the maximum",
        ),
        pytest.param(
            {"framework.yaml": FRAMEWORK + FRAMEWORK.split("axes:\n")[1]},
            [
                "framework.yaml:22:10: two axes have the key 'drivers'; rename one of them",
                "framework.yaml:29:10: two axes have the key 'terrains'; rename one of them",
            ],
            id="axes declared twice",
        ),
        pytest.param(
            {"framework.yaml": FRAMEWORK.replace("path: terrains", "path: moteurs")},
            [
                "framework.yaml:19:11: the path 'moteurs' is that of 'drivers'; choose another path for this axis",
                "drivers/rse.md:9:22: unknown axis 'terrains' (there are: drivers)",
            ],
            id="two axes at one address",
        ),
        pytest.param(
            {"framework.yaml": FRAMEWORK.replace("path: terrains", "path: marmite")},
            [
                "framework.yaml:19:11: the path 'marmite' is that of 'framework'; choose another path for this axis",
                "drivers/rse.md:9:22: unknown axis 'terrains' (there are: drivers)",
            ],
            id="an axis at the framework's address",
        ),
        pytest.param(
            {"framework.yaml": FRAMEWORK.replace("key: terrains", "key: tags")},
            [
                "terrains:1:1: this folder of terms belongs to no axis (there are: drivers, tags)",
                "framework.yaml:17:10: 'tags' is a front matter key already; choose another key for this axis",
                "drivers/rse.md:9:22: unknown axis 'terrains' (there are: drivers)",
            ],
            id="an axis named as a key",
        ),
    ],
)
def test_mistakes(tmp_path: Path, changes: dict[str, str | bytes | None], expected: list[str]) -> None:
    """Each mistake is told at its place; the rest of the framework is used."""
    framework, findings = load(tmp_path, changes)
    assert sorted(findings) == sorted(expected)
    assert set(framework.axes["drivers"].terms) == {"numerique", "rse"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "",
            [
                "framework.yaml:1:1: 'path' is missing; add a line 'path: …'",
                "framework.yaml:1:1: 'labels' is missing; add a line 'labels: …'",
                "framework.yaml:1:1: 'axes' is missing; add a line 'axes: …'",
            ],
            id="empty",
        ),
        pytest.param(
            "path: x\nlabels: {en: {singular: A, plural: B}}\naxes: []\n",
            ["framework.yaml:3:7: 'axes' is empty; give it a value, or remove it"],
            id="no axis",
        ),
        pytest.param(
            FRAMEWORK.replace("path: moteurs", "path: ../moteurs"),
            [
                "framework.yaml:12:11: '../moteurs' cannot stand in an address; "
                "use at most 80 lower-case letters without accents, digits and hyphens"
            ],
            id="an axis that leaves the site",
        ),
        pytest.param(
            FRAMEWORK + "\tx: y\n",
            ["framework.yaml:22:1: a tab stands where YAML wants spaces; indent with spaces"],
            id="a tab",
        ),
        pytest.param(f"path: {'x' * 65536}\n", ["framework.yaml:1:1: this file is longer than 64 KiB"], id="too long"),
    ],
)
def test_unusable_framework_file(tmp_path: Path, text: str, expected: list[str]) -> None:
    """A framework's file that says nothing usable gives an empty framework."""
    framework, findings = load(tmp_path, {"framework.yaml": text})
    assert findings == expected
    assert framework == Framework()


def test_framework_file_from_windows(tmp_path: Path) -> None:
    """A byte order mark and CRLF change nothing."""
    text = b"\xef\xbb\xbf" + FRAMEWORK.replace("\n", "\r\n").encode()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert load(tmp_path / "a", {"framework.yaml": text}) == load(tmp_path / "b", {})


def test_addresses(tmp_path: Path) -> None:
    """The framework, its axes and its terms have addresses below the site's root."""
    framework, _ = load(tmp_path, {})
    assert framework.url() == "marmite/"
    assert framework.balance_axis is framework.axes["drivers"]
    assert framework.axes["drivers"].url() == "moteurs/"
    assert framework.axes["drivers"].term_url("rse") == "moteurs/rse/"
    assert Framework().balance_axis is None


def test_this_site() -> None:
    """The framework of this very site has no mistake."""
    framework, findings = load_framework(ROOT / "content", "framework", lambda text, path, line: ("", []))
    assert told(findings) == []
    assert framework.balance == "drivers"
