"""The articles and pages of Pelican's generators, from all their lists."""

from __future__ import annotations

from typing import Any

__all__ = ["ARTICLE_LISTS", "PAGE_LISTS", "PUBLIC_ARTICLE_LISTS", "texts"]

PUBLIC_ARTICLE_LISTS = ("articles", "translations", "hidden_articles", "hidden_translations")
ARTICLE_LISTS = (*PUBLIC_ARTICLE_LISTS, "drafts", "drafts_translations")
"""The lists of Pelican's ``ArticlesGenerator``; the articles of the first four are public."""

PAGE_LISTS = ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations")
"""The lists of Pelican's ``PagesGenerator``."""


def texts(generator: Any, lists: tuple[str, ...] = ()) -> list[Any]:
    """Return all articles or pages of a generator, drafts included; none for another generator.

    Args:
        generator: A generator of Pelican's.
        lists: The names of its lists to read; all of them by default.
    """
    kinds = {"hidden_articles": ARTICLE_LISTS, "hidden_pages": PAGE_LISTS}
    names = lists or next((kind for name, kind in kinds.items() if hasattr(generator, name)), ())
    return [content for name in names for content in getattr(generator, name)]
