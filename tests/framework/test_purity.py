"""The boundary of the cores: they know nothing of Pelican."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRESS = ("manifest", "settings", "stage")


def cores() -> list[str]:
    """Return the names of the modules that must not know Pelican."""
    found = ["plugins.settings"]
    for package in ("framework", "i18n"):
        files = (ROOT / "plugins" / package).glob("*.py")
        found += (f"plugins.{package}.{file.stem}" for file in files if file.stem not in ("wiring", "__init__"))
        found.append(f"plugins.{package}")
    return sorted([*found, *(f"plugins.press.{name}" for name in PRESS)])


def imported(*modules: str) -> str:
    """Return what a fresh interpreter has of Pelican and its libraries after importing modules."""
    code = "import sys\n" + "".join(f"import {name}\n" for name in modules)
    code += "print(*sorted(name for name in sys.modules if name.partition('.')[0] in ('pelican', 'jinja2', 'blinker')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_all_cores_are_looked_at() -> None:
    """The list of cores is not empty by accident."""
    assert {"plugins.framework.render", "plugins.i18n.messages", "plugins.settings"} <= set(cores())


def test_cores_leave_pelican_out() -> None:
    """Importing every core in a fresh interpreter imports neither Pelican nor its templates nor its signals."""
    assert imported(*cores()) == ""


def test_the_test_can_fail() -> None:
    """Importing a wiring does import Pelican: the probe sees it."""
    assert "pelican" in imported("plugins.framework.wiring").split()


def constants(module: str) -> set[str]:
    """Return the strings of a module's code, less its docstrings."""
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in bare)
    return {node.value for node in found if isinstance(node.value, str)}


def test_no_core_knows_an_axis_or_a_term() -> None:
    """The keys of this site's framework stand in no core: they are data."""
    folder = ROOT / "content" / "framework"
    keys = {file.stem for file in folder.glob("*/*.md")} | {file.name for file in folder.iterdir() if file.is_dir()}
    assert {"drivers", "numerique"} <= keys
    modules = [name for name in cores() if name.count(".") == 2 and name.startswith("plugins.framework")]
    assert {name: found for name in modules if (found := constants(name) & keys)} == {}
