"""What a ``Content-Type`` says, whoever sent it (RFC 9110, section 8.3)."""

from __future__ import annotations

from email.message import Message as Header

__all__ = ["charset_label", "media_type"]

LONGEST = 200
"""Characters that are looked at: :mod:`email` reads a value in the square of its length, and numbers of any length."""


def media_type(content_type: str) -> str:
    """Return a media type in lower case, without parameters; HTML where a server says none.

    >>> media_type("Text/HTML; charset=utf-8"), media_type("")
    ('text/html', 'text/html')
    """
    return content_type[:LONGEST].partition(";")[0].strip().lower() or "text/html"


def charset_label(content_type: str) -> str:
    """Return the charset as it is named, or an empty string.

    >>> charset_label('text/html; x="; charset=a"; charset="ISO-8859-1"')
    'ISO-8859-1'
    """
    header = Header()
    header["Content-Type"] = " ".join(content_type[:LONGEST].split()) or "text/html"
    return str(header.get_param("charset", ""))
