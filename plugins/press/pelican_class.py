"""The ``PELICAN_CLASS`` of the site: errors end the build, and its output is committed atomically.

Pelican logs a plugin that does not load and an article whose reader failed, and exits with code 0. Here a plugin that
does not load, and any logged error, end the build before anything is written.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

from blinker import signal
from pelican import Pelican
from pelican.generators import StaticGenerator

from plugins.base.settings import SettingsError, from_prefix
from plugins.i18n import catalogue
from plugins.i18n.messages import N_, Message, message
from plugins.press.settings import PREFIX, PressSettings
from plugins.press.staging import Stage, StageError
from plugins.press.static_files import PressStaticGenerator
from plugins.press.writer import PressWriter

EX_CONFIG, EX_SOFTWARE, EX_CANTCREAT, EX_INTERRUPTED = 78, 70, 73, 130
"""Exit codes of sysexits.h for a configuration error, a software error and an output that cannot be written; and that
of a shell for Ctrl-C."""


class _Errors(logging.Handler):
    """Counts the logged errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        del record
        self.count += 1


def _misconfigured(error: SettingsError) -> SystemExit:
    """Print the message of an invalid setting, and return the exception that ends the build."""
    print(error, file=sys.stderr)
    return SystemExit(EX_CONFIG)


class Site(Pelican):  # type: ignore[misc]  # Pelican has no types
    """A Pelican that fails when a plugin does not load or an error is logged, and commits its output atomically."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.errors = _Errors()
        logging.getLogger().addHandler(self.errors)
        try:
            super().__init__(settings)
        except SettingsError as error:
            raise _misconfigured(error) from None
        except KeyboardInterrupt:
            raise SystemExit(EX_INTERRUPTED) from None

    def init_plugins(self) -> None:
        """Load the plugins; end the build when one does not load."""
        wanted = [name if isinstance(name, str) else name.__name__ for name in self.settings["PLUGINS"] or ()]
        super().init_plugins()
        missing = [name for name in wanted if name not in self.settings["PLUGINS"]]
        if missing:
            self._print(message(N_("these plugins could not be loaded: {names}"), names=", ".join(missing)))
            raise SystemExit(EX_CONFIG)

    def _get_generator_classes(self) -> list[type]:
        return [
            PressStaticGenerator if generator is StaticGenerator else generator
            for generator in super()._get_generator_classes()
        ]

    def _get_writer(self) -> PressWriter:
        self._stop_on_errors()
        settings = from_prefix(self.settings, PREFIX, PressSettings)
        self.stage = Stage(Path(self.output_path), Path(settings.state))
        return PressWriter(self.output_path, self.settings, self.stage)

    def run(self) -> None:
        """Build into the stage, and commit it if the whole build succeeded."""
        try:
            super().run()
            self._stop_on_errors()
            outcome = self.stage.commit()
        except SettingsError as error:
            raise _misconfigured(error) from None
        except StageError as error:
            self._print(message(N_("the output was left as it was: {reason}"), reason=str(error)))
            raise SystemExit(EX_SOFTWARE) from None
        except BrokenPipeError:  # the reader of a pipe has exited, as in "check | head"
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(1) from None
        except OSError as error:
            reason = f"{error.filename}: {error.strerror}"
            self._print(message(N_("the output cannot be written ({reason})"), reason=reason))
            raise SystemExit(EX_CANTCREAT) from None
        except KeyboardInterrupt:  # Pelican would exit 0
            self._print(message(N_("interrupted: the output was left as it was")))
            raise SystemExit(EX_INTERRUPTED) from None
        finally:
            if hasattr(self, "stage"):
                self.stage.discard()
        committed.send(self, outcome=outcome)

    def _stop_on_errors(self) -> None:
        if self.errors.count:
            self._print(message(N_("the errors above stopped the build: the output was left as it was")))
            raise SystemExit(EX_SOFTWARE)

    def _print(self, said: Message) -> None:
        words = catalogue.load(catalogue.author_language(os.environ, self.settings["DEFAULT_LANG"]))
        print(said.text(words), file=sys.stderr)


committed = signal("press_committed")
"""Sent by the site after the commit, with ``outcome`` (:class:`plugins.press.staging.Outcome`)."""
