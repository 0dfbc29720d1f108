"""The scan: a build of which nothing changed ends before anything is imported, and says what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.press.last_build import LastBuild, environment_of, read_last_build
from plugins.press.scan import changed, digest_of, look, stats_of, young
from plugins.press.scanned_build import READS_ENVIRONMENT
from tests.conftest import ENVIRONMENT, ROOT, SiteFolder
from tests.forkserver import run_module

NOW = {"FRAMEWORK_NOW": "2026-06-01T12:00:00"}


def command(**overrides: object) -> list[str]:
    """Return the arguments of a build, as ``SiteFolder.build`` gives them."""
    extra = [f"{name}={json.dumps(value)}" for name, value in overrides.items()]
    return ["content", "-s", str(ROOT / "pelicanconf.py"), "-o", "output", "-e", *extra]


@pytest.fixture
def built(site: SiteFolder) -> SiteFolder:
    """Return a site that was built."""
    site.article("un")
    assert site.build(**NOW).returncode == 0
    return site


def how(site: SiteFolder, environ: Mapping[str, str] | None = None, **overrides: object) -> str:
    """Build again, and return how that was done: by a scan, quickly, or as a whole."""
    return told(site, environ, **overrides)[0]


def told(site: SiteFolder, environ: Mapping[str, str] | None = None, **overrides: object) -> tuple[str, int, str, str]:
    """Build again; return how that was done, the exit code, and what was said on both streams."""
    arguments = ["tests.press.quick_build", *command(**{**NOW, **overrides})]
    done = run_module(arguments, site.path, {**ENVIRONMENT, **(environ or {})})
    *said, last = done.stdout.splitlines(keepends=True)
    return json.loads(last)[0], done.returncode, "".join(said), done.stderr


def test_nothing_changed(built: SiteFolder) -> None:
    """It says what another build says, on the same streams."""
    way, code, out, err = told(built)
    done = built.build(**NOW)
    assert (way, code, out, err) == ("scan", 0, done.stdout, done.stderr)
    assert " (0 files written, " in out


CHANGES: dict[str, Callable[[SiteFolder], object]] = {
    "a text": lambda site: site.article("un", body="Autre texte."),
    "a new text": lambda site: site.article("deux"),
    "a text that is gone": lambda site: (site.path / "content/articles/2026/un.md").unlink(),
    "a file in a new folder": lambda site: site.write("images/neuf/a.txt", "x"),
    "an interaction": lambda site: site.write("interactions/2026-03-un/x.yaml", "kind: comment\n"),
    "an output that is gone": lambda site: (site.output / "index.html").unlink(),
    "an output that was touched": lambda site: os.utime(site.output / "index.html"),
    "a link instead of a file": lambda site: _linked(site.path / "content/articles/2026/un.md"),
}


def _linked(file: Path) -> None:
    other = file.with_suffix(".txt")
    file.rename(other)
    file.symlink_to(other.name)


@pytest.mark.parametrize("name", CHANGES)
def test_something_changed(built: SiteFolder, name: str) -> None:
    """Whatever is other than it was takes a build."""
    assert how(built) == "scan"
    CHANGES[name](built)
    assert how(built) != "scan"
    assert how(built) == "scan"


def test_a_change_of_which_size_and_times_say_nothing(built: SiteFolder) -> None:
    """A text that was young when it was read is told by its bytes; any other by the time of its inode."""
    last = last_build(built)
    file = built.path / "content/articles/2026/un.md"
    assert str(file) in last.digests
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("Du texte", "Un texte"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    same = {**look([str(file)]), str(file): last.inputs[str(file)]}  # as if not even the inode had told it
    assert changed({str(file): last.inputs[str(file)]}, same, {str(file): last.digests[str(file)]}) == {str(file)}
    assert how(built) == "quick"


def last_build(site: SiteFolder) -> LastBuild:
    """Return what the only build of a site left."""
    (file,) = (one for one in (site.path / "var/press/scans").iterdir() if not one.suffix)
    found = read_last_build(file)
    assert found is not None
    return found


def test_a_module_of_the_sites_own(built: SiteFolder) -> None:
    """A transform that a setting names is imported late, and is an input all the same."""
    own = built.path / "own_transform.py"
    own.write_text("def change(document, context):\n    pass\n", "utf-8")
    _wait_for_a_tick(own)
    settings = {"FRAMEWORK_TRANSFORMS": ["own_transform:change"]}
    assert [how(built, **settings), how(built, **settings)] == ["whole", "scan"]
    own.write_text("def change(document, context):\n    return None\n", "utf-8")
    _wait_for_a_tick(own)
    assert [how(built, **settings), how(built, **settings)] == ["whole", "scan"]


def _wait_for_a_tick(file: Path) -> None:
    """Wait until a process that begins now is younger than a file."""
    while time.time_ns() - file.stat().st_ctime_ns < 60_000_000:
        os.sched_yield()


def test_another_command_setting_or_language(built: SiteFolder) -> None:
    """What was said is said again to who asks the same, in the same language."""
    assert how(built, {"LANG": "C.UTF-8"}) == "scan"
    assert how(built, {"LANG": "fr_FR.UTF-8"}) == "whole"
    assert how(built, {"LANG": "fr_FR.UTF-8"}) == "scan"
    assert how(built, {"LANG": "fr_FR.UTF-8", "PAGEFIND_BINARY_PATH": "/elsewhere"}) == "whole"
    assert how(built, SITENAME="Autre") == "whole"


def test_the_time_has_come(site: SiteFolder) -> None:
    """A build is due when the present changes what it says, and not before."""
    site.write("articles/2026/plus-tard.md", "---\nid: x\ntitle: X\ndate: 2099-01-01\ndrivers: [rse]\n---\n\nX.\n")
    assert site.build().returncode == 0
    last = last_build(site)
    assert last.due == datetime(2099, 1, 1, tzinfo=ZoneInfo("Europe/Paris")).timestamp()
    steady = last._replace(output="", environment=environment_of(everything=last.everything))
    assert steady.is_steady(last.due - 1)
    assert not steady.is_steady(last.due)


def test_findings_are_told_again(site: SiteFolder) -> None:
    """A check ends with 1 again, and a strict build with 65, each with the same lines."""
    site.article("faux", more="tag: [x]\n")
    for overrides, code in (({"FRAMEWORK_CHECK": True}, 1), ({"FRAMEWORK_STRICT": True}, 65)):
        done = site.build(**NOW, **overrides)
        assert done.returncode == code
        assert told(site, **overrides) == ("scan", code, done.stdout, done.stderr)
    site.article("faux")
    assert how(site, FRAMEWORK_CHECK=True) == "whole"


@pytest.mark.parametrize("damage", [b"", b"trepied scan 1\n", b"x" * 5000])
def test_a_damaged_scan_is_forgotten(built: SiteFolder, damage: bytes) -> None:
    """What cannot be read, was cut off, or is something else counts as unknown."""
    (file,) = (one for one in (built.path / "var/press/scans").iterdir() if not one.suffix)
    data = file.read_bytes()
    for wrong in (damage, data[: len(data) // 2], data[:-1], data[:200] + b"x" + damage + data[200:]):
        file.write_bytes(wrong)
        assert read_last_build(file) is None
    assert how(built) == "whole"
    assert how(built) == "scan"


def test_what_a_settings_file_may_read() -> None:
    """All of the environment counts for one that reads some of it; no value of it is kept."""
    assert READS_ENVIRONMENT.search(b"import os\nSITENAME = os.environ['NAME']\n")
    assert READS_ENVIRONMENT.search(b"from os import getenv\n")
    assert not READS_ENVIRONMENT.search((ROOT / "pelicanconf.py").read_bytes())
    assert not READS_ENVIRONMENT.search((ROOT / "publishconf.py").read_bytes())


@pytest.mark.parametrize(("everything", "other"), [(True, True), (False, False)])
def test_the_environment(monkeypatch: pytest.MonkeyPatch, everything: bool, other: bool) -> None:
    """Of the code of the house its own variables count, and the language by what is said in it."""
    before = environment_of(everything=everything)
    monkeypatch.setenv("SOMETHING", "else")
    assert (environment_of(everything=everything) != before) == other
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/elsewhere")
    assert environment_of(everything=everything) != before
    assert "elsewhere" not in environment_of(everything=everything)


def test_what_is_imported() -> None:
    """Nothing but the standard library."""
    code = (
        "import sys\nfrom plugins.press.last_build import scan\n"
        "print([name for name in sys.modules if name.partition('.')[0] not in sys.stdlib_module_names"
        " and not name.startswith('plugins')])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.append({str(ROOT)!r})\n{code}"],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "['__main__']\n", done.stderr


def test_young_files(tmp_path: Path) -> None:
    """A file is young for two seconds after its bytes or its inode changed."""
    file = tmp_path / "a"
    file.write_text("a")
    seen = look([str(tmp_path)])
    moment = max(seen[str(file)][1:3])
    assert [*young(seen, moment + 1_999_999_999)] == [str(file)]
    assert [*young(seen, moment + 2_000_000_001)] == []


def test_when_a_process_began() -> None:
    """Before it says so, and not long before."""
    code = "import time; from plugins.press.scanned_build import process_began; print(process_began(time.time_ns()))"
    before = time.time_ns()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert before - 100_000_000 < int(done.stdout) <= time.time_ns() - 20_000_000


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    """A pipe is not waited for, and a folder has no digest."""
    os.mkfifo(tmp_path / "pipe")
    assert [digest_of(str(path)) for path in (tmp_path / "pipe", tmp_path, tmp_path / "nothing")] == ["", "", ""]


def test_folders_that_contain_themselves(tmp_path: Path) -> None:
    """A link to a folder around it is entered once."""
    (tmp_path / "a").write_text("a")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert sorted(look([str(tmp_path)])) == [str(tmp_path / "a"), f"{tmp_path}/loop@"]


def test_what_is_not_there(tmp_path: Path) -> None:
    """A folder that is not there is told apart from one that is empty, and an output from one of no size."""
    assert look([str(tmp_path / "x")]) != look([str(tmp_path)])
    (tmp_path / "empty").write_text("")
    found = stats_of(str(tmp_path), ["empty", "gone"])
    assert (found[3] > 0, [*found[4:]]) == (True, [0, 0, 0, 0])


def test_a_last_build_is_what_was_written(tmp_path: Path) -> None:
    """Every value comes back."""
    build = LastBuild(
        command=["a"],
        trees=["b"],
        places=["c"],
        modules=["d"],
        inputs={"é": (1, 2, 3, 4), "ü": (5, 6, 7, 8)},
        digests={"é": "x"},
        output="out",
        names=["n"],
        stats=stats_of("/", ["nothing"]),
        due=1.5,
        code=65,
        language="fr",
        told={"fr": [(1, "é"), (2, "z")]},
        about=1,
        environment="y",
        everything=True,
        plan="digest",
    )
    path = tmp_path / "x"
    path.write_bytes(build.to_bytes())
    assert read_last_build(path) == build
