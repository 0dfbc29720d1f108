"""Plain data as bytes, so that what an output is made of can be compared with what it was made of before."""

from __future__ import annotations

from enum import Enum
from hashlib import blake2b

import msgspec
from markupsafe import Markup

__all__ = ["digest_of", "plain_bytes"]


def _plain(value: object) -> object:
    if isinstance(value, Markup):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    plain = getattr(value, "plain_", None)  # what says itself which plain data it stands for
    if plain is not None:
        return plain()
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
