"""A folder with a site in it, built by Pelican in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import HealthCheck, settings

from tests.forkserver import run_module
from tests.scheduling import (
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_ignore_collect,
    pytest_xdist_make_scheduler,
)
from tests.sharing import shared

__all__ = [  # hooks
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_ignore_collect",
    "pytest_xdist_make_scheduler",
]

# A shell that starts tests in the background has them ignore Ctrl-C, and what they start would do so too.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What tests write is written a thousand times over, and flushed to disk: in memory that costs nothing.
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# Property tests count what they find, not how fast this machine is; ``--hypothesis-profile=thorough`` tries more.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("steady"), max_examples=5000)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]
SITES = Path(__file__).parent / "sites"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTEST", "PYTHON"))},
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(ROOT),
}

ARTICLE = """---
id: 2026-03-{slug}
title: {title}
date: 2026-03-02
drivers:
  numerique: 2
priorities: [terrain-rse]
{more}---

{body}
"""


class SiteFolder:
    """A folder with a content folder, which can be written to and built."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.output = path / "output"

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file below the content folder."""
        file = self.path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def article(self, slug: str, *, title: str = "Un titre", body: str = "Du texte.", more: str = "") -> Path:
        """Write a right article, with further lines of front matter if wanted."""
        text = ARTICLE.format(slug=slug, title=title, body=body, more=more)
        return self.write(f"articles/2026/{slug}.md", text)

    def build(
        self, settings: str = "pelicanconf.py", *, environ: dict[str, str] | None = None, **overrides: Any
    ) -> subprocess.CompletedProcess[str]:
        """Build with the project's settings and some overrides."""
        extra = [f"{name}={json.dumps(value)}" for name, value in overrides.items()]
        command = ["pelican", "content", "-s", str(ROOT / settings), "-o", "output", *(["-e", *extra] if extra else [])]
        return run_module(command, self.path, {**ENVIRONMENT, **(environ or {})})

    def check(self, **overrides: Any) -> subprocess.CompletedProcess[str]:
        """List the mistakes, as ``tasks.py check`` does."""
        return self.build(FRAMEWORK_CHECK=True, **overrides)

    def run(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a module of the project's in this folder."""
        return run_module(arguments, self.path, ENVIRONMENT, stdin or "")

    def page(self, name: str) -> lxml.html.HtmlElement:
        """Return a page of the output, parsed."""
        return lxml.html.fromstring((self.output / name / "index.html").read_text("utf-8"))

    def files(self) -> dict[str, str]:
        """Return the files of the output with the digest of their bytes."""
        return {
            file.relative_to(self.output).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(self.output.rglob("*"))
            if file.is_file()
        }


def texts(page: lxml.html.HtmlElement, path: str) -> list[str]:
    """Return the words of the elements at an XPath, white space folded."""
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def sample(folder: Path, name: str = "french") -> SiteFolder:
    """Copy one of the sites in ``tests/sites`` into a folder, and return it: a framework, and few articles or none."""
    shutil.copytree(SITES / name / "content", folder / "content")
    return SiteFolder(folder)


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[Callable[..., SiteFolder]]:
    """Return a function that copies one of the sites in ``tests/sites`` into an empty folder."""

    return lambda name="french", folder="site": sample(tmp_path / folder, name)


@pytest.fixture
def site(make_site: Callable[..., SiteFolder]) -> SiteFolder:
    """Return a folder with a small French framework and no article."""
    return make_site()


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the output of the real site and of the invented ones (tests/examples.py), built once a run."""
    from tests.examples import SOURCES, built

    return {name: shared(tmp_path_factory, name, partial(built, source)) / "output" for name, source in SOURCES.items()}
