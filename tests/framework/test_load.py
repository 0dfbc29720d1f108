"""The framework's folder: axes, terms, introductions, relations, and everything that may be wrong there."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.framework.findings import Finding, Position
from plugins.framework.load import load_framework
from plugins.framework.model import Axis, Framework, Relation, Term
from plugins.i18n.messages import Labels, message
from tests.framework.samples import told

ROOT = Path(__file__).resolve().parents[2]

FRAMEWORK = """\
path: marmite
labels:
  en: {singular: The pot, plural: Pots}
balance: drivers
relations:
  feeds:
    labels: {en: feeds}
    inverse: {en: fed by}
axes:
  - key: drivers
    labels: {en: {singular: driver, plural: drivers}}
    path: moteurs
    weighted: true
    required: true
    min: 1
    max: 2
  - key: terrains
    labels: {en: {singular: terrain, plural: terrains}}
    path: terrains
    ordered: true
    order: newest
"""
RSE = """\
---
key: rse
labels: {fr: la RSE, en: Responsibility}
summary: {en: Answering for it.}
rank: 2
colour: {light: "#3F6b2c", dark: "#9fcf86"}
shape: leaf
relations:
  feeds: [numerique, terrains/velo]
---
Words.
"""
RIGHT = {
    "framework.yaml": FRAMEWORK,
    "drivers/rse.md": RSE,
    "drivers/numerique.md": "---\nlabels: {en: Digital}\nrank: 1\n---\n",
    "terrains/velo.md": "---\nlabels: {en: Bicycles}\n---\n",
    "drivers.md": "---\nsummary: {en: What drives.}\n---\nAbout drivers.\n",
    "framework.md": "---\n---\nAbout all.\n",
}


def convert(text: str, path: str, line: int) -> tuple[str, list[Finding]]:
    """Return HTML that shows what was asked for, and a finding when the text has a mistake."""
    mistakes = [Finding(path, Position(line), message("a mistake"))] if "MISTAKE" in text else []
    return f"<p>{text.strip()} ({path}, {line})</p>" if text.strip() else "", mistakes


def load(folder: Path, changes: dict[str, str | bytes | None]) -> tuple[Framework, list[str]]:
    """Return the framework of the right folder with some files changed or, where None, left out."""
    for name, text in {**RIGHT, **changes}.items():
        if text is not None:
            file = folder / "pillars" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
    framework, findings = load_framework(folder, "pillars", convert)
    return framework, [words.removeprefix("pillars/") for words in told(findings)]


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
        "plugins/framework/README.md shows how"
    ]
    assert findings[0].fatal


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


def test_files_of_editors_are_left_alone(tmp_path: Path) -> None:
    """Hidden files, the dangling locks that Emacs makes, and folders named as texts are not read."""
    drivers = tmp_path / "pillars" / "drivers"
    drivers.mkdir(parents=True)
    (drivers / ".#rse.md").symlink_to("author@host.1234")
    (drivers / "gone.md").symlink_to("nowhere.md")
    (drivers / "folder.md").mkdir()
    (tmp_path / "pillars" / ".#drivers.md").symlink_to("author@host.1234")
    (tmp_path / "pillars" / ".obsidian").mkdir()
    (tmp_path / "pillars" / ".obsidian" / ".x.md").write_text("x")
    framework, findings = load(tmp_path, {"drivers/.rse.md": "---\n"})
    assert findings == []
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
