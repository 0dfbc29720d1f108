"""Pelican's settings that this site reads: their values, checked before anything else; and those without an effect."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, ValidationError

from plugins.base.settings_error import SettingsError
from plugins.framework.address_patterns import NAMES
from plugins.framework.pagination import Paginator
from plugins.framework.settings_without_effect import mends
from plugins.i18n.dates import is_language

__all__ = ["check_pelican_settings"]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: "Europe" is a folder
        raise ValueError(f"{name!r} is not a time zone such as Europe/Paris") from None
    return name


def _language(name: str) -> str:
    if not is_language(name):
        raise ValueError(f"{name!r} is not a language such as fr")
    return name


def _address(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError(f"{url!r} is not an address such as https://blog.example")
    return url


def _inside(folder: str) -> str:
    if PurePath(folder).is_absolute() or ".." in PurePath(folder).parts:
        raise ValueError(f"{folder!r} is not a path below the content folder")
    return folder


Folder = Annotated[str, AfterValidator(_inside)]
Pattern = tuple[Annotated[int, Field(ge=-1)], str, str]


class PelicanSettings(BaseModel):
    """The types of values; a setting that is not given is Pelican's own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    SITENAME: str = ""
    SITEURL: Annotated[str, AfterValidator(_address)] = ""
    TIMEZONE: Annotated[str, AfterValidator(_zone)] = "UTC"
    DEFAULT_LANG: Annotated[str, AfterValidator(_language)] = "en"
    ARTICLE_PATHS: list[Folder] = []
    ARTICLE_EXCLUDES: list[str] = []
    PAGE_PATHS: list[Folder] = []
    PAGE_EXCLUDES: list[str] = []
    STATIC_PATHS: list[Folder] = []
    STATIC_EXCLUDES: list[str] = []
    IGNORE_FILES: list[str] = []
    DIRECT_TEMPLATES: list[str] = []
    TEMPLATE_EXTENSIONS: list[str] = []
    THEME_STATIC_PATHS: list[str] = []
    PAGINATED_TEMPLATES: dict[str, PositiveInt | None] = {}
    DEFAULT_PAGINATION: NonNegativeInt | None = None
    DEFAULT_ORPHANS: NonNegativeInt = 0
    PAGINATION_PATTERNS: list[Pattern] = []


def check_pelican_settings(settings: Mapping[str, Any]) -> None:
    """Check what Pelican's settings say, and that each says something.

    Raises:
        SettingsError: One is wrong, or has no effect; all are named.
    """
    lines = [*mends(settings)]
    given = {name: settings[name] for name in PelicanSettings.model_fields if name in settings}
    try:
        PelicanSettings.model_validate(given)
        if "PAGINATION_PATTERNS" in given:
            lines += _pagination(Paginator.of(settings))
    except ValidationError as error:
        lines += [_line(details["loc"], details["msg"]) for details in error.errors(include_url=False)]
    lines += [f"setting {name}: it is no text" for name in NAMES if not isinstance(settings.get(name, ""), str)]
    if lines:
        raise SettingsError("\n".join(dict.fromkeys(lines)))


def _line(location: tuple[int | str, ...], said: str) -> str:
    name, *inside = location
    where = f" ({', '.join(map(str, inside))})" if inside else ""
    return f"setting {name}: {said.removeprefix('Value error, ')}{where}"


def _pagination(rules: Paginator) -> list[str]:
    """Return what is wrong with the patterns of a list's pages."""
    try:
        files = [rules.addresses(number, 4, "a/", "a/index.html")[1] for number in range(1, 5)]
    except (KeyError, IndexError, AttributeError, ValueError, TypeError) as error:
        known = "{base_name}, {extension}, {name}, {number}, {save_as}, {url}"
        return [f"setting PAGINATION_PATTERNS: one names {error}, and there are {known}"]
    if not files[0]:
        return ["setting PAGINATION_PATTERNS: none is for the first page: add (1, '{url}', '{save_as}')"]
    if len({*files}) < len(files):
        return ["setting PAGINATION_PATTERNS: two pages of a list would be one file: write {number} into it"]
    return []
