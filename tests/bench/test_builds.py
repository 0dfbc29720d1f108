"""What ``bench builds`` rests on: the corpus, the peers' folders, the measuring. No speed is asserted."""

from __future__ import annotations

import contextlib
import json
import os
import re
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
from tests.bench import builds, corpus, generators, node_packages, peers
from tests.bench.__main__ import arguments
from tests.bench.measuring import Sampler, measured, tree
from tests.bench.rounds import CONTENT
from tests.locked import InstallError

KEYS = corpus.terms(CONTENT / "framework")
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


WRITERS = {
    "ours": (corpus.write_content, "articles"),
    "hugo": (peers.write_hugo, "content/articles"),
    "stock": (peers.write_stock, "content/articles"),
    "eleventy": (peers.write_eleventy, "content/articles"),
    "zensical": (peers.write_zensical, "docs/blog/posts"),
}
"""What writes a site's sources, and where the articles lie."""


def test_the_corpus_is_the_same_twice(tmp_path: Path) -> None:
    """All sites' sources are made anew to the byte, and a larger corpus begins with a smaller."""
    for name, number in (("one", 30), ("two", 30), ("more", 40)):
        made = list(corpus.articles(number, KEYS))
        for site, (write, _) in WRITERS.items():
            write(tmp_path / name / site, made, CONTENT)
    one, more = files(tmp_path / "one"), files(tmp_path / "more")
    assert one == files(tmp_path / "two")
    assert {name: more[name] for name in one} == one
    assert {name.partition("/")[0] for name in more.keys() - one.keys()} == WRITERS.keys()
    for site, (_, place) in WRITERS.items():
        assert sum(name.startswith(f"{site}/{place}/2010") for name in one) == 30


def test_twenty_thousand_articles_are_of_the_past() -> None:
    """Articles beyond the days that there are share them, an hour of its own each, and no path is another's."""
    numbers = (0, 4999, 5000, 10_000, 19_999)
    assert [corpus.article(number, KEYS).moment for number in numbers] == [
        "2010-01-04T08:30:00+01:00",
        "2023-09-12T08:30:00+01:00",
        "2010-01-04T11:30:00+01:00",
        "2010-01-04T14:30:00+01:00",
        "2023-09-12T17:30:00+01:00",
    ]
    assert len({corpus.path_of(number) for number in range(20_000)}) == 20_000


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
    peers.write_hugo(tmp_path / "hugo", list(corpus.articles(3, KEYS)), CONTENT)
    made = files(tmp_path / "hugo")
    kinds = {"baseof", "home", "page", "section", "taxonomy", "term", "404"}
    feeds = {"list.atom.atom", "list.rss.xml", "list.jsonfeed.json"}
    assert {f"layouts/{kind}.html" for kind in kinds} | {f"layouts/{feed}" for feed in feeds} <= made.keys()
    assert {f"content/{axis}/{key}/_index.md" for axis in corpus.AXES for key in KEYS[axis]} <= made.keys()
    assert {"hugo.toml", "content/abonnement.md", "content/articles/_index.md"} <= made.keys()
    called = {name for text in made.values() for name in partials(text.decode())}
    assert {f"layouts/_partials/{name}" for name in called} == {name for name in made if "/_partials/" in name}
    assert made["content/drivers/rse/_index.md"].startswith('---\ntitle: "la Responsabilité sociale"\n'.encode())


def test_links_of_eleventy_lead_somewhere(tmp_path: Path) -> None:
    """An article links to the address of the one before, which that has in its front matter."""
    peers.write_eleventy(tmp_path / "eleventy", list(corpus.articles(2, KEYS)), CONTENT)
    made = files(tmp_path / "eleventy")
    assert b'permalink: "/2010/01/essai-00000/"\n' in made["content/articles/2010/essai-00000.md"]
    assert b"](/2010/01/essai-00000/)" in made["content/articles/2010/essai-00001.md"]
    assert json.loads(made["content/_data/terms.json"])["drivers"]["rse"]["title"] == "la Responsabilité sociale"


@pytest.mark.parametrize("name", ["hugo.lock", "isso.lock", "node.lock", "zensical.lock"])
def test_locks_of_others_are_whole_and_name_no_registry(name: str) -> None:
    """Every requirement is pinned and hashed."""
    text = (generators.LOCKS / name).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_the_lock_of_eleventy_is_whole_and_names_no_registry() -> None:
    """Every package has its hash, and none says where it came from."""
    text = (node_packages.PACKAGES / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    wanted = json.loads((node_packages.PACKAGES / "package.json").read_text("utf-8"))["devDependencies"]
    assert packages.pop("")["devDependencies"] == wanted
    assert [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")] == []
    assert "://" not in text


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


def test_without_hugo_the_others_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said that Hugo cannot be installed, the table has the rest, and the exit code is 1."""

    def missing(lock: Path, folder: Path) -> Path:
        raise InstallError(f"could not install {lock.name}; the lines above say why")

    monkeypatch.setattr(generators, "interpreter", missing)
    monkeypatch.setattr(builds, "WARM_UP", 1)
    monkeypatch.setattr(builds, "FILE", tmp_path / "kept.jsonl")
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    words = ["builds", "--articles", "2", "--runs", "1", "--only", "hugo", "--only", "stock"]
    options = arguments([*words, "--json", str(tmp_path / "rows.json")])
    assert builds.main(options) == 1
    printed = capsys.readouterr()
    assert "bench: could not install hugo.lock; the lines above say why" in printed.err.splitlines()
    stock = f"stock Pelican {version('pelican')}"
    names = [line.split("|")[1].strip() for line in printed.out.splitlines() if line.startswith("|")]
    assert names[2:] == [stock, ""]
    rows = json.loads((tmp_path / "rows.json").read_text())["builds"]
    assert [(row["site"], row["articles"], row["scenario"]) for row in rows] == [(stock, 2, "cold"), (stock, 2, "body")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.jsonl", "rows.json"]


def test_what_watches_a_command_can_interrupt_it(tmp_path: Path) -> None:
    """It is called until it says so; the command gets what Ctrl-C sends, and its exit code is kept."""
    ready, asked = tmp_path / "ready", []
    code = "import pathlib, signal, sys\nsignal.signal(2, lambda *_: sys.exit(77))\npathlib.Path(sys.argv[1]).touch()\n"
    command = [sys.executable, "-c", f"{code}while True: signal.pause()", ready]

    def watch() -> bool:
        asked.append(ready.exists())
        return asked[-1]

    assert measured(command, tmp_path, dict(os.environ), tmp_path / "log", watch).code == 77
    assert asked.count(True) == 1


def test_interrupted_it_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C ends what was started and takes away what was written; the exit code is the shell's."""
    code = """
import sys
from pathlib import Path
from tests.bench import __main__ as bench, builds, generators
from tests.bench.corpus import write_content
print("here", flush=True)
started = "import os, time; open(%r, 'w').write(str(os.getpid())); time.sleep(600)"
waiting = lambda run: [sys.executable, "-c", started]
generators.stock_site = lambda: generators.Site("it", "ours", write_content, generators.copied, waiting)
builds.FILE = Path(%r)
sys.exit(bench.main(["builds", "--quick", "--only", "stock"]))
"""
    fifo = tmp_path / "pid"
    os.mkfifo(fifo)
    (tmp_path / "scratch").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch"), "PYTHONPATH": str(builds.ROOT)}
    command = [sys.executable, "-c", code % (str(fifo), str(tmp_path / "kept.jsonl"))]
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
        (["nothing"], "no such part: nothing; there are typography, comments, builds, photographs"),
        (["comments", "--quick"], "these options are for builds: name it"),
        (["builds", "--runs", "0"], "argument --runs: '0' is not a number from 1"),
        (["builds", "--photographs", "3"], "--photographs is for photographs: name it"),
        (["comments", "--write"], "these options are for builds and photographs: name one"),
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
    monkeypatch.setattr(builds, "ROOM_EACH", 0)
    assert builds.place(1000) == tmp_path
    monkeypatch.setattr(builds, "ROOM_EACH", 1 << 50)
    assert builds.place(1000) == Path("/elsewhere")
    assert builds.place(0) == tmp_path
    monkeypatch.setattr(builds, "ROOM", 1 << 60)
    assert builds.place(0) == Path("/elsewhere")
    monkeypatch.setattr(builds, "ROOM", 0)
    monkeypatch.setenv("TMPDIR", "/elsewhere")
    assert builds.place(0) == Path("/elsewhere")


def test_a_revision_that_is_none_is_told(tmp_path: Path) -> None:
    """In a sentence, not by a traceback."""
    with pytest.raises(generators.BuildError, match=r"^git knows no revision 'no-such-thing'$"):
        generators.revision("no-such-thing", tmp_path / "before")
