"""Tells what the press did. The writing itself joins Pelican through ``PELICAN_CLASS`` (``plugins.press.site``)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.i18n import catalogue
from plugins.i18n.messages import N_, message
from plugins.press.site import committed
from plugins.press.stage import Outcome

EXAMPLE = "trepied.example"
"""The address that publishconf.py comes with."""


def tell(site: Any, outcome: Outcome) -> None:
    """Say where the site is, and what changed there."""
    words = catalogue.load(catalogue.author_language(os.environ, site.settings["DEFAULT_LANG"]))
    for name in outcome.kept:
        kept = message(N_("{file} is stale, but was changed since it was written: delete it yourself"), file=name)
        print(kept.text(words), file=sys.stderr)
    if urlsplit(site.settings["SITEURL"]).hostname == EXAMPLE:
        print(message(N_("SITEURL is still the example's: put your address into publishconf.py")).text(words))
    output = Path(site.output_path)
    shown = output.relative_to(Path.cwd()) if output.is_relative_to(Path.cwd()) else output
    said = message(
        N_("The site is in {folder} ({written} files written, {unchanged} unchanged, {removed} removed)."),
        folder=f"{shown.as_posix()}/",
        written=len(outcome.written),
        unchanged=outcome.unchanged,
        removed=len(outcome.removed),
    )
    print(said.text(words), flush=True)


def connect() -> None:
    """Connect to the press's own signal."""
    committed.connect(tell)
