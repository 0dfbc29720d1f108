"""What is forked is what is started: the same words, the same end, the same site."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import forkserver
from tests.conftest import ENVIRONMENT, SiteFolder
from tests.forkserver import run_module
from tests.speaking import ENDS

STARTED = {"PYTHONHASHSEED": "0"}
"""A variable that only a process that starts can heed."""


def last(words: str) -> list[str]:
    """Return lines, of a traceback the last alone: where it began is another place."""
    lines = words.splitlines()
    return [*lines[:1], lines[-1]] if "Traceback" in words else lines


@pytest.mark.parametrize("end", ENDS)
def test_a_forked_process_is_a_started_one(tmp_path: Path, end: str) -> None:
    """Arguments, folder, variables, input, and every way to end: code, words, exception, signal."""
    arguments = ["tests.speaking", end, "--é", "a b"]
    forked, started = (
        run_module(arguments, tmp_path, {**ENVIRONMENT, "MORE": "ü", **more}, "one\ntwo\n") for more in ({}, STARTED)
    )
    assert (forked.returncode, forked.stdout) == (started.returncode, started.stdout)
    assert last(forked.stderr) == last(started.stderr)
    assert '["--\\u00e9", "a b"]' in forked.stdout


def test_what_one_leaves_the_next_does_not_find(tmp_path: Path) -> None:
    """Each is forked from the same process, which nothing changes but a folder of compiled templates."""
    code = [
        run_module(["tests.speaking", end], tmp_path, ENVIRONMENT).returncode
        for end in ("fault", "well", "killed", "well")
    ]
    assert code == [1, 0, -9, 0]


def test_the_processes_are_forked_where_they_can_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On a system without fork they are started, and do the same."""
    seen: list[object] = []
    run = forkserver.Server.run

    def watched(self: forkserver.Server, arguments: list[str], *rest: Any) -> Any:
        seen.append(arguments)
        return run(self, arguments, *rest)

    monkeypatch.setattr(forkserver.Server, "run", watched)
    for forks in (True, False):
        monkeypatch.setattr(forkserver, "FORKS", forks)
        assert run_module(["tests.speaking", "number"], tmp_path, ENVIRONMENT).returncode == 65
    assert seen == [["tests.speaking", "number"]]


def test_a_forked_build_is_a_started_one(make_site: Callable[..., SiteFolder]) -> None:
    """Every byte of the site, and what the build says; a second one, whose templates are kept, too."""
    sites = [make_site(folder=folder) for folder in ("started", "forked", "again")]
    said = []
    for site, environ in zip(sites, (STARTED, {}, {}), strict=True):
        site.article("un", more="tags: [eau]\ntag: x\n", body="Un mot[^1] & `code`.\n\n[^1]: Une note.")
        done = site.build(environ=environ)
        said.append((done.returncode, re.sub(r"in [0-9.]+ \w+", "", " ".join(done.stdout.split())), done.stderr))
    assert said[0] == said[1] == said[2]
    assert sites[0].files() == sites[1].files() == sites[2].files()
    assert len(sites[0].files()) > 50
