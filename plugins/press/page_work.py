"""Makes pages of views in workers: all that a page is made of, as a value that can be sent to them."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, loaders

from plugins.framework.bodies import Body, LostBodyError
from plugins.framework.build import Build
from plugins.framework.outputs.contributions import Contributions
from plugins.framework.outputs.resolved import Filler, Resolver
from plugins.framework.outputs.views import BodyLink, Constants, View
from plugins.framework.remembered import Remembered
from plugins.framework.render.render_body import typesetter
from plugins.framework.render.render_options import RenderOptions
from plugins.i18n import catalogue
from plugins.press.memory import Memory, remembered_typesetter
from plugins.press.page_templates import PageTemplates, Shown, compiled_ahead, compiled_templates
from plugins.press.view_pickle import ViewPickler

__all__ = ["MAKE", "ForeignTemplatesError", "PageWork", "ahead", "page_task", "page_work", "shown_by", "worker"]

MAKE = "plugins.press.page_work:worker"
"""What makes a worker's function of a :class:`PageWork`."""

PLAIN = (str, int, float, bool, type(None))
OURS = frozenset({"loader", "bytecode_cache"})
"""What an environment has that is not of the options."""
OF_PELICAN = frozenset({"strftime", "plugin_enabled"})
"""Names that Pelican adds to its environment: the filter is taken out, the test is Pelican's own to answer."""


class ForeignTemplatesError(Exception):
    """Templates know what came from elsewhere, and may be more than its name and its arguments."""


@dataclass(frozen=True, slots=True)
class PageWork:
    """What pages are made of beside their views.

    Attributes:
        loader: Finds templates.
        environment: Jinja's options.
        compiled: The folder of compiled templates.
        site, extensions, language, filters: As of :class:`~plugins.press.page_templates.Shown`.
        translations: The folder of catalogues.
        image_tags: The functions that make the tags of images.
        code: The digest of the code.
        options: The options of rendering plain texts.
    """

    loader: Any
    environment: Mapping[str, Any]
    compiled: Path
    site: Constants
    extensions: tuple[str, ...]
    language: str
    filters: Mapping[str, str]
    translations: Path
    image_tags: tuple[str, ...]
    code: bytes
    options: RenderOptions


Made = tuple[bytes, list[tuple[bytes, bytes]]]
"""A page, and the values that were computed on the way, each with its key, to be kept."""


def shown_by(build: Build, contributions: Contributions, site: Constants, resolver: Resolver) -> Shown:
    """Return what templates know in the process of a build."""
    return Shown(
        site=site,
        extensions=tuple(build.settings["TEMPLATE_EXTENSIONS"]),
        language=build.language,
        words=build.words,
        typeset=build.typeset,
        body=resolver.body,
        contents=lambda link: build.bodies.get(link.digest).contents,
        filters={name: function for one in contributions for name, function in one.filters.items()},
        remembered=build.remembered,
    )


def page_work(
    env: Environment, build: Build, contributions: Contributions, shown: Shown, memory: Memory, compiled: Path
) -> PageWork:
    """Return what the pages of a build are made of.

    Raises:
        ForeignTemplatesError: A plugin or a setting has added to the environment of templates.
    """
    options = build.settings["JINJA_ENVIRONMENT"]
    refuse_foreign(env, options)
    return PageWork(
        loader=env.loader,
        environment=options,
        compiled=compiled,
        site=shown.site,
        extensions=shown.extensions,
        language=shown.language,
        filters=shown.filters,
        translations=Path(build.settings["THEME"]) / "translations",
        image_tags=contributions.image_tags,
        code=memory.code,
        options=memory.options,
    )


def refuse_foreign(env: Environment, options: Mapping[str, Any]) -> None:
    """Do nothing, if an environment is what Jinja makes of the options, and of plain loaders.

    Raises:
        ForeignTemplatesError: A plugin or a setting has added to it.
    """
    extensions = options.get("extensions", ())
    house = all(isinstance(name, str) and name.startswith("jinja2.ext.") for name in extensions)
    if not house or not all(isinstance(value, PLAIN) for name, value in options.items() if name != "extensions"):
        raise ForeignTemplatesError("extensions")
    plain = Environment(**options)  # noqa: S701 - the site's options say so
    for name in ("filters", "tests", "globals"):
        ours, theirs = getattr(plain, name), getattr(env, name)
        if any(ours.get(key) is not value for key, value in theirs.items() if key not in OF_PELICAN):
            raise ForeignTemplatesError(name)
    for name, value in vars(plain).items():
        if name not in OURS and isinstance(value, PLAIN) and getattr(env, name, None) != value:
            raise ForeignTemplatesError(name)
    if not _is_plain(env.loader) or type(env) is not Environment or env.policies != plain.policies:
        raise ForeignTemplatesError("loader")
    if {*env.extensions} != {*plain.extensions}:
        raise ForeignTemplatesError("extensions")


def fresh(loader: Any, options: Mapping[str, Any], compiled: Path) -> Environment:
    """Return a new environment, which keeps what it compiles in a folder."""
    env = Environment(loader=loader, **options)  # noqa: S701 - the site's options say so
    compiled_templates(env, compiled, options)
    return env


def ahead(env: Environment, build: Build, compiled: Path) -> Iterator[object]:
    """Compile templates for workers, one at each step: each of them would do it for itself."""
    options = build.settings["JINJA_ENVIRONMENT"]
    with contextlib.suppress(ForeignTemplatesError):
        refuse_foreign(env, options)
        yield from compiled_ahead(fresh(env.loader, options, compiled), build.words)


def _is_plain(loader: object) -> bool:
    """Tell whether a loader reads files, or asks others that do."""
    if type(loader) is loaders.ChoiceLoader:
        return all(map(_is_plain, loader.loaders))
    if type(loader) is loaders.PrefixLoader:
        return all(map(_is_plain, loader.mapping.values()))
    return type(loader) is loaders.FileSystemLoader


def page_task(build: Build, views: ViewPickler, view: View) -> tuple[str, tuple[bytes, bytes]]:
    """Return the name and the task of a view: itself, and the body of the text that it shows, if it shows one."""
    link = getattr(view.content, "body", None)
    return view.output, (
        views.bytes_of(view),
        build.bodies.bytes_of(link.digest) if isinstance(link, BodyLink) else b"",
    )


class _Shows:
    """The one text that a page shows, read when it is asked for."""

    def __init__(self) -> None:
        self._digest, self._data = "", b""
        self._body: Body | None = None

    def bring(self, view: View, data: bytes) -> None:
        """Take the body of a view's text."""
        link = getattr(view.content, "body", None)
        self._digest = link.digest if isinstance(link, BodyLink) else ""
        self._data, self._body = data, None

    def of(self, link: BodyLink) -> Body:
        """Return the body of a text.

        Raises:
            LostBodyError: It is another's.
        """
        if link.digest != self._digest:
            raise LostBodyError(link.digest)
        if self._body is None:
            self._body = Body.of_bytes(self._data)
        return self._body


class _Computed:
    """Values that were computed, as :class:`~plugins.framework.remembered.Remembered` keeps them."""

    def __init__(self) -> None:
        self._values: list[tuple[bytes, bytes]] = []

    def get(self, key: bytes) -> bytes | None:  # noqa: ARG002 - the process that asks remembers
        """Return nothing."""
        return None

    def put(self, key: bytes, data: bytes) -> None:
        """Keep a value until it is taken."""
        self._values.append((key, data))

    def taken(self) -> list[tuple[bytes, bytes]]:
        """Return the values since the last time."""
        values, self._values = self._values, []
        return values


def worker(work: PageWork) -> Callable[[tuple[bytes, bytes]], Made]:
    """Return a function from a view and a body to its page."""
    env = fresh(work.loader, work.environment, work.compiled)
    filler, computed, shows = Filler(work.image_tags), _Computed(), _Shows()
    remembered = Remembered(computed, work.code)
    shown = Shown(
        site=work.site,
        extensions=work.extensions,
        language=work.language,
        words=catalogue.load(work.language, work.translations),
        typeset=remembered_typesetter(typesetter(work.options), remembered, repr(work.options)),
        body=lambda link: filler.filled(shows.of(link).html, link),
        contents=lambda link: shows.of(link).contents,
        filters=work.filters,
        remembered=remembered,
    )
    templates = PageTemplates(env, shown)

    def make(task: tuple[bytes, bytes]) -> Made:
        data, body = task
        view: View = pickle.loads(data)  # noqa: S301 - of the process that started this one
        shows.bring(view, body)
        return templates.render(view), computed.taken()

    return make
