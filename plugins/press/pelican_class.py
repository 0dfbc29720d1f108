"""The ``PELICAN_CLASS`` of the site: errors end the build, and its output is committed atomically.

Pelican logs a plugin that does not load and an article whose reader failed, and exits with code 0. Here a plugin that
does not load, and any logged error, end the build before anything is written.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.plugins._utils import plugin_enabled

from plugins.base.author_words import author_words
from plugins.base.kept_values import KeptValues
from plugins.base.settings import from_prefix
from plugins.base.settings_error import SettingsError
from plugins.base.workers import WorkerDiedError, Workers
from plugins.framework.begin import begin, check_settings
from plugins.framework.build import Build
from plugins.framework.corpus.corpus import Corpus
from plugins.framework.outputs.contributions import classes_of
from plugins.framework.read_texts import read_texts
from plugins.framework.report import report_of, say
from plugins.framework.site_checks import check_texts, without_duplicates
from plugins.framework.text_reader import TextReader
from plugins.i18n.catalogue import Catalogue
from plugins.i18n.messages import N_, Message, message
from plugins.press.build_counter import BuildCounter
from plugins.press.crew import crew_of, died
from plugins.press.last_plan import plan_path, write_plan
from plugins.press.memory import memory_of
from plugins.press.outcome_report import outcome_lines
from plugins.press.page_templates import TemplateError
from plugins.press.page_work import ahead
from plugins.press.pelican_generators import generators, pelican_context, static_files
from plugins.press.pelican_signals import foreign_receivers
from plugins.press.plan_of_build import kept_settings, plan_of
from plugins.press.recipes import ComputedTemplateNameError
from plugins.press.scanned_build import ScannedBuild
from plugins.press.settings import PREFIX, PressSettings
from plugins.press.staging import Outcome, Stage, StageError
from plugins.press.steps import Wanted, gather, press
from plugins.press.writer import PressWriter

EX_USAGE, EX_CONFIG, EX_SOFTWARE, EX_CANTCREAT, EX_INTERRUPTED = 64, 78, 70, 73, 130
"""Exit codes of sysexits.h for a wrong command line, a configuration error, a software error and an output that cannot
be written; and that of a shell for Ctrl-C."""

COLLECTED = 20_000, 20, 50
"""How many objects are made between two looks of the garbage collector, as ``gc.set_threshold`` takes it."""

SERVING = re.compile(r"--a[a-z]*|--li[a-z]*|-[dDqv]*[lr].*")
"""Pelican's options for its server and its watcher, shortened or after others that take no value."""


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
        self.errors, self.workers = _Errors(), Workers()
        logging.getLogger().addHandler(self.errors)
        self.settings = settings
        try:
            self._refuse_serving()
            super().__init__(settings)
            self.classes = classes_of(self.settings["PLUGINS"])
            check_settings(self.settings, self.classes)
            self._refuse_foreign_signals()
        except SettingsError as error:
            raise _misconfigured(error) from None
        except KeyboardInterrupt:
            raise SystemExit(EX_INTERRUPTED) from None

    def init_plugins(self) -> None:
        """Load the plugins; end the build when one does not load."""
        wanted = [name if isinstance(name, str) else name.__name__ for name in self.settings["PLUGINS"] or ()]
        super().init_plugins()
        missing = [name for name in wanted if not plugin_enabled(name, self.settings["PLUGINS"])]
        if missing:
            self._print(message(N_("these plugins could not be loaded: {names}"), names=", ".join(missing)))
            raise SystemExit(EX_CONFIG)

    def _refuse_serving(self) -> None:
        """End Pelican's own server and watcher, which know neither the preview nor its inbox."""
        asked = [word for word in sys.argv[1:] if SERVING.fullmatch(word)]
        if asked:
            self._print(message(N_("{option} is not for this site: use python3 tasks.py serve"), option=asked[0]))
            raise SystemExit(EX_USAGE)

    def _refuse_foreign_signals(self) -> None:
        """End the build when a plugin listens to what is never sent."""
        for plugin, name in foreign_receivers():
            self._print(
                message(
                    N_("the plugin {plugin} needs Pelican's signal {signal}, which this site does not send"),
                    plugin=plugin,
                    signal=name,
                )
            )
            self._print(
                message(N_("take it out of PLUGINS, or look for one that needs less (plugins/press/README.md)"))
            )
            raise SystemExit(EX_CONFIG)

    def run(self) -> None:
        """Build into the stage, and commit it if the whole build succeeded."""
        gc.freeze()  # what is imported stays, and little that a build makes is cyclic
        gc.set_threshold(*COLLECTED)
        settings = from_prefix(self.settings, PREFIX, PressSettings)
        stage = Stage(Path(self.output_path), Path(settings.state))
        kept = KeptValues(Path(settings.state) / "press" / "kept.sqlite3")
        self.scanned = ScannedBuild.of_settings(self.settings, sys.argv[1:], Path(settings.state))
        try:
            self._build(stage, settings, kept)
            signals.finalized.send(self)
            self._stop_on_errors()
            outcome = stage.commit()
        except SettingsError as error:
            raise _misconfigured(error) from None
        except (TemplateError, ComputedTemplateNameError) as error:
            self._print(error.said)
            self._print(message(N_("the output was left as it was")))
            raise SystemExit(EX_SOFTWARE) from None
        except StageError as error:
            self._print(message(N_("the output was left as it was: {reason}"), reason=str(error)))
            raise SystemExit(EX_SOFTWARE) from None
        except WorkerDiedError as error:
            self._print(died(error))
            self._print(message(N_("the output was left as it was")))
            raise SystemExit(EX_SOFTWARE) from None
        except BrokenPipeError:  # the reader of a pipe has exited, as in "check | head"
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(1) from None
        except OSError as error:
            reason = f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror)
            self._print(message(N_("the output cannot be written ({reason})"), reason=reason))
            raise SystemExit(EX_CANTCREAT) from None
        except KeyboardInterrupt:  # Pelican would exit 0
            self._print(message(N_("interrupted: the output was left as it was")))
            raise SystemExit(EX_INTERRUPTED) from None
        finally:
            self.workers.close()
            stage.discard()
            kept.close()
        output = Path(self.output_path)
        say(outcome_lines(self.settings, output, outcome))
        again = [*outcome_lines(self.settings, output, Outcome((), outcome.unchanged + len(outcome.written), (), ()))]
        self.scanned.save([*self.said], again, 0, self.due, stage.names, self._leave_plan())

    def _build(self, stage: Stage, settings: PressSettings, kept: KeptValues) -> None:
        given = kept_settings(self.settings)
        build, contributions, options = begin(self.settings, self.classes)
        context = pelican_context(self.settings)
        static, foreign = generators(self, context)
        memory = memory_of(build, kept, options)
        self.workers = crew_of(settings.jobs, options, contributions, Path(self.settings["THEME"]))
        progress = BuildCounter(sys.stderr, self._words)
        reader = TextReader(build, options, kept, memory.code, self.workers)
        counted = partial(progress.counted, said=N_("{count} texts"))
        compiling = ahead(static.env, build, Path(settings.state) / "press" / "templates")
        texts = read_texts(build, contributions, reader, counted, compiling)
        context["generated_content"] |= dict.fromkeys(texts.anchors)
        build.texts, build.static = texts, static_files(static, foreign)
        self._refuse_foreign_signals()  # a handler of a signal that is sent may have connected another
        for one in contributions:
            one.read()
        corpus = gather(build, contributions, without_duplicates(build, contributions, texts.cards))
        check_texts(build, contributions, corpus, texts)
        self._tell(build, corpus)
        self._stop_on_errors()
        wanted = Wanted()
        press(build, contributions, corpus, static.env, stage, settings.styles, memory, wanted, self.workers, progress)
        self.workers.close()
        self.planned = partial(plan_of, build, given, contributions, corpus, memory, reader.keys, wanted)
        writer = PressWriter(self.output_path, self.settings, stage)
        for generator in foreign:
            if hasattr(generator, "generate_output"):
                generator.generate_output(writer)

    def _tell(self, build: Build, corpus: Corpus) -> None:
        """Tell the findings, and end the build where they do."""
        report = report_of(build, corpus.shares, build.language)
        say(report.lines)
        moment = build.clock.next_change
        self.said = report.lines
        self.due = None if moment is None or self.settings.get("FRAMEWORK_NOW") else moment.timestamp()
        if report.code is not None:
            if not self.errors.count:
                self.scanned.save([*report.lines], [], report.code, self.due)
            raise SystemExit(report.code)

    def _leave_plan(self) -> str:
        """Leave the plan for the next build, and return its digest; an empty string where there can be none."""
        plan = self.planned()
        return write_plan(plan_path(self.scanned.path), plan) if plan is not None else ""

    def _stop_on_errors(self) -> None:
        if self.errors.count:
            self._print(message(N_("the errors above stopped the build: the output was left as it was")))
            raise SystemExit(EX_SOFTWARE)

    @property
    def _words(self) -> Catalogue:
        """The author's language."""
        return author_words(self.settings["DEFAULT_LANG"])

    def _print(self, said: Message) -> None:
        print(said.text(self._words), file=sys.stderr)
