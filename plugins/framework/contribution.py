"""What the framework itself contributes: its settings, the transforms of tables and figures, the terms' colours."""

from __future__ import annotations

from plugins.framework.outputs.contributions import Contribution, Phase, TransformAt
from plugins.framework.term_colours import style_sheet

__all__ = ["FrameworkContribution"]


class FrameworkContribution(Contribution):
    """The framework's own contribution; its pages are :mod:`plugins.framework.outputs.pages`."""

    package = "framework"
    requires = ("i18n",)
    prefix = "FRAMEWORK_"
    model = "plugins.framework.settings:FrameworkSettings"
    transforms = (
        TransformAt(Phase.BLOCKS, "plugins.framework.render.transforms:tables"),
        TransformAt(Phase.BLOCKS, "plugins.framework.render.transforms:figures"),
    )

    def style_sheet(self) -> str:
        """Return the terms' colours."""
        return style_sheet(self.build.framework)
