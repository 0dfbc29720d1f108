"""The bodies of texts: HTML with unresolved targets, contents, and what packages store beside them.

They are kept as bytes, and read only by who shows them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import cbor2

from plugins.base.spool import Spool
from plugins.framework.render.markdown import Heading
from plugins.framework.render.targets import Holed

__all__ = ["Bodies", "Body"]


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered text.

    Attributes:
        html: Its HTML.
        contents: The table of contents, a tree of headings.
        stored: What packages store, by name.
    """

    html: Holed
    contents: tuple[Heading, ...] = ()
    stored: Mapping[str, Any] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return it as CBOR (RFC 8949)."""
        data: bytes = cbor2.dumps([self.html.plain(), _plain(self.contents), dict(self.stored)])
        return data

    @classmethod
    def of_bytes(cls, data: bytes) -> Body:
        """Return what :meth:`to_bytes` was made of."""
        html, contents, stored = cbor2.loads(data)
        return cls(Holed.of_plain(html), _headings(contents), stored)


def _plain(headings: tuple[Heading, ...]) -> list[Any]:
    return [[one.level, one.anchor, one.html, _plain(one.children)] for one in headings]


def _headings(data: list[Any]) -> tuple[Heading, ...]:
    return tuple(Heading(level, anchor, html, _headings(children)) for level, anchor, html, children in data)


class Bodies:
    """The bodies of one build, by digest."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._last: tuple[str, Body] | None = None

    def put(self, body: Body) -> str:
        """Keep a body, and return its digest."""
        data = body.to_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._spool:
            self._spool.put(digest, data)
        return digest

    def get(self, digest: str) -> Body:
        """Return a body that was put.

        Raises:
            KeyError: None has this digest.
        """
        if self._last is None or self._last[0] != digest:
            data = self._spool.get(digest)
            if data is None:
                raise KeyError(digest)
            self._last = digest, Body.of_bytes(data)
        return self._last[1]
