"""Programs of the system that tests need: found, or installed on Debian as root, or asked for in plain words."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plugins.notify.lock import LockedError, locked

VAR = Path(__file__).resolve().parents[1] / "var"


class MissingError(Exception):
    """A program is not here and could not be installed; the message says how to get it."""


@dataclass(frozen=True)
class Program:
    """A program of the system: the commands that it goes by, and the Debian packages that bring it.

    A command with a path may have stars in it: the last file that fits is meant.
    """

    commands: tuple[str, ...]
    packages: tuple[str, ...]
    variable: str = ""
    elsewhere: str = ""

    def known(self) -> str | None:
        """Return the program's path, if it is here: where its variable says, or on the path."""
        named = os.environ.get(self.variable, "") if self.variable else ""
        names = (one for name in (named, *self.commands) for one in (spread(name) if "*" in name else [name]))
        return next((found for name in names if name and (found := shutil.which(name))), None)

    def words(self) -> str:
        """Return how to get the program, for whoever reads that it is missing."""
        lines = [
            f"{self.commands[0]} is not here and could not be installed.",
            f"On Debian and Ubuntu: apt-get install {' '.join(self.packages)} (as root).",
            f"Elsewhere: {self.elsewhere}." if self.elsewhere else "",
            f"Or name its command in the environment variable {self.variable}." if self.variable else "",
        ]
        return " ".join(line for line in lines if line)


def spread(pattern: str) -> list[str]:
    """Return the files that a path with stars names, the last first."""
    return sorted(map(str, Path("/").glob(pattern.lstrip("/"))), reverse=True)


CHROMIUM = Program(
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    ("chromium",),
    "CHROMIUM",
    "install Chromium or Chrome",
)
JAVA = Program(("java",), ("default-jre-headless",), "", "install Java 17 or later")
NEWSBOAT = Program(("newsboat",), ("newsboat",))
APACHE = Program(
    ("apache2", "/usr/sbin/apache2", "httpd"), ("apache2-bin", "media-types")
)  # no service comes with them
CADDY = Program(("caddy",), ("caddy",))
NGINX = Program(("nginx", "/usr/sbin/nginx"), ("nginx-light",))
OPENSSL = Program(("openssl",), ("openssl",))
INITDB = Program(
    ("initdb", "/usr/lib/postgresql/*/bin/initdb"),
    ("postgresql",),
    "",
    "install PostgreSQL's server, initdb on the path",
)
REDIS = Program(("redis-server",), ("redis-server",), "", "install Redis")


@cache
def command(program: Program) -> str:
    """Return the path of a program; on Debian, and as root, it is installed when it is missing.

    Raises MissingError with the words that say how to get it.
    """
    found = program.known()
    if found is None and installable():
        with alone(VAR / "apt.lock"):
            found = program.known()  # another process may have installed it meanwhile
            if found is None:
                install(program.packages)
                found = program.known()
    if found is None:
        raise MissingError(program.words())
    return found


def installable() -> bool:
    """Tell whether this process may install Debian packages."""
    return shutil.which("apt-get") is not None and os.name == "posix" and os.geteuid() == 0


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process of the tests' holds a lock, a file, and keep them waiting to the end."""
    with contextlib.ExitStack() as stack:
        while True:
            try:
                stack.enter_context(locked(lock))
                break
            except LockedError:
                time.sleep(0.1)
        yield


def install(packages: tuple[str, ...]) -> None:
    """Install Debian packages; the lists are fetched only if those that are here do not do."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    patient = ["-o", "DPkg::Lock::Timeout=600"]  # the system may be at its updates
    wanted = ["apt-get", "install", "-y", "-qq", *patient, "--no-install-recommends", *packages]
    for step in (wanted, ["apt-get", "update", "-qq"], wanted):
        done = subprocess.run(step, env=environment, capture_output=True, check=False)
        if step is wanted and done.returncode == 0:
            return


@contextlib.contextmanager
def listening(arguments: list[str], port: int, folder: Path) -> Iterator[None]:
    """Run a program to the end of the block, which begins when it takes connections on a port of this machine.

    What it says, and what it keeps, goes into the folder.
    """
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(folder))
    log = folder / "said"
    with log.open("wb") as said:
        running = subprocess.Popen(arguments, env={"PATH": os.defpath, **homes}, stdout=said, stderr=said)
    try:
        for _ in range(600):  # few programs say when they listen
            try:
                socket.create_connection(("127.0.0.1", port), timeout=10).close()
                break
            except OSError:
                assert running.poll() is None, log.read_text("utf-8")
                time.sleep(0.05)
        yield
    finally:
        running.terminate()
        running.wait(timeout=30)
