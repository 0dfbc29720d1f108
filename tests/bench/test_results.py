"""What becomes of measured builds: kept by key, told as tables, drawn, written down. No speed is asserted."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from tests.bench import chart, photographs, report, saved, tables
from tests.bench.measuring import Cost
from tests.bench.saved import Result, Saved

SVG = "{http://www.w3.org/2000/svg}"
MACHINE = {"processor": "An Engine", "cores": "2", "memory": "24 GiB", "files": "in memory", "Python": "3.11.7"}


def result(
    site: str = "this site",
    scenario: str = "cold",
    wall: float = 28,
    run: int = 0,
    articles: int = 1000,
    files: int = 5672,
    written: int = 5672,
    memory: int = 250,
) -> Result:
    """Return a result; it took as much CPU as time and half of it again."""
    return Result(site, articles, scenario, run, files, written, 0, Cost(0, wall, wall * 1.5, memory << 20, "PSS", 9))


TABLE = """\
| site         | build           |             wall, s |              CPU, s | PSS, MiB | files |    written |
| :----------- | :-------------- | ------------------: | ------------------: | -------: | ----: | ---------: |
| this site    | cold            | 29.00 (28.00–30.00) | 43.50 (42.00–45.00) |      250 | 5,672 |      5,672 |
|              | nothing changed |                0.06 |                0.09 |       20 | 5,672 |          0 |
|              | one body edited |    0.70 (0.60–0.70) |    0.90 (0.75–1.05) |       58 | 5,672 | 31 (30–32) |
| Hugo 0.168.0 | cold            |                2.50 |                3.75 |      400 | 2,349 |      2,349 |
|              | one body edited |                2.00 |                3.00 |      400 | 2,349 |      2,349 |
"""
FEEDLESS = "this site, no comment feeds"
RESULTS = [
    *(result(wall=wall, run=run) for run, wall in enumerate((30, 28, 29))),
    *(result(scenario="nothing", wall=0.06, run=run, written=0, memory=20) for run in range(3)),
    *(result(scenario="body", wall=0.5 + run / 10, run=run, written=30 + run, memory=58) for run in range(3)),
    result(FEEDLESS, wall=21, files=2800, written=2800, memory=200),
    result(FEEDLESS, "nothing", 0.05, files=2800, written=0, memory=20),
    result(FEEDLESS, "body", 0.4, files=2800, written=30, memory=50),
    result(FEEDLESS, "title", 0.6, files=2800, written=40, memory=50),
    result("Hugo 0.168.0", wall=2.5, files=2349, written=2349, memory=400),
    result("Hugo 0.168.0", "body", 2, files=2349, written=2349, memory=400),
    result("this site at 0123abc", wall=42, memory=400),
]


def test_results_are_kept(tmp_path: Path) -> None:
    """Another look at the file finds them, those of its key alone, and the last of each name."""
    file = tmp_path / "deep/kept"
    one, other = Saved(file, "one"), Saved(file, "other")
    one.add(result())
    other.add(result(wall=1))
    one.add(result(run=1))
    assert one.results == Saved(file, "one").results == [result(), result(run=1)]
    assert Saved(file, "other").results == [result(wall=1)]
    assert [one.has("this site", 1000, "cold", run) for run in range(3)] == [True, True, False]
    assert not one.has("this site", 5000, "cold", 0)
    assert not one.has("this site", 1000, "body", 0)
    assert not one.has("Hugo", 1000, "cold", 0)


def test_a_line_that_was_cut_counts_for_nothing(tmp_path: Path) -> None:
    """Nor does it spoil the next one."""
    file = tmp_path / "kept"
    Saved(file, "one").add(result())
    file.write_bytes(file.read_bytes() + b'{"key": "one", "site": "th')
    kept = Saved(file, "one")
    assert kept.results == [result()]
    kept.add(result(run=1))
    assert Saved(file, "one").results == [result(), result(run=1)]


def test_what_is_forgotten_is_of_one_key(tmp_path: Path) -> None:
    """``--fresh`` leaves the results of other code and other machines."""
    file = tmp_path / "kept"
    Saved(file, "aaaa").add(result())
    Saved(file, "bbbb").add(result(wall=1))
    kept = Saved(file, "aaaa")
    kept.forget()
    assert kept.results == Saved(file, "aaaa").results == []
    assert Saved(file, "bbbb").results == [result(wall=1)]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("plugins/press/steps.py", True),
        ("theme/styles/base.css", True),
        ("content/framework/drivers/rse.md", True),
        ("tests/bench/corpus.py", True),
        ("tests/bench/sites/hugo/hugo.toml", True),
        ("tests/bench/hugo.lock", True),
        ("requirements.lock", True),
        ("plugins/press/README.md", False),
        ("plugins/press/__pycache__/steps.pyc", False),
        ("tests/bench/test_results.py", False),
        ("tests/bench/chart.py", False),
        ("docs/benchmarks/README.md", False),
        ("content/articles/2026/marmite.md", False),
    ],
)
def test_figures_are_of_one_code(name: str, counts: bool, tmp_path: Path) -> None:
    """What they depend on changes the key, and words about it do not."""
    for path in ("plugins/x.py", "theme/x", "content/framework/x.md", "content/pages/x.md", "tests/bench/x.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    for path in ("tasks.py", "pelicanconf.py", "publishconf.py", "requirements.lock"):
        (tmp_path / path).write_text("x")
    before = saved.code_digest(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("changed")
    assert (saved.code_digest(tmp_path) != before) == counts


def test_the_table_says_medians_and_bounds() -> None:
    """In the order of sites and of edits, with the bounds beside where rounds differ."""
    body = replace(RESULTS[6], cost=replace(RESULTS[6].cost, wall=0.7))
    rows = tables.rows([*RESULTS[:6], body, *RESULTS[7:9], *RESULTS[13:15]])
    assert f"{tables.table(rows)}\n" == TABLE


def test_ratios_are_of_the_site_without_comment_feeds() -> None:
    """Cold to cold, an edit to the other's build after an edit; what was not measured is a dash."""
    lines = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in tables.ratios(tables.rows(RESULTS)).splitlines()
    ]
    assert lines[0][:4] == ["this site, no comment feeds to", "cold: wall", "CPU", "memory"]
    assert lines[2:] == [
        ["this site at 0123abc, both with them", "0.690", "0.690", "0.625", "1.00", "–", "–", "–", "–", "–"],
        ["Hugo 0.168.0", "8.40", "8.40", "0.500", "1.19", "0.025", "0.200", "0.200", "0.125", "0.300"],
    ]
    fewer = [one for one in RESULTS if one.site != FEEDLESS]
    assert tables.ratios(tables.rows(fewer)).splitlines()[3].split("|")[2].strip() == "11.6"
    assert tables.ratios(tables.rows(RESULTS[:13])) == ""


def test_how_memory_was_counted_is_said() -> None:
    """RSS counts in each process what they share, and is another figure."""
    other = replace(result(), cost=replace(result().cost, memory="RSS"))
    assert [tables.table(tables.rows([one])).split("|")[5].strip() for one in (result(), other)] == [
        "PSS, MiB",
        "RSS, MiB",
    ]


def test_the_chart_shows_every_row() -> None:
    """Names, figures and bars, the longest of a column as long as there is room; all of it in words too."""
    rows = tables.rows([*RESULTS, *(replace(one, articles=5000) for one in RESULTS[:3])])
    svg = ET.fromstring(chart.chart(rows, MACHINE))
    said = ["".join(one.itertext()) for one in svg.iter(f"{SVG}text")]
    assert said == [
        "How long a build takes",
        "Seconds of wall clock; medians of 3 rounds; 2 cores, 24 GiB, files in memory. Shorter is better.",
        *("1,000 articles", "5,000 articles"),
        *("One word edited", "each column on a scale of its own, here and below"),
        *("Trépied", "0.60 s", "–", "Hugo 0.168.0", "2.00 s", "–"),
        *("Built cold", "Trépied", "29.0 s", "29.0 s", "Hugo 0.168.0", "2.50 s", "–"),
        *("Trépied, by edit", "one scale for all columns"),
        *("nothing changed", "0.06 s", "–", "one body edited", "0.60 s", "–"),
    ]
    bars = [(one.get("class"), float(one.get("width", ""))) for one in svg.iter(f"{SVG}rect")][1:]
    room = bars[0][1]
    assert [width for kind, width in bars if kind == "ours"] == pytest.approx(
        [room * 0.6 / 29, room, room, room * 0.06 / 0.6, room], abs=0.1
    )
    assert [width for kind, width in bars if kind == "other"] == pytest.approx(
        [room * 2 / 29, room * 2.5 / 29], abs=0.1
    )
    described = svg.findtext(f"{SVG}desc") or ""
    assert "Built cold: Trépied 29.0 s with 1,000 articles, 29.0 s with 5,000 articles; Hugo" in described
    assert svg.get("aria-labelledby") == "title desc"


def test_nothing_leaves_the_chart() -> None:
    """Bars and the beginnings of texts lie within it, with three columns too."""
    rows = tables.rows([replace(one, articles=size) for one in RESULTS for size in (1000, 5000, 20_000)])
    svg = ET.fromstring(chart.chart(rows, MACHINE))
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    for one in (*svg.iter(f"{SVG}rect"), *svg.iter(f"{SVG}text")):
        x, y = float(one.get("x", 0)), float(one.get("y", 0))
        assert 0 <= x <= x + float(one.get("width", 0)) <= width
        assert 0 <= y <= y + float(one.get("height", 0)) <= height


def test_the_page_is_written(tmp_path: Path) -> None:
    """With a table for each number of articles, machine and versions, and photographs if they were measured."""
    shot = [replace(result(report.PHOTOGRAPHS, step, articles=2000), written=count) for step, count in
            (("cut", 5000), ("resumed", 5001), ("edited", 0))]  # fmt: skip
    small = replace(shot[0], articles=20)
    report.write(tmp_path / "benchmarks", [*RESULTS, small, *shot, replace(RESULTS[0], articles=5000)], MACHINE)
    page = (tmp_path / "benchmarks/README.md").read_text("utf-8")
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## 1,000 articles",
        "## 5,000 articles",
        "## 2,000 photographs of twelve megapixels",
        "## What a row is",
        "## What the others lack",
        "## Measure again",
    ]
    rows = tables.rows(RESULTS)
    assert f"## 1,000 articles\n\n{tables.table(rows)}\n\n{tables.ratios(rows)}\n\n## 5,000 articles\n\n" in page
    assert "Machine and versions: An Engine, cores 2, memory 24 GiB, files in memory, Python 3.11.7.\n" in page
    assert "| published again, to the end |    28.0 |   42.0 |         250 |   5,001 |     0 |\n" in page
    assert max(map(len, page.split("## What a row is")[1].splitlines())) <= 120
    ET.parse(tmp_path / "benchmarks/builds.svg")


def test_results_are_told_as_json() -> None:
    """Every build, with the machine."""
    told = json.loads(tables.as_json(RESULTS[:1], MACHINE))
    assert told["machine"] == MACHINE
    assert [(one["site"], one["cost"]["wall"]) for one in told["builds"]] == [("this site", 30)]


def test_photographs_are_the_same_twice_and_each_another(tmp_path: Path) -> None:
    """An article shows ten; what is drawn once makes files that differ, and that a camera's program could read."""
    for name in ("one", "two"):
        assert photographs.write_sources(tmp_path / name, 18, (40, 30)) == 2
    found = {
        name: [path.read_bytes() for path in sorted((tmp_path / name / "images").iterdir())] for name in ("one", "two")
    }
    assert found["one"] == found["two"]
    assert len(set(found["one"])) == 18
    with Image.open(BytesIO(found["one"][17])) as image, Image.open(BytesIO(found["one"][1])) as same:
        assert image.size == (40, 30)
        assert image.tobytes() == same.tobytes()
    shown = [
        path.read_text("utf-8").count("../../images/photo-") for path in sorted((tmp_path / "one").rglob("essai-*"))
    ]
    assert shown == [10, 8]


def test_what_was_encoded_is_counted(tmp_path: Path) -> None:
    """Facts are no pictures, a file that is being written is neither; what was written again counts again."""
    files = {"aa/1111": b"{facts", "aa/2222": b"\xff\xd8jpeg", "bb/3333": b"avif", "bb/.4444.12.tmp": b"{"}
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(bytes(32) + data)
    before = photographs.kept(tmp_path)
    assert (before.looked, len(before.encoded)) == (1, 2)
    assert photographs.kept(tmp_path).since(before) == 0
    (tmp_path / "aa/5555").write_bytes(bytes(32) + b"webp")
    assert photographs.kept(tmp_path).since(before) == 1
    again = photographs.Kept(1, {**before.encoded, str(tmp_path / "bb/3333"): 0})
    assert again.since(before) == 1


def test_progress_is_told_and_half_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is time to interrupt once so many have been looked at; to the end, never."""
    (tmp_path / "aa").mkdir()
    cut, whole = photographs.progress(tmp_path, 100, 50), photographs.progress(tmp_path, 100, None)
    asked = [(cut(), whole())]
    for number in range(51):
        (tmp_path / f"aa/{number:04}").write_bytes(bytes(32) + b"{}")
        asked.append((cut(), whole()))
    assert [place for place, (stop, _) in enumerate(asked) if stop] == [50, 51]
    assert not any(never for _, never in asked)
    said = [f"{number} of 100 photographs" for number in (0, 50)]
    assert capsys.readouterr().err.splitlines() == [line for line in said for _ in ("cut", "whole")]
