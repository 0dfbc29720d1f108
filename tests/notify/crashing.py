"""Two runs of notify, killed at each of their writes and requests: ``python -m tests.notify.crashing FOLDER URL``.

Prints a JSON line a life: the number of the point at which it was killed (None for the last, which lived), the state
of each link when it was killed, and when the next life had ended. A write is an fsync, a rename or a removal; there are
two points to each and to each request, before and after.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from plugins.fetcher.fetcher import Fetcher
from plugins.notify.notify_task import main as notify
from tests.killing import WRITES, killing
from tests.notify.publishing import Blog

PAGES = ("wm", "pb", "rdf")
CALLS = (*WRITES, (Fetcher, "get"), (Fetcher, "post"))


def live(folder: Path, url: str, first: int = 0) -> None:
    """Publish an article and tell; publish it changed, without its first link, and tell."""
    os.chdir(folder)
    blog, links = Blog(folder), [f"{url}/{name}" for name in PAGES]
    for step in (0, 1)[first:]:
        blog.publish(links[step:], words=f"Texte {step}.")
        Path("step").write_text(str(step), "ascii")
        code = notify(["--development"])
        assert code == 0, code


def forked(life: Callable[[], None]) -> int:
    """Run a life in a process of its own, without a voice; return its status."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        life()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def states(folder: Path) -> dict[str, str]:
    """Return the state of each link, by the name of its page."""
    files = sorted((folder / "var/notify/development").glob("*.json"))
    links = [link for file in files for link in json.loads(file.read_text())["links"]]
    return {link["target"].rpartition("/")[2]: link["state"] for link in links}


def main(folder: Path, url: str) -> None:
    """Live until a life ends by itself."""
    for number in itertools.count(1):
        here, there = folder / str(number), f"{url}/life/{number}"
        here.mkdir()

        def life(here: Path = here, there: str = there, number: int = number) -> None:
            killing(number, CALLS)
            live(here, there)

        def next_life(here: Path = here, there: str = there) -> None:
            step = here / "step"
            live(here, there, int(step.read_text()) if step.is_file() else 0)

        status = forked(life)
        assert status in (0, signal.SIGKILL), status
        before = states(here)
        again = forked(next_life)
        assert again == 0, again
        print(json.dumps([number if status else None, number, before, states(here)]), flush=True)
        if not status:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
