"""The part of CBOR that is read: RFC 8949, appendix A."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.cbor import CborError, Value, decode, encode

EXAMPLES: list[tuple[Value, str]] = [
    (0, "00"),
    (23, "17"),
    (24, "1818"),
    (100, "1864"),
    (1000, "1903e8"),
    (1000000, "1a000f4240"),
    (18446744073709551615, "1bffffffffffffffff"),
    ("", "60"),
    ("IETF", "6449455446"),
    ("ü", "62c3bc"),
    ([], "80"),
    ([1, [2, 3], [4, 5]], "8301820203820405"),
    (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
]
VALUES: st.SearchStrategy[Value] = st.recursive(
    st.integers(0, 2**64 - 1) | st.text(max_size=40), lambda inner: st.lists(inner, max_size=30), max_leaves=60
)


@pytest.mark.parametrize(("value", "data"), EXAMPLES)
def test_examples(value: Value, data: str) -> None:
    """The examples of the standard, both ways."""
    assert encode(value).hex() == data
    assert decode(bytes.fromhex(data)) == value


@given(VALUES)
def test_what_is_written_is_read(value: Value) -> None:
    """Any value comes back."""
    assert decode(encode(value)) == value


@given(st.binary(max_size=60))
def test_other_bytes_are_refused(data: bytes) -> None:
    """Bytes are a value or an error of this module, never another."""
    try:
        decode(data)
    except CborError:
        return


@pytest.mark.parametrize("data", ["", "20", "f5", "a0", "40", "9f01ff", "6449", "8101" + "00", "19", "62c3"])
def test_what_is_not_read(data: str) -> None:
    """Negative numbers, booleans, maps, bytes, open ends, cuts and leftovers are errors."""
    with pytest.raises(CborError):
        decode(bytes.fromhex(data))


def test_too_large() -> None:
    """A number beyond eight bytes is an error."""
    with pytest.raises(CborError):
        encode(2**64)
