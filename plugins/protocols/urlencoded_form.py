"""Form bodies (``application/x-www-form-urlencoded``), decoded from a known charset."""

from __future__ import annotations

from collections.abc import Mapping
from encodings import normalize_encoding
from encodings.aliases import aliases
from urllib.parse import parse_qsl

from plugins.i18n.messages import N_, Message, message
from plugins.protocols.content_type import charset_label, media_type

__all__ = ["FORM", "Form", "FormError", "charset_of", "fields", "parse_form"]

MOST_FIELDS = 500
FORM = "application/x-www-form-urlencoded"
CHARSETS = {"utf_8": "utf-8", "ascii": "ascii", "latin_1": "iso8859-1", "iso8859_15": "iso8859-15", "cp1252": "cp1252"}
"""The accepted codecs, by the names of their modules: no UTF-7, which hides markup, and no stateful encoding."""
LABELS = CHARSETS | {label: CHARSETS[codec] for label, codec in aliases.items() if codec in CHARSETS}
"""The accepted charset labels; a table, since ``codecs.lookup`` caches every unknown label without a bound."""

Form = Mapping[str, tuple[str, ...]]


class FormError(Exception):
    """A body that is no form, or not valid in its charset; ``status`` is the HTTP status of the answer."""

    def __init__(self, status: int, said: Message) -> None:
        super().__init__(said.text())
        self.status = status
        self.said = said


def fields(body: bytes, content_type: str) -> Form:
    """Return the fields of a form by name, each with its values in order.

    Args:
        body: The request body.
        content_type: The value of ``Content-Type``; UTF-8 when it names no charset (URL Standard, section 5).

    Raises:
        FormError: 400: the body is invalid. 415: another media type or an unknown charset.
    """
    return parse_form(body, charset_of(content_type))


def charset_of(content_type: str) -> str:
    """Return the charset of a form's ``Content-Type``, as Python's codec name.

    >>> charset_of("application/x-www-form-urlencoded; charset=ISO-8859-1")
    'iso8859-1'
    """
    if not content_type or media_type(content_type) != FORM:
        raise FormError(415, message(N_("The inbox takes forms, and nothing else.")))
    return known_charset(charset_label(content_type) or "utf-8")


def known_charset(label: str) -> str:
    """Return the codec name of an accepted charset label.

    Raises:
        FormError: 415: the charset is not accepted.
    """
    charset = LABELS.get(normalize_encoding(label).lower())
    if charset is None:
        raise FormError(415, message(N_("The inbox does not know this charset: send UTF-8.")))
    return charset


def parse_form(body: bytes, charset: str) -> Form:
    """Return the fields of a form's body by name, each with its values in order.

    Raises:
        FormError: 400: the body is not valid in the charset, or has too many fields.

    >>> dict(parse_form("a=%C3%A9&b=1&b=2&c=".encode(), "utf-8"))
    {'a': ('é',), 'b': ('1', '2'), 'c': ('',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    try:
        pairs = parse_qsl(
            body.decode(charset), keep_blank_values=True, encoding=charset, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:  # UnicodeDecodeError is one
        raise FormError(400, message(N_("The form cannot be read: it is not what its charset says."))) from None
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found
