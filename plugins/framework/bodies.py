"""The bodies of texts: HTML with unresolved targets, contents, and what packages store beside them.

They are kept as bytes, and read only by who shows them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import cbor2

from plugins.base.kept_values import KeptValues
from plugins.base.spool import Spool
from plugins.framework.render.markdown import Heading
from plugins.framework.render.targets import Holed

__all__ = ["Bodies", "Body", "LostBodyError", "body_digest"]


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


def body_digest(data: bytes) -> str:
    """Return the digest of a body's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class LostBodyError(KeyError):
    """No body has this digest."""


class Bodies:
    """The bodies of one build, by digest.

    Args:
        kept: Those of earlier builds.
        again: Puts a body once more that has been there and is not any more.
    """

    def __init__(self, kept: KeptValues | None = None, again: Callable[[str], object] = len) -> None:
        self._spool, self._kept, self._again = Spool(), kept, again
        self._last: tuple[str, Body] | None = None

    def put(self, body: Body) -> str:
        """Keep a body, and return its digest."""
        return self.put_bytes(body.to_bytes())

    def put_bytes(self, data: bytes) -> str:
        """Keep a body that is bytes already, and return its digest."""
        digest = body_digest(data)
        if digest not in self._spool:
            self._spool.put(digest, data)
            if self._kept is not None:
                self._kept.put(bytes.fromhex(digest), data)
        return digest

    def __contains__(self, digest: str) -> bool:
        return digest in self._spool or (self._kept is not None and bytes.fromhex(digest) in self._kept)

    def get(self, digest: str) -> Body:
        """Return a body that was put.

        Raises:
            LostBodyError: None has this digest.
        """
        if self._last is None or self._last[0] != digest:
            self._last = digest, Body.of_bytes(self.bytes_of(digest))
        return self._last[1]

    def bytes_of(self, digest: str) -> bytes:
        """Return the bytes of a body that was put.

        Raises:
            LostBodyError: None has this digest.
        """
        data = self._bytes(digest)
        if data is None:
            self._again(digest)
            data = self._bytes(digest)
        if data is None:
            raise LostBodyError(digest)
        return data

    def _bytes(self, digest: str) -> bytes | None:
        data = self._spool.get(digest)
        if data is None and self._kept is not None:
            data = self._kept.get(bytes.fromhex(digest))
        return data
