"""What is built once a run, and which tests stay together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scheduling import pytest_collection_modifyitems
from tests.sharing import shared


def test_what_is_shared_is_built_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The second one who asks takes what is there; what failed half-way is built anew, in an empty folder."""
    built: list[Path] = []

    def build(folder: Path) -> None:
        assert list(folder.iterdir()) == []
        (folder / "index.html").write_text("x", "utf-8")
        built.append(folder)
        if len(built) == 1:
            raise ValueError("a fault")

    name = tmp_path_factory.mktemp("sharing").name  # a name that no other test has
    with pytest.raises(ValueError, match="a fault"):
        shared(tmp_path_factory, f"of-{name}", build)
    first, second = (shared(tmp_path_factory, f"of-{name}", build) for _ in range(2))
    assert first == second == built[0] == built[1]
    assert len(built) == 2
    assert [file.name for file in first.iterdir()] == ["index.html"]


@dataclass
class Item:
    """A test, as far as its turn goes."""

    nodeid: str


def test_units_stay_together_and_long_ones_begin() -> None:
    """Folders with a browser, then files, then what only computes; within each the order is the shuffled one."""
    shuffled = [
        *("plugins/base/files.py::doctest", "tests/feeds/test_b.py::x[a::b]", "tests/browser/test_b.py::x"),
        *("tests/feeds/test_a.py::x", "tests/search/test_a.py::x", "tests/browser/test_a.py::x"),
        *("tests/feeds/test_b.py::y", "tests/typography/test_a.py::x", "plugins/base/files.py::other"),
    ]
    items = [Item(name) for name in shuffled]
    pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    assert [item.nodeid for item in items] == [
        *("tests/browser/test_b.py::x", "tests/browser/test_a.py::x", "tests/search/test_a.py::x"),
        *("tests/feeds/test_b.py::x[a::b]", "tests/feeds/test_b.py::y", "tests/feeds/test_a.py::x"),
        *("plugins/base/files.py::doctest", "plugins/base/files.py::other", "tests/typography/test_a.py::x"),
    ]
