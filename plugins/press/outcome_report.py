"""Prints the outcome of a commit in the author's language."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.i18n import catalogue
from plugins.i18n.messages import N_, message
from plugins.press.staging import Outcome

__all__ = ["report_outcome"]

EXAMPLE = "trepied.example"
"""The domain that publishconf.py comes with."""


def report_outcome(settings: Mapping[str, Any], output: Path, outcome: Outcome) -> None:
    """Print the output folder, and the numbers of files written, unchanged and removed."""
    words = catalogue.load(catalogue.author_language(os.environ, settings["DEFAULT_LANG"]))
    for name in outcome.kept:
        kept = message(N_("{file} is stale, but was changed since it was written: delete it yourself"), file=name)
        print(kept.text(words), file=sys.stderr)
    if urlsplit(settings["SITEURL"]).hostname == EXAMPLE:
        print(message(N_("SITEURL is still the example's: put your address into publishconf.py")).text(words))
    shown = output.relative_to(Path.cwd()) if output.is_relative_to(Path.cwd()) else output
    said = message(
        N_("The site is in {folder} ({written} files written, {unchanged} unchanged, {removed} removed)."),
        folder=f"{shown.as_posix()}/",
        written=len(outcome.written),
        unchanged=outcome.unchanged,
        removed=len(outcome.removed),
    )
    print(said.text(words), flush=True)
