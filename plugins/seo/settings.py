"""The plugin's settings: every name begins with ``SEO_``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from plugins.base.settings import PluginSettings

PREFIX = "SEO_"

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$")]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_*-][A-Za-z0-9._*-]*$")]
"""The name of a robot (RFC 9309, section 2.2.1), with the digits and dots that real ones have."""
Path = Annotated[str, StringConstraints(pattern=r"^/[!-~]*$")]


class SeoSettings(PluginSettings):
    """What a site may set; ``SEO_CARDS`` is ``cards`` here, and so on."""

    cards: bool = Field(
        False,
        description="Whether a card, a picture for social networks, is made for every article; publishing says yes.",
    )
    state: str = Field("var/seo", description="Folder in which drawn pictures are kept, from the project's root.")
    light: Colour = Field(
        "#fbf8f2", description="Colour of the paper by day: of the browser's frame, of icons and cards."
    )
    dark: Colour = Field("#181512", description="Colour of the paper by night, for the browser's frame.")
    ink: Colour = Field("#211d18", description="Colour of the text and of the iron on light paper.")
    short_name: str | None = Field(
        None, max_length=30, description="Name under the icon on a telephone; the site's name when left out."
    )
    publisher: str | None = Field(
        None,
        description="Who publishes the site, the site's name when left out: an organisation if it is the site "
        "itself or `SEO_ORGANIZATIONS` names it, else a person.",
    )
    organizations: tuple[str, ...] = Field(
        (), description="Authors, or the publisher, that are organisations; all others are persons."
    )
    same_as: tuple[Address, ...] = Field((), description="Addresses at which the publisher is known elsewhere.")
    fediverse: str | None = Field(
        None,
        pattern=r"^@[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+$",
        description="The author's account, as `@name@server`: Mastodon names it under a link to an article.",
    )
    disallow: dict[Token, tuple[Path, ...]] = Field(
        {}, description='What robots are asked to leave, by name: `{"GPTBot": ["/"]}`.'
    )
    sitemap_size: int = Field(
        50_000,
        ge=1,
        le=50_000,
        description="How many addresses a file of the sitemap holds; above that, an index and its parts.",
    )
