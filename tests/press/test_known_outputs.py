"""What is known of the output: a file is kept if it was made of the same, and is still what was written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.press.output_manifest import manifest_path
from plugins.press.staging import Stage, StageError

NAME = "a/index.html"


@pytest.fixture
def stage(tmp_path: Path) -> Callable[[], Stage]:
    """Return a function that begins a build, after one that wrote a file of a recipe."""
    begun = Stage(tmp_path / "output", tmp_path / "var")
    begun.add(NAME, b"12", recipe="r")
    begun.commit()
    return lambda: Stage(tmp_path / "output", tmp_path / "var")


def test_a_file_of_the_same_recipe_is_kept(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """Build after build, without being written; one of another recipe is not, and one that has none never is."""
    before = (tmp_path / "output" / NAME).stat()
    for _ in range(3):
        begun = stage()
        assert begun.keep(NAME, "r")
        outcome = begun.commit()
        assert (outcome.written, outcome.unchanged, outcome.removed) == ((), 1, ())
    assert (tmp_path / "output" / NAME).stat() == before
    assert not stage().keep(NAME, "s")
    assert not stage().keep("b", "r")
    begun = stage()
    begun.add(NAME, b"12")
    begun.commit()
    assert not stage().keep(NAME, "r")


def test_a_file_that_was_changed_is_not_kept(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """Its size and time may be as they were; it is made again, and what was not changed is found by its bytes."""
    file = tmp_path / "output" / NAME
    found = file.stat()
    file.write_bytes(b"34")
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert not stage().keep(NAME, "r")
    file.write_bytes(b"12")
    assert stage().keep(NAME, "r")
    os.utime(file, ns=(1, 1))
    assert stage().keep(NAME, "r")
    file.unlink()
    assert not stage().keep(NAME, "r")
    file.symlink_to(tmp_path / "elsewhere")
    assert not stage().keep(NAME, "r")


def test_what_is_known_may_be_damaged_or_lost(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """Cut off, changed or gone: then nothing is kept, and nothing else happens."""
    known = manifest_path(tmp_path / "var", tmp_path / "output").with_suffix(".known")
    data = known.read_bytes()
    damaged = [data[:end] for end in range(0, len(data), 7)]
    damaged += [data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] for place in range(0, len(data), 3)]
    for other in damaged:
        known.write_bytes(other)
        assert not stage().keep(NAME, "r")
    known.unlink()
    assert not stage().keep(NAME, "r")
    known.write_bytes(data)
    assert stage().keep(NAME, "r")


def test_two_sources_of_one_file_end_the_build(stage: Callable[[], Stage]) -> None:
    """Whether both are kept or one is added; a file outside the output is refused."""
    begun = stage()
    begun.keep(NAME, "r")
    with pytest.raises(StageError, match=r"two sources write a/index\.html"):
        begun.keep(NAME, "r")
    with pytest.raises(StageError, match=r"two sources write a/index\.html"):
        begun.add(NAME, b"12", recipe="r")
    with pytest.raises(StageError, match="is not a path below the output"):
        begun.keep("../a", "r")


def test_a_failed_build_forgets_nothing(stage: Callable[[], Stage]) -> None:
    """What it would have written is not known, and what was known is."""
    begun = stage()
    begun.add("b", b"1", recipe="x")
    begun.discard()
    again = stage()
    assert again.keep(NAME, "r")
    assert not again.keep("b", "x")
