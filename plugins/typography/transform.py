"""The transform of typography: typesets a text in its language."""

from __future__ import annotations

from functools import lru_cache

from plugins.framework.render.document import Document
from plugins.framework.render.transforms import TransformContext
from plugins.typography.rule_options import NUMBERS, Options
from plugins.typography.typeset import typeset_tokens


def typeset(document: Document, context: TransformContext) -> None:
    """Typeset a document in its language, without the rules that front matter or settings disable.

    >>> Document.of("<p>Oui !</p>").edited(typeset, TransformContext("", "fr")) == "<p>Oui\\u202f!</p>"
    True
    """
    omitted = context.settings.get("TYPOGRAPHY_OMIT", ())
    names = tuple(omitted) if isinstance(omitted, list | tuple) else ()
    for number, text in typeset_tokens(document.tokens, context.language, options(context.switch, names)):
        document[number] = text


@lru_cache(maxsize=64)
def options(switch: bool | tuple[str, ...], omitted: tuple[str, ...]) -> Options:
    """Return the options with rules disabled by front matter and settings; unknown names are ignored here."""
    if switch is False:
        return Options(frozenset())
    left_out = (*omitted, *(() if switch is True else switch))
    return Options.without(*(name for name in left_out if name in NUMBERS))
