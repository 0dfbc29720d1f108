"""Rounds of builds: a site laid out anew, built cold, then built again after each edit, with what it remembers kept."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench import corpus
from tests.bench.edits import SCENARIOS, Round
from tests.bench.generators import ROOT, BuildError, Site
from tests.bench.measuring import Cost, measured
from tests.bench.saved import Result, Saved

CONTENT = ROOT / "content"
LAST_LINES = 15
"""Lines of a build's own words that are shown when it fails."""
OTHERS = ("PYTHON", "HUGO_", "LC_", "NODE_", "ELEVENTY_", "INBOX_")
"""How variables begin that would change what is built, or how."""
ONCE_FROM = 20_000
"""Articles from which one round is enough for a site that builds everything each time."""

Files = dict[str, tuple[int, int, int]]


def measure(sites: Sequence[Site], articles: int, runs: int, scratch: Path, saved: Saved) -> Iterator[BuildError]:
    """Measure what is not saved yet, and yield why a site could not be; sites take turns, each first in turn."""
    lacking = {site.name: lacking_runs(site, articles, runs, saved) for site in sites}
    wanted = [site for site in sites if lacking[site.name]]
    sources = scratch / str(articles)
    made = list(corpus.articles(articles, corpus.terms(CONTENT / "framework"))) if wanted else []
    for site in wanted:
        if not (sources / site.folder).exists():
            site.write(sources / site.folder, made, CONTENT)
    del made
    failed: set[str] = set()
    for run in range(runs):
        turn = run % len(wanted) if wanted else 0
        for site in (*wanted[turn:], *wanted[:turn]):
            if run not in lacking[site.name] or site.name in failed:
                continue
            try:
                for one in round_of(site, sources / site.folder, articles, run, scratch, saved):
                    saved.add(one)
                    print(f"{articles:,} articles, run {run + 1} of {runs}: {told(one)}", file=sys.stderr, flush=True)
            except BuildError as error:
                failed.add(site.name)
                yield error
    shutil.rmtree(sources, ignore_errors=True)


def told(one: Result) -> str:
    """Return a result as a line of progress."""
    label = SCENARIOS[one.scenario].label
    return f"{one.site}, {label}: {one.cost.wall:.2f} s, {one.written:,} files of {one.files:,}"


def lacking_runs(site: Site, articles: int, runs: int, saved: Saved) -> list[int]:
    """Return the rounds of a site that are still to be measured, or to be gone on with."""
    if site.most is not None and articles > site.most:
        return []
    rounds = runs if articles < ONCE_FROM or keeps(site) else 1
    return [run for run in range(rounds) if missing(site, articles, run, saved)]


def keeps(site: Site) -> bool:
    """Tell whether a site builds what has changed, and nothing else."""
    return "nothing" in site.scenarios


def missing(site: Site, articles: int, run: int, saved: Saved) -> list[str]:
    """Return the scenarios of a round that are not saved."""
    return [one for one in site.scenarios if not saved.has(site.name, articles, one, run)]


def round_of(site: Site, sources: Path, articles: int, run: int, scratch: Path, saved: Saved) -> Iterator[Result]:
    """Yield what a round is missing, result by result; what is saved is made again once, and not measured.

    Raises BuildError when a build's exit code is not 0.
    """
    lacking = missing(site, articles, run, saved)
    folder = scratch / "run"
    shutil.rmtree(folder, ignore_errors=True)
    site.lay(folder, sources)
    where = Round(folder, folder / site.articles, articles, run)
    first = site.scenarios.index(lacking[0])
    for scenario in site.scenarios[:first]:
        SCENARIOS[scenario].edit(where)
    if first:
        build(site, folder, scratch / "log")
    for scenario in site.scenarios[first : site.scenarios.index(lacking[-1]) + 1]:
        SCENARIOS[scenario].edit(where)
        before = files_of(folder / site.output)
        cost = build(site, folder, scratch / "log")
        after = files_of(folder / site.output)
        written = sum(before.get(name) != state for name, state in after.items())
        if scenario in lacking:
            gone = len(before.keys() - after.keys())
            yield Result(site.name, articles, scenario, run, len(after), written, gone, cost)
    shutil.rmtree(folder)


def build(site: Site, folder: Path, log: Path) -> Cost:
    """Build a site in its folder and return what it cost.

    Raises BuildError when its exit code is not 0.
    """
    cost = measured(site.command(folder), folder, environment_of(site), log)
    if cost.code:
        last = "\n  ".join(log.read_text("utf-8", "replace").splitlines()[-LAST_LINES:])
        raise BuildError(f"{site.name} could not be built (exit code {cost.code}):\n  {last}")
    return cost


def environment_of(site: Site) -> dict[str, str]:
    """Return the variables that a site is built with."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    return {**mine, "LANG": "C.UTF-8", **site.environment}


def files_of(folder: Path) -> Files:
    """Return time, inode and size of each file below a folder: another of them, and it was written."""
    found: Files = {}
    for place, _, names in os.walk(folder):
        for name in names:
            stat = os.stat(os.path.join(place, name))  # noqa: PTH116, PTH118 (a hundred thousand files)
            found[f"{place}/{name}"] = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
    return found
