"""The body of a response, decompressed up to a limit: safe against gzip bombs and endless bodies."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Protocol

from plugins.fetcher.model import FetchError

__all__ = ["read_body"]

OVERHEAD = 65_536  # bytes that compression may add to incompressible data; more of it is an attack
GZIP = 16 + zlib.MAX_WBITS
RAW_DEFLATE = -zlib.MAX_WBITS
GZIP_MAGIC = b"\x1f\x8b"
MEMBERS = 100  # the most members of a gzip body: thousands of empty ones cost time and decompress to nothing


def read_body(chunks: Iterable[bytes], encodings: Sequence[str], limit: int) -> tuple[bytes, bool]:
    """Return at most ``limit`` bytes of a decompressed body, and whether there was more; the rest is not read.

    Takes no more memory than ``limit`` and two chunks.

    Args:
        chunks: The body as received, without its transfer coding.
        encodings: The values of ``Content-Encoding`` (RFC 9110, section 8.4): none, gzip or deflate.
        limit: Bytes after decompression.

    Raises:
        FetchError: ``protocol``: another encoding, or a body that is corrupt or truncated.

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
    """An incremental decoder of one content coding."""

    def decoded(self, chunk: bytes, room: int) -> bytes:
        """Return the next part of the body: at most ``room`` bytes, and fewer only if the chunk holds no more."""

    def end(self) -> None:
        """Raise FetchError if the body is incomplete."""


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
        """Accept the end: without a coding, no body is incomplete."""


class Gzip:
    """gzip, RFC 1952: a series of members (section 2.2); trailing data that is no member is ignored, as in browsers."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP)
        self._members = 1
        self._begun = False
        self._between = b""  # the first byte of a possible next member
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
        """Return whether a chunk begins with a further member, and start decoding it."""
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
        """Raise FetchError if a member is truncated; an empty body is complete (HEAD, 304)."""
        if self._begun and not self._member.eof:
            raise FetchError("protocol", "a body that ends early")


class Deflate:
    """The coding ``deflate``: zlib (RFC 1950), as RFC 9110 defines it, or raw deflate (RFC 1951), as some send."""

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
        """Raise FetchError if the stream is truncated; an empty body is complete."""
        if self._head if self._stream is None else not self._stream.eof:
            raise FetchError("protocol", "a body that ends early")


def _inflated(stream: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    try:
        return stream.decompress(chunk, room)
    except zlib.error as error:
        raise FetchError("protocol", "a body that cannot be decompressed") from error
