"""The plugin's settings: every name begins with ``READING_``."""

from __future__ import annotations

from pydantic import Field

from plugins.base.settings import PluginSettings

PREFIX = "READING_"


class ReadingSettings(PluginSettings):
    """What a site may set; ``READING_SERIES_SHOWN`` is ``series_shown`` here, and so on."""

    series_shown: int = Field(8, ge=0, description="How many parts of a series an article lists unfolded.")
