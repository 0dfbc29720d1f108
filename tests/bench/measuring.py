"""What a command costs: wall and CPU seconds, and the memory that it and all it starts hold at a time.

Reads ``/proc``: memory is measured on Linux only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal

PROCESSES = Path("/proc")
INTERVAL = 0.02
"""Seconds between two looks at memory."""
SHARE = 4
"""A look is followed by a pause of so many times its length at least: it must not slow what it looks at."""
WATCHED = 0.2
"""Seconds between two calls of what watches a command."""
GRACE = 5.0
"""Seconds that an interrupted command has to end by itself."""

Kind = Literal["PSS", "RSS", "none"]
"""PSS: what processes share counts once. RSS, where the system tells no PSS: it counts in each."""


@dataclass(frozen=True)
class Cost:
    """What a command cost.

    Attributes:
        code: Its exit code; negative when a signal ended it.
        wall: Seconds from start to end.
        cpu: Seconds of CPU, user and system, with those of all the processes that it started and waited for.
        peak: The most bytes that its tree held at a look.
        memory: How these were counted.
        looks: How often memory was looked at.
    """

    code: int
    wall: float
    cpu: float
    peak: int
    memory: Kind
    looks: int


def tree(root: int) -> list[int]:
    """Return a process and all that descend from it; those that end meanwhile may be missing."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += children(process)
    return found


def children(process: int) -> list[int]:
    """Return the children of a process, whichever of its threads started them."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in (PROCESSES / str(process) / "task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (thread / "children").read_text("ascii").split())
    return found


def pss(process: int) -> int:
    """Return the bytes of a process, those that it shares divided by how many share them; 0 when it has ended.

    Raises OSError when this system does not tell.
    """
    try:
        lines = (PROCESSES / str(process) / "smaps_rollup").read_text("ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        if not (PROCESSES / "self" / "smaps_rollup").exists():
            raise
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def rss(process: int) -> int:
    """Return the bytes of a process, shared ones too; 0 when it has ended, or where there is no ``/proc``."""
    try:
        pages = (PROCESSES / str(process) / "statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def kind_here() -> Kind:
    """Return how memory can be counted on this system."""
    with contextlib.suppress(OSError):
        if pss(os.getpid()):
            return "PSS"
    return "RSS" if rss(os.getpid()) else "none"


class Sampler:
    """Looks at the memory of a process and its descendants until told to stop.

    Attributes:
        kind: How it is counted.
        peak: The most bytes at a look.
        looks: How many there were.
        processes: The most processes at a look.
    """

    def __init__(self, root: int) -> None:
        self.kind: Kind = kind_here()
        self.peak = self.looks = self.processes = 0
        self._root, self._stop = root, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def look(self) -> int:
        """Return the bytes that the tree holds now."""
        processes = tree(self._root)
        read = pss if self.kind == "PSS" else rss
        total = 0
        for process in processes:
            try:
                total += read(process)
            except OSError:  # another user's: PSS is not ours to read, and one way has to count all
                self.kind, self.peak = "RSS", 0
                return self.look()
        self.peak, self.processes = max(self.peak, total), max(self.processes, len(processes))
        self.looks += 1
        return total

    def _run(self) -> None:
        while not self._stop.is_set():
            start = time.perf_counter()
            self.look()
            self._stop.wait(max(INTERVAL, SHARE * (time.perf_counter() - start)))

    def __enter__(self) -> Sampler:
        if self.kind != "none":
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()


@contextlib.contextmanager
def session(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command in a session of its own; no process of that session outlives the block."""
    process: subprocess.Popen[bytes] | None = None
    try:
        with log.open("wb") as said, interrupts_held():
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        yield process
    except BaseException:
        if process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
        raise
    finally:
        if process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold SIGINT and SIGTERM back until the block has ended: what it starts has a name then, and can be ended."""
    came: list[tuple[int, FrameType | None]] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *said: came.append(said)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number, frame in came:
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)


def measured(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    watch: Callable[[], bool] | None = None,
) -> Cost:
    """Run a command to its end and return what it cost; what it says goes to a file.

    What is given to watch it is called now and then, and interrupts it as Ctrl-C does by returning True.
    """
    start = time.perf_counter()
    with session(command, folder, environment, log) as process, Sampler(process.pid) as sampler:
        if watch is not None:
            watched(process, watch)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(process.returncode, wall, cpu, sampler.peak, sampler.kind, sampler.looks)


def watched(process: subprocess.Popen[bytes], watch: Callable[[], bool]) -> None:
    """Watch a process until it has ended, or until it is interrupted."""
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        start = time.perf_counter()
        if watch():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            return
        time.sleep(max(WATCHED, SHARE * (time.perf_counter() - start)))
