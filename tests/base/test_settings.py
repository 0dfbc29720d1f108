"""Settings of one prefix as one frozen object."""

from __future__ import annotations

from importlib import import_module

import pytest
from pydantic import Field, ValidationError

from plugins.base.settings import PluginSettings, SettingsError, from_prefix
from plugins.framework.settings import FrameworkSettings
from plugins.seo.settings import SeoSettings


class Demo(PluginSettings):
    """Settings for the tests."""

    depth: int = Field(1, ge=0)
    names: tuple[str, ...] = ()


def test_from_prefix() -> None:
    """Names of the prefix are read, all others are left alone."""
    given = {"DEMO_DEPTH": 2, "DEMO_NAMES": ["a", "b"], "OTHER": 3, "XDEMO_DEPTH": 4}
    assert from_prefix(given, "DEMO_", Demo) == Demo(depth=2, names=("a", "b"))
    assert from_prefix({}, "DEMO_", Demo) == Demo()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"DEMO_DEPHT": 2}, "setting DEMO_DEPHT: Extra inputs are not permitted"),
        ({"DEMO_DEPTH": -1}, "setting DEMO_DEPTH: Input should be greater than or equal to 0"),
        ({"DEMO_NAMES": ["a", 1]}, "setting DEMO_NAMES.1: Input should be a valid string"),
    ],
)
def test_wrong_settings(given: dict[str, object], expected: str) -> None:
    """An unknown name or a wrong value is an error that names it, and the settings there are."""
    with pytest.raises(SettingsError) as error:
        from_prefix(given, "DEMO_", Demo)
    assert str(error.value) == f"{expected}\nknown settings: DEMO_DEPTH, DEMO_NAMES"


def test_settings_are_frozen() -> None:
    """What was read cannot be changed."""
    with pytest.raises(ValidationError, match="frozen"):
        FrameworkSettings().path = "x"  # type: ignore[misc]


@pytest.mark.parametrize("module", ["framework", "press"])
def test_every_setting_is_described(module: str) -> None:
    """Each setting says what it is for."""
    found = vars(import_module(f"plugins.{module}.settings"))
    model = found["FrameworkSettings" if module == "framework" else "PressSettings"]
    assert [name for name, field in model.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("prefix", ["SEO_", "DEMO_"])
def test_a_setting_that_was_renamed_is_told_with_its_new_name(prefix: str) -> None:
    """All of them at once, and only to the plugin whose prefix has changed."""
    given = {"DISCOVERY_CARDS": True, "DISCOVERY_INK": "#000000", "SEO_INK": "#000000"}
    if prefix == "DEMO_":
        assert from_prefix(given, prefix, PluginSettings) == PluginSettings()
        return
    with pytest.raises(SettingsError) as error:
        from_prefix(given, prefix, SeoSettings)
    assert str(error.value) == (
        "setting DISCOVERY_CARDS: it is called SEO_CARDS now\nsetting DISCOVERY_INK: it is called SEO_INK now"
    )
