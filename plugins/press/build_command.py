"""The command of a build: what changed alone where that is enough, else all of it, by Pelican.

``python -m plugins.press.build_command`` takes Pelican's arguments.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from plugins.press.last_build import scan

STATE = "PRESS_STATE="


def main(command: Sequence[str]) -> int:
    """Build, and return the exit code."""
    state = state_of(command)
    seen = scan(state, command, time.time())
    code = seen.tell() if seen is not None else None
    if code is None and seen is not None and seen.last.plan:
        from plugins.press.quick_build import quick_build

        code = quick_build(command, state, seen)
    if code is None:
        import runpy

        runpy.run_module("pelican", run_name="__main__", alter_sys=True)  # it reads sys.argv, as on a command line
        return 0
    return code


def state_of(command: Sequence[str]) -> Path:
    """Return the folder of what builds remember: the one that the command sets, or else where builds put it."""
    said = next((word.removeprefix(STATE) for word in command if word.startswith(STATE)), '"var"')
    try:
        return Path(json.loads(said))
    except (ValueError, TypeError):
        return Path("var")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
