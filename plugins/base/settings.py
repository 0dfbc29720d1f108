"""Settings of one prefix as one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from plugins.base.settings_error import SettingsError

__all__ = ["PluginSettings", "SettingsError", "from_prefix"]


class PluginSettings(BaseModel):
    """Base of a plugin's settings: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Settings = TypeVar("Settings", bound=PluginSettings)


RENAMED = {"DISCOVERY_": "SEO_"}
"""Prefixes as they were, with what they are now."""


def from_prefix(settings: Mapping[str, Any], prefix: str, model: type[Settings]) -> Settings:
    """Return the settings whose names begin with ``prefix``, as ``model``.

    Raises:
        SettingsError: A name is unknown or has changed, or a value is wrong.

    >>> class Demo(PluginSettings):
    ...     depth: int = 1
    >>> from_prefix({"DEMO_DEPTH": 2, "OTHER": 3}, "DEMO_", Demo).depth
    2
    """
    former = [old for old, new in RENAMED.items() if new == prefix]
    if lines := [
        f"setting {name}: it is called {prefix}{name.removeprefix(old)} now"
        for old in former
        for name in sorted(settings)
        if name.startswith(old)
    ]:
        raise SettingsError("\n".join(lines))
    given = {name.removeprefix(prefix).lower(): value for name, value in settings.items() if name.startswith(prefix)}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        known = ", ".join(sorted(prefix + name.upper() for name in model.model_fields))
        lines = [
            f"setting {prefix}{'.'.join(str(part) for part in details['loc']).upper()}: {details['msg']}"
            for details in error.errors(include_url=False)
        ]
        raise SettingsError("\n".join([*lines, f"known settings: {known}"])) from None
