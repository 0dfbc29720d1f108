"""Run npm in one of the folders here: ``python -m tests.node checks install --package-lock-only --ignore-scripts``."""

from __future__ import annotations

import subprocess
import sys

from tests.node import HERE, NPM, PROGRAM, environment

if __name__ == "__main__":
    folder, *arguments = sys.argv[1:]
    sys.exit(subprocess.call([PROGRAM, NPM, *arguments], cwd=HERE / folder, env=environment()))
