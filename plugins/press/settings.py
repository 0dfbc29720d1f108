"""The plugin's settings: every name begins with ``PRESS_``."""

from __future__ import annotations

from pydantic import Field

from plugins.base.settings import PluginSettings

PREFIX = "PRESS_"


class PressSettings(PluginSettings):
    """What a site may set; ``PRESS_STATE`` is ``state`` here."""

    state: str = Field("var", description="Folder of what builds remember, from where the command runs.")
    styles: str = Field(
        "styles", description="Folder of the theme whose parts, by name, make `theme/css/site.css`; empty for none."
    )
    jobs: int = Field(
        0,
        ge=0,
        description="How many processes render texts and pages: 0 for as many as there are cores, 1 for the build's "
        "own alone. The option `--jobs` of tasks sets it.",
    )
