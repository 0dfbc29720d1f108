"""Plain data as bytes, so that what an output is made of can be compared with what it was made of before."""

from __future__ import annotations

from enum import Enum
from hashlib import blake2b
from typing import Protocol, runtime_checkable

import msgspec
from markupsafe import Markup

__all__ = ["digest_of", "plain_bytes"]


@runtime_checkable
class HasPlain(Protocol):
    """What says itself which plain data it stands for."""

    def plain_(self) -> object:
        """Return it as plain data."""


def _plain(value: object) -> object:
    if isinstance(value, Markup):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, HasPlain):
        return value.plain_()
    raise TypeError(f"{type(value).__name__} is no plain data: it cannot be in a view")


ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)


def plain_bytes(value: object) -> bytes:
    """Return a value of plain data as bytes (MessagePack): other bytes for another value.

    Raises:
        TypeError: It is no plain data.
    """
    data: bytes = ENCODER.encode(value)
    return data


def digest_of(*values: object) -> str:
    """Return the digest of values of plain data, in hexadecimal.

    >>> digest_of("a", 1) == digest_of("a", 1), digest_of("a", 1) == digest_of("a1")
    (True, False)
    """
    return blake2b(plain_bytes(values), digest_size=20).hexdigest()
