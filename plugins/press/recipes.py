"""The recipe of an output: the digest of all that it is made of.

For a page that is its view, the constants of the site, the code, and the templates that render it: its own, and all
that they extend, include or import.
"""

from __future__ import annotations

from typing import Any

import jinja2
from jinja2 import Environment, meta, nodes

from plugins.base.kept_values import KeptValues, digest_parts
from plugins.framework.outputs.views import View
from plugins.framework.plain_data import plain_bytes
from plugins.i18n.messages import N_, Message, message

__all__ = ["ComputedTemplateNameError", "Recipes"]


class ComputedTemplateNameError(Exception):
    """A template asks for another whose name is computed; ``said`` is the message for the author."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text())
        self.said = said


class Recipes:
    """The recipes of one build.

    Args:
        env: The environment with the theme's templates.
        extensions: The extensions of templates, in order.
        constants: The digest of what all pages have in common.
        kept: Remembers which templates a template asks for.
    """

    def __init__(self, env: Environment, extensions: tuple[str, ...], constants: bytes, kept: KeptValues) -> None:
        self._env, self._extensions, self._constants, self._kept = env, extensions, constants, kept
        self._templates: dict[str, bytes] = {}
        self._sources: dict[str, tuple[bytes, tuple[str, ...]]] = {}

    def page(self, view: View) -> str:
        """Return the recipe of a page."""
        template = view.template
        if template not in self._templates:
            self._templates[template] = self._closure(f"{template}{one}" for one in self._extensions)
        return digest_parts(self._constants, self._templates[template], plain_bytes(view)).hex()

    def file(self, made_of: object) -> str:
        """Return the recipe of a file that no template makes, but code of plain data."""
        return digest_parts(self._constants, plain_bytes(made_of)).hex()

    def _closure(self, names: Any) -> bytes:
        """Return the digest of templates and of all that they ask for."""
        found: dict[str, bytes] = {}
        left = list(names)
        while left:
            name = left.pop()
            if name not in found:
                found[name], others = self._source(name)
                left += others
        return digest_parts(*(part for name in sorted(found) for part in (name.encode(), found[name])))

    def _source(self, name: str) -> tuple[bytes, tuple[str, ...]]:
        """Return the digest of a template's source, and the names of the templates that it asks for."""
        if name not in self._sources:
            assert self._env.loader is not None
            try:
                source = self._env.loader.get_source(self._env, name)[0]
            except jinja2.TemplateNotFound:  # the next extension, or "ignore missing"; else rendering tells it
                self._sources[name] = b"", ()
            except ValueError:  # not UTF-8: rendering tells it
                self._sources[name] = b"?", ()
            else:
                digest = digest_parts(source.encode())
                self._sources[name] = digest, self._asked(name, source, digest)
        return self._sources[name]

    def _asked(self, name: str, source: str, digest: bytes) -> tuple[str, ...]:
        key = digest_parts(b"asked", jinja2.__version__.encode(), digest)
        kept = self._kept.get(key)
        if kept is not None:
            return tuple(kept.decode().split("\n")) if kept else ()
        try:
            tree = self._env.parse(source)
        except jinja2.TemplateSyntaxError:  # rendering tells it
            return ()
        asked = tuple(meta.find_referenced_templates(tree))
        if None in asked:
            raise ComputedTemplateNameError(
                message(
                    N_("{file}:{line}: the name of a template is computed: write it out"),
                    file=name,
                    line=next(_computed(tree)),
                )
            )
        names = tuple(dict.fromkeys(str(one) for one in asked))
        self._kept.put(key, "\n".join(names).encode())
        return names


def _computed(tree: nodes.Template) -> Any:
    """Yield the lines at which a template's name is computed."""
    for node in tree.find_all((nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
        if not isinstance(node.template, nodes.Const | nodes.Tuple | nodes.List):  # type: ignore[attr-defined]
            yield node.lineno
