"""The plugin's settings: every name begins with ``FRAMEWORK_``."""

from __future__ import annotations

from pydantic import Field

from plugins.base.settings import PluginSettings

PREFIX = "FRAMEWORK_"


class FrameworkSettings(PluginSettings):
    """What a site may set; ``FRAMEWORK_PATH`` is ``path`` here, and so on."""

    path: str = Field("framework", description="Folder of the framework, below the content folder.")
    transforms: tuple[str, ...] = Field(
        (),
        description="The site's own HTML transforms, as `package.module:function`; they run after those of plugins, "
        "before typography.",
    )
    summary_length: int = Field(
        240, ge=40, description="Characters of a summary that is taken from the text, the ellipsis included."
    )
    tags_path: str = Field("tags", description="Address of the overview of tags.")
    series_path: str = Field("series", description="Address of the overview of series.")
    authors_path: str = Field("authors", description="Address of the overview of authors.")
    drafts: bool = Field(
        True, description="Whether drafts and future articles are built, below `/drafts/`; publishing says no."
    )
    strict: bool = Field(
        False,
        description="Whether any mistake ends the build with exit code 65, before anything is written; "
        "publishing says yes.",
    )
    check: bool = Field(
        False,
        description="Whether to list the findings and stop before anything is written; the task `check` says yes.",
    )
    now: str | None = Field(
        None,
        description="The present, as ISO 8601; the machine's clock when left out. The option `--now` of tasks sets it.",
    )
