"""The plugin's settings: every name begins with ``IMAGES_``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from plugins.base.settings import PluginSettings

PREFIX = "IMAGES_"

Width = Annotated[int, Field(ge=16, le=8192)]
"""Pixels; 8192 is what every browser and format can hold."""


class ImagesSettings(PluginSettings):
    """What a site may set; ``IMAGES_WIDTHS`` is ``widths`` here, and so on."""

    variants: bool = Field(
        False, description="Whether pictures come in several widths, in a lighter format; publishing says yes."
    )
    format: Literal["avif", "webp"] = Field("avif", description="The lighter format.")
    widths: tuple[Width, ...] = Field(
        (480, 800, 1200, 1600), description="Widths of the variants, in pixels; none is wider than its picture."
    )
    widest: Width = Field(1600, description="A wider picture is published at this width.")
    sizes: str = Field(
        "(min-width: 48em) 46em, 100vw", description="How wide the theme shows pictures, as HTML's `sizes`."
    )
    folder: str = Field("images", description="Folder below `content/` that the task `image` writes to.")
    kept: Width = Field(2000, description="The task `image` keeps no side longer than this.")
