"""The HTML of a comment, by what renders it, which is imported when there is one to be rendered."""

from __future__ import annotations

__all__ = ["REL", "to_html"]

REL = "nofollow ugc"
"""The ``rel`` of every link of a visitor's (https://html.spec.whatwg.org/#linkTypes; ``ugc`` is Google's)."""


def to_html(text: str) -> str:
    """Return a visitor's text as sanitised HTML (:func:`~plugins.interactions.visitor_html.to_html`)."""
    from plugins.interactions import visitor_html

    return visitor_html.to_html(text)
