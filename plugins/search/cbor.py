r"""The part of CBOR that Pagefind's metadata are written in (RFC 8949, section 3). Contains no Pelican and no I/O.

Numbers from 0, text and arrays of definite length; anything else is an error, so that a new version of Pagefind
that writes something else is met by a message and not by a broken index.
"""

from __future__ import annotations

__all__ = ["CborError", "Value", "decode", "encode"]

Value = int | str | list["Value"]

NUMBER, TEXT, ARRAY = 0, 3, 4
"""Major types (section 3.1)."""
WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}


class CborError(ValueError):
    """The bytes are not what this module reads."""


def decode(data: bytes) -> Value:
    r"""Return the one item that bytes hold.

    >>> decode(b"\x82\x18\x64\x62fr")
    [100, 'fr']
    """
    try:
        item, end = _item(data, 0)
    except (IndexError, UnicodeDecodeError) as error:
        raise CborError(str(error)) from error
    if end != len(data):
        raise CborError(f"{len(data) - end} bytes after the end")
    return item


def _item(data: bytes, position: int) -> tuple[Value, int]:
    major, number, position = _head(data, position)
    if major == NUMBER:
        return number, position
    if major == TEXT:
        if position + number > len(data):
            raise CborError("a text is cut off")
        return data[position : position + number].decode(), position + number
    items: list[Value] = []
    for _ in range(number):
        item, position = _item(data, position)
        items.append(item)
    return items, position


def _head(data: bytes, position: int) -> tuple[int, int, int]:
    """Return the major type, its number, and where what follows begins."""
    major, additional = divmod(data[position], 32)
    position += 1
    if major not in (NUMBER, TEXT, ARRAY) or additional > max(WIDTHS):
        raise CborError(f"byte {data[position - 1]:#04x} at {position - 1}")
    if additional < min(WIDTHS):
        return major, additional, position
    width = WIDTHS[additional]
    if position + width > len(data):
        raise CborError("a number is cut off")
    return major, int.from_bytes(data[position : position + width], "big"), position + width


def encode(value: Value) -> bytes:
    r"""Return the shortest bytes of an item (section 4.2.1).

    >>> encode([100, "fr"])
    b'\x82\x18dbfr'
    """
    if isinstance(value, int):
        return _encoded_head(NUMBER, value)
    if isinstance(value, str):
        text = value.encode()
        return _encoded_head(TEXT, len(text)) + text
    return _encoded_head(ARRAY, len(value)) + b"".join(map(encode, value))


def _encoded_head(major: int, number: int) -> bytes:
    if number < min(WIDTHS):
        return bytes([major * 32 + number])
    for additional, width in WIDTHS.items():
        if number < 1 << 8 * width:
            return bytes([major * 32 + additional]) + number.to_bytes(width, "big")
    raise CborError(f"{number} is too large")
