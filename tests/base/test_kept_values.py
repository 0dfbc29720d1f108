"""What builds keep: nothing wrong ever comes out of it, whatever happens to its file."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from plugins.base.kept_values import KeptValues
from tests.conftest import ROOT

VALUES = {f"key {number}".encode(): random.Random(number).randbytes(number * 40) for number in range(60)}


@contextmanager
def opened(path: Path) -> Iterator[KeptValues]:
    """Open the values of a file, and close them."""
    values = KeptValues(path)
    try:
        yield values
    finally:
        values.close()


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """Return a file with the values."""
    path = tmp_path / "var/kept.sqlite3"
    with opened(path) as values:
        for key, data in VALUES.items():
            values.put(key, data)
    return path


def read(path: Path) -> dict[bytes, bytes | None]:
    """Return what is found under each key."""
    with opened(path) as values:
        return {key: values.get(key) for key in VALUES}


def test_values_come_back(full: Path) -> None:
    """In another process too, and those that wait to be written; a key that was not put has none."""
    assert read(full) == VALUES
    with opened(full) as values:
        assert values.get(b"other") is None
        assert b"other" not in values
        values.put(b"other", b"1")
        assert values.get(b"other") == b"1"
        assert b"other" in values
        values.put(b"other", b"2")
        assert values.get(b"other") == b"2"
    with opened(full) as values:
        assert (values.get(b"other"), b"key 1" in values) == (b"2", True)


def test_many_bytes_are_written_on_the_way(tmp_path: Path) -> None:
    """What does not fit into a batch is on disk before the end."""
    path = tmp_path / "kept.sqlite3"
    with opened(path) as values:
        for number in range(9):
            values.put(b"%d" % number, bytes(2**20))
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT count(*) FROM kept").fetchone() == (5,)


def test_others_take_nothing_away(full: Path) -> None:
    """What was there when it was opened is there until it is closed."""
    with opened(full) as values:
        with closing(sqlite3.connect(full)) as other, other:
            other.execute("DELETE FROM kept")
        assert {key: values.get(key) for key in VALUES} == VALUES
    assert set(read(full).values()) == {None}


@pytest.mark.parametrize("place", range(20))
def test_a_truncated_file_gives_nothing_wrong(full: Path, place: int) -> None:
    """Wherever it was cut: each value is right or missing, and what is put then comes back."""
    data = full.read_bytes()
    full.write_bytes(data[: random.Random(place).randrange(len(data))])
    assert all(found in (None, VALUES[key]) for key, found in read(full).items())
    with opened(full) as values:
        for key, found in VALUES.items():
            values.put(key, found)
    assert read(full) == VALUES


@pytest.mark.parametrize("place", range(20))
def test_random_bytes_give_nothing_wrong(full: Path, place: int) -> None:
    """Wherever they stand."""
    chance = random.Random(place)
    data = bytearray(full.read_bytes())
    start = chance.randrange(len(data))
    noise = chance.randbytes(chance.choice([1, 100, 20_000]))[: len(data) - start]
    data[start : start + len(noise)] = noise
    full.write_bytes(data)
    assert all(found in (None, VALUES[key]) for key, found in read(full).items())


@pytest.mark.parametrize("data", [b"", b"no database", bytes(8192)])
def test_another_file_is_replaced(full: Path, data: bytes) -> None:
    """Nothing is found in it, and what is put then comes back."""
    full.write_bytes(data)
    assert set(read(full).values()) == {None}
    with opened(full) as values:
        values.put(b"key 1", b"x")
    assert read(full)[b"key 1"] == b"x"


@pytest.mark.parametrize("change", ["PRAGMA user_version = 99", "DROP TABLE kept", "ALTER TABLE kept RENAME TO other"])
def test_another_version_is_replaced(full: Path, change: str) -> None:
    """A file that another version wrote is forgotten, now or by the next process."""
    with closing(sqlite3.connect(full)) as other, other:
        other.execute(change)
    read(full)
    with opened(full) as values:
        values.put(b"key 1", b"x")
    assert read(full)[b"key 1"] == b"x"


def test_a_value_belongs_to_its_key(full: Path) -> None:
    """Values that were exchanged are not found."""
    with closing(sqlite3.connect(full)) as other, other:
        other.execute(
            "UPDATE kept SET data = (SELECT data FROM kept WHERE key = ?) WHERE key = ?", (b"key 1", b"key 2")
        )
    assert read(full) == {**VALUES, b"key 2": None}


def test_what_no_build_uses_goes(tmp_path: Path) -> None:
    """The oldest values go once there are far more than are used; those of this build stay."""
    path = tmp_path / "kept.sqlite3"
    for start in range(0, 9000, 1000):
        with opened(path) as values:
            for number in range(start, start + 1000):
                values.put(b"%d" % number, b"x")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM kept").fetchone()[0] <= 6000
    with opened(path) as values:
        assert all(values.get(b"%d" % number) == b"x" for number in range(8000, 9000))


WRITER = """
import sys
from pathlib import Path
from plugins.base.kept_values import KeptValues
values = KeptValues(Path(sys.argv[1]))
for number in range(300):
    values.put(f"{sys.argv[2]} {number}".encode(), sys.argv[2].encode() * 9000)
values.close()
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    """Each keeps its own values."""
    path = tmp_path / "kept.sqlite3"
    command = [sys.executable, "-c", WRITER, str(path)]
    writers = [subprocess.Popen([*command, name], cwd=ROOT) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    with opened(path) as values:
        found = [values.get(f"{name} {number}".encode()) for name in "ab" for number in range(300)]
    assert found == [b"a" * 9000] * 300 + [b"b" * 9000] * 300


LIMITED = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
{WRITER}
assert values.get(b"a 1") is None
"""


def test_a_full_disk_is_no_error(full: Path) -> None:
    """What does not fit is not kept, and nothing else is lost for it."""
    done = subprocess.run([sys.executable, "-c", LIMITED, full, "a"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(found in (None, VALUES[key]) for key, found in read(full).items())


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """Nothing is kept then."""
    (tmp_path / "var").write_text("a file")
    with opened(tmp_path / "var/kept.sqlite3") as values:
        values.put(b"a", b"1")
        assert values.get(b"a") is None
