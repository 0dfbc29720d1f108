"""Connects typography to Pelican: checks the settings, and the rule names in front matter."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.base.findings import Finding, listed, suggestion
from plugins.base.settings import from_prefix
from plugins.framework.corpus.cross_file_checks import Document, position
from plugins.framework.wiring.build import Build
from plugins.framework.wiring.signals import examining
from plugins.i18n.messages import N_, message
from plugins.typography.rule_options import NUMBERS
from plugins.typography.settings import PREFIX, TypographySettings


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, TypographySettings)


def find_unknown_rules(build: Build, documents: list[Document]) -> None:
    """Add a finding for each unknown rule name in the front matter key ``typography``."""
    for document in documents:
        said = document.rendered.front_matter
        names = said.typography if said is not None and isinstance(said.typography, tuple) else ()
        build.findings += [
            Finding(
                document.rendered.path,
                position(document.rendered, "typography"),
                message(N_("unknown typography rule '{rule}' (there are: {rules})"), rule=name, rules=listed(NUMBERS)),
                suggestion(name, NUMBERS),
            )
            for name in names
            if name not in NUMBERS
        ]


def connect() -> None:
    """Connect to Pelican's signals and to the framework's."""
    signals.initialized.connect(check_settings)
    examining.connect(find_unknown_rules)
