"""Records: what is written comes back, and what is foreign is told."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
import yaml
from hypothesis import example, given, settings
from pydantic import ValidationError

from plugins.framework.frontmatter import yaml_tree
from plugins.interactions.model import Interaction
from plugins.interactions.record_fields import Record, interaction_of
from plugins.interactions.record_files import Store
from plugins.interactions.record_ids import moment_of, new_id
from plugins.interactions.record_yaml import parse, write
from plugins.interactions.visitor_text import as_line, as_text
from tests.conftest import ENVIRONMENT, ROOT
from tests.forkserver import run_module
from tests.interactions.strategies import interactions, texts

MOMENT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ID = new_id(MOMENT, bytes(10))


def comment(**changes: object) -> Interaction:
    """Return a comment with some values changed."""
    given_ = {"id": ID, "article": "2026-03-marmite", "kind": "comment", "author": "Camille", "published": MOMENT}
    return interaction_of({**given_, "text": "Oui.", **changes})


@given(interactions())
@settings(max_examples=400)
def test_what_is_written_comes_back(interaction: Interaction) -> None:
    """parse∘write is the identity, with libyaml and with PyYAML's own parser."""
    data = write(interaction)
    assert parse(data, "x.yaml", interaction.article, interaction.id) == (interaction, [])
    with mock.patch.object(yaml_tree, "FAST_LOADER", None):
        assert parse(data, "x.yaml", interaction.article, interaction.id) == (interaction, [])


@given(texts)
@example("\n \n a")
@example(" \t\n\ta\n\n\n b \n\n")
@settings(max_examples=400)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """What was cleaned is clean: a record that is read and written again stays what it is."""
    assert as_text(as_text(text)) == as_text(text)
    assert as_line(as_line(text)) == as_line(text)


@given(interactions())
@settings(max_examples=100)
def test_any_yaml_reads_it_alike(interaction: Interaction) -> None:
    """The files are YAML, for other programs too: PyYAML reads the text that we read."""
    assert yaml.load(write(interaction), yaml.BaseLoader)["text"] == interaction.text


@pytest.mark.parametrize("unit", ["a", "\U0001f600", "a\n", "\n  é", "# \U0001f600\n"])
def test_the_longest_text_fits(unit: str) -> None:
    """Ten thousand characters of any kind stay below the largest file."""
    interaction = comment(text=(unit * 10_000)[:9_999] + "x")
    data = write(interaction)
    assert len(data) <= 65_536
    assert parse(data, "x.yaml", interaction.article, interaction.id) == (interaction, [])


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "a" * 10_000},
        {"author": "a" * 80},
        {"author_url": "https://a.example/" + "a" * 1_982},
        {"kind": "pingback", "source": "https://a.example/", "title": "a" * 300},
    ],
    ids=["text", "name", "address", "title"],
)
def test_values_of_full_length_are_taken(changes: dict[str, object]) -> None:
    """10,000 characters of text, 80 of a name, 2,000 of an address and 300 of a title are kept as they are."""
    taken = comment(**changes)
    assert {name: getattr(taken, name) for name in changes} == changes


@pytest.mark.parametrize(("length", "problems"), [(65_536, []), (65_537, ["this file is longer than 64 KiB"])])
def test_a_file_of_full_length_is_read(length: int, problems: list[str]) -> None:
    """64 KiB are a record, one byte more is told."""
    found, findings = parse(write(comment()).ljust(length, b"\n"), "x.yaml", "2026-03-marmite", ID)
    assert (found, [finding.problem.text() for finding in findings]) == (None if problems else comment(), problems)


def test_no_key_can_hold_what_is_private() -> None:
    """No field is named after an e-mail or a network address, and unknown keys are refused."""
    assert [name for name in Record.model_fields if "mail" in name or name in ("ip", "host", "agent")] == []
    for key in ("email", "ip", "user_agent", "__class__"):
        with pytest.raises(ValidationError):
            comment(**{key: "a@b.example"})


@pytest.mark.parametrize(
    "changes",
    [
        {"text": None},
        {"text": " \n\0 "},
        {"text": "a" * 10_001},
        {"author": None},
        {"author": "\u200b\u2060"},
        {"author": "a" * 81},
        {"author_url": "javascript:alert(1)"},
        {"author_url": "https://user:secret@a.example/"},
        {"author_url": "https:///x"},
        {"author_url": "http://a.example\\@b.example/"},
        {"author_url": "https://a.example/" + "a" * 1_983},
        {"author_url": "https://a.example:99999999/"},
        {"source": "https://a.example/"},
        {"type": "reply"},
        {"kind": "webmention", "source": "https://a.example/"},
        {"kind": "trackback", "text": "a"},
        {"kind": "pingback", "source": "https://a.example/", "title": "a" * 301},
        {"kind": "like"},
        {"article": "../x"},
        {"id": "../x"},
        {"in_reply_to": "1"},
        {"published": datetime(2026, 3, 2)},
        {"published": datetime(9999, 12, 31, tzinfo=UTC)},
    ],
    ids=str,
)
def test_wrong_values_are_refused(changes: dict[str, object]) -> None:
    """The model lets nothing in that pages, feeds and files could not carry."""
    with pytest.raises(ValidationError):
        comment(**changes)


def test_ids_sort_by_time() -> None:
    """An id begins with its moment; what came later sorts later, whatever chance adds."""
    later = new_id(datetime(2026, 3, 2, 8, 30, 0, 1000, tzinfo=UTC), bytes(10))
    assert new_id(MOMENT, b"\xff" * 10) < later
    assert moment_of(later) == datetime(2026, 3, 2, 8, 30, 0, 1000, tzinfo=UTC)


def test_write_get_change_remove(tmp_path: Path) -> None:
    """An interaction is written, read, edited and removed; writing it again changes nothing."""
    store = Store(tmp_path / "interactions")
    first = comment()
    assert store.read().interactions == ()
    assert store.write(first)
    assert not store.write(first)
    edited = replace(first, text="Non.", edited=MOMENT)
    assert store.write(edited)
    assert store.get(first.article, first.id) == edited
    assert store.read() == type(store.read())((edited,), ())
    assert store.remove(first.article, first.id)
    assert not store.remove(first.article, first.id)
    assert store.get(first.article, first.id) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("article", "identity"), [("..", ID), ("a/b", ID), ("a", "../x"), ("a", ""), ("", ID)])
def test_no_path_leads_out(tmp_path: Path, article: str, identity: str) -> None:
    """Nothing but an article's id and an interaction's makes a path."""
    with pytest.raises(ValueError, match="no interaction"):
        Store(tmp_path).path(article, identity)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_crash_leaves_the_old_or_the_new(tmp_path: Path, call: str) -> None:
    """When the machine stops at any step, the file is whole: as it was, or as it becomes."""
    store = Store(tmp_path / "interactions")
    store.write(comment())
    new = comment(text="Autre chose.")
    seen = 0

    def stop(*_: object) -> None:
        nonlocal seen
        seen += 1
        raise KeyboardInterrupt

    target = "os.fsync" if call == "fsync" else "pathlib.Path.replace"
    with mock.patch(target, stop), pytest.raises(KeyboardInterrupt):
        store.write(new)
    assert seen == 1
    assert store.get(new.article, new.id) in (comment(), new)
    assert store.read().findings == ()


def test_file_and_folder_reach_the_disk(tmp_path: Path) -> None:
    """Bytes are flushed before the rename and the folder after it; new folders in those that hold them."""
    steps: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        steps.append(f"sync {Path(f'/proc/self/fd/{descriptor}').readlink().name.split('.')[0] or 'file'}")
        real_sync(descriptor)

    def rename(path: Path, target: Path) -> Path:
        steps.append("rename")
        return real_replace(path, target)

    with mock.patch("os.fsync", sync), mock.patch("pathlib.Path.replace", rename):
        Store(tmp_path / "interactions").write(comment())
    name = tmp_path.name
    assert steps == [f"sync {name}", "sync interactions", "sync file", "rename", "sync 2026-03-marmite"]


def test_leftovers_are_ignored_and_removed(tmp_path: Path) -> None:
    """What a killed process left is no finding, and ``tidy`` removes it."""
    store = Store(tmp_path / "interactions")
    store.write(comment())
    leftover = store.path("2026-03-marmite", ID).with_name(f".{ID}.yaml.1-2.tmp")
    leftover.write_text("half")
    assert store.read().findings == ()
    store.tidy()
    assert not leftover.exists()


def test_killed_at_any_step_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """A process is killed before each write, flush, rename and removal: what it said was done, is."""
    seen = []
    for step in range(40):
        folder = tmp_path / str(step) / "interactions"
        done = run_module(["tests.interactions.crashing", str(folder), str(step)], ROOT, ENVIRONMENT)
        store, said = Store(folder), done.stdout.split()
        found = store.get(comment().article, comment().id)
        text = found.text if found else None
        assert store.read().findings == ()
        acknowledged = {0: (None, "old"), 1: ("old", "new"), 2: ("new", None), 3: (None,)}[len(said)]
        assert text in acknowledged
        store.tidy()
        assert list(folder.rglob(".*")) == []
        seen.append(len(said))
        if done.returncode == 0:
            break
    assert set(seen) == {0, 1, 2, 3}


FOREIGN = [
    (b"", 1, 1),
    (b"kind: comment\nauthor: A\npublished: 2026-03-02T08:30:00Z\n", 1, 1),
    (b"kind: comment\nauthor: A\npublished: hier\ntext: b\n", 3, 12),
    (b"kind: comment\nauthor: A\npublished: 2026-03-02\ntext: b\n", 3, 12),
    (b"kind: comment\nauthor: A\npublished: 2026-03-02T08:30:00Z\ntext: b\nemail: a@b.example\n", 5, 1),
    (b"kind: comment\nauthor: A\npublished: 2026-03-02T08:30:00Z\ntext: b\ntext: c\n", 5, 1),
    (b"kind: comment\nauthor: A\nauthor_url: 'javascript:x'\npublished: 2026-03-02T08:30:00Z\ntext: b\n", 3, 13),
    (b"kind: !!python/object/apply:os.system [id]\n", 1, 7),
    (b"a: &a [*a]\n", 1, 4),
    (b"- kind\n", 1, 1),
    (b"kind: comment\nauthor: [a\n", 2, 9),
    (b"\xff\xfe", 1, 1),
    (b"kind: comment\nauthor: a\0\n", 2, 10),
    (b"{" * 70_000, 1, 1),
    (b"[" * 60_000, 1, 18),
    (b"kind: comment\ntype: like\nauthor: A\npublished: 2026-03-02T08:30:00Z\ntext: b\n", 2, 7),
]


@pytest.mark.parametrize(("data", "line", "column"), FOREIGN, ids=range(len(FOREIGN)))
def test_a_foreign_file_is_a_finding(tmp_path: Path, data: bytes, line: int, column: int) -> None:
    """A malformed file is told with its place, and the others are read."""
    store = Store(tmp_path / "interactions")
    good = comment(id=new_id(MOMENT, b"\xff" * 10))
    store.write(good)
    store.path("2026-03-marmite", ID).write_bytes(data)
    stored = store.read()
    assert stored.interactions == (good,)
    first = stored.findings[0]
    assert (first.path, first.position.line, first.position.column) == (
        f"interactions/2026-03-marmite/{ID}.yaml",
        line,
        column,
    )
    assert "\n" not in first.text()


def test_one_interaction_stands_in_one_place(tmp_path: Path) -> None:
    """A file that was copied to another article is told: two entries of feeds would have one identity."""
    store = Store(tmp_path / "interactions")
    store.write(comment())
    store.write(comment(article="2026-04-copie"))
    stored = store.read()
    assert stored.interactions == (comment(),)
    assert [finding.text() for finding in stored.findings] == [
        f"interactions/2026-04-copie/{ID}.yaml:1:1: this interaction stands in "
        f"interactions/2026-03-marmite/{ID}.yaml already; delete one of them"
    ]


def test_strange_names_are_findings(tmp_path: Path) -> None:
    """Files and folders that do not belong here are told, links too, and none of them is read."""
    folder = tmp_path / "interactions"
    store = Store(folder)
    store.write(comment())
    (tmp_path / "outside.yaml").write_bytes(write(comment()))
    (folder / "notes.txt").write_text("x")
    (folder / "Été").mkdir()
    (folder / "2026-03-marmite" / "copy.yaml").write_bytes(write(comment()))
    (folder / "2026-03-marmite" / f"{ID[:-1]}1.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder / "2026-03-marmite" / f"{ID[:-1]}2.yaml").mkdir()
    (folder / "linked").symlink_to("/etc")
    stored = store.read()
    assert stored.interactions == (comment(),)
    assert [finding.path.removeprefix("interactions/") for finding in stored.findings] == [
        f"2026-03-marmite/{ID[:-1]}1.yaml",
        f"2026-03-marmite/{ID[:-1]}2.yaml",
        "2026-03-marmite/copy.yaml",
        "linked",
        "notes.txt",
        "Été",
    ]
