"""A build after edits of texts and interactions alone: it looks at the outputs that have read them, and at no others.

Settings, framework and plan are those of the last build, which the scan found unchanged; so neither Pelican nor YAML
nor pydantic is imported for a changed body. Where an edit changes more than texts and what shows them (an address, a
date, a term, a draft, the navigation, a finding), it gives up, and the whole build does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from jinja2 import TemplateError as JinjaError

from plugins.base.files import read_regular
from plugins.base.kept_values import KeptValues
from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.frontmatter.source import LARGEST_TEXT
from plugins.framework.new_build import Axes, new_build, options_by_kind, rendering
from plugins.framework.outputs.contributions import Contributions, classes_of
from plugins.framework.report import say
from plugins.framework.text_reader import TextReader
from plugins.i18n import catalogue
from plugins.press.changed_texts import WholeBuildNeededError, check_links, differences, placed
from plugins.press.last_build import LastBuild, Scan, scan_path
from plugins.press.last_plan import KnownText, LastPlan, plan_path, read_plan, write_plan
from plugins.press.memory import memory_with
from plugins.press.outcome_report import outcome_lines
from plugins.press.page_templates import TemplateError
from plugins.press.recipes import ComputedTemplateNameError
from plugins.press.scanned_build import ScannedBuild
from plugins.press.staging import Outcome, Stage, StageError
from plugins.press.steps import CONSTANTS, NewOutputError, Wanted, gather, press
from plugins.press.tagged import untagged

__all__ = ["quick_build"]

RECORD = ".yaml"


def quick_build(command: Sequence[str], state: Path, seen: Scan) -> int | None:
    """Build what changed; return the exit code, or None where that takes a whole build.

    Args:
        command: The arguments, as Pelican takes them; it runs in the current folder.
        state: The folder of what builds remember.
        seen: What changed.
    """
    path, last = scan_path(state, command), seen.last
    plan = read_plan(plan_path(path), last.plan)
    if plan is None:
        return None
    try:
        return _Quick(last, plan, ScannedBuild(path, last, seen.inputs), state, seen.lines[: last.about]).run(
            seen.changes
        )
    except (WholeBuildNeededError, NewOutputError, StageError, TemplateError, ComputedTemplateNameError, JinjaError):
        return None  # a whole build tells it
    finally:
        catalogue.forget()  # a whole build in this process reads them anew


class _Quick:
    def __init__(
        self, last: LastBuild, plan: LastPlan, scanned: ScannedBuild, state: Path, said: list[tuple[int, str]]
    ) -> None:
        self.last, self.plan, self.scanned, self.state, self.said = last, plan, scanned, state, said
        self.settings = untagged(plan.settings)
        for language, folder, compiled in plan.words:
            catalogue.remember(language, folder, compiled)

    def run(self, changes: set[str]) -> int:
        """Build, and return the exit code.

        Args:
            changes: The inputs that changed.
        """
        texts, records = self._sorted(changes)
        kept = KeptValues(self.state / "press" / "kept.sqlite3")
        stage = Stage(Path(self.settings["OUTPUT_PATH"]), self.state)
        try:
            outcome = self._build(texts, records, kept, stage)
        finally:
            stage.discard()
            kept.close(tidy=False)
        output = Path(self.settings["OUTPUT_PATH"])
        say([*self.said, *outcome_lines(self.settings, output, outcome)])
        whole = Outcome((), outcome.unchanged + len(outcome.written), (), ())
        again = [*outcome_lines(self.settings, output, whole)]
        digest = write_plan(plan_path(self.scanned.path), self.plan)
        self.scanned.save(self.said, again, 0, self.last.due, stage.names, digest)
        return 0

    def _sorted(self, changes: set[str]) -> tuple[set[str], set[str]]:
        """Return the changed texts, and the ids of articles whose interactions changed.

        Raises:
            WholeBuildNeededError: Something else changed.
        """
        content = self.settings["PATH"]
        folder = untagged(self.plan.packages["interactions"])["path"] if "interactions" in self.plan.packages else ""
        known = {one.path for one in self.plan.texts}
        records_folder = f"{content}/{folder}/"
        texts, records = set[str](), set[str]()
        for change in changes:
            path = change.removeprefix(f"{content}/")
            parts = path.split("/")
            if path in known and path not in self.plan.troubled and change in self.scanned.inputs:
                texts.add(path)
            elif folder and parts[:-2] == folder.split("/") and path.endswith(RECORD) and change in self.scanned.inputs:
                records.add(parts[-2])
            else:
                raise WholeBuildNeededError(change)
        if self.plan.troubled and records:
            raise WholeBuildNeededError("a finding that an interaction may mend")
        self._had_records = any(path.startswith(records_folder) for path in self.last.inputs)
        return texts, records

    def _build(self, texts: set[str], records: set[str], kept: KeptValues, stage: Stage) -> Outcome:
        plan, settings = self.plan, self.settings
        packages = {name: SimpleNamespace(**untagged(values)) for name, values in plan.packages.items()}
        classes = classes_of(settings["PLUGINS"])
        options = rendering(settings, packages["framework"], classes)  # type: ignore[arg-type]
        kinds = options_by_kind(options, plan.framework)
        words = catalogue.load(settings["DEFAULT_LANG"], Path(settings["THEME"]) / "translations")
        axes = Axes(plan.framework, plan.open_axes, plan.introduced())
        build = new_build(settings, packages["framework"], axes, kinds, words, [])  # type: ignore[arg-type]
        build.static = {one.path: one for one in plan.static}
        contributions = Contributions(one(build, packages.get(one.package)) for one in classes)
        memory = memory_with(build, kept, kinds["page"], plan.code)
        reader = TextReader(build, kinds, kept, plan.code)
        names = {f"records:{identity}" for identity in records} | ({"records:"} if records else set())
        if records and not self._had_records:
            names.add("records:none")
        cards = [*self._cards(texts, reader, build, names)]
        build.texts.cards, build.texts.ids = cards, {identity: identity for identity in plan.ids}
        for one in contributions:
            one.restore()
        corpus = gather(build, contributions, cards)
        if build.findings:
            raise WholeBuildNeededError("a finding")
        check_links(build, contributions, corpus, texts)
        if not stage.resume():
            raise WholeBuildNeededError("the output is not known")
        only = frozenset(plan.reads.readers(names))
        wanted = Wanted(only, frozenset(texts))
        if CONSTANTS in only:
            raise WholeBuildNeededError("what all pages show")
        press(build, contributions, corpus, self._environment(), stage, "", memory, wanted)
        outcome = stage.commit()
        plan.reads.update(wanted.reads)
        plan.texts = [replace(one, key=reader.keys[one.path]) if one.path in texts else one for one in plan.texts]
        return outcome

    def _environment(self) -> Environment:
        """Return the environment of templates, as Pelican's generators make it."""
        settings = self.settings
        own = [*settings["THEME_TEMPLATES_OVERRIDES"], f"{settings['THEME']}/templates"]
        return Environment(loader=ChoiceLoader([FileSystemLoader(own)]), **settings["JINJA_ENVIRONMENT"])  # noqa: S701

    def _cards(self, texts: set[str], reader: TextReader, build: Build, names: set[str]) -> Iterable[Card]:
        """Yield all cards, and add to some names what changed."""
        known = self.plan.texts
        places = [{"status": one.status, "url": one.url, "output": one.output} for one in known]
        for one, card in zip(
            known, reader.placed([(one.kind, one.path, one.key) for one in known], places), strict=True
        ):
            if card is None:
                raise WholeBuildNeededError(f"{one.path} is not remembered")
            yield card if one.path not in texts else self._changed(one, card, reader, build, names)

    def _changed(self, one: KnownText, before: Card, reader: TextReader, build: Build, names: set[str]) -> Card:
        """Return the card of a changed text, and add to some names what changed."""
        found = reader.remembered(one.kind, one.path, one.key)
        read = reader.read_one(one.kind, one.path, read_regular(build.content / one.path, LARGEST_TEXT))
        if read.card is None or [finding for finding in read.findings if not finding.advice]:
            raise WholeBuildNeededError(f"a finding in {one.path}")
        if self.plan.troubled and read.anchors - before.inside().anchors:
            raise WholeBuildNeededError(f"an anchor of {one.path}, which a finding may be about")
        if found is None or found.card is None or found.card.status != read.card.status:
            raise WholeBuildNeededError(f"the status of {one.path}")
        now = placed(read.card, one)
        names |= {*differences(before, now)}
        return now
