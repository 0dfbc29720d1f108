"""The plugin's settings: every name begins with ``FEEDS_``."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from plugins.base.settings import PluginSettings

PREFIX = "FEEDS_"

Domain = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$")
]
"""A DNS name as a tag URI has it (RFC 4151, section 2.1), in lower case so that it has one spelling."""

Address = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$")]


class FeedsSettings(PluginSettings):
    """What a site may set; ``FEEDS_DOMAIN`` is ``domain`` here, and so on."""

    domain: Domain = Field(
        description="The site's founding domain, in lower case: a part of every id. Never change it."
    )
    founded: date = Field(
        description="A day on which the site held that domain, as `2024-01-01`: a part of every id. Never change it."
    )
    entries: int = Field(20, ge=1, le=1000, description="How many entries a feed holds, the newest.")
    hub: Address | None = Field(
        None, description="Address of the WebSub hub that is told of changes; every feed names it."
    )
    page: str | None = Field(None, description="Slug of the page below whose text every feed is listed.")
    old_addresses: tuple[str, ...] = Field(
        ("feed/index.xml",), description="Further files with the site's feed as RSS: WordPress had it at `/feed/`."
    )
