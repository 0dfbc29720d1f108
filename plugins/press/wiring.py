"""Checks settings, caches compiled templates, and prints the outcome of a commit.

The writing itself is installed by ``PELICAN_CLASS`` (``plugins.press.pelican_class``).
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from pelican import signals

from plugins.base.files import replace_file
from plugins.base.settings import from_prefix
from plugins.i18n import catalogue
from plugins.i18n.messages import N_, message
from plugins.press.pelican_class import committed
from plugins.press.settings import PREFIX, PressSettings
from plugins.press.staging import Outcome

EXAMPLE = "trepied.example"
"""The domain that publishconf.py comes with."""


def report_outcome(site: Any, outcome: Outcome) -> None:
    """Print the output folder, and the numbers of files written, unchanged and removed."""
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


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, PressSettings)


class Compiled(FileSystemBytecodeCache):
    """A cache of compiled templates, each with its digest: a corrupt one is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template's bytecode, unless its digest differs."""
        try:
            kept = Path(self._get_cache_filename(bucket)).read_bytes()
        except OSError:
            return
        if hashlib.sha256(kept[32:]).digest() == kept[:32]:
            bucket.bytecode_from_string(kept[32:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a template's bytecode with its digest."""
        data = bucket.bytecode_to_string()
        replace_file(Path(self._get_cache_filename(bucket)), hashlib.sha256(data).digest() + data)


def share_templates(generator: Any) -> None:
    """Share compiled templates among all generators and builds: Pelican gives every generator its own environment."""
    folder = Path(from_prefix(generator.settings, PREFIX, PressSettings).state) / "press" / "templates"
    options = repr((jinja2.__version__, sorted(generator.settings["JINJA_ENVIRONMENT"].items())))
    folder /= hashlib.sha256(options.encode()).hexdigest()[:16]  # the options are part of the bytecode
    folder.mkdir(parents=True, exist_ok=True)
    generator.env.bytecode_cache = Compiled(str(folder))


def connect() -> None:
    """Connect to Pelican's signal and the press's own."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(share_templates)
    committed.connect(report_outcome)
