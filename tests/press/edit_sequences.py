"""Sequences of edits of a small site, each followed by a build, whose output is that of a clean one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from tests.press.edited_sites import Built, EditedSite
from tests.press.site_edits import EDITS

__all__ = ["SEQUENCES", "Edits", "Step", "check_edits", "steps"]

Edits = list[tuple[str, int]]
"""Names of edits, each with the number that it is given."""

SEQUENCES = st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 19)), min_size=3, max_size=5)
OF_TEMPLATES = frozenset({"template", "partial", "macro", "override", "broken template", "global", "same time", "back"})
"""Edits after which a clean build is clean of compiled templates too."""


class Step(NamedTuple):
    """An edit, and what builds made of it.

    Attributes:
        edit: Its name, and its number.
        before: What the output was after the last build.
        built: What the build that remembers made.
        clean: What a build that remembers nothing made.
    """

    edit: tuple[str, int]
    before: Built
    built: Built
    clean: Built


def steps(folder: Path, edits: Edits, module: Sequence[str] = ("plugins.press.build_command",)) -> Iterator[Step]:
    """Yield what builds make of a site after each of some edits.

    Args:
        folder: Where a folder may be made for the site, and compiled templates be kept for the next sequence.
        edits: The edits.
        module: What the builds that remember are run with.
    """
    templates = folder / "templates-of-clean-builds"
    with tempfile.TemporaryDirectory(dir=folder) as here:
        site = EditedSite.made(Path(here))
        before = site.build("output", "var", module)
        for number, (name, value) in enumerate(edits):
            site.remember()
            EDITS[name](site, value)
            built = site.build("output", "var", module)
            clean = site.clean(f"clean{number}", None if name in OF_TEMPLATES else templates)
            yield Step((name, value), before, built, clean)
            before = built


def check_edits(folder: Path, edits: Edits) -> None:
    """After each of some edits, byte for byte: nothing is missing, nothing stale, and the same is told."""
    for edit, before, built, clean in steps(folder, edits):
        assert built[1:] == clean[1:], edit
        if clean.code == 0:
            assert built.files == clean.files, edit
        elif not edit[0].startswith("output"):
            assert built.files == before.files, edit  # it stays as it was
