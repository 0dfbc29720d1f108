"""A build that says how it was done: ``python -m tests.press.quick_build`` with Pelican's arguments.

The last line is ``scan``, ``quick`` with what was looked at, or ``whole``.
"""

from __future__ import annotations

import json
import sys
import time

from plugins.press import quick_build
from plugins.press.build_command import state_of
from plugins.press.last_build import scan
from plugins.press.steps import Wanted


def main(command: list[str]) -> int:
    """Build, and return the exit code."""
    state = state_of(command)
    seen = scan(state, command, time.time())
    if seen is not None and (code := seen.tell()) is not None:
        print(json.dumps(["scan", []]))
        return code
    looked_at: list[Wanted] = []
    press = quick_build.press

    def counted(*given: object) -> None:
        looked_at.append(given[-1])  # type: ignore[arg-type]
        press(*given)  # type: ignore[arg-type]

    quick_build.press = counted  # type: ignore[assignment]
    if seen is not None and (code := quick_build.quick_build(command, state, seen)) is not None:
        print(json.dumps(["quick", sorted(looked_at[0].only or ())]))
        return code
    from pelican import main as pelican

    try:
        pelican(command)
    finally:
        print(json.dumps(["whole", []]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
