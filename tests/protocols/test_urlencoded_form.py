"""Forms and their charsets."""

from __future__ import annotations

from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plugins.protocols.urlencoded_form import FORM, FormError, fields, parse_form

LABELS = [
    "utf-8",
    "UTF8",
    "iso-8859-1",
    "latin1",
    "windows-1252",
    "cp1252",
    "iso-8859-15",
    "us-ascii",
    "utf-7",
    "utf-16",
    "hz",
    "iso-2022-jp",
    "idna",
    "punycode",
    "rot13",
    "base64",
    "unicode_escape",
    "undefined",
    "\0",
    "é",
    "",
    "a.b",
    "x" * 300,
]


@pytest.mark.parametrize("label", ["utf-8", "UTF-8", '"utf-8"', "iso-8859-1", "ISO-8859-15", "windows-1252", "ascii"])
def test_charsets_that_are_taken(label: str) -> None:
    """By any of their usual names."""
    assert fields(b"a=b", f"{FORM}; charset={label}") == {"a": ("b",)}


@pytest.mark.parametrize(
    "label",
    [
        "utf-7",
        "unicode-1-1-utf-7",
        "utf-16",
        "utf-32",
        "hz-gb-2312",
        "iso-2022-jp",
        "idna",
        "punycode",
        "rot13",
        "base64",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "mbcs",
        "cp037",
        "no-such",
    ],
)
def test_charsets_that_are_not(label: str) -> None:
    """Those that hide markup, keep a state or are none are 415."""
    with pytest.raises(FormError) as caught:
        fields(b"a=b", f"{FORM}; charset={label}")
    assert caught.value.status == 415


@pytest.mark.parametrize(
    ("content_type", "status"),
    [("", 415), ("text/plain", 415), ("multipart/form-data; boundary=a", 415), (f"{FORM}x", 415), (f"x{FORM}", 415)],
)
def test_other_types(content_type: str, status: int) -> None:
    """What is no form is refused."""
    with pytest.raises(FormError) as caught:
        fields(b"a=b", content_type)
    assert caught.value.status == status


@given(some.binary(max_size=300), some.sampled_from(LABELS), some.text(max_size=20))
def test_nothing_but_its_own_errors(body: bytes, label: str, more: str) -> None:
    """Any bytes, charset and parameter: fields, or an error that says its status."""
    for content_type in (f"{FORM}; charset={label}", f"{FORM}; {more}", f"{FORM};{more}={label}", more):
        status, found = 0, {}
        try:
            found = dict(fields(body, content_type))
        except FormError as error:
            status = error.status
        assert status in (0, 400, 415)
        assert all(isinstance(value, str) for values in found.values() for value in values)


@given(some.dictionaries(some.text(min_size=1, max_size=5), some.text(max_size=10), max_size=5))
def test_what_was_sent_comes_back(given_: dict[str, str]) -> None:
    """Percent-encoded UTF-8, as browsers send it."""
    body = "&".join(f"{quote_from_bytes(k.encode())}={quote_from_bytes(v.encode())}" for k, v in given_.items())
    assert dict(parse_form(body.encode(), "utf-8")) == {key: (value,) for key, value in given_.items()}


def test_too_many_fields() -> None:
    """A body of nothing but fields is not counted to the end: 500 pass, 501 do not."""
    assert len(parse_form(b"a=1&" * 499 + b"a=1", "utf-8")["a"]) == 500
    with pytest.raises(FormError):
        parse_form(b"a=1&" * 500 + b"a=1", "utf-8")
