"""The plugin's settings: every name begins with ``INTERACTIONS_``."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from plugins.base.settings import PluginSettings
from plugins.base.slugs import is_slug

PREFIX = "INTERACTIONS_"


def _slug(value: str) -> str:
    if not is_slug(value):
        raise ValueError("use lower-case letters without accents, digits and hyphens")
    return value


Endpoint = Annotated[str, StringConstraints(pattern=r"^(?:https?://[!-~]+|/[!-~]*)?/$")]
"""A path on the same site such as ``/inbox/``, or a whole address; with a slash at its end."""

Origin = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+[^/]$")]

Mail = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$")]
"""An address as HTML takes it (https://html.spec.whatwg.org/#valid-e-mail-address)."""

FileName = Annotated[str, AfterValidator(_slug)]


class InteractionsSettings(PluginSettings):
    """What a site may set; ``INTERACTIONS_INBOX`` is ``inbox`` here, and so on."""

    path: str = Field("interactions", description="Folder of the approved interactions, below the content folder.")
    inbox: Endpoint | None = Field(None, description="Address of the inbox, such as `/inbox/`; no form without one.")
    mail: Mail | None = Field(
        None,
        description="The site's public mail address, for comments by mail where there is no inbox. It is published.",
    )
    open: bool = Field(True, description="Whether comments may be left on this site.")
    linkbacks: bool = Field(True, description="Whether links from other sites are taken, where there is an inbox.")
    origin: Origin | None = Field(
        None,
        description="Where a site without `SITEURL` is served, for the addresses that other sites need "
        "absolute; the preview sets it.",
    )
    close_after: int | None = Field(
        None, ge=1, le=36_500, description="Days after which an article takes no more; it stays open when left out."
    )
    depth: int = Field(4, ge=1, le=10, description="How many levels deep answers are shown.")
    feed: FileName = Field("comments", description="Name of the feeds of comments, without their extension.")
    entries: int = Field(50, ge=1, le=1000, description="How many entries a feed of comments holds, the newest.")
