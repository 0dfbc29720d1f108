"""The texts that Pelican's generators hold, over all the lists they sort them into."""

from __future__ import annotations

from typing import Any

__all__ = ["ARTICLE_LISTS", "PAGE_LISTS", "PUBLIC_ARTICLE_LISTS", "texts"]

PUBLIC_ARTICLE_LISTS = ("articles", "translations", "hidden_articles", "hidden_translations")
ARTICLE_LISTS = (*PUBLIC_ARTICLE_LISTS, "drafts", "drafts_translations")
"""The lists of Pelican's ``ArticlesGenerator``; readers can reach what the first four hold."""

PAGE_LISTS = ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations")
"""The lists of Pelican's ``PagesGenerator``."""


def texts(generator: Any, lists: tuple[str, ...] = ()) -> list[Any]:
    """Return every article or page of a generator, drafts too; a generator of neither has none.

    Args:
        generator: One of Pelican's.
        lists: Which of its lists; all of them when none is named.
    """
    kinds = {"hidden_articles": ARTICLE_LISTS, "hidden_pages": PAGE_LISTS}
    names = lists or next((kind for name, kind in kinds.items() if hasattr(generator, name)), ())
    return [content for name in names for content in getattr(generator, name)]
