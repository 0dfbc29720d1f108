"""What is built once for all workers of a run: the first that asks builds it, the others wait and take it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.system import alone


def shared(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """Return a folder of this run's that ``build`` has filled, by this worker or by another; nobody writes into it.

    Args:
        factory: Of this run's folders.
        name: The folder's.
        build: Fills the empty folder that it is called with; when it fails, the next worker tries again.
    """
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # each worker's own folder lies in the run's
    folder, done = root / name, root / f"{name}.built"
    with alone(root / f"{name}.lock"):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            done.touch()
    return folder
