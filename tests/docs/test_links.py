"""What the documents name is there: links, headings, files, modules."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.markdown_links import broken, prose
from tests.test_contract import SAME_ROLE

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "plugins/*/README.md", "tests/typography/cases/README.md")
    for path in ROOT.glob(pattern)
)
MANUALS = sorted((ROOT / "plugins").glob("*/README.md"))
NAMED = re.compile(r"`((?:plugins|theme|tests|docs)/[\w./-]+)`")
"""A file or folder of the project, set as code; not one with a place holder in its name."""
DOTTED = re.compile(r"\bplugins((?:\.\w+)+)(?::(\w+))?")
"""A module or a name in one, as Python says it."""
HISTORY = "CHANGELOG.md"
WRITTEN = {"theme/css/site.css", "theme/search.html"}
"""Files of the output that look like files of the project."""


def name_of(path: Path) -> str:
    """Return how a document is called in the name of a test."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    """Relative links lead to a file of the project, and their anchors to one of its headings."""
    assert broken(document) == []


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.name != HISTORY], ids=name_of)
def test_every_file_that_is_named_is_there(document: Path) -> None:
    """A document that names a file below plugins/, theme/, tests/ or docs/ names one that exists."""
    names = set(NAMED.findall(prose(document.read_text("utf-8")))) - WRITTEN
    assert sorted(name for name in names if not (ROOT / name).exists()) == []


def is_there(dotted: str, function: str) -> bool:
    """Tell whether a module of the plugins, or a name that is defined in one, exists.

    >>> is_there("plugins.base.store", "key_of"), is_there("plugins.base.store.Store", ""), is_there("plugins.x", "")
    (True, True, False)
    """
    place = ROOT
    parts = [*dotted.split("."), *([function] if function else [])]
    while parts and (place / parts[0]).is_dir():
        place /= parts.pop(0)
    file = place / f"{parts.pop(0)}.py" if parts and (place / f"{parts[0]}.py").is_file() else place / "__init__.py"
    text = file.read_text("utf-8")
    return all(re.search(rf"^ *(?:def |class |){name}\b", text, re.MULTILINE) for name in parts)


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.name != HISTORY], ids=name_of)
def test_every_dotted_name_is_there(document: Path) -> None:
    """What a document calls ``plugins.a.b`` or ``plugins.a.b:c`` can be imported, in examples of code too."""
    named = DOTTED.findall(document.read_text("utf-8"))
    assert sorted({f"plugins{path}:{name}" for path, name in named if not is_there(f"plugins{path}", name)}) == []


def modules_named(text: str) -> list[str]:
    """Return the names in the column that is headed ``module``, of each table that has one.

    >>> modules_named("| module | what |\\n| --- | --- |\\n| `a`, `b.py` | c `d` |\\n\\n| key |\\n| --- |\\n| `e` |")
    ['a', 'b.py']
    """
    found: list[str] = []
    column = None
    for before, line in pairwise(["", *text.splitlines()]):
        cells = [cell.strip() for cell in line.split("|")] if line.startswith("|") else []
        if cells and not before.startswith("|"):
            column = cells.index("module") if "module" in cells else None
        elif cells and column is not None:
            found += re.findall(r"`([^`]+)`", cells[column])
    return found


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: path.parent.name)
def test_every_module_of_a_table_exists(manual: Path) -> None:
    """A table with a column ``module`` names modules or folders of the package."""
    named = modules_named(manual.read_text("utf-8"))
    assert [name for name in named if not any((manual.parent / f"{name}{end}").exists() for end in ("", ".py"))] == []


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: path.parent.name)
def test_a_table_of_modules_is_whole(manual: Path) -> None:
    """A manual lists all modules of its package, but those that every plugin has; a folder stands for what is in it."""
    named = set(modules_named(manual.read_text("utf-8")))
    modules = {path.relative_to(manual.parent).with_suffix("") for path in manual.parent.rglob("*.py")}
    listed = {path.as_posix() for path in modules if path.name not in SAME_ROLE}
    assert sorted(name for name in listed if name not in named and f"{name.split('/')[0]}/" not in named) == []


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: path.parent.name)
def test_every_file_of_python_exists(manual: Path) -> None:
    """What a manual calls ``name.py``, in a drawing too, is a module of its package or a file beside README.md."""
    named = set(re.findall(r"(?<![\w/])(\w+\.py)\b", manual.read_text("utf-8")))
    there = {path.name for path in (*manual.parent.rglob("*.py"), *ROOT.glob("*.py"))}
    assert sorted(named - there) == []
