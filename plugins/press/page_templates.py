"""Renders views by the theme's templates, which read the view and the site's constants, and nothing else."""

from __future__ import annotations

import contextlib
import hashlib
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, StrictUndefined, Template
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from markupsafe import Markup

from plugins.base.addresses import display_url
from plugins.base.files import replace_file
from plugins.base.html_tokens import block_text
from plugins.framework.outputs.views import BodyLink, Constants, View
from plugins.framework.remembered import Remembered
from plugins.framework.render.markdown import Heading
from plugins.framework.render.transforms import find_function
from plugins.i18n.catalogue import Catalogue
from plugins.i18n.filters import filters
from plugins.i18n.messages import N_, Labels, Message, message
from plugins.press.rendered_once import RenderedOnce

__all__ = ["PageTemplates", "Shown", "TemplateError", "compiled_ahead", "compiled_templates"]


PELICANS = "/pelican/themes/simple/"
"""Where Pelican has templates for any theme that has none: they show what is not there."""

TEMPLATING = ("jinja2", "markupsafe", "codecs")
"""Packages whose Python runs templates, and reads them: what they raise is a template's fault."""


NESTED = 50
"""How many templates may be in one another before it is they that go round in a circle."""


class TemplateError(Exception):
    """A template is missing or wrong; ``said`` is the message for the author."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text())
        self.said = said


class Compiled(FileSystemBytecodeCache):
    """A cache of compiled templates, each with its digest: a corrupt one is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template's bytecode, unless its digest differs."""
        try:
            kept = Path(self._get_cache_filename(bucket)).read_bytes()
        except OSError:
            return
        if hashlib.sha256(kept[32:]).digest() == kept[:32]:
            bucket.bytecode_from_string(kept[32:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a template's bytecode with its digest."""
        data = bucket.bytecode_to_string()
        replace_file(Path(self._get_cache_filename(bucket)), hashlib.sha256(data).digest() + data)


@dataclass(frozen=True, slots=True)
class Shown:
    """What templates know beside the view.

    Attributes:
        site: What is the same on all pages.
        extensions: The extensions of templates, in order.
        language: The site's.
        words: Its catalogue.
        typeset: Returns plain text as HTML, in a language or the site's.
        body: Returns the HTML of a text on a page.
        contents: Returns its table of contents.
        filters: What packages add, by the names of functions.
        remembered: The memory.
    """

    site: Constants
    extensions: tuple[str, ...]
    language: str
    words: Catalogue
    typeset: Callable[..., Markup]
    body: Callable[[BodyLink], str]
    contents: Callable[[BodyLink], tuple[Heading, ...]]
    filters: Mapping[str, str]
    remembered: Remembered

    def date(self, name: str, write: Callable[[date], str], day: date) -> str:
        """Return a date as a filter writes it; most were written by earlier builds, without Babel's data."""
        return self.remembered.text_of((name, day.isoformat(), self.language), lambda: write(day))


class PageTemplates:
    """The templates of one build.

    Args:
        env: The environment with the theme's templates; its filters and globals are set here.
        shown: What else they know.
    """

    def __init__(self, env: Environment, shown: Shown) -> None:
        self._env, self._shown = env, shown
        self._templates: dict[str, Template] = {}
        env.undefined = StrictUndefined
        env.auto_reload = False  # no template changes within a build
        env.install_gettext_translations(shown.words, newstyle=True)  # type: ignore[attr-defined]  # jinja2.ext.i18n
        env.globals["once"] = RenderedOnce()
        env.filters.pop("strftime", None)  # it follows the machine's locale: a template that calls it must fail
        env.filters |= filters(shown.language)
        for name in ("long_date", "day_and_month"):
            env.filters[name] = partial(shown.date, name, env.filters[name])
        env.filters["typeset"] = shown.typeset
        env.filters["spoken_address"] = display_url
        env.filters["told"] = lambda said: told(shown, said)
        env.filters["html"] = lambda link: Markup(shown.body(link))
        env.filters["headings"] = shown.contents
        env.filters |= {name: find_function(function) for name, function in shown.filters.items()}

    def render(self, view: View) -> bytes:
        """Return a page.

        Raises:
            TemplateError: Its template is missing or wrong, or names what is not there.
        """
        try:
            return self._template(view.template).render(view=view, site=self._shown.site).encode()
        except jinja2.TemplateError as error:
            raise TemplateError(_said(error, view.template)) from error
        except Exception as error:
            if not _of_template(error):
                raise
            raise TemplateError(_at(error, view.template, f"{type(error).__name__}: {error}")) from error

    def _template(self, name: str) -> Template:
        if name not in self._templates:
            names = [f"{name}{one}" for one in self._shown.extensions]
            found = self._env.select_template(names)
            if PELICANS in Path(str(found.filename)).as_posix():
                raise jinja2.TemplatesNotFound(names)
            self._templates[name] = found
        return self._templates[name]


def told(shown: Shown, said: Message | Labels | str) -> str:
    """Return a message or labels in the site's language, typeset as plain text."""
    if isinstance(said, Message):
        return block_text(shown.typeset(said.text(shown.words)))
    return block_text(shown.typeset(said.pick(shown.language) if isinstance(said, Labels) else said))


def compiled_templates(env: Environment, folder: Path, settings: Mapping[str, Any]) -> None:
    """Keep compiled templates below a folder, apart for each set of options, which are part of the bytecode.

    Args:
        env: The environment.
        folder: The folder.
        settings: Its options (``JINJA_ENVIRONMENT``).
    """
    options = repr((jinja2.__version__, sorted(settings.items())))
    own = folder / hashlib.sha256(options.encode()).hexdigest()[:16]
    own.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = Compiled(str(own))


def compiled_ahead(env: Environment, words: Catalogue) -> Iterator[str]:
    """Compile the templates of the theme, one at each step, as pages will ask for them; yield their names.

    Args:
        env: A new environment, which keeps what it compiles.
        words: The catalogue of the site's language.
    """
    env.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # jinja2.ext.i18n
    for name in env.list_templates(filter_func=lambda name: not name.startswith("!")):  # names for those who extend
        with contextlib.suppress(Exception):  # rendering tells it, if a page asks for it
            if PELICANS not in Path(str(env.loader.get_source(env, name)[1])).as_posix():  # type: ignore[union-attr]
                env.get_template(name)
        yield name


def _said(error: jinja2.TemplateError, template: str) -> Message:
    """Return what is wrong with a template: its file and line, and what it names."""
    if isinstance(error, jinja2.TemplateNotFound):
        names = ", ".join(getattr(error, "templates", [])) or str(error.name)
        return message(N_("there is no template {name}, which {page} needs"), name=names, page=template)
    reason = error.message or str(error)
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _told_at(error.filename or error.name or template, error.lineno, reason)
    return _at(error, template, reason)


def _at(error: Exception, template: str, reason: str) -> Message:
    """Return a fault of a template with the innermost place that it passed through."""
    return _told_at(*next(iter(_places(error)), (template, 1)), reason)


def _told_at(file: str, line: int, reason: str) -> Message:
    return message(N_("{file}:{line}: {reason}"), file=_shown(file), line=line, reason=reason)


def _of_template(error: Exception) -> bool:
    """Return whether a template itself is at fault, and not the Python of a filter that it calls."""
    if isinstance(error, RecursionError):
        return len([*_places(error)]) > NESTED
    inner = [frame for frame, _ in traceback.walk_tb(error.__traceback__)][-1]
    package = str(inner.f_globals.get("__name__", "")).partition(".")[0]
    return package in TEMPLATING or _is_template(inner.f_code.co_filename)


def _is_template(file: str) -> bool:
    return not file.endswith(".py") and not file.startswith("<")


def _places(error: BaseException) -> Iterator[tuple[str, int]]:
    """Yield the files and lines of templates that an error passed through, the innermost first."""
    for frame, line in reversed([*traceback.walk_tb(error.__traceback__)]):
        if _is_template(frame.f_code.co_filename):
            yield frame.f_code.co_filename, line
        elif isinstance(error, UnicodeDecodeError) and isinstance(file := frame.f_locals.get("filename"), str):
            yield file, error.object.count(b"\n", 0, error.start) + 1  # Jinja's loader was reading it


def _shown(file: Any) -> str:
    path, here = Path(str(file)), Path.cwd()
    return (path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path).as_posix()
