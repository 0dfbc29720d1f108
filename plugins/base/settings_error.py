"""The error of a wrong setting."""

from __future__ import annotations

__all__ = ["SettingsError"]


class SettingsError(Exception):
    """A setting is unknown or wrong; the message names it and says what it must be."""
