"""A process that says how it was started, and ends as it is told: ``python -m tests.speaking END [ARGUMENT …]``."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

ENDS = ("well", "number", "words", "fault", "killed", "interrupted", "nothing")


def main() -> None:
    """Say everything, then end."""
    end, *arguments = sys.argv[1:]
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_"))}
    print(json.dumps([end, arguments, str(Path.cwd()), variables, sys.stdin.read(), sys.path[0], __name__]))
    print("été", file=sys.stderr)
    if end == "number":
        sys.exit(65)
    if end == "words":
        sys.exit("words")
    if end == "fault":
        raise ValueError("a fault")
    if end == "killed":
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    if end == "interrupted":
        os.kill(os.getpid(), signal.SIGINT)
    if end == "nothing":
        sys.exit(None)


if __name__ == "__main__":
    main()
