"""How long whole builds take, what memory they hold and what they write, beside other generators in the same run.

Each site builds the same invented articles (``corpus``) cold: into an empty folder, from which everything that builds
remember is missing. This site is then built again after each of the edits that an author makes (``edits``), as
``python3 tasks.py build`` does it, with what it remembers kept; a generator that builds everything each time is built
again once.
Sites take turns; before they are measured each builds a dozen articles, so that bytecode is compiled, files are in
memory, and what cannot be built is told at once. All is written in memory where there is room, since a disk that still
removes the last build's files slows the next, whichever it is; ``TMPDIR`` names another place, as for what files cost
on a disk. Results are kept as they come (``saved``): a run that was cut goes on where it stopped.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from tests.bench import generators, report, rounds, saved, tables
from tests.bench.edits import REBUILT
from tests.bench.generators import EARLIER, INSTALLED, OURS, PUBLISHED, ROOT, WITHOUT_FEEDS, BuildError, Site
from tests.bench.saved import Saved
from tests.locked import InstallError

QUICK, SIZES, WARM_UP = (1000,), (1000, 5000, 20_000), 12
"""Numbers of articles: with ``--quick``, without, and before all."""
MEMORY, ROOM, ROOM_EACH = Path("/dev/shm"), 1 << 30, 400 << 10
"""A file system in memory, and the bytes that it must have free: at least, and for each article."""
FILE = INSTALLED / "builds.jsonl"
NAMED = ("pelican", "markdown", "jinja2", "pygments", "typogrify")
"""Packages whose versions figures depend on."""


def place(articles: int) -> Path:
    """Return the folder in which all is written: as TMPDIR says, else in memory, else where temporary files go."""
    room = max(ROOM, ROOM_EACH * articles)
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > room:
        return MEMORY
    return Path(tempfile.gettempdir())


def machine(folder: Path) -> dict[str, str]:
    """Return what the figures depend on, beside code: this machine, where files are written, and versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30)
    return {
        "processor": processor(),
        "cores": str(cores),
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "files": "in memory" if folder == MEMORY else "in a temporary folder",
        "Python": platform.python_version(),
        **{name: version(name) for name in NAMED},
    }


def processor() -> str:
    """Return the processor's name, or that it is not known."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def opened(articles: int, options: argparse.Namespace) -> tuple[Saved, dict[str, str]]:
    """Return the results of the code as it stands, on this machine, and what they depend on."""
    about = machine(place(articles))
    kept = Saved(FILE, saved.key_of(saved.code_digest(ROOT), about))
    if options.fresh:
        kept.forget()
        options.fresh = False  # once for all that is named
    return kept, about


def stopped(*_: object) -> None:
    """End as Ctrl-C does: what was started is ended, and what was written goes."""
    raise KeyboardInterrupt


def wanted(options: argparse.Namespace, scratch: Path) -> dict[str, Callable[[], Site]]:
    """Return how each site is had, by the word that ``--only`` takes."""
    code = scratch / "code"

    def ours(name: str, **more: object) -> Site:
        return generators.our_site(name, code if code.exists() else generators.project(code), **more)  # type: ignore[arg-type]

    def before() -> Site:
        name, folder = generators.revision(options.before, scratch / "before")
        return generators.our_site(f"{EARLIER}{name}", folder, scenarios=REBUILT[:1])

    fewer = ("cold", "nothing", "body", "title")
    found = {
        "ours": lambda: ours(OURS),
        "feedless": lambda: ours(WITHOUT_FEEDS, scenarios=fewer, settings=generators.NO_FEEDS),
        "published": lambda: ours(PUBLISHED, scenarios=fewer[:3], publish=True),
        "hugo": generators.hugo_site,
        "stock": generators.stock_site,
        "eleventy": generators.eleventy_site,
        "zensical": generators.zensical_site,
        **({"before": before} if options.before else {}),
    }
    return {word: make for word, make in found.items() if not options.only or word in options.only}


def able(
    makers: Sequence[Callable[[], Site]], lacking: Callable[[Site], bool], scratch: Path
) -> tuple[list[Site], list[Exception]]:
    """Return the sites that are still to be measured and build a dozen articles, and what was wrong with the others."""
    sites: list[Site] = []
    errors: list[Exception] = []
    for make in makers:
        try:
            site = make()
        except (InstallError, BuildError) as error:
            errors.append(error)
            continue
        if not lacking(site):
            continue
        if found := list(rounds.measure([site], WARM_UP, 1, scratch, Saved(scratch / "warm-up.jsonl", site.name))):
            errors += found
        else:
            sites.append(site)
    return sites, errors


def main(options: argparse.Namespace) -> int:
    """Print the figures and return the exit code: 1 when a site could not be measured."""
    signal.signal(signal.SIGTERM, stopped)
    sizes = options.articles or (QUICK if options.quick else SIZES)
    kept, about = opened(max(sizes), options)
    print("Builds:", ", ".join(f"{key} {value}" for key, value in about.items()))
    with tempfile.TemporaryDirectory(
        prefix="trepied-bench-", dir=place(max(sizes)), ignore_cleanup_errors=True
    ) as name:
        scratch = Path(name)

        def lacking(site: Site) -> bool:
            return any(rounds.lacking_runs(site, articles, options.runs, kept) for articles in sizes)

        sites, errors = able(list(wanted(options, scratch).values()), lacking, scratch)
        tell(errors)
        for articles in sizes:
            failed = list(rounds.measure(sites, articles, options.runs, scratch, kept))
            tell(failed)
            errors += failed
            if rows := [row for row in tables.rows(kept.results) if row.articles == articles]:
                print(f"\n{articles:,} articles\n\n{tables.table(rows)}\n\n{tables.ratios(rows)}", flush=True)
    finish(options, kept, about)
    return 1 if errors else 0


def finish(options: argparse.Namespace, kept: Saved, about: dict[str, str]) -> None:
    """Write what the options ask for, out of all results that were saved."""
    if options.json:
        options.json.write_text(tables.as_json(kept.results, about), "utf-8")
    if options.write:
        report.write(ROOT / "docs/benchmarks", kept.results, about)


def tell(errors: Sequence[Exception]) -> None:
    """Print what went wrong."""
    for error in errors:
        print(f"bench: {error}", file=sys.stderr)
