"""The boundary of the cores, when they are imported: none brings Pelican in, and none knows this site's framework."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.conftest import ROOT

PRESS = {f"plugins.press.{name}" for name in ("pelican_class", "pelican_generators", "pelican_signals", "writer")}
"""The modules that stand in for parts of Pelican."""


def cores() -> list[str]:
    """Return the names of the modules and packages that must not know Pelican."""
    files = sorted((ROOT / "plugins").rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return [name for name in names if name not in PRESS]


def imported(*modules: str) -> set[str]:
    """Return what a fresh interpreter has of Pelican and its signals after importing modules."""
    code = "import sys\n" + "".join(f"import {name}\n" for name in modules)
    code += "print(*{name.partition('.')[0] for name in sys.modules} & {'pelican', 'blinker'})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_cores_leave_pelican_out() -> None:
    """Importing every core in a fresh interpreter imports neither Pelican nor its signals."""
    assert {"plugins.feeds.atom", "plugins.framework.render.render_source", "plugins.inbox.run.inbox_server"} <= set(
        cores()
    )
    assert imported(*cores()) == set()


def test_the_test_can_fail() -> None:
    """Importing what stands in for parts of Pelican does import it: the probe sees it."""
    assert imported("plugins.press.pelican_signals") == {"pelican", "blinker"}


def constants(module: str) -> set[str]:
    """Return the strings of a module's code, less its docstrings."""
    path = ROOT / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    tree = ast.parse(file.read_text("utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in bare)
    return {node.value for node in found if isinstance(node.value, str)}


def test_no_core_knows_an_axis_or_a_term() -> None:
    """The keys of this site's framework stand in no core of the framework: they are data."""
    folder = ROOT / "content" / "framework"
    keys = {file.stem for file in folder.glob("*/*.md")} | {file.name for file in folder.iterdir() if file.is_dir()}
    assert {"drivers", "numerique"} <= keys
    modules = [name for name in cores() if name.startswith("plugins.framework.")]
    assert {name: found for name in modules if (found := constants(name) & keys)} == {}
