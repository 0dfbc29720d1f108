"""What is read: regular files of a size that is meant, and at once."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from plugins.base.files import UnfitFileError, read_regular


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    """As it is, through a link too, up to the last byte that it may have."""
    (tmp_path / "a").write_bytes(b"x" * 1024)
    (tmp_path / "b").symlink_to("a")
    assert [read_regular(tmp_path / name, 1024) for name in ("a", "b")] == [b"x" * 1024] * 2
    (tmp_path / "a").write_bytes(b"")
    assert read_regular(tmp_path / "b", 0) == b""


def test_one_byte_more_is_refused(tmp_path: Path) -> None:
    """The limit is told in the unit that it is set in."""
    (tmp_path / "a").write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(UnfitFileError) as error:
        read_regular(tmp_path / "a", 2**20)
    assert error.value.said.text() == "it is larger than 1 MiB"


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    """Nobody waits for a pipe that nobody writes to; folders, sockets and devices hold no text."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "pipe", tmp_path / "folder", Path("/dev/zero")):
        with pytest.raises(UnfitFileError, match="not a regular file") as error:
            read_regular(path, 10)
        assert str(error.value.filename) == str(path)


def test_a_socket_is_refused(tmp_path: Path) -> None:
    """The system does that by itself, with a reason that says nothing to an author."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        with pytest.raises(UnfitFileError, match="not a regular file"):
            read_regular(tmp_path / "s", 10)
