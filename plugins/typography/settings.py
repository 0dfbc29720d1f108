"""The plugin's settings: every name begins with ``TYPOGRAPHY_``."""

from __future__ import annotations

from pydantic import Field, field_validator

from plugins.base.settings import PluginSettings
from plugins.typography.rule_options import Options

PREFIX = "TYPOGRAPHY_"


class TypographySettings(PluginSettings):
    """What a site may set; ``TYPOGRAPHY_OMIT`` is ``omit`` here."""

    omit: tuple[str, ...] = Field(
        (),
        description='Names of the rules that the site leaves out, such as `["dashes"]` '
        "(docs/authors/typography.md lists them).",
    )

    @field_validator("omit")
    @classmethod
    def known(cls, omit: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names; an unknown one is an error that lists the known ones."""
        Options.without(*omit)
        return omit
