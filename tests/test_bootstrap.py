"""What tasks.py does before invoke: which locks a task needs, and how its words reach it."""

from __future__ import annotations

import pytest

import tasks

RUNTIME, INBOX, DEVELOPMENT = "requirements.lock", "requirements-inbox.lock", "requirements-dev.lock"


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Note what would be installed and run, in an environment that holds nothing."""
    found: list[object] = []

    def run(command: list[object]) -> int:
        found.append(command[3:])
        return 7

    monkeypatch.setattr(tasks, "installed", lambda lock: False)
    monkeypatch.setattr(tasks, "install", found.append)
    monkeypatch.setattr(tasks, "run", run)
    monkeypatch.setattr("plugins.press.last_build.scan", lambda *_: None)  # whatever was built here
    return found


@pytest.mark.parametrize(
    ("task", "lock"),
    [
        *(
            (name, DEVELOPMENT)
            for name in ("test", "lint", "lock", "golden", "docs", "translations", "lighthouse", "screenshots")
        ),
        *((name, INBOX) for name in ("inbox", "moderate")),
        *((name, RUNTIME) for name in ("build", "serve", "sync", "notify", "new", "image", "check")),
        *((name, RUNTIME) for name in ("bench", "schema", "clean")),
    ],
)
def test_a_task_installs_what_it_needs(task: str, lock: str, steps: list[object]) -> None:
    """Each task has the set that it needs, and no larger one; the exit code is the task's."""
    words = [task, "--", "--help"] if task == "moderate" else [task]
    assert tasks.bootstrap([task]) == 7
    assert steps == [lock, words]


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        (RUNTIME, {"inbox": INBOX, "test": DEVELOPMENT}),
        (INBOX, {"test": DEVELOPMENT}),
        (DEVELOPMENT, {}),
    ],
)
def test_what_is_there_is_not_installed_again(
    there: str, missing: dict[str, str], steps: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each set holds the ones before it, and none after it."""
    monkeypatch.setattr(tasks, "installed", lambda lock: lock == there)
    for task in ("build", "inbox", "test"):
        tasks.bootstrap([task])
    ran = {"build": ["-s", "pelicanconf.py"], "inbox": ["inbox"], "test": ["test"]}  # a build does without invoke
    assert steps == [step for task in ran for step in (*([missing[task]] if task in missing else []), ran[task])]


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        (["build", "--publish"], ["build", "--publish"]),
        (["moderate"], ["moderate", "--", "--help"]),
        (["moderate", "list", "--all"], ["moderate", "--", "list --all"]),
        (["moderate", "edit", "x", "--text", 'l\'eau "b"'], ["moderate", "--", "edit x --text 'l'\"'\"'eau \"b\"'"]),
        (["moderate", "--", "list --all"], ["moderate", "--", "list --all"]),
        (["bench"], ["bench"]),
        (["bench", "builds", "--quick"], ["bench", "--", "builds --quick"]),
        ([], ["--list"]),
    ],
)
def test_words_reach_the_task_as_they_were_typed(typed: list[str], given: list[str], steps: list[object]) -> None:
    """What ``moderate`` and ``bench`` have of their own goes behind ``--``, once; without a task invoke lists them."""
    tasks.bootstrap(typed)
    assert steps[-1] == given


@pytest.mark.parametrize(("codes", "code"), [((0,), 0), ((3,), 3), ((0, 4), 4), ((5, 0), 5), ((1, 2), 1), ((), 0)])
def test_a_task_ends_with_its_first_failure(codes: tuple[int, ...], code: int) -> None:
    """Whatever came after it."""
    with pytest.raises(SystemExit) as ended:
        tasks.finish(*codes)
    assert ended.value.code == code
