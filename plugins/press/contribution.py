"""What the press contributes: its settings."""

from __future__ import annotations

from plugins.framework.outputs.contributions import Contribution

__all__ = ["PressContribution"]


class PressContribution(Contribution):
    """The press adds nothing to pages: it writes them."""

    package = "press"
    prefix = "PRESS_"
    model = "plugins.press.settings:PressSettings"
