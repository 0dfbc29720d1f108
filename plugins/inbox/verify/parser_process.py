"""Reading a page of somebody else's in a process of its own: it may take so much time and memory, and no more.

A parser of HTML does what the standard says, and a page can be made for that: 16 KB of formatting that is left open
(HTML Standard, section 13.2.4.3) become a million elements, and a megabyte of end tags that end nothing takes minutes,
in which a thread holds all others up. Small pages are harmless, and read at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from plugins.protocols.microformats import Author, SourceContent, representative_card, source_content
from plugins.protocols.source_page import Page, mentions

__all__ = ["SMALL", "Allowance", "TooCostlyError", "parse_author", "parse_mention"]

ROOT = Path(__file__).resolve().parents[3]
SMALL = 4_096
"""Bytes of a page that cannot cost much: 300 elements that are opened again in 300 blocks."""
KEPT = ("LANG", "LC_ALL", "PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV")
"""What the process is told of the environment: no secret is."""
PARSERS = threading.BoundedSemaphore(2)
"""How many pages are read so at a time: memory is for all of them."""


class TooCostlyError(Exception):
    """A page that cannot be read within its allowance."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What reading a page may take.

    Attributes:
        seconds: Of computing, by the process alone.
        bytes: Of memory, with those of Python itself.
        patience: Seconds until it must be done, however busy the machine is.
    """

    seconds: int = 5
    bytes: int = 768 * 1024 * 1024
    patience: float = 60.0


def parse_mention(page: Page, targets: Collection[str], allowance: Allowance = Allowance()) -> SourceContent | None:
    """Return what a page says, or None when it links to none of some addresses.

    Raises:
        TooCostlyError: It takes too much.
    """
    if len(page.body) <= SMALL:
        return source_content(page, targets) if mentions(page, targets) else None
    found = _run_parser(page, sorted(targets), allowance)
    return None if found is None else SourceContent(**{**found, "author": Author(**found["author"])})


def parse_author(page: Page, allowance: Allowance = Allowance()) -> Author | None:
    """Return whose page it is, when it tells.

    Raises:
        TooCostlyError: It takes too much.
    """
    if len(page.body) <= SMALL:
        return representative_card(page)
    found = _run_parser(page, None, allowance)
    return None if found is None else Author(**found)


def _run_parser(page: Page, targets: list[str] | None, allowance: Allowance) -> Any:
    """Return what the process answers."""
    asked = {"url": page.url, "content_type": page.content_type, "targets": targets}
    limits = {"seconds": allowance.seconds, "bytes": allowance.bytes}
    try:
        with PARSERS:
            done = subprocess.run(  # noqa: S603 - this module
                [sys.executable, "-m", __name__],
                input=json.dumps({**asked, **limits}).encode() + b"\n" + page.body,
                capture_output=True,
                cwd=ROOT,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
                timeout=allowance.patience,
                check=True,
            )
        return json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise TooCostlyError(type(error).__name__) from None


def _limit_process(seconds: int, size: int) -> None:
    """Limit this process, as far as its system does that; patience has an end everywhere."""
    if sys.platform != "win32":
        import resource

        limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_AS: size, resource.RLIMIT_CORE: 0}
        for limit, most in limits.items():
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(limit, (most, most))


def main() -> None:
    """Read the page on standard input, within its allowance."""
    asked = json.loads(sys.stdin.buffer.readline())
    _limit_process(asked["seconds"], asked["bytes"])
    page = Page(asked["url"], asked["content_type"], sys.stdin.buffer.read())
    found: SourceContent | Author | None
    if asked["targets"] is None:
        found = representative_card(page)
    else:
        found = source_content(page, asked["targets"]) if mentions(page, asked["targets"]) else None
    json.dump(asdict(found) if found is not None else None, sys.stdout)


if __name__ == "__main__":
    main()
