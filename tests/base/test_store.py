"""What is kept between builds: whole or made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.base.store import Store, key_of

KEY = "ab" * 32


def test_what_was_put_is_got(tmp_path: Path) -> None:
    """Bytes come back as they were; an unknown key has none; nothing else lies around."""
    store = Store(tmp_path / "images")
    assert store.get(KEY) is None
    store.put(KEY, b"")
    assert store.get(KEY) == b""
    store.put(KEY, b"pot")
    assert store.get(KEY) == b"pot"
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [store.path(KEY)]


@pytest.mark.parametrize("harm", ["cut", "changed", "emptied"])
def test_a_harmed_file_is_as_good_as_none(tmp_path: Path, harm: str) -> None:
    """A file that was cut off, changed or emptied is not used, and can be put again."""
    store = Store(tmp_path)
    store.put(KEY, b"a pot on three feet")
    whole = store.path(KEY).read_bytes()
    store.path(KEY).write_bytes({"cut": whole[:-1], "changed": whole[:-1] + b"!", "emptied": b""}[harm])
    assert store.get(KEY) is None
    store.put(KEY, b"pot")
    assert store.get(KEY) == b"pot"


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    """A file that holds them keeps its time, and its place on the disk."""
    store = Store(tmp_path)
    store.put(KEY, b"pot")
    before = store.path(KEY).stat().st_ino
    store.put(KEY, b"pot")
    assert store.path(KEY).stat().st_ino == before


def test_others_are_forgotten(tmp_path: Path) -> None:
    """What has another key goes, with its folder when that is empty; a stranger's file stays."""
    store = Store(tmp_path)
    for key in (KEY, "cd" * 32, "ab" + "0" * 62):
        store.put(key, b"pot")
    (tmp_path / "README").write_text("mine")
    store.keep_only({KEY})
    assert sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*")) == [
        "README",
        "ab",
        f"ab/{KEY[2:]}",
    ]


def test_keys_tell_parts_apart() -> None:
    """Text and its bytes are one part; where a part ends makes a difference, and so does their order."""
    assert key_of("é") == key_of("é".encode())
    assert len({key_of(), key_of(""), key_of("", ""), key_of("ab"), key_of("a", "b"), key_of("b", "a")}) == 6
