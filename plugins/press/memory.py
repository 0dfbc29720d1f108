"""What builds remember: values that were computed, and the code that they were computed with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from plugins.base.kept_values import KeptValues
from plugins.framework.build import Build
from plugins.framework.outputs.views import Constants
from plugins.framework.plain_data import plain_bytes
from plugins.framework.remembered import Remembered
from plugins.framework.render.render_options import RenderOptions
from plugins.press.code_digest import code_digest, modules_of
from plugins.press.recipes import Recipes

__all__ = ["Memory", "memory_of", "memory_with"]


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of builds.

    Attributes:
        kept: Values of earlier builds.
        code: The digest of the code.
        options: The options of rendering plain texts.
    """

    kept: KeptValues
    code: bytes
    options: RenderOptions

    def recipes(self, build: Build, env: Environment, constants: Constants) -> Recipes:
        """Return the recipes of a build, whose outputs have in common its constants, words and template options."""
        settings = build.settings
        options = sorted((name, repr(value)) for name, value in settings["JINJA_ENVIRONMENT"].items())
        options += sorted((name, repr(value)) for name, value in env.globals.items() if not callable(value))
        digest = blake2b(self.code, digest_size=20)
        for part in (plain_bytes(constants), repr(self.options).encode(), repr(options).encode()):
            digest.update(b"%d:" % len(part) + part)
        for file in sorted(Path(settings["THEME"], "translations").rglob("*.po")):
            data = file.read_bytes()
            digest.update(f"{file}:{len(data)}:".encode("utf-8", "surrogateescape") + data)
        return Recipes(env, tuple(settings["TEMPLATE_EXTENSIONS"]), digest.digest(), self.kept)


def memory_of(build: Build, kept: KeptValues, options: Mapping[str, RenderOptions]) -> Memory:
    """Return the memory of a build, which is given it."""
    modules = modules_of(build.settings, options["article"])
    return memory_with(build, kept, options["page"], code_digest(Path(__file__).parents[1], modules))


def memory_with(build: Build, kept: KeptValues, options: RenderOptions, code: bytes) -> Memory:
    """Return the memory of a build, which is given it, with the options of plain texts and the digest of the code."""
    memory = Memory(kept, code, options)
    build.remembered = Remembered(kept, memory.code)
    build.typeset = remembered_typesetter(build.typeset, build.remembered, repr(memory.options))
    return memory


def remembered_typesetter(
    typeset: Callable[..., Markup], remembered: Remembered, options: str
) -> Callable[..., Markup]:
    """Return a typesetter that asks the memory first.

    Args:
        typeset: Sets plain text as HTML, in a language or the site's.
        remembered: The memory.
        options: What else it depends on.
    """
    setting = blake2b(options.encode(), digest_size=20).digest()

    @lru_cache(maxsize=None, typed=True)
    def remembering(text: str, language: str | None = None) -> Markup:
        made_of = ("typeset", setting, text, language)
        return Markup(remembered.bytes_of(made_of, lambda: typeset(text, language).encode()).decode())

    return remembering
