"""The body of an answer, decompressed, and never more of it than was asked for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Protocol

from plugins.fetcher.model import FetchError

__all__ = ["read_body"]

OVERHEAD = 65_536  # what compression may add to a body that cannot be compressed; beyond, the sender plays with us
GZIP = 16 + zlib.MAX_WBITS
RAW_DEFLATE = -zlib.MAX_WBITS
GZIP_MAGIC = b"\x1f\x8b"
MEMBERS = 100  # of a gzip file; a body of nothing but empty ones costs much and says nothing


def read_body(chunks: Iterable[bytes], encodings: Sequence[str], limit: int) -> tuple[bytes, bool]:
    """Return at most ``limit`` bytes of a decompressed body, and whether there was more; what is beyond is not read.

    Takes no more memory than ``limit`` and two chunks.

    Args:
        chunks: The body as it came, without its transfer coding.
        encodings: The values of ``Content-Encoding`` (RFC 9110, section 8.4): none, gzip or deflate.
        limit: Bytes after decompression.

    Raises:
        FetchError: ``protocol``; another encoding, or a body that is broken or ends early.

    >>> read_body([b"ab", b"cd"], [], 3)
    (b'abc', True)
    """
    decoder = _decoder_of(encodings)
    body = bytearray()
    came = 0
    for chunk in chunks:
        came += len(chunk)
        body += decoder.decoded(chunk, limit + 1 - len(body))
        if len(body) > limit or came > limit + OVERHEAD:
            return bytes(body[:limit]), True
    decoder.end()
    return bytes(body), False


class Decoder(Protocol):
    """Takes a body piece by piece."""

    def decoded(self, chunk: bytes, room: int) -> bytes:
        """Return the next part of the body: at most ``room`` bytes, and fewer only if the chunk holds no more."""

    def end(self) -> None:
        """Raise FetchError if the body should not end here."""


def _decoder_of(encodings: Sequence[str]) -> Decoder:
    names = [name.strip().lower() for value in encodings for name in value.split(",")]
    match [name for name in names if name not in ("", "identity")]:
        case []:
            return Plain()
        case ["gzip" | "x-gzip"]:
            return Gzip()
        case ["deflate"]:
            return Deflate()
        case _:
            raise FetchError("protocol", "an encoding that was not asked for")


class Plain:
    """A body that is not compressed."""

    def decoded(self, chunk: bytes, room: int) -> bytes:
        """Return the chunk."""
        return chunk[:room]

    def end(self) -> None:
        """Any end is one."""


class Gzip:
    """gzip, RFC 1952: members one after the other (section 2.2); what is no member is ignored, as browsers do."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP)
        self._members = 1
        self._begun = False
        self._between = b""  # the first byte of what may be a member
        self._over = False

    def decoded(self, chunk: bytes, room: int) -> bytes:
        """Return the next part of the body."""
        self._begun = self._begun or bool(chunk)
        chunk, self._between = self._between + chunk, b""
        body = bytearray()
        while chunk and room > len(body) and not self._over:
            if self._member.eof and not self._next(chunk):
                break
            body += _inflated(self._member, chunk, room - len(body))
            chunk = self._member.unused_data or self._member.unconsumed_tail
        return bytes(body)

    def _next(self, chunk: bytes) -> bool:
        """Turn to the member that a chunk begins with, if it does."""
        if chunk == GZIP_MAGIC[:1]:
            self._between = chunk
            return False
        if not chunk.startswith(GZIP_MAGIC):
            self._over = True
            return False
        if self._members == MEMBERS:
            raise FetchError("protocol", "a body in too many pieces")
        self._member = zlib.decompressobj(GZIP)
        self._members += 1
        return True

    def end(self) -> None:
        """A member must be whole; no body at all is one too (HEAD, 304)."""
        if self._begun and not self._member.eof:
            raise FetchError("protocol", "a body that ends early")


class Deflate:
    """zlib, RFC 1950, which RFC 9110 means; or bare deflate, RFC 1951, which some send."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: zlib._Decompress | None = None

    def decoded(self, chunk: bytes, room: int) -> bytes:
        """Return the next part of the body. The first two bytes tell the formats apart (RFC 1950, section 2.2)."""
        if self._stream is None:
            chunk = self._head + chunk
            if len(chunk) < 2:
                self._head = chunk
                return b""
            wrapped = chunk[0] & 0x0F == zlib.DEFLATED and int.from_bytes(chunk[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if wrapped else RAW_DEFLATE)
        return b"" if self._stream.eof else _inflated(self._stream, chunk, room)

    def end(self) -> None:
        """The stream must be whole; no body at all is one too."""
        if self._head if self._stream is None else not self._stream.eof:
            raise FetchError("protocol", "a body that ends early")


def _inflated(stream: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    try:
        return stream.decompress(chunk, room)
    except zlib.error as error:
        raise FetchError("protocol", "a body that cannot be decompressed") from error
