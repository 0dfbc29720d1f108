"""The HTML of a comment, by what renders it, which is imported when there is one to be rendered."""

from __future__ import annotations

__all__ = ["to_html"]


def to_html(text: str) -> str:
    """Return a visitor's text as sanitised HTML (:func:`~plugins.interactions.visitor_html.to_html`)."""
    from plugins.interactions import visitor_html

    return visitor_html.to_html(text)
