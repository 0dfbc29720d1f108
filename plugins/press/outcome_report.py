"""The outcome of a commit in the author's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.base.author_words import author_words
from plugins.framework.report import Line
from plugins.i18n.messages import N_, message
from plugins.press.staging import Outcome

__all__ = ["outcome_lines"]

EXAMPLE = "trepied.example"
"""The domain that publishconf.py comes with."""


def outcome_lines(settings: Mapping[str, Any], output: Path, outcome: Outcome) -> Iterator[Line]:
    """Yield the output folder, and the numbers of files written, unchanged and removed."""
    words = author_words(settings["DEFAULT_LANG"])
    for name in outcome.kept:
        kept = message(N_("{file} is stale, but was changed since it was written: delete it yourself"), file=name)
        yield 2, kept.text(words)
    if urlsplit(settings["SITEURL"]).hostname == EXAMPLE:
        yield 1, message(N_("SITEURL is still the example's: put your address into publishconf.py")).text(words)
    shown = output.relative_to(Path.cwd()) if output.is_relative_to(Path.cwd()) else output
    said = message(
        N_("The site is in {folder} ({written} files written, {unchanged} unchanged, {removed} removed)."),
        folder=f"{shown.as_posix()}/",
        written=len(outcome.written),
        unchanged=outcome.unchanged,
        removed=len(outcome.removed),
    )
    yield 1, said.text(words)
