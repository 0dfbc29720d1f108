"""Whole builds with workers: the same output, the same words, and nothing left of them whatever happens."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plugins.framework.text_reader import FEWEST
from tests.conftest import ENVIRONMENT, ROOT, SiteFolder, sample

TRANSFORM = "tests.press.watched_transform:watched"
BODY = "Une *ligne* et [un lien]({next}).\n\n## Un titre\n\n![Une marmite](../../images/marmite.png)\n"


def written(folder: Path, count: int = FEWEST + 5) -> SiteFolder:
    """Return a site of so many articles, one of them with mistakes."""
    site = sample(folder)
    for number in range(count):
        site.article(f"texte-{number:02}", title=f"Texte {number}", body=BODY.format(next=f"texte-{number + 1:02}.md"))
    site.article("texte-07", more="tag: [x]\n", body="Rien [ici](nulle-part.md).\n")
    return site


def build(site: SiteFolder, jobs: int, **overrides: Any) -> subprocess.CompletedProcess[str]:
    """Build with so many workers and the transform that says who renders."""
    return site.build(PRESS_JOBS=jobs, FRAMEWORK_TRANSFORMS=[TRANSFORM], FRAMEWORK_NOW="2026-11-30", **overrides)


def started(site: SiteFolder, errors: int = subprocess.PIPE, **overrides: Any) -> subprocess.Popen[str]:
    """Start a build that is a process of its own, as on a terminal."""
    given = {"PRESS_JOBS": 2, "FRAMEWORK_TRANSFORMS": [TRANSFORM], "FRAMEWORK_NOW": "2026-11-30", **overrides}
    extra = [f"{name}={json.dumps(value)}" for name, value in given.items()]
    command = ["-m", "pelican", "content", "-s", str(ROOT / "pelicanconf.py"), "-o", "output", "-e", *extra]
    return subprocess.Popen(
        [sys.executable, *command], cwd=site.path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=errors, text=True
    )


def processes(site: SiteFolder) -> dict[int, tuple[int, bool]]:
    """Return the processes that rendered texts, each with its parent and whether it knew Pelican."""
    found = {}
    for file in (site.path / "processes").iterdir():
        parent, pelican = file.read_text("utf-8").split()
        found[int(file.name)] = int(parent), pelican == "True"
    return found


def living(site: SiteFolder) -> list[int]:
    """Return the workers of a build that has ended, and that have not."""
    found = []
    for worker in processes(site):
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, 0)
            found.append(worker)
    return found


def test_workers_make_what_one_process_makes(tmp_path: Path) -> None:
    """Every byte of the output, every line of the findings; workers know no Pelican, and what they made is kept."""
    alone, together = written(tmp_path / "alone"), written(tmp_path / "together")
    first, second = build(alone, 1), build(together, 2)
    assert first.returncode == second.returncode == 0
    assert "texte-07" in first.stderr
    assert second.stderr == first.stderr
    assert together.files() == alone.files()
    ((_, with_pelican),) = processes(alone).values()
    workers = processes(together)
    assert with_pelican
    assert len(workers) == 2
    assert {int(file.name) for file in (together.path / "making").iterdir()} >= {*workers}
    assert not any(pelican for _, pelican in workers.values())
    assert living(together) == []
    shutil.rmtree(together.path / "processes")
    assert " (0 files written" in build(together, 1).stdout
    assert not (together.path / "processes").exists()


def test_a_small_site_has_none(tmp_path: Path) -> None:
    """A build renders few texts itself, whatever it is allowed."""
    site = written(tmp_path, FEWEST - 5)
    assert build(site, 2).returncode == 0
    assert [pelican for _, pelican in processes(site).values()] == [True]


def test_a_worker_that_dies_is_told_with_its_text(tmp_path: Path) -> None:
    """The file, how the process ended, exit code 70; the output stays, and no process does."""
    site = written(tmp_path)
    site.article("texte-03", body="Here it ends.")
    site.output.mkdir()
    (site.output / "index.html").write_text("before", "utf-8")
    done = build(site, 2)
    assert done.returncode == 70
    assert done.stderr.splitlines() == [
        "content/articles/2026/texte-03.md: the process that rendered it has ended (exit code 3);"
        " --jobs 1 renders without others",
        "the output was left as it was",
    ]
    assert [*site.files()] == ["index.html"]
    assert living(site) == []


@pytest.mark.parametrize(("asked", "told"), [("it fails", "ZeroDivisionError: a fault"), ("it logs", "a line of")])
def test_what_a_transform_raises_or_logs_is_told_as_ever(tmp_path: Path, asked: str, told: str) -> None:
    """A transform that fails, or logs an error, ends the build after all texts were read, with the same words."""
    said = []
    for jobs in (1, 2):
        site = written(tmp_path / str(jobs))
        site.article("texte-05", body=f"Here {asked}.")
        site.article("texte-15", body=f"Here {asked}.")
        done = build(site, jobs)
        assert done.returncode == 70
        words = re.sub(r"\d\d:\d\d:\d\d", "        ", done.stdout + done.stderr)
        assert words.count(told) == 2
        said.append([line for line in words.splitlines() if "texte" in line or told in line])
    assert said[0] == said[1]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_leaves_no_process(tmp_path: Path, sent: signal.Signals) -> None:
    """In the middle of a text that never ends: Ctrl-C is answered, and with the build all its workers are gone."""
    site = written(tmp_path)
    site.article("texte-20", body="Here it waits.")
    os.mkfifo(site.path / "alive")
    process = started(site)
    with (site.path / "alive").open("rb") as alive:  # it opens once the text is being rendered
        process.send_signal(sent)
        words, errors = process.communicate()
        assert alive.read() == b""  # it ends once the worker has
    if sent == signal.SIGINT:
        assert (process.returncode, errors) == (130, "interrupted: the output was left as it was\n")
        assert living(site) == []
    else:
        assert process.returncode == -sent
    assert words == ""
    assert not site.output.exists()


def test_a_terminal_is_shown_how_far_it_is(tmp_path: Path) -> None:
    """A count of texts and pages in one line, which is gone in the end."""
    site = written(tmp_path)
    ours, theirs = pty.openpty()
    process = started(site, theirs)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that nobody holds the other end any more
        while read := os.read(ours, 4096):
            shown += read
    os.close(ours)
    assert process.communicate()[0].startswith("The site is in output/")
    assert b" pages\r" in shown or b" texts\r" in shown
    assert shown.decode().rpartition("\r\x1b[K")[2] == ""
