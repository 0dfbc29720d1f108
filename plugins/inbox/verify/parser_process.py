"""Parses untrusted HTML in a subprocess with limits of CPU time and memory, against algorithmic complexity attacks.

A parser that follows the HTML Standard can be attacked through it: 16 KB of unclosed formatting elements (section
13.2.4.3) become a million elements, and a megabyte of unmatched end tags takes minutes, during which a thread blocks
all others. Small pages cannot cost much, and are parsed in this process.
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
"""Bytes of a page that is parsed in this process; at worst, 300 formatting elements are reopened in 300 blocks."""
KEPT = ("LANG", "LC_ALL", "PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV")
"""The environment variables that the subprocess gets: none with a secret."""
PARSERS = threading.BoundedSemaphore(2)
"""The limit of concurrent subprocesses, which bounds their memory together."""


class TooCostlyError(Exception):
    """Parsing a page exceeded its limits, or failed."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """The resource limits of parsing one page.

    Attributes:
        seconds: CPU time of the subprocess.
        bytes: Its address space, Python itself included.
        patience: Seconds of wall-clock time, after which it is killed.
    """

    seconds: int = 5
    bytes: int = 768 * 1024 * 1024
    patience: float = 60.0


def parse_mention(page: Page, targets: Collection[str], allowance: Allowance = Allowance()) -> SourceContent | None:
    """Return the content of a page, or None when it links to none of the targets.

    Raises:
        TooCostlyError: Parsing exceeded its limits.
    """
    if len(page.body) <= SMALL:
        return source_content(page, targets) if mentions(page, targets) else None
    found = _run_parser(page, sorted(targets), allowance)
    return None if found is None else SourceContent(**{**found, "author": Author(**found["author"])})


def parse_author(page: Page, allowance: Allowance = Allowance()) -> Author | None:
    """Return the author of a page by its representative h-card, or None.

    Raises:
        TooCostlyError: Parsing exceeded its limits.
    """
    if len(page.body) <= SMALL:
        return representative_card(page)
    found = _run_parser(page, None, allowance)
    return None if found is None else Author(**found)


def _run_parser(page: Page, targets: list[str] | None, allowance: Allowance) -> Any:
    """Return the JSON value that the subprocess answers."""
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
    """Set the resource limits of this process, where its system has them; the wall-clock limit holds everywhere."""
    if sys.platform != "win32":
        import resource

        limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_AS: size, resource.RLIMIT_CORE: 0}
        for limit, most in limits.items():
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(limit, (most, most))


def main() -> None:
    """Parse the page on standard input within its limits, and write the result as JSON."""
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
