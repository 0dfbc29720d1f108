"""The commands, run in a copy of the project with a small site in it."""

from __future__ import annotations

import ast
import http.client
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.conftest import ENVIRONMENT, ROOT, SiteFolder

COPIED = ("plugins", "theme", "pelicanconf.py", "publishconf.py", "tasks.py")


@pytest.fixture
def project(make_site: Callable[..., SiteFolder]) -> SiteFolder:
    """Return a copy of the project, with the small French site as its content."""
    site = make_site()
    for name in COPIED:
        source, target = ROOT / name, site.path / name
        if source.is_dir():
            shutil.copytree(source, target)  # what Python has compiled too: files keep their dates
        else:
            shutil.copy2(source, target)
    return site


def inv(project: SiteFolder, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a task as in an activated environment."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", *arguments],
        cwd=project.path,
        env=ENVIRONMENT,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_bootstrap_needs_only_the_standard_library() -> None:
    """What tasks.py imports before it has an environment comes with Python."""
    tree = ast.parse((ROOT / "tasks.py").read_text("utf-8"))
    main = next(index for index, node in enumerate(tree.body) if isinstance(node, ast.If))
    names = {
        name.split(".")[0]
        for node in tree.body[:main]
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert names <= sys.stdlib_module_names


def test_the_lock_files_are_whole() -> None:
    """Every requirement is pinned and hashed, names no registry, and each file holds what the one before it does."""
    pins = {}
    names = ("requirements.lock", "requirements-inbox.lock", "requirements-dev.lock")
    for name in names:
        text = (ROOT / name).read_text("utf-8")
        entries = re.split(r"\n(?=\S)", text.strip())
        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
        assert "://" not in text
        pins[name] = dict(re.findall(r"^([a-z0-9_.-]+)==(\S+)", text, re.MULTILINE))
    for held, holding in itertools.pairwise(names):
        assert pins[held].items() <= pins[holding].items()
    servers = {"huey", "psycopg", "psycopg-binary", "redis"}  # what an author who only writes does not install
    assert servers & pins["requirements.lock"].keys() == set()
    assert servers <= pins["requirements-inbox.lock"].keys()


def test_build_says_where_the_site_is(project: SiteFolder) -> None:
    """``build`` writes output/ and says so; ``clean`` takes it away again."""
    project.article("bon")
    done = inv(project, "build")
    assert done.returncode == 0
    assert re.fullmatch(
        r"The site is in output/ \(\d+ files written, 0 unchanged, 0 removed\)\.",
        done.stdout.splitlines()[-1],
    )
    assert "2026/03/bon/index.html" in project.files()
    assert inv(project, "clean").returncode == 0
    assert not project.output.exists()


def test_build_passes_its_options_on(project: SiteFolder) -> None:
    """``--publish`` is strict and ``--now`` sets the present; the exit code is Pelican's."""
    project.article("bon", more="tag: x\n")
    assert inv(project, "build", "--now", "2026-03-01").returncode == 0
    assert "drafts/bon/index.html" in project.files()
    assert inv(project, "build", "--publish", "--now", "2026-03-01").returncode == 0
    assert inv(project, "build", "--publish", "--now", "2026-03-03").returncode == 65


def test_check_exits_1_on_a_mistake(project: SiteFolder) -> None:
    """``check`` exits 0 when all is right and 1 when something is not."""
    project.article("bon")
    assert inv(project, "check").returncode == 0
    project.article("bon", more="tag: x\n")
    assert inv(project, "check").returncode == 1


def test_new_writes_a_right_article(project: SiteFolder) -> None:
    """What ``new`` writes passes ``check``, and is shown in the preview as a draft."""
    options = [
        "--title",
        "L'œuvre : été & « co »",
        "--terms",
        "drivers=rse:3,numerique priorities=terrain-rse",
    ]
    done = inv(project, "new", *options, "--date", "2026-03-05T10:00:00")
    assert done.stdout == (
        "Wrote content/articles/2026/l-oeuvre-ete-co.md. The preview shows it at /drafts/l-oeuvre-ete-co/; "
        "remove the line 'status: draft' to publish it.\n"
    )
    assert (project.path / "content/articles/2026/l-oeuvre-ete-co.md").read_text("utf-8") == (
        "---\nid: 2026-03-l-oeuvre-ete-co\ntitle: 'L''œuvre : été & « co »'\ndate: 2026-03-05T10:00:00+01:00\n"
        "drivers:\n  rse: 3\n  numerique: 1\npriorities: [terrain-rse]\nstatus: draft\n---\n\n"
    )
    assert inv(project, "check").returncode == 0
    again = inv(project, "new", *options, "--date", "2026-03-05T10:00:00")
    assert again.returncode == 1
    assert again.stderr.endswith("l-oeuvre-ete-co.md exists already: choose another title or --slug\n")


def test_new_asks_until_it_is_right(project: SiteFolder) -> None:
    """Title and terms are asked for; what is not a term, and nothing where one is needed, is asked again."""
    done = inv(project, "new", "--date", "2026-03-05", stdin="Un essai\n9:1\n1:3 3\n\n2\n\n")
    assert done.returncode == 0
    text = (project.path / "content/articles/2026/un-essai.md").read_text("utf-8")
    assert "drivers:\n  numerique: 3\n  rse: 1\npriorities: [terrain-rse]\nstatus" in text
    assert "'9:1' is none of these." in done.stdout
    assert "At least one is needed." in done.stdout


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--title", "A", "--terms", "drivers=numerik"], "'numerik' is not understood"),
        (["--title", "A", "--terms", "moteurs=rse"], "'moteurs' is not understood"),
        (["--title", "!!", "--terms", "drivers=rse"], "no address can be made of '!!': give one with --slug"),
        (["--title", "A", "--slug", "../../x"], "'../../x' cannot stand in an address"),
        (["--title", "A", "--date", "hier"], "'hier' is not a date"),
        ([], "nobody answers: give --title and --terms"),
    ],
)
def test_new_refuses_what_makes_no_article(project: SiteFolder, options: list[str], problem: str) -> None:
    """A wrong answer on the command line is told, exit code 1, and nothing is written."""
    before = sorted((project.path / "content").rglob("*"))
    done = project.run("plugins.framework.commands.new", *options)
    assert done.returncode == 1
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted((project.path / "content").rglob("*")) == before


@pytest.fixture
def preview(project: SiteFolder) -> Iterator[tuple[SiteFolder, subprocess.Popen[str], int]]:
    """Return a project whose preview runs, its process and its port."""
    project.article("bon", title="Avant")
    process = subprocess.Popen(
        [sys.executable, "-m", "invoke", "serve", "--port", "0"],
        cwd=project.path,
        env={**ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    line = wait_for(process.stdout, "The site is at")
    port = int(line.split(":")[2].split("/")[0])
    yield project, process, port
    if process.poll() is None:
        signal_group(process, signal.SIGKILL)
    process.stdout.close()
    process.wait()


def signal_group(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """Send a signal to a process and its children, as a terminal does."""
    os.killpg(process.pid, number)


def wait_for(stream: IO[str], words: str) -> str:
    """Return the first line that holds the words; reading blocks until there is one."""
    for line in stream:
        if words in line:
            return line
    raise AssertionError(f"the process ended without saying {words!r}")


def get(port: int, path: str) -> tuple[int, str]:
    """Return the status and the text of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8")
    finally:
        connection.close()


def test_serve_shows_changes(preview: tuple[SiteFolder, subprocess.Popen[str], int]) -> None:
    """The preview serves pages and the 404 page, nothing outside, and builds again when a text changes."""
    project, process, port = preview
    assert process.stdout is not None
    assert ">Avant</h1>" in get(port, "/2026/03/bon/")[1]
    status, text = get(port, "/nothing/")
    assert (status, "Page introuvable" in text) == (404, True)
    for path in ("/../pelicanconf.py", "/..%2fpelicanconf.py", "/%2e%2e/pelicanconf.py"):
        assert get(port, path)[0] == 404
    project.article("bon", title="Après")
    wait_for(process.stdout, "The site is in output/")
    assert ">Après</h1>" in get(port, "/2026/03/bon/")[1]
    signal_group(process, signal.SIGINT)
    process.stdout.read()
    assert process.wait() == 0


def test_serve_says_when_the_port_is_taken(preview: tuple[SiteFolder, subprocess.Popen[str], int]) -> None:
    """A port in use is told with the way out, exit code 1."""
    project, _, port = preview
    done = inv(project, "serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"port {port} cannot be used (Address already in use); choose another: python3 tasks.py serve --port 0\n"
    )


def test_notify_passes_its_options_on(project: SiteFolder) -> None:
    """``notify`` reads the site that it is told, and its exit code is the command's."""
    done = inv(project, "notify", "--site", "elsewhere", "--dry-run")
    assert (done.returncode, done.stderr) == (
        66,
        "elsewhere holds no site: python3 tasks.py build --publish makes one\n",
    )
    project.article("bon", body="[Une page](http://127.0.0.1:9/)")
    assert project.build(SITEURL="http://127.0.0.1:8").returncode == 0
    done = inv(project, "notify", "--site", "output", "--development", "--remember", "--only", "2026-03-bon")
    assert (done.returncode, done.stdout) == (0, "Links taken as told: 1.\n")


def test_every_module_is_short() -> None:
    """No module is over 400 lines."""
    modules = [*ROOT.glob("*.py"), *Path(ROOT / "plugins").rglob("*.py"), *Path(ROOT / "tests").rglob("*.py")]
    assert {str(path): n for path in modules if (n := len(path.read_text("utf-8").splitlines())) > 400} == {}
