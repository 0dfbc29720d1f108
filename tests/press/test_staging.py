"""The stage: nothing shows before the commit, nothing foreign is deleted after it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.press.output_manifest import manifest_path, read_manifest, write_manifest
from plugins.press.staging import Outcome, Stage, StageError


@pytest.fixture
def stage(tmp_path: Path) -> Callable[[], Stage]:
    """Return a function that begins a build of one output folder."""
    return lambda: Stage(tmp_path / "output", tmp_path / "var")


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def build(stage: Stage, files: dict[str, bytes]) -> Outcome:
    """Add files and commit."""
    for name, data in files.items():
        stage.add(name, data)
    return stage.commit()


def test_nothing_shows_before_the_commit(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """Added files wait beside the output."""
    begun = stage()
    begun.add("a/index.html", b"1")
    assert not (tmp_path / "output").exists()
    assert begun.commit() == Outcome(("a/index.html",), 0, (), ())
    assert tree(tmp_path / "output") == {"a/index.html": b"1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output", "var"]


def test_a_discarded_build_leaves_no_trace(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """What was there before stays, byte for byte, and no staging folder is left."""
    build(stage(), {"a": b"1"})
    begun = stage()
    begun.add("a", b"2")
    begun.add("b", b"3")
    begun.discard()
    assert tree(tmp_path / "output") == {"a": b"1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output", "var"]


def test_unchanged_bytes_are_left_alone(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """A file with the same bytes keeps its inode and its time."""
    build(stage(), {"a": b"1", "b": b"1"})
    before = (tmp_path / "output/a").stat()
    assert build(stage(), {"a": b"1", "b": b"2"}) == Outcome(("b",), 1, (), ())
    after = (tmp_path / "output/a").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_stale_files_and_empty_folders_go(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """What an earlier build wrote and this one did not is removed, with the folders it leaves empty."""
    build(stage(), {"a/b/c.html": b"1", "a/d.html": b"1"})
    assert build(stage(), {"a/d.html": b"1"}) == Outcome((), 1, ("a/b/c.html",), ())
    assert not (tmp_path / "output/a/b").exists()


@pytest.mark.parametrize("names", [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a"), ("a", "a/b/c")])
def test_a_file_is_no_folder(stage: Callable[[], Stage], tmp_path: Path, names: tuple[str, str]) -> None:
    """Two files of which one would lie in the other end the build before anything is written."""
    build(stage(), {"x": b"1"})
    begun = stage()
    for name in names:
        begun.add(name, b"2")
    said = rf"^a is a file, and the folder of {max(names)}: give one of them another address$"
    with pytest.raises(StageError, match=said):
        begun.commit()
    assert tree(tmp_path / "output") == {"x": b"1"}


def test_what_is_staged_lies_in_one_folder(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """A file costs a write and a rename, however deep it goes; one that is replaced is there once."""
    begun = stage()
    begun.add("a/b/c.html", b"1")
    begun.add("d.html", b"2")
    begun.add("a/b/c.html", b"3", replace=True)
    (folder,) = tmp_path.glob(".output.staging-*")
    assert sorted((path.is_file(), path.read_bytes()) for path in folder.iterdir()) == [(True, b"2"), (True, b"3")]
    assert begun.commit().written == ("a/b/c.html", "d.html")
    assert tree(tmp_path / "output") == {"a/b/c.html": b"3", "d.html": b"2"}


def test_foreign_files_stay(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """Files that no build wrote, and stale ones that somebody changed since, are kept; the latter are named."""
    build(stage(), {"a": b"1", "b/c": b"1"})
    (tmp_path / "output/CNAME").write_bytes(b"x")
    (tmp_path / "output/b/c").write_bytes(b"mine")
    assert build(stage(), {"d": b"1"}) == Outcome(("d",), 0, ("a",), ("b/c",))
    assert tree(tmp_path / "output") == {"CNAME": b"x", "b/c": b"mine", "d": b"1"}


def test_a_file_may_become_a_folder(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """A stale file makes way for a folder of its name, and a stale folder for a file."""
    build(stage(), {"a": b"1", "b/c": b"1"})
    build(stage(), {"a/x": b"2"})
    assert tree(tmp_path / "output") == {"a/x": b"2"}
    build(stage(), {"a": b"3"})
    assert tree(tmp_path / "output") == {"a": b"3"}


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "", ".", "..\\x", "C:\\x", "C:/x", "a\0b"], ids=ascii)
def test_paths_out_of_the_output_are_refused(stage: Callable[[], Stage], tmp_path: Path, name: str) -> None:
    """No spelling of a path leads out of the output."""
    with pytest.raises(StageError):
        stage().add(name, b"x")
    assert tree(tmp_path) == {}


def test_two_sources_of_one_file_are_refused(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """The second source is an error unless it says that it replaces the first."""
    begun = stage()
    begun.add("a", b"1")
    with pytest.raises(StageError, match="two sources write a"):
        begun.add("a", b"2")
    begun.add("a", b"3", replace=True)
    begun.commit()
    assert tree(tmp_path / "output") == {"a": b"3"}


def test_a_build_that_was_cut_off_is_forgotten(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """What a killed build left in the staging folder never reaches the output."""
    stage().add("left-over.html", b"1")
    build(stage(), {"a": b"1"})
    assert tree(tmp_path / "output") == {"a": b"1"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2, "files": {}}', '{"version": 1}'])
def test_a_manifest_that_cannot_be_read_removes_nothing(stage: Callable[[], Stage], tmp_path: Path, text: str) -> None:
    """Without a manifest, no file is known to be stale."""
    build(stage(), {"a": b"1"})
    manifest_path(tmp_path / "var", tmp_path / "output").write_text(text, "utf-8")
    assert build(stage(), {"b": b"1"}).removed == ()
    assert tree(tmp_path / "output") == {"a": b"1", "b": b"1"}


@pytest.mark.parametrize(("version", "known"), [(1, {"x": ("y", "z")}), (2, {}), (0, {})])
def test_a_manifest_says_its_version(tmp_path: Path, version: int, known: dict[str, tuple[str, ...]]) -> None:
    """One of this version is believed, and is what is written; one of another knows nothing."""
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"version": version, "files": {"x": ["y", "z"]}}), "utf-8")
    assert read_manifest(path) == known
    write_manifest(path, {"x": ("y",)})
    assert json.loads(path.read_text("utf-8")) == {"version": 1, "files": {"x": ["y"]}}


def test_manifests_of_two_outputs_are_apart(tmp_path: Path) -> None:
    """Each output folder has a manifest of its own, whatever their names."""
    paths = {manifest_path(tmp_path, tmp_path / name / "output") for name in ("a", "b")}
    assert len(paths) == 2
    for path in paths:
        write_manifest(path, {"x": ("y", "z")})
        assert read_manifest(path) == {"x": ("y", "z")}


def test_a_commit_cut_off_in_the_middle_forgets_nothing(
    stage: Callable[[], Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever rename a commit dies at, the next build ends with exactly its own files."""
    for fatal in range(6):
        output = tmp_path / f"output{fatal}"
        build(Stage(output, tmp_path / "var"), {"old": b"1", "both": b"1"})
        begun = Stage(output, tmp_path / "var")
        for name in ("both", "new1", "new2"):
            begun.add(name, b"2")
        done = 0
        original = os.replace

        def replace(source: str | Path, target: str | Path) -> None:
            nonlocal done
            if done == fatal:  # noqa: B023
                raise KeyboardInterrupt
            done += 1
            original(source, target)  # noqa: B023

        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", replace)
            if fatal < 5:
                with pytest.raises(KeyboardInterrupt):
                    begun.commit()
            else:
                begun.commit()
        build(Stage(output, tmp_path / "var"), {"new2": b"3"})
        assert tree(output) == {"new2": b"3"}


def test_two_builds_at_once_do_not_disturb_each_other(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """Each build has a staging folder of its own; the one that commits last is the one that is seen."""
    first, second = stage(), stage()
    first.add("a", b"1")
    second.add("a", b"2")
    second.add("b", b"2")
    first.commit()
    second.commit()
    assert tree(tmp_path / "output") == {"a": b"2", "b": b"2"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output", "var"]


def test_forgotten_staging_folders_go_after_a_day(stage: Callable[[], Stage], tmp_path: Path) -> None:
    """What a killed build left is removed by a build that comes a day later, and not by one that runs beside it."""
    begun = stage()
    begun.add("a", b"1")
    (left,) = tmp_path.glob(".output.staging-*")
    for number, (hours, there) in enumerate(((0, True), (23.9, True), (24.1, False))):
        moment = time.time() - hours * 3600
        os.utime(left, (moment, moment))
        build(stage(), {"b": bytes([number])})
        assert left.is_dir() is there


def test_pages_come_after_what_they_ask_for(
    stage: Callable[[], Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Style sheets and pictures are put in place before pages and feeds: no page comes before its style."""
    placed: list[str] = []
    original = os.replace

    def replace(source: str | Path, target: str | Path) -> None:
        placed.append(Path(target).relative_to(tmp_path).as_posix())
        original(source, target)

    begun = stage()
    for name in ("a/index.html", "b.css", "feed.atom", "images/x.png", "z.js", "sitemap.xml", "feed.rss", "feed.json"):
        begun.add(name, b"1")
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", replace)
        begun.commit()
    assert [name.removeprefix("output/") for name in placed if name.startswith("output/")] == [
        *("b.css", "images/x.png", "z.js"),
        *("a/index.html", "feed.atom", "feed.json", "feed.rss", "sitemap.xml"),
    ]
