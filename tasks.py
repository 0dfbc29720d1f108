"""Every command of the project: ``python3 tasks.py TASK``.

Run by any Python 3.11 or later, this file makes ``.venv``, installs the locked dependencies of the task and
hands over to invoke; in an activated environment ``inv TASK`` is the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
DEVELOPMENT_TASKS = frozenset({"test", "lint", "lock", "golden", "translations"})


def environment_python() -> Path:
    """Return the path of the virtual environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def installed(lock: str) -> bool:
    """Tell whether ``.venv`` holds what ``lock`` says, installed by this minor version of Python."""
    marker = VENV / f"{lock}.installed"
    return environment_python().exists() and marker.exists() and marker.read_text("utf-8") == stamp(lock)


def stamp(lock: str) -> str:
    """Return the words that name one state of a lock file and one Python."""
    return f"{sys.version_info[:2]} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}"


def install(lock: str) -> None:
    """Bring ``.venv`` to what ``lock`` says; the marker comes last, so that a cut installation is redone."""
    python = environment_python()
    if not python.exists() or subprocess.call([python, "-c", "import pip"], stderr=subprocess.DEVNULL):
        print("Making .venv ...", file=sys.stderr)
        if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]):
            sys.exit("tasks.py: could not make .venv. On Debian and Ubuntu: apt install python3-venv")
    print(f"Installing {lock} ...", file=sys.stderr)
    command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    if subprocess.call([*command, "-r", ROOT / lock]):
        sys.exit(f"tasks.py: could not install {lock}; the lines above say why. Run the task again to retry.")
    (VENV / f"{lock}.installed").write_text(stamp(lock), "utf-8")


def bootstrap(arguments: list[str]) -> int:
    """Install what the task needs, run it with invoke, and return its exit code."""
    if sys.version_info < (3, 11):
        sys.exit(f"tasks.py needs Python 3.11 or later; this is {sys.version.split()[0]}")
    wanted = DEVELOPMENT_LOCK if DEVELOPMENT_TASKS.intersection(arguments) else RUNTIME_LOCK
    if not installed(wanted) and not installed(DEVELOPMENT_LOCK):  # the development set holds the other
        install(wanted)
    return subprocess.call(
        [environment_python(), "-m", "invoke", *(arguments or ["--list"])], cwd=ROOT
    )


if __name__ == "__main__":
    try:
        sys.exit(bootstrap(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

from invoke import task  # noqa: E402  (installed by the bootstrap above)
