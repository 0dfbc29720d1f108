"""The files of the framework: terms, introductions, relations, and everything that may be wrong there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.framework.pillars import RSE, load

SLUG_NAME = "rename it with at most 80 lower-case letters without accents, digits and hyphens"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"drivers/rse.md": RSE.replace("key: rse", "key: rsi")},
            [
                "drivers/rse.md:2:6: the key is 'rsi' and the file is 'rse.md'; "
                "rename the file 'rsi.md', or correct the key"
            ],
            id="a key that is not the file's name",
        ),
        pytest.param(
            {"terrains/Vélo électrique.md": "---\nlabels: {en: E-bikes}\n---\n"},
            [
                f"terrains/Vélo électrique.md:1:1: "
                f"the file's name 'Vélo électrique.md' cannot stand in an address; {SLUG_NAME}"
            ],
            id="a name that cannot stand in an address",
        ),
        pytest.param(
            {"drivers/rse.md": RSE.replace("[numerique, terrains/velo]", "[rse]")},
            ["drivers/rse.md:9:3: the relation 'feeds' goes in a circle: rse → rse; take one of them out"],
            id="a term related to itself",
        ),
        pytest.param(
            {"terrains/velo.md": "---\nlabels: {en: B}\nrelations: {feeds: [drivers/rse]}\n---\n"},
            [
                "drivers/rse.md:9:3: the relation 'feeds' goes in a circle: rse → terrains/velo → rse; "
                "take one of them out"
            ],
            id="a circle",
        ),
        pytest.param(
            {"drivers/rse.md": RSE.replace("feeds:", "feds:")},
            ["drivers/rse.md:9:3: unknown relation 'feds' (pillars/framework.yaml has: feeds); did you mean 'feeds'?"],
            id="an unknown relation",
        ),
        pytest.param(
            {"drivers/rse.md": RSE.replace("numerique, terrains/velo", "numerik, terrain/velo, terrains/x/y")},
            [
                "drivers/rse.md:9:11: unknown driver 'numerik' (content/pillars/drivers/ has: numerique, rse); "
                "did you mean 'numerique'?",
                "drivers/rse.md:9:20: unknown axis 'terrain' (there are: drivers, terrains); did you mean 'terrains'?",
                "drivers/rse.md:9:34: unknown terrain 'x/y' (content/pillars/terrains/ has: velo)",
            ],
            id="unknown targets",
        ),
        pytest.param(
            {"drivers/rse.md": RSE.replace("terrains/velo", "drivers/numerique")},
            ["drivers/rse.md:9:22: 'numerique' stands twice in 'feeds'; keep one of them"],
            id="a doubled target",
        ),
        pytest.param(
            {"drivers/rse.md": RSE.replace("#3F6b2c", "green")},
            ["drivers/rse.md:6:17: 'green' is not a colour; write it as \"#3f4a9c\""],
            id="no colour",
        ),
        pytest.param(
            {"drivers/rse.md": RSE.replace("Words.", "MISTAKE")},
            ["drivers/rse.md:11:1: a mistake"],
            id="a mistake in an introduction",
        ),
        pytest.param(
            {"terrains/extra.md": ""},
            [
                "terrains/extra.md:1:1: this file is empty; start it with front matter between two lines '---', "
                "or delete it"
            ],
            id="an empty term",
        ),
        pytest.param(
            {"terrains/extra.md": "---\nrank: 1\n---\n"},
            ["terrains/extra.md:2:1: 'labels' is missing; add a line 'labels: …'"],
            id="a term without labels",
        ),
        pytest.param(
            {"terrains/extra.md": "---\nlabels: &a {en: B}\n---\n"},
            [
                "terrains/extra.md:2:9: YAML anchors and aliases ('&', '*') are not used here; write the value out, "
                "or put it in quotes if it begins with that character"
            ],
            id="a term with an anchor",
        ),
        pytest.param(
            {"terrains/extra.md": b"---\nlabels: {fr: v\xe9lo}\n---\n"},
            ["terrains/extra.md:2:15: this file is not UTF-8: byte 0xe9 at offset 18; save it as UTF-8 in your editor"],
            id="a term in Latin-1",
        ),
        pytest.param(
            {"terrains.md": "About terrains.\n"},
            ["terrains.md:1:1: the front matter is missing; begin the file with a line '---'"],
            id="an introduction without front matter",
        ),
        pytest.param(
            {"terrains.md": "---\nlabels: {en: T}\n---\n"},
            ["terrains.md:2:1: unknown key 'labels' (known keys: summary)"],
            id="an introduction with a key of terms",
        ),
        pytest.param(
            {"driver.md": "---\n---\n"},
            [
                "driver.md:1:1: this introduction belongs to no axis (there are: drivers, terrains); "
                "did you mean 'drivers'?"
            ],
            id="an introduction of nothing",
        ),
        pytest.param(
            {"terrain/velo.md": "---\nlabels: {en: B}\n---\n"},
            [
                "terrain:1:1: this folder of terms belongs to no axis (there are: drivers, terrains); "
                "did you mean 'terrains'?"
            ],
            id="terms of nothing",
        ),
        pytest.param(
            {"terrains/velo.md": None},
            [
                "framework.yaml:17:10: the axis 'terrains' has no term; add a file 'pillars/terrains/….md' for each",
                "drivers/rse.md:9:22: unknown terrain 'velo' (content/framework/terrains/ has: )",
            ],
            id="an axis without terms",
        ),
    ],
)
def test_mistakes(tmp_path: Path, changes: dict[str, str | bytes | None], expected: list[str]) -> None:
    """Each mistake is told at its place; the rest of the framework is used."""
    framework, findings = load(tmp_path, changes)
    assert sorted(findings) == sorted(expected)
    assert set(framework.axes["drivers"].terms) == {"numerique", "rse"}


def test_files_of_editors_are_left_alone(tmp_path: Path) -> None:
    """Hidden files, the dangling locks that Emacs makes, and folders named as texts are not read."""
    drivers = tmp_path / "pillars" / "drivers"
    drivers.mkdir(parents=True)
    (drivers / ".#rse.md").symlink_to("author@host.1234")
    (drivers / "folder.md").mkdir()
    (tmp_path / "pillars" / ".#drivers.md").symlink_to("author@host.1234")
    (tmp_path / "pillars" / ".obsidian").mkdir()
    (tmp_path / "pillars" / ".obsidian" / ".x.md").write_text("x")
    framework, findings = load(tmp_path, {"drivers/.rse.md": "---\n"})
    assert findings == []
    assert set(framework.axes["drivers"].terms) == {"numerique", "rse"}


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    """A term whose file is gone is no term, and not in silence."""
    (tmp_path / "pillars/drivers").mkdir(parents=True)
    (tmp_path / "pillars/drivers/gone.md").symlink_to("nowhere.md")
    framework, findings = load(tmp_path, {})
    assert findings == ["drivers/gone.md:1:1: this file cannot be read (No such file or directory)"]
    assert set(framework.axes["drivers"].terms) == {"numerique", "rse"}


def test_relations_both_ways(tmp_path: Path) -> None:
    """The framework knows what a term leads to, and what leads to it."""
    framework, _ = load(tmp_path, {})
    assert [(r.key, a.key, t.key) for r, a, t in framework.direct_relations("drivers", "rse")] == [
        ("feeds", "drivers", "numerique"),
        ("feeds", "terrains", "velo"),
    ]
    assert [(r.key, a.key, t.key) for r, a, t in framework.inverse_relations("terrains", "velo")] == [
        ("feeds", "drivers", "rse")
    ]
    assert list(framework.inverse_relations("drivers", "rse")) == []
