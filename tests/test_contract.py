"""Who imports whom: plugins/contract.toml is kept, and each of its contracts would notice a breach."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, ROOT

CONTRACT = ROOT / "plugins" / "contract.toml"
RUN = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
SAME_ROLE = {"__init__", "model", "settings", "contribution"}
"""Names that mean the same in every plugin that has one."""


def checked(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Hold the plugins below a folder against the contract there."""
    only = [part for contract in contracts for part in ("--contract", contract)]
    command = [sys.executable, "-c", RUN, "plugins/contract.toml", "--no-cache", *only]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_the_contract_is_kept() -> None:
    """Arrows go down, none goes round, and only four modules know Pelican."""
    done = checked(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("layers", "framework/model.py", "import plugins.press.staging"),
        ("layers", "seo/head.py", "import plugins.feeds.atom"),
        ("layers", "notify/plan.py", "import plugins.inbox.settings"),
        ("cycles", "drawings/pot_svg.py", "import plugins.seo.head"),
        ("cycles", "typography/rules/spaces.py", "import plugins.typography.french_rules"),
        ("inbox", "inbox/data/keys.py", "import plugins.inbox.intake.comments"),
        ("framework", "framework/frontmatter/fields.py", "import plugins.framework.render.links"),
        ("pelican", "feeds/atom.py", "from pelican import signals"),
        ("modules-with-pelican", "press/steps.py", "import plugins.press.writer"),
    ],
)
def test_a_breach_is_noticed(tmp_path: Path, contract: str, module: str, line: str) -> None:
    """One line more, and the contract is broken that forbids it."""
    shutil.copytree(ROOT / "plugins", tmp_path / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "plugins" / module).open("a") as file:
        file.write(f"\n{line}\n")
    done = checked(tmp_path, contract)
    assert (done.returncode, "1 broken" in done.stdout) == (1, True), done.stdout


def test_every_package_is_in_a_layer() -> None:
    """A new package has its place before it has its first module."""
    layers = tomllib.loads(CONTRACT.read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {package for layer in layers for package in layer.split(" | ")}
    assert named == {path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py")}


def test_one_name_means_one_thing() -> None:
    """No two modules have one name, but those that play the same part in each plugin."""
    places = defaultdict(list)
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        places[path.stem].append(path.relative_to(ROOT).as_posix())
    for package in sorted((ROOT / "plugins").rglob("__init__.py")):
        if package.parent.name not in SAME_ROLE | {"fetcher", "render", "corpus"}:  # each holds the module of its name
            places[package.parent.name].append(package.parent.relative_to(ROOT).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1 and name not in SAME_ROLE} == {}


def test_what_holds_of_all_is_said_once() -> None:
    """That the core contains no Pelican stands in plugins/__init__.py, and the contract holds it."""
    says = re.compile(r"\b(?:contains?\s+no|no|without|knows)\s+Pelican\b", re.IGNORECASE)
    files = sorted((ROOT / "plugins").rglob("*.py"))
    found = [file.relative_to(ROOT).as_posix() for file in files if says.search(file.read_text("utf-8"))]
    assert found == ["plugins/__init__.py"]
