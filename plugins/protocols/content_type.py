"""The media type and the charset of an untrusted ``Content-Type`` header (RFC 9110, section 8.3)."""

from __future__ import annotations

from email.message import Message as Header

__all__ = ["charset_label", "media_type"]

LONGEST = 200
"""The most characters parsed: :mod:`email` takes quadratic time, and parses numbers of any length."""


def media_type(content_type: str) -> str:
    """Return the media type in lower case, without parameters; ``text/html`` when the header is empty.

    >>> media_type("Text/HTML; charset=utf-8"), media_type("")
    ('text/html', 'text/html')
    """
    return content_type[:LONGEST].partition(";")[0].strip().lower() or "text/html"


def charset_label(content_type: str) -> str:
    """Return the value of the ``charset`` parameter, or an empty string.

    >>> charset_label('text/html; x="; charset=a"; charset="ISO-8859-1"')
    'ISO-8859-1'
    """
    header = Header()
    header["Content-Type"] = " ".join(content_type[:LONGEST].split()) or "text/html"
    return str(header.get_param("charset", ""))
