"""What the tasks build and check give Pelican. Standard library alone: a scan needs it before anything is imported."""

from __future__ import annotations

import json
from collections.abc import Sequence

__all__ = ["arguments_of", "given"]

SWITCHES = {"build": {"--publish", "--search", "--without-sync"}, "check": set[str]()}
"""The tasks with their switches; both have ``--now`` too."""


def given(settings: str, now: str | None = None, jobs: int = 0, **overrides: bool) -> list[str]:
    """Return the arguments for Pelican: a settings file, the present, and settings that go before those of the file.

    >>> given("pelicanconf.py", "2026-03-02", SEARCH_INDEX=True)
    ['-s', 'pelicanconf.py', '-e', 'FRAMEWORK_NOW="2026-03-02"', 'SEARCH_INDEX=true']
    """
    extra = {**({"FRAMEWORK_NOW": now} if now else {}), **({"PRESS_JOBS": jobs} if jobs else {}), **overrides}
    words = [f"{name}={json.dumps(value)}" for name, value in extra.items()]
    return ["-s", settings, *(["-e", *words] if words else [])]


def arguments_of(task: Sequence[str], *, syncs: bool) -> list[str] | None:
    """Return the arguments for Pelican of a task on the command line; None where they take more than this to read.

    Args:
        task: The words behind ``tasks.py``.
        syncs: Whether publishing asks the inbox first, which may change something.

    >>> arguments_of(["build", "--search"], syncs=True)
    ['-s', 'pelicanconf.py', '-e', 'SEARCH_INDEX=true']
    >>> arguments_of(["build", "--publish"], syncs=True) is None, arguments_of(["serve"], syncs=False) is None
    (True, True)
    """
    name, *words = task or [""]
    at = words.index("--now") if "--now" in words[:-1] else None
    now = None if at is None else words[at + 1]
    switches = words if at is None else [*words[:at], *words[at + 2 :]]
    publish = "--publish" in switches
    if name not in SWITCHES or not set(switches) <= SWITCHES[name] or (now or "").startswith("-"):
        return None
    if publish and syncs and "--without-sync" not in switches:
        return None
    overrides = {"SEARCH_INDEX": "--search" in switches, "FRAMEWORK_CHECK": name == "check"}
    wanted = {setting: True for setting, on in overrides.items() if on}
    return given("publishconf.py" if publish else "pelicanconf.py", now, **wanted)
