"""The plugin's settings: every name begins with ``SEARCH_``."""

from __future__ import annotations

from pydantic import Field

from plugins.base.settings import PluginSettings

PREFIX = "SEARCH_"


class SearchSettings(PluginSettings):
    """What a site may set; ``SEARCH_INDEX`` is ``index`` here."""

    index: bool = Field(
        False,
        description="Whether the build writes the index below `pagefind/`; publishing and `build --search` say "
        "yes. The preview makes its own, the first time it is asked for.",
    )
