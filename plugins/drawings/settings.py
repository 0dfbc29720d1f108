"""The plugin's settings: every name begins with ``DRAWINGS_``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from plugins.base.settings import PluginSettings

PREFIX = "DRAWINGS_"

Path = Annotated[str, StringConstraints(pattern=r"^(?:[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*)?$")]
"""An address below the site's root without slashes at its ends, or nothing."""


class DrawingsSettings(PluginSettings):
    """What a site may set; ``DRAWINGS_MAP_PATH`` is ``map_path`` here, and so on."""

    map_path: Path = Field("carte", description="Address of the map of all articles; empty for no map.")
    pot_on_articles: bool = Field(True, description="Whether an article, and its entry in lists, shows its pot.")
