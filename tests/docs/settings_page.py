"""The page of all settings, made from the models that check them."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from plugins.base.settings import RENAMED, PluginSettings
from tests.docs.packages import PLUGINS

ENVIRONMENT = frozenset({"inbox"})
"""Packages whose settings are variables of the environment."""

KINDS = {
    "drawings.Path": "path below the site's address, or empty",
    "feeds.Address": "web address",
    "feeds.Domain": "domain name",
    "images.Width": "pixels, 16 to 8192",
    "inbox.Hash": "Argon2 hash",
    "inbox.Mail": "mail address",
    "inbox.Networks": "addresses or networks, with commas",
    "inbox.Rates": "counts per time, with `;`",
    "inbox.Server": "`smtp://…` or `smtps://…`",
    "inbox.Url": "web address without a slash at its end",
    "interactions.Endpoint": "path or web address, with a slash at its end",
    "interactions.FileName": "slug",
    "interactions.Mail": "mail address",
    "interactions.Origin": "web address without a slash at its end",
    "seo.Address": "web address",
    "seo.Colour": "`#rrggbb`",
    "seo.Path": "path",
    "seo.Token": "name of a robot",
}
"""The types that settings files name, in words."""

PLAIN = {
    bool: "true or false",
    int: "whole number",
    float: "number",
    str: "text",
    date: "date",
    Path: "path",
    SecretStr: "secret text",
}

HEAD = """\
<!-- Written by python3 tasks.py docs from the models in plugins/*/settings.py. -->

# Settings

Those of the site stand in `pelicanconf.py`; `publishconf.py` changes what publishing changes. Each plugin has a
prefix of its own. An unknown name with such a prefix, or a wrong value, ends the build with exit code 78 and says what
is known. The settings without a prefix are [Pelican's](https://docs.getpelican.com/en/stable/settings.html);
`pelicanconf.py` says which ones matter here. The inbox reads variables of the environment instead, since some of them
are secrets.
"""

TAIL = """\
## Other variables of the environment

| name | what |
| --- | --- |
| `LC_ALL`, `LC_MESSAGES`, `LANG` | The language in which findings and commands speak to you; without one, the site's. |
| `INBOX_DEVELOPMENT` | `notify` reads it too: `true` means the same as its `--development`. |
| `PAGEFIND_BINARY_PATH` | Pagefind's program, on a machine for which its package brings none. |
"""


@dataclass(frozen=True, slots=True)
class Section:
    """The settings of one package.

    Attributes:
        package: Its name.
        prefix: What the names of its settings begin with.
        model: What checks them.
        module: The module that the model stands in.
    """

    package: str
    prefix: str
    model: type[PluginSettings]
    module: ModuleType

    def settings(self) -> dict[str, FieldInfo]:
        """Return the fields of the model by the settings' full names."""
        return {self.prefix + name.upper(): field for name, field in self.model.model_fields.items()}


def sections() -> tuple[Section, ...]:
    """Return the settings of each package that has some, by the package's name."""
    found = []
    for path in sorted(PLUGINS.glob("*/settings.py")):
        module = importlib.import_module(f"plugins.{path.parent.name}.settings")
        if hasattr(module, "PREFIX"):  # that of plugins.base only holds what all models share
            models = [value for value in vars(module).values() if _is_own_model(value, module)]
            found.append(Section(path.parent.name, module.PREFIX, models[0], module))
    return tuple(found)


def _is_own_model(value: object, module: ModuleType) -> bool:
    return isinstance(value, type) and issubclass(value, PluginSettings) and value.__module__ == module.__name__


def page(parts: tuple[Section, ...]) -> bytes:
    """Return the page, as Markdown: a table for each package."""
    return "\n".join([HEAD, *(_table(part) for part in parts), TAIL]).encode()


def _table(part: Section) -> str:
    where = "Variables of the environment" if part.package in ENVIRONMENT else "In `pelicanconf.py`"
    lines = [f"## {part.package}", "", f"{where}, of [plugins/{part.package}](../plugins/{part.package}/README.md)."]
    former = [old for old, new in RENAMED.items() if new == part.prefix]
    lines += [
        f"`{part.prefix}…` was called `{old}…` before; the old names are refused, with the new one." for old in former
    ]
    lines += ["", "| name | type or values | default | what |", "| --- | --- | --- | --- |"]
    hints = get_type_hints(part.model, include_extras=True)
    for name, (key, field) in zip(part.settings(), part.model.model_fields.items(), strict=True):
        cells = (f"`{name}`", kind(hints[key], part, field), default(field, part.package), field.description or "")
        lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "\n".join([*lines, ""])


def kind(hint: Any, part: Section, field: FieldInfo | None = None) -> str:
    """Return what a setting may be, in words.

    Args:
        hint: Its type, with the names that its module gives to types.
        part: The settings that it belongs to.
        field: What else is asked of it.
    """
    if named := _named(hint, part):
        return named
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return kind(next(one for one in inner if one is not NoneType), part, field)
    if origin is Annotated:
        return kind(inner[0], part, field)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin is tuple:
        return f"list of {_several(kind(inner[0], part))}"
    if origin is dict:
        return f"table: {kind(inner[0], part)} to {kind(inner[1], part)}"
    return PLAIN[hint] + "".join(f", {said}" for said in _bounds(field))


def _named(hint: Any, part: Section) -> str | None:
    """Return the words for a type to which the module gives a name."""
    for name, value in vars(part.module).items():
        if get_origin(value) is Annotated and _is_based_on(hint, value):
            return KINDS[f"{part.package}.{name}"]
    return None


def _is_based_on(hint: Any, named: Any) -> bool:
    """Tell whether a type is a named one, or that with more asked of it."""
    asked = named.__metadata__
    return get_origin(hint) is Annotated and hint.__metadata__[: len(asked)] == asked


def _several(word: str) -> str:
    """Return the plural of a kind.

    >>> _several("web address"), _several("text"), _several("pixels, 16 to 8192")
    ('web addresses', 'texts', 'pixels, 16 to 8192')
    """
    if word.split(",")[0].endswith("ss"):
        return f"{word}es"
    return word if word.split(",")[0].endswith("s") else f"{word}s"


def _bounds(field: FieldInfo | None) -> Iterator[str]:
    """Yield the limits of a number or a text."""
    said: Mapping[str, Any] = {
        name: getattr(limit, name)
        for limit in (field.metadata if field else ())
        for name in ("ge", "gt", "le", "min_length", "max_length")
        if getattr(limit, name, None) is not None
    }
    if "ge" in said:
        yield f"{said['ge']} to {said['le']}" if "le" in said else f"{said['ge']} or more"
    elif "gt" in said:
        yield f"more than {said['gt']}, at most {said['le']}"
    if said.get("min_length", 0) > 1:
        yield f"at least {said['min_length']} characters"
    if "max_length" in said:
        yield f"at most {said['max_length']} characters"


def default(field: FieldInfo, package: str) -> str:
    """Return the default as one writes it: in Python, or in the environment."""
    value = field.default
    if field.is_required():
        return "must be given"
    if value in (None, (), {}):
        return "none"
    if isinstance(value, Path):
        value = value.as_posix()
    if package in ENVIRONMENT:
        return f"`{str(value).lower() if isinstance(value, bool) else value}`"
    return f"`{value if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)}`"
