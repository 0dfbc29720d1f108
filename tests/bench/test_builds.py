"""What ``bench builds`` rests on: the corpus, the peers' folders, the measuring and the table. No speed is asserted."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from plugins.framework.project import open_project
from plugins.framework.render.render_source import render
from tests.bench import builds, corpus, peers, tables
from tests.bench.__main__ import arguments
from tests.bench.measuring import Cost, Sampler, measured, tree
from tests.locked import InstallError

KEYS = corpus.terms(builds.CONTENT / "framework")
HOLDING = "import sys; held = bytearray(b'x' * ({} << 20)); print('ready', flush=True); sys.stdin.read()"
"""A program that holds so many MiB, says so, and waits for the end of its input."""
WITH_CHILD = f"""
import subprocess, sys, threading
ready = threading.Event()
def start():
    child = subprocess.Popen([sys.executable, "-c", {HOLDING.format(24)!r}], stdout=subprocess.PIPE)
    child.stdout.readline()
    ready.set()
    child.wait()  # the thread stays, and with it the place where its child is listed
threading.Thread(target=start, daemon=True).start()
ready.wait()
{HOLDING.format(48)}
"""
"""The same with a child, which a thread that is not the first has started."""


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_corpus_is_the_same_twice(tmp_path: Path) -> None:
    """All three sites' sources are made anew to the byte, and a larger corpus begins with a smaller."""
    for name, number in (("one", 30), ("two", 30), ("more", 40)):
        made = list(corpus.articles(number, KEYS))
        corpus.write_content(tmp_path / name / "ours", made, builds.CONTENT)
        peers.write_hugo(tmp_path / name / "hugo", made, builds.CONTENT)
        peers.write_stock(tmp_path / name / "stock", made, builds.CONTENT)
    one, more = files(tmp_path / "one"), files(tmp_path / "more")
    assert one == files(tmp_path / "two")
    assert {name: more[name] for name in one} == one
    assert {name.partition("/")[0] for name in more.keys() - one.keys()} == {"ours", "hugo", "stock"}
    assert [sum(name.startswith(f"{site}/content/articles/2010") for name in one) for site in ("hugo", "stock")] == [
        30,
        30,
    ]
    assert sum(name.startswith("ours/articles/2010") for name in one) == 30


def test_every_article_is_right() -> None:
    """This project's own rendering has nothing to say of an article; they have what the measurements speak of."""
    options = open_project(builds.ROOT).options
    made = list(corpus.articles(200, KEYS))
    rendered = [render(corpus.as_typed(one).encode(), f"articles/{one.path}", options) for one in made]
    assert [one.findings for one in rendered if one.findings or one.front_matter is None] == []
    assert len({one.id for one in rendered}) == len({one.title for one in rendered}) == 200
    assert 780 < statistics.mean(one.words for one in rendered) < 880
    assert sum('class="code' in one.html or "<pre" in one.html for one in rendered) == 40
    assert sum('id="fn:1"' in one.html for one in rendered) == 50
    assert [[link.target for link in one.links if link.kind == "source"] for one in rendered] == [
        [f"articles/{corpus.path_of(number - 1)}"] if number else [] for number in range(200)
    ]
    assert {len(one.contents) > 1 for one in rendered} == {True}
    assert {len(one.tags) for one in made} == {3}
    assert len(corpus.TAGS) == len(set(corpus.TAGS)) == 200
    assert {key for one in made for key in one.drivers} == set(KEYS["drivers"])


def test_hugo_has_what_it_needs(tmp_path: Path) -> None:
    """Its folder holds settings, terms, pages, and a template for each kind of page and feed."""
    peers.write_hugo(tmp_path / "hugo", list(corpus.articles(3, KEYS)), builds.CONTENT)
    made = files(tmp_path / "hugo")
    kinds = {"baseof", "home", "page", "section", "taxonomy", "term", "404"}
    feeds = {"list.atom.atom", "list.rss.xml", "list.jsonfeed.json"}
    assert {f"layouts/{kind}.html" for kind in kinds} | {f"layouts/{feed}" for feed in feeds} <= made.keys()
    assert {f"content/{axis}/{key}/_index.md" for axis in corpus.AXES for key in KEYS[axis]} <= made.keys()
    assert {"hugo.toml", "content/abonnement.md", "content/articles/_index.md"} <= made.keys()
    called = {name for text in made.values() for name in partials(text.decode())}
    assert {f"layouts/_partials/{name}" for name in called} == {name for name in made if "/_partials/" in name}
    assert made["content/drivers/rse/_index.md"].startswith('---\ntitle: "la Responsabilité sociale"\n'.encode())


def partials(template: str) -> Iterator[str]:
    """Yield the partial templates that a template names."""
    for word in ("partial ", "partialCached "):
        for part in template.split(word)[1:]:
            if part.startswith('"'):
                yield part.split('"')[1]


@contextlib.contextmanager
def running(code: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that says when it is ready."""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process
        assert process.stdin is not None
        process.stdin.close()


def test_memory_is_that_of_the_whole_tree() -> None:
    """Both processes count, whichever thread started the child, and what they hold is all there."""
    with running(HOLDING.format(24)) as alone:
        one = Sampler(alone.pid)
        one.look()
    with running(WITH_CHILD) as parent:
        assert len(tree(parent.pid)) == 2
        both = Sampler(parent.pid)
        both.look()
    assert (one.processes, both.processes) == (1, 2)
    assert one.peak > 24 << 20
    assert both.peak > one.peak + (48 << 20)
    assert (one.kind, both.kind) == ("PSS", "PSS")


def test_a_process_that_has_ended_holds_nothing() -> None:
    """A look at what is gone is no error."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    sampler = Sampler(process.pid)
    assert (sampler.look(), sampler.kind) == (0, "PSS")


def test_a_command_costs_what_it_and_its_children_cost(tmp_path: Path) -> None:
    """CPU time of children is counted, the peak of memory is seen, and the exit code is the command's."""
    work = "import time\\nheld = bytearray(b'x' * (40 << 20))\\nwhile time.process_time() < 0.3: pass"
    code = f"import subprocess, sys; print('said'); subprocess.call([sys.executable, '-c', '''{work}''']); sys.exit(7)"
    code = code.replace("\\n", "\n")
    cost = measured([sys.executable, "-c", code], tmp_path, dict(os.environ), tmp_path / "log")
    assert cost.code == 7
    assert cost.cpu >= 0.3
    assert cost.peak > 40 << 20
    assert (tmp_path / "log").read_text() == "said\n"


def test_the_table_says_medians_bounds_and_ratios() -> None:
    """Ratios are those of the first site's medians to each other's, and the bounds stand beside."""
    mebibyte = 1 << 20
    ours = [
        Cost(0, wall, cpu, peak * mebibyte, "PSS", 9)
        for wall, cpu, peak in ((30, 40, 250), (28, 38, 300), (29, 39, 200))
    ]
    hugo = [
        Cost(0, wall, cpu, peak * mebibyte, "PSS", 9) for wall, cpu, peak in ((2.5, 4, 500), (2, 3.9, 501), (3, 5, 502))
    ]
    rows = [
        tables.Row("this site", 1000, 5672, tuple(ours)),
        tables.Row("Hugo 0.168.0", 1000, 2836, tuple(hugo)),
        tables.Row("this site at 0123abc", 1000, 5672, tuple(ours)),
    ]
    assert tables.table(rows).splitlines() == [
        "1,000 articles, built cold: medians of 3 runs (least–most)",
        "                                           wall, s                  CPU, s                PSS, MiB     files",
        "  this site                    29.00 (28.00–30.00)     39.00 (38.00–40.00)           250 (200–300)     5,672",
        "  Hugo 0.168.0                    2.50 (2.00–3.00)        4.00 (3.90–5.00)           501 (500–502)     2,836",
        "  this site at 0123abc         29.00 (28.00–30.00)     39.00 (38.00–40.00)           250 (200–300)     5,672",
        "  this site to                                wall                     CPU                  memory     files",
        "  Hugo 0.168.0                                11.6                    9.75                   0.499      2.00",
        "  this site at 0123abc                        1.00                    1.00                    1.00      1.00",
    ]


def test_a_table_says_how_memory_was_counted() -> None:
    """Where there is no PSS the table says so, and where there is nothing it shows nothing."""
    counted = tables.Row("this site", 12, 3, (Cost(0, 1, 1, 1 << 20, "RSS", 1),))
    unknown = tables.Row("this site", 12, 3, (Cost(0, 1, 1, 0, "none", 0),))
    assert tables.table([counted]).splitlines()[1:] == [
        "                                           wall, s                  CPU, s                RSS, MiB     files",
        "  this site                                   1.00                    1.00                       1         3",
        "  RSS: this system tells no PSS, and what processes share is counted in each.",
    ]
    assert tables.table([unknown]).splitlines()[1:] == [
        "                                           wall, s                  CPU, s             memory, MiB     files",
        "  this site                                   1.00                    1.00                       –         3",
        "  Memory cannot be measured on this system.",
    ]


def test_a_dozen_articles_from_end_to_end(tmp_path: Path) -> None:
    """This site and stock Pelican build them; what they wrote is counted, and goes."""
    sites = [builds.our_site("this site", builds.ROOT), builds.stock_site()]
    rows = list(builds.measure(sites, 12, 1, tmp_path))
    assert [row.site for row in rows if isinstance(row, tables.Row)] == [site.name for site in sites]
    for row in rows:
        assert isinstance(row, tables.Row)
        assert [cost.code for cost in row.costs] == [0]
        assert row.files > 12 * 3
        assert row.costs[0].peak > 20 << 20
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_without_hugo_the_others_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said that Hugo cannot be installed, the table has the rest, and the exit code is 1."""

    def missing(lock: Path, folder: Path) -> Path:
        raise InstallError(f"could not install {lock.name}; the lines above say why")

    monkeypatch.setattr(builds, "interpreter", missing)
    monkeypatch.setattr(builds, "WARM_UP", 1)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    options = arguments(["builds", "--articles", "2", "--runs", "1", "--json", str(tmp_path / "rows.json")])
    assert builds.main(options) == 1
    printed = capsys.readouterr()
    assert "bench: could not install hugo.lock; the lines above say why" in printed.err.splitlines()
    names = [line[:26].strip() for line in printed.out.splitlines()]
    stock = f"stock Pelican {version('pelican')}"
    assert names[2:] == ["2 articles, built cold: on", "", "this site", stock, "this site to", stock]
    rows = json.loads((tmp_path / "rows.json").read_text())["rows"]
    assert [(row["site"], row["articles"], len(row["costs"])) for row in rows] == [("this site", 2, 1), (stock, 2, 1)]
    assert [path.name for path in tmp_path.iterdir()] == ["rows.json"]


def test_a_site_that_cannot_be_built_is_told(tmp_path: Path) -> None:
    """Its last lines are shown, and the others are measured all the same."""

    def broken(sources: Path, output: Path) -> builds.Command:
        return [sys.executable, "-c", "import sys; print('it was the butler'); sys.exit(4)"]

    def working(sources: Path, output: Path) -> builds.Command:
        return [sys.executable, "-c", "import pathlib, sys; pathlib.Path(sys.argv[1]).mkdir()", output]

    sites = [builds.Site(name, name, corpus.write_content, run) for name, run in (("bad", broken), ("good", working))]
    bad, good = builds.measure(sites, 2, 2, tmp_path)
    assert str(bad) == "bad could not be built (exit code 4):\n  it was the butler"
    assert isinstance(good, tables.Row)
    assert len(good.costs) == 2


def test_interrupted_it_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C ends what was started and takes away what was written; the exit code is the shell's."""
    code = """
import sys
from tests.bench import __main__ as bench, builds
from tests.bench.corpus import write_content
print("here", flush=True)
started = "import os, time; open(%r, 'w').write(str(os.getpid())); time.sleep(600)"
waiting = lambda sources, output: [sys.executable, "-c", started]
builds.our_site = lambda name, root: builds.Site(name, "ours", write_content, waiting)
sys.exit(bench.main(["builds", "--quick"]))
"""
    fifo = tmp_path / "pid"
    os.mkfifo(fifo)
    (tmp_path / "scratch").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch"), "PYTHONPATH": str(builds.ROOT)}
    command = [sys.executable, "-c", code % str(fifo)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        timer = threading.Timer(60, process.kill)
        timer.start()
        started = int(fifo.read_text())
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
        timer.cancel()
    assert said.decode().splitlines()[-1:] == ["bench: interrupted"]
    assert process.returncode == 130
    assert list((tmp_path / "scratch").iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing"], "no such part: nothing; there are typography, comments, builds"),
        (["comments", "--quick"], "these options are for builds: name it"),
        (["builds", "--runs", "0"], "argument --runs: '0' is not a number from 1"),
        (["builds", "--json", "nowhere/x.json"], "there is no folder for nowhere/x.json"),
    ],
)
def test_wrong_words_are_told(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is measured."""
    with pytest.raises(SystemExit) as ended:
        arguments(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"bench: error: {said}"


def test_where_all_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In memory where there is room, elsewhere where there is none, and always where TMPDIR says."""
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", "/elsewhere")
    monkeypatch.setattr(builds, "MEMORY", tmp_path)
    monkeypatch.setattr(builds, "ROOM", 0)
    assert builds.place() == tmp_path
    monkeypatch.setattr(builds, "ROOM", 1 << 60)
    assert builds.place() == Path("/elsewhere")
    monkeypatch.setattr(builds, "ROOM", 0)
    monkeypatch.setenv("TMPDIR", "/elsewhere")
    assert builds.place() == Path("/elsewhere")


def test_a_revision_that_is_none_is_told(tmp_path: Path) -> None:
    """In a sentence, not by a traceback."""
    with pytest.raises(builds.BuildError, match=r"^git knows no revision 'no-such-thing'$"):
        builds.earlier_site("no-such-thing", tmp_path / "before")
