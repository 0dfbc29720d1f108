"""Looks at the inputs of a build before it reads them, and leaves what a scan needs to tell that nothing changed."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
import time
from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from plugins.base.environment import variables
from plugins.base.files import replace_file
from plugins.i18n.author_language import author_language
from plugins.i18n.catalogue import TRANSLATIONS
from plugins.press.last_build import LastBuild, Told, environment_of, scan_path
from plugins.press.scan import Inputs, digest_of, look, stats_of, young

__all__ = ["ScannedBuild"]

PLUGINS = Path(__file__).parents[1]
TICK = 20_000_000
"""Nanoseconds by which the clocks of processes and of files may differ."""
KEPT = 12
"""How many commands' last builds are kept; the oldest go first."""
HASHED = 64 * 2**20
"""Bytes of young files that are read before a build; after more of them the next build finds out what changed."""
READS_ENVIRONMENT = re.compile(rb"environ|getenv")


class ScannedBuild:
    """The inputs of one build, as they are when this is made: before any of them is read, but for settings and code.

    Args:
        path: The file for the next scan.
        last: The build as far as it is known.
        inputs: Its inputs, if they were looked at just now.
    """

    def __init__(self, path: Path, last: LastBuild, inputs: Inputs | None = None) -> None:
        self.path, self._last = path, last
        now = time.time_ns()
        self.inputs = last.look() if inputs is None else inputs
        found = set(young(self.inputs, now))
        already_read = look(last.modules, last.places)
        few = sum(self.inputs[path][0] for path in found) < HASHED
        began = process_began(now)
        self._sound = few and not any(path in already_read and max(self.inputs[path][1:3]) > began for path in found)
        self._digests = {path: digest_of(path) for path in sorted(found)} if self._sound else {}

    @classmethod
    def of_settings(cls, settings: Mapping[str, Any], command: Sequence[str], state: Path) -> ScannedBuild:
        """Return the inputs of a new build.

        Args:
            settings: Pelican's settings.
            command: The arguments of the command, as Pelican takes them.
            state: The folder of what builds remember.
        """
        files = sorted({*_own_modules(), *_settings_files(command)})
        content = [settings["PATH"], settings["THEME"], str(TRANSLATIONS), *_overrides(settings)]
        modules = [str(PLUGINS), *settings["PLUGIN_PATHS"], *files]
        everything = any(READS_ENVIRONMENT.search(Path(file).read_bytes()) for file in files)
        last = LastBuild(
            command=list(command),
            trees=[*content, *modules],
            places=[sys.executable, *_installed()],
            modules=modules,
            inputs={},
            digests={},
            output=settings["OUTPUT_PATH"],
            names=[],
            stats=array("q"),
            due=None,
            code=0,
            language=settings["DEFAULT_LANG"],
            told={},
            about=0,
            environment=environment_of(everything=everything),
            everything=everything,
        )
        found = cls(scan_path(state, command), last)
        found._sound &= _is_of_the_house(settings)
        return found

    def save(
        self, about: Told, outcome: Told, code: int, due: float | None, names: Iterable[str] = (), plan: str = ""
    ) -> None:
        """Leave what a scan needs.

        Args:
            about: What the build would say of its texts again.
            outcome: What else it would say.
            code: Its exit code.
            due: When the present changes what it says, in seconds since 1970.
            names: The files of its output; none when it wrote nothing.
            plan: The digest of its plan.
        """
        late = self._late()
        if not self._sound or late is None:
            return
        last, listed = self._last, sorted(names)
        build = last._replace(
            trees=[*last.trees, *late],
            modules=[*last.modules, *late],
            inputs={**self.inputs, **late},
            digests=self._digests,
            output=last.output if listed else "",
            names=listed,
            stats=stats_of(last.output, listed),
            due=due,
            code=code,
            told={author_language(variables(), last.language): [*about, *outcome]},
            about=len(about),
            plan=plan,
        )
        with suppress(OSError):  # a full disk: the next build does without
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, build.to_bytes())
            _forget_oldest(self.path.parent)

    def _late(self) -> Inputs | None:
        """Return the modules that were imported since this was made; None when one may be other than what was read."""
        late = look(sorted({*_own_modules()} - {*self._last.trees}))
        began = process_began(time.time_ns())
        return None if any(max(seen[1:3]) > began for seen in late.values()) else late


def process_began(now: int) -> int:
    """Return a moment before this process began, in nanoseconds since 1970: what is older was read as it is.

    Linux tells it (proc(5), ``/proc/self/stat``, field 22) to a hundredth of a second; elsewhere it was long ago.
    """
    try:
        fields = Path("/proc/self/stat").read_text("utf-8").rpartition(")")[2].split()
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError, IndexError):
        return 0
    return now - int(age * 1e9) - TICK


def _forget_oldest(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
    for file in files[:-KEPT]:
        file.unlink(missing_ok=True)


def _is_of_the_house(settings: Mapping[str, Any]) -> bool:
    """Tell whether all plugins are of the house: another may read whatever it likes."""
    names = (one if isinstance(one, str) else one.__name__ for one in settings["PLUGINS"] or ())
    return all(name.partition(".")[0] == "plugins" for name in names)


def _overrides(settings: Mapping[str, Any]) -> list[str]:
    return [str(folder) for folder in settings.get("THEME_TEMPLATES_OVERRIDES", ())]


def _settings_files(command: Sequence[str]) -> list[str]:
    """Return the settings file that a command names."""
    named = [following for word, following in pairwise(command) if word in ("-s", "--settings")]
    return [str(Path(name).resolve()) for name in named if Path(name).is_file()]


def _own_modules() -> list[str]:
    """Return the files of modules that are neither installed nor plugins of the house."""
    known = (str(PLUGINS), sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"))
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return [file for file in files if file and not file.startswith(known) and Path(file).is_file()]


def _installed() -> list[str]:
    """Return what changes when a distribution is installed."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return [*sorted(folders), f"{sys.prefix}/pyvenv.cfg"]
