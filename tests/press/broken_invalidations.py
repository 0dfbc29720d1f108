"""Ways to break what builds remember, on purpose: ``python -m tests.press.broken_invalidations NAME``, as Pelican.

Each takes one thing away that a build looks at, and has the edits that show it. What a test of incremental builds is
worth is how many of these it sees.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.base import kept_values
from plugins.feeds import contribution as feeds
from plugins.framework import cards, new_build, text_reader
from plugins.framework.reads import Memo
from plugins.images import image_processor
from plugins.interactions import contribution as interactions
from plugins.press import last_build, memory, recipes, staging
from plugins.press.known_outputs import KnownOutputs
from plugins.press.page_templates import Compiled
from plugins.press.recipes import Recipes
from plugins.press.staging import Stage

__all__ = ["BROKEN", "Broken"]

MISSING = object()


@dataclass(frozen=True)
class Broken:
    """A way to break it.

    Attributes:
        holder: The module or class that has what is put out of order.
        name: Its name there.
        put: What stands there instead, made of what stood there.
        edits: What an author does, for it to show.
    """

    holder: Any
    name: str
    put: Callable[[Any], Any]
    edits: tuple[tuple[str, int], ...]

    def apply(self) -> None:
        """Break it in this process."""
        real = getattr(self.holder, self.name, getattr(builtins, self.name, MISSING))
        assert real is not MISSING, f"{self.holder} has no {self.name} any more"
        setattr(self.holder, self.name, self.put(real))


def always(value: Any) -> Callable[[Any], Any]:
    """Return what puts a function that returns one value."""
    return lambda real: lambda *arguments, **named: value


def only(*numbers: int, of: int) -> Callable[[Any], Any]:
    """Return what lets a function see some of its arguments alone, where it has so many."""
    return lambda real: lambda *found: real(*(found[one] for one in numbers) if len(found) == of else found)


def item(number: int) -> Callable[[Any], Any]:
    """Return what lets a function see one item of its argument alone."""
    return lambda real: lambda found: real(found[number])


def first_present(real: Any) -> Any:
    """Return a clock that goes on saying what it said at first."""

    def clock(now: str | None, zone: str) -> Any:
        kept = Path("var/first-present")
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(str(now), "utf-8")
        return real(kept.read_text("utf-8"), zone)

    return clock


def unnoted(kind: str) -> Callable[[Any], Any]:
    """Return what forgets that something of a kind was read."""
    return lambda real: lambda name: None if name.startswith(kind) else real(name)


def forgetful(real: Any) -> Any:
    """Return a memo that tells the first who asks alone what it was made of."""

    def call(self: Any, argument: Any) -> Any:
        key = self._by(argument)
        if key not in self._known:
            self._known[key] = self._make(argument), set()
        return self._known[key][0]

    return call


BROKEN: Mapping[str, Broken] = {
    # the scan, and what outputs read
    "what a scan sees": Broken(last_build, "changed", always(set()), (("body", 0),)),
    "what lists show of a text": Broken(cards, "note", unnoted("face:"), (("title", 0),)),
    "what only a text's page has": Broken(cards, "note", unnoted("own:"), (("last words", 0), ("last words", 4))),
    "the interactions of an article": Broken(interactions, "note", unnoted("records:"), (("record", 0),)),
    "what a kept value was made of": Broken(Memo, "__call__", forgetful, (("title", 0),)),
    # the code
    "code": Broken(memory, "code_digest", always(b"x"), (("transform", 1), ("transform", 2))),
    "the site's own code": Broken(memory, "modules_of", always(set()), (("transform", 1), ("transform", 2))),
    # texts
    "a text's bytes": Broken(text_reader, "digest_parts", only(0, 1, of=3), (("body", 0),)),
    "a text's path": Broken(text_reader, "digest_parts", only(0, 2, of=3), (("move", 0),)),
    "the options of rendering": Broken(
        text_reader, "repr", lambda real: lambda one: real(one[0]), (("typography", 2),)
    ),
    "the author": Broken(text_reader, "repr", lambda real: lambda one: real(one[1]), (("author", 1),)),
    "checksums of values": Broken(kept_values, "_checksum", always(bytes(16)), (("mixed up", 0), ("subtitle", 0))),
    "the present": Broken(new_build, "clock_at", first_present, (("future", 0), ("clock", 2))),
    # pages
    "the view": Broken(recipes, "plain_bytes", always(b""), (("title", 0),)),
    "what packages put into views": Broken(
        recipes,
        "plain_bytes",
        lambda real: lambda one: real(replace(one, parts={}) if hasattr(one, "parts") else one),
        (("closing", 19), ("clock", 3)),
    ),
    "the site's constants": Broken(memory, "plain_bytes", always(b""), (("subtitle", 0),)),
    "the site's globals": Broken(memory, "repr", always(""), (("global", 0), ("global", 1))),
    "a page's template": Broken(Recipes, "_closure", always(b""), (("template", 0),)),
    "what a template asks for": Broken(Recipes, "_asked", always(()), (("partial", 0),)),
    "the words of the theme": Broken(
        memory,
        "sorted",
        lambda real: lambda found: [one for one in real(found) if not isinstance(one, Path)],
        (("word", 0),),
    ),
    "the text of a compiled template": Broken(Compiled, "get_source_checksum", always("x"), (("template", 0),)),
    # feeds
    "the content of an entry": Broken(feeds, "digest_of", only(1, of=3), (("last words", 0), ("last words", 4))),
    "the words of a comment": Broken(
        interactions, "digest_of", lambda real: lambda feed: real(feed.title, len(feed.entries)), (("record", 0),)
    ),
    # files
    "the bytes of a picture": Broken(
        image_processor, "key_of", lambda real: lambda digest, *rest: real("", *rest), (("recolour", 1),)
    ),
    "the bytes of a file": Broken(
        Stage, "_is_there", lambda real: lambda self, name, data: (self.output / name).exists(), (("own script", 0),)
    ),
    "which files were written": Broken(staging, "read_manifest", lambda real: lambda path: {}, (("delete", 0),)),
    "what a known file was made of": Broken(
        KnownOutputs,
        "digest_of",
        lambda real: lambda self, name, recipe: real(self, name, self._before.get(name, [recipe])[0]),
        (("title", 0),),
    ),
    "whether a known file is the one": Broken(KnownOutputs, "_stat", always((0, 0, 0, 0)), (("output damaged", 0),)),
}
"""By what is not looked at any more."""


if __name__ == "__main__":
    from plugins.press.build_command import main

    BROKEN[sys.argv.pop(1)].apply()
    sys.exit(main(sys.argv[1:]))
