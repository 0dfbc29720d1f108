"""Every command of the project: ``python3 tasks.py TASK``.

Run by any Python 3.11 or later, this file makes ``.venv``, installs the locked dependencies of the task and
hands over to invoke; in an activated environment ``inv TASK`` is the same.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
RUNTIME_LOCK = "requirements.lock"
INBOX_LOCK = "requirements-inbox.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
INBOX_TASKS = frozenset({"inbox", "moderate"})
OWN_WORDS: dict[str, list[str]] = {"moderate": ["--help"], "bench": []}
"""Tasks with commands and options that invoke does not know, and what they take when nothing is said."""
DEVELOPMENT_TASKS = frozenset({"test", "lint", "lock", "golden", "docs", "translations", "lighthouse", "screenshots"})


def environment_python() -> Path:
    """Return the path of the virtual environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def installed(lock: str) -> bool:
    """Tell whether ``.venv`` holds what ``lock`` says, installed by this minor version of Python."""
    marker = VENV / f"{lock}.installed"
    return environment_python().exists() and marker.exists() and marker.read_text("utf-8") == stamp(lock)


def stamp(lock: str) -> str:
    """Return the words that name one state of a lock file and one Python."""
    return f"{sys.version_info[:2]} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}"


def install(lock: str) -> None:
    """Bring ``.venv`` to what ``lock`` says; the marker comes last, so that a cut installation is redone."""
    import subprocess

    python = environment_python()
    if not python.exists() or subprocess.call([python, "-c", "import pip"], stderr=subprocess.DEVNULL):
        print("Making .venv ...", file=sys.stderr)
        if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]):
            sys.exit("tasks.py: could not make .venv. On Debian and Ubuntu: apt install python3-venv")
    print(f"Installing {lock} ...", file=sys.stderr)
    command: list[str | Path] = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if subprocess.call([*command, "--require-hashes", "-r", ROOT / lock]):
        sys.exit(f"tasks.py: could not install {lock}; the lines above say why. Run the task again to retry.")
    (VENV / f"{lock}.installed").write_text(stamp(lock), "utf-8")


def run(command: list[str | Path]) -> int:
    """Run a command in the project's folder and return its exit code; Ctrl-C is the command's to answer."""
    import subprocess

    with subprocess.Popen(command, cwd=ROOT) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())  # a stopped task leaves nothing running
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def bootstrap(arguments: list[str]) -> int:
    """Install what the task needs, run it with invoke, and return its exit code."""
    if sys.version_info < (3, 11):
        sys.exit(f"tasks.py needs Python 3.11 or later; this is {sys.version.split()[0]}")
    locks = locks_for(arguments)
    if not any(map(installed, locks)):
        install(locks[0])
    elif (code := scanned(arguments)) is not None:
        return code
    return run([environment_python(), "-m", "invoke", *(whole_words(arguments) or ["--list"])])


def scanned(arguments: list[str]) -> int | None:
    """Return the exit code of a build or check, told again or done, where no more of invoke is needed; else None."""
    from plugins.press.last_build import scan
    from plugins.press.task_arguments import arguments_of

    command = arguments_of(arguments, syncs=bool(os.environ.get("INBOX_SYNC_URL")))
    if command is None:
        return None
    os.chdir(ROOT)
    seen = scan(Path("var"), command, time.time())
    code = seen.tell() if seen is not None else None
    return run([environment_python(), "-m", "plugins.press.build_command", *command]) if code is None else code


def locks_for(arguments: list[str]) -> list[str]:
    """Return the lock of what a task needs, then those that hold it too."""
    locks = [RUNTIME_LOCK, INBOX_LOCK, DEVELOPMENT_LOCK]  # each holds the one before
    if DEVELOPMENT_TASKS.intersection(arguments):
        return locks[2:]
    return locks[1:] if INBOX_TASKS.intersection(arguments[:1]) else locks


def whole_words(arguments: list[str]) -> list[str]:
    """Return the arguments as invoke takes them: those of a task that has words of its own behind ``--``."""
    if not arguments or arguments[0] not in OWN_WORDS or arguments[1:2] == ["--"]:
        return arguments
    import shlex

    words = arguments[1:] or OWN_WORDS[arguments[0]]
    return [arguments[0], *(["--", shlex.join(words)] if words else [])]


if __name__ == "__main__":
    sys.exit(bootstrap(sys.argv[1:]))

import shlex  # noqa: E402  (what a build of which nothing changed does not need)
import shutil  # noqa: E402

from invoke import Context, task  # noqa: E402  (installed by the bootstrap above)

from plugins.press.task_arguments import given  # noqa: E402

JOBS = "processes that render; 1 for the build's own alone, as many as there are cores when left out"


def python(*arguments: str | Path) -> int:
    """Run this environment's Python in the project's folder and return its exit code."""
    return run([sys.executable, *arguments])


def finish(*codes: int) -> None:
    """End the task with the first exit code that is not 0."""
    sys.exit(next((code for code in codes if code), 0))


def pelican(settings: str, now: str | None = None, jobs: int = 0, **overrides: bool) -> int:
    """Build what changed, or all, with a settings file and overrides, and return the exit code."""
    return python("-m", "plugins.press.build_command", *given(settings, now, jobs, **overrides))


@task(
    help={
        "publish": "with the real address, without drafts, refusing mistakes",
        "search": "with the index of search, which --publish always makes",
        "without_sync": "publish what is here, without asking the inbox",
        "now": "the present (ISO 8601)",
        "jobs": JOBS,
    }
)
def build(
    context: Context,
    publish: bool = False,
    search: bool = False,
    without_sync: bool = False,
    now: str | None = None,
    jobs: int = 0,
) -> None:
    """Build the site into output/, or with --publish into public/."""
    del context
    overrides = {"SEARCH_INDEX": True} if search else {}
    syncs = publish and not without_sync and os.environ.get("INBOX_SYNC_URL")
    code = python("-m", "plugins.inbox.sync.sync_task", "--publishing") if syncs else 0
    finish(code or pelican("publishconf.py" if publish else "pelicanconf.py", now, jobs, **overrides))


@task(help={"port": "port on 127.0.0.1; 0 takes a free one", "now": "the present (ISO 8601)"})
def serve(context: Context, port: str = "8000", now: str | None = None) -> None:
    """Build, serve on 127.0.0.1, and build again on every change."""
    del context
    finish(python("-m", "plugins.preview.preview_server", "--port", port, *(["--now", now] if now else [])))


@task(
    help={
        "port": "port; 0 takes a free one",
        "host": "address to listen on; a web server in front reaches it",
        "workers": "threads of background work; 0 leaves it to other processes",
        "only_work": "background work and no web server",
    }
)
def inbox(
    context: Context, port: str = "8001", host: str = "127.0.0.1", workers: int = 1, only_work: bool = False
) -> None:
    """Receive comments and linkbacks, as a service of its own."""
    del context
    options = ["--port", port, "--host", host, "--workers", str(workers), *(["--only-work"] if only_work else [])]
    finish(python("-m", "plugins.inbox.run.inbox_server", *options))


@task(help={"theirs": "take the inbox's version of records that were changed here too"})
def sync(context: Context, theirs: bool = False) -> None:
    """Fetch approved records from the inbox at INBOX_SYNC_URL into content/interactions/."""
    del context
    finish(python("-m", "plugins.inbox.sync.sync_task", *(["--theirs"] if theirs else [])))


@task(
    help={
        "site": "folder of the published site; public/ when left out",
        "only": "one article, by its id or its address",
        "dry_run": "ask nobody, and list what would be told",
        "remember": "tell nobody, and take all links as told: for a blog that was imported",
        "development": "ask this machine, and nobody else",
    }
)
def notify(
    context: Context,
    site: str = "",
    only: str = "",
    dry_run: bool = False,
    remember: bool = False,
    development: bool = False,
) -> None:
    """Tell the pages that published articles link to: webmention, pingback or trackback."""
    del context
    given = {"--site": site, "--only": only}
    options = [part for name, value in given.items() if value for part in (name, value)]
    switches = {"--dry-run": dry_run, "--remember": remember, "--development": development}
    finish(python("-m", "plugins.notify.notify_task", *options, *(name for name, on in switches.items() if on)))


@task
def moderate(context: Context) -> None:
    """Moderate comments and linkbacks: list, show, approve, reject, edit, reply, verify, erase, log, login and more."""
    finish(python("-m", "plugins.inbox.run.moderation_commands", *shlex.split(context.remainder)))


@task(
    help={
        "title": "the title; asked for when left out",
        "terms": "such as 'drivers=collaboratif:3,rse:2 priorities=terrain-rse'; asked for when left out",
        "slug": "the last part of the address; made of the title when left out",
        "date": "ISO 8601; the present when left out",
    }
)
def new(context: Context, title: str = "", terms: str = "", slug: str = "", date: str = "") -> None:
    """Write the file of a new article, with valid front matter."""
    del context
    given = {"--title": title, "--terms": terms, "--slug": slug, "--date": date}
    options = [part for name, value in given.items() if value for part in (name, value)]
    finish(python("-m", "plugins.framework.commands.new", *options))


@task(
    positional=["file"],
    help={
        "file": "a picture: JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP or SVG",
        "alt": "what it shows; asked for when left out",
        "caption": "the words under it",
        "name": "its name in the address; made of the file's when left out",
        "decorative": "it is a mere ornament, with nothing to say about it",
    },
)
def image(
    context: Context, file: str, alt: str = "", caption: str = "", name: str = "", decorative: bool = False
) -> None:
    """Bring a picture in: smaller, without metadata, with its words and the lines that show it."""
    del context
    given = {"--alt": alt, "--caption": caption, "--name": name}
    options = [part for key, value in given.items() if value for part in (key, value)]
    finish(python("-m", "plugins.images.image_task", *options, *(["--decorative"] if decorative else []), "--", file))


@task(
    help={
        "fix": "write the permanent ids that are missing",
        "typography": "show what typesetting changes in this file, and which rule does it",
        "now": "the present (ISO 8601)",
        "jobs": JOBS,
    }
)
def check(context: Context, fix: bool = False, typography: str = "", now: str | None = None, jobs: int = 0) -> None:
    """List every mistake with file, line and how to mend it; exit 1 if there is one."""
    del context
    if typography:
        finish(python("-m", "plugins.typography.typography_task", typography))
    if fix and (code := python("-m", "plugins.framework.commands.fix")):
        finish(code)
    finish(pelican("pelicanconf.py", now, jobs, FRAMEWORK_CHECK=True))


@task
def schema(context: Context) -> None:
    """Write the JSON Schemas of front matter into docs/schema/, for editors."""
    del context
    finish(python("-m", "plugins.framework.commands.schema"))


@task(
    help={
        "only": "a folder, a file or a test, in pytest's words",
        "seed": "the order of an earlier run, which has said it",
        "workers": "processes that run tests; 0 runs them in one, as --only does",
        "long": "what takes long too (tests/press/long), as CI does: hundreds of random edits, kills at each write",
    }
)
def test(context: Context, only: str = "", seed: str = "", workers: int = 2, long: bool = False) -> None:
    """Run lint and every test."""
    del context
    options = [*([f"--randomly-seed={seed}"] if seed else []), *(["--long"] if long else [])]
    options += [only] if only else [f"--numprocesses={workers}"]
    finish(0 if only else linted(), python("-m", "pytest", *options))


def linted() -> int:
    """Run the linters and return the first exit code that is not 0."""
    commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["tests.expressions"], ["mypy"])
    return next((code for command in commands if (code := python("-m", *command))), 0)


@task
def lint(context: Context) -> None:
    """Check style, formatting, regular expressions and types."""
    del context
    finish(linted())


@task
def bench(context: Context) -> None:
    """Measure speed, as ratios within one run: typography, comments, builds [--quick] or photographs."""
    finish(python("-m", "tests.bench", *shlex.split(context.remainder)))


@task(
    help={
        "folder": "where the pictures go",
        "only": "names with commas between them (home, article, driver, map, framework, search, 404), or an address",
        "built": "a built site, such as output; without it the site is built as it is published",
    }
)
def screenshots(context: Context, folder: str = "screenshots", only: str = "", built: str = "") -> None:
    """Take pictures of the site at two widths, light and dark."""
    del context
    options = [*(["--only", only] if only else []), *(["--built", built] if built else [])]
    finish(python("-m", "tests.browser.screenshots", "--folder", folder, *options))


@task(
    help={
        "built": "a built site, such as public; without it the site is built as it is published",
        "runs": "how often a page that has not full marks is looked at",
    }
)
def lighthouse(context: Context, built: str = "", runs: int = 3) -> None:
    """Print Lighthouse's marks for home, an article and a driver's page; exit 1 if one is under 100."""
    del context
    finish(python("-m", "tests.browser.lighthouse", "--runs", str(runs), *(["--built", built] if built else [])))


@task
def golden(context: Context) -> None:
    """Write the expected output of the golden site anew; read the difference before you commit it."""
    del context
    finish(python("-m", "tests.golden.regenerate"))


@task
def docs(context: Context) -> None:
    """Write docs/architecture.svg and docs/settings.md anew, from the packages, their contract and the models."""
    del context
    finish(python("-m", "tests.docs.generate"))


@task
def translations(context: Context) -> None:
    """Bring the catalogues up to date with the words that templates and plugins use."""
    del context
    finish(python("-m", "plugins.framework.commands.translations"))


@task
def clean(context: Context) -> None:
    """Remove the output and what builds remember; keep .venv and all sources."""
    del context
    remembered = ("output", "public", "var/press", "var/images", "var/seo", "var/search")
    folders = [ROOT / name for name in (*remembered, ".pytest_cache", ".mypy_cache", ".ruff_cache")]
    for folder in (*folders, *ROOT.glob(".*.staging-*")):
        shutil.rmtree(folder, ignore_errors=True)


@task
def lock(context: Context) -> None:
    """Pin the newest versions that pyproject.toml allows, with their hashes, for every platform."""
    del context
    compile_ = ["-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    options = ["--generate-hashes", "--no-header", "--no-annotate", "--upgrade", "--quiet", "--output-file"]
    code = python(*compile_, *options, RUNTIME_LOCK)
    groups: list[str] = []
    for group, target, held in (("inbox", INBOX_LOCK, RUNTIME_LOCK), ("dev", DEVELOPMENT_LOCK, INBOX_LOCK)):
        groups += ["--group", group]
        code = code or python(*compile_, *groups, "--constraints", held, *options, target)
    finish(code)
