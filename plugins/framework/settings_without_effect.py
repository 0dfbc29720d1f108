"""Settings of Pelican's that mean nothing here, each with what to do instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["WITHOUT_EFFECT", "mends"]

FEEDS = "plugins.feeds writes the feeds: take it out; FEEDS_… in docs/settings.md says what may be set"
CATEGORIES = "there are no categories: take it out, and declare an axis in content/framework/framework.yaml"
TAGS = "take it out, and set FRAMEWORK_TAGS_PATH"
AUTHORS = "take it out, and set FRAMEWORK_AUTHORS_PATH"
ORDER = "articles come in the order of their dates, and pages in that of their files' names: take it out"
ARCHIVES = "there is one page of archives: take it out; ARCHIVES_SAVE_AS is its file"
CACHE = "take it out: Pelican's cache is not used"
OUTPUT = (
    "take it out, or the option -d: what no build writes any more is removed by itself; python3 tasks.py clean removes "
    "all of it"
)
RELATIVE = (
    "take it out, or the option --relative-urls: addresses begin with a slash; python3 tasks.py serve shows the site"
)
UNCHANGED = "take it out: a file that did not change is left alone by itself"
MARKDOWN = "texts are written in Markdown, in files that end in .md: take it out"
FRONT_MATTER = "take it out, and write it into the front matter of each text"
TRANSLATIONS = "take it out: translation_of in the front matter of a text names the text that it translates"
SUMMARIES = "take it out, and set FRAMEWORK_SUMMARY_LENGTH"
SLUGS = "take it out: a slug is that of the front matter, or made of the file's name"
DATES = "take it out: dates are written as DEFAULT_LANG writes them"
TYPOGRAPHY = "plugins.typography sets the texts: take it out; TYPOGRAPHY_… in docs/settings.md says what may be set"
THEME = "templates do not see it: take it out, and put into JINJA_GLOBALS what templates of your own show"
MENU = "take it out: menu in the front matter of a page is its rank there"

WITHOUT_EFFECT: Mapping[str, tuple[str, tuple[object, ...]]] = {
    **dict.fromkeys(
        (
            *(f"{kind}FEED_{form}" for kind in ("", "CATEGORY_", "AUTHOR_", "TAG_") for form in ("ATOM", "RSS")),
            *(f"{kind}FEED_{form}_URL" for kind in ("", "CATEGORY_", "AUTHOR_", "TAG_") for form in ("ATOM", "RSS")),
            *("FEED_ALL_RSS", "FEED_ALL_ATOM_URL", "FEED_ALL_RSS_URL", "FEED_APPEND_REF"),
            *("TRANSLATION_FEED_RSS", "TRANSLATION_FEED_ATOM_URL", "TRANSLATION_FEED_RSS_URL"),
        ),
        (FEEDS, ("feeds/{slug}.atom.xml", "feeds/{slug}.rss.xml")),
    ),
    "FEED_ALL_ATOM": (FEEDS, ("feeds/all.atom.xml",)),
    "TRANSLATION_FEED_ATOM": (FEEDS, ("feeds/all-{lang}.atom.xml",)),
    "FEED_MAX_ITEMS": (FEEDS, (100,)),
    "RSS_FEED_SUMMARY_ONLY": (FEEDS, (True,)),
    "USE_FOLDER_AS_CATEGORY": (CATEGORIES, (True,)),
    "DEFAULT_CATEGORY": (CATEGORIES, ("misc",)),
    "REVERSE_CATEGORY_ORDER": (CATEGORIES, ()),
    "DISPLAY_CATEGORIES_ON_MENU": (CATEGORIES, (True,)),
    "CATEGORY_REGEX_SUBSTITUTIONS": (CATEGORIES, ()),
    "CATEGORY_URL": (CATEGORIES, ("category/{slug}.html",)),
    "CATEGORY_SAVE_AS": (CATEGORIES, ("category/{slug}.html",)),
    "TAG_URL": (TAGS, ("tag/{slug}.html",)),
    "TAG_SAVE_AS": (TAGS, ("tag/{slug}.html",)),
    "AUTHOR_URL": (AUTHORS, ("author/{slug}.html",)),
    "AUTHOR_SAVE_AS": (AUTHORS, ("author/{slug}.html",)),
    "ARTICLE_ORDER_BY": (ORDER, ("reversed-date",)),
    "PAGE_ORDER_BY": (ORDER, ("basename",)),
    "NEWEST_FIRST_ARCHIVES": (ORDER, (True,)),
    **dict.fromkeys(
        (f"{unit}_ARCHIVE_{what}" for unit in ("YEAR", "MONTH", "DAY") for what in ("URL", "SAVE_AS")), (ARCHIVES, ())
    ),
    "CACHE_CONTENT": (CACHE, ()),
    "LOAD_CONTENT_CACHE": (CACHE, ()),
    "DELETE_OUTPUT_DIRECTORY": (OUTPUT, ()),
    "OUTPUT_RETENTION": (OUTPUT, ()),
    "STATIC_CREATE_LINKS": (UNCHANGED, ()),
    "STATIC_CHECK_IF_MODIFIED": (UNCHANGED, ()),
    "OUTPUT_SOURCES": ("take it out: the sources of texts are not published", ()),
    "TEMPLATE_PAGES": ("take it out, and name the template in DIRECT_TEMPLATES", ()),
    "RELATIVE_URLS": (RELATIVE, ()),
    "DOCUTILS_SETTINGS": (MARKDOWN, ()),
    "PYGMENTS_RST_OPTIONS": (MARKDOWN, ()),
    "DEFAULT_METADATA": (FRONT_MATTER, ()),
    "DEFAULT_DATE": (FRONT_MATTER, ()),
    "PATH_METADATA": (FRONT_MATTER, ()),
    "FILENAME_METADATA": (FRONT_MATTER, (r"(?P<date>\d{4}-\d{2}-\d{2}).*",)),
    "ARTICLE_TRANSLATION_ID": (TRANSLATIONS, ("slug", "translation_group")),
    "PAGE_TRANSLATION_ID": (TRANSLATIONS, ("slug", "translation_group")),
    "SUMMARY_MAX_LENGTH": (SUMMARIES, (50,)),
    "SUMMARY_MAX_PARAGRAPHS": (SUMMARIES, ()),
    "SUMMARY_END_SUFFIX": (SUMMARIES, ("…",)),
    "FORMATTED_FIELDS": ("take it out: the summary alone is written in Markdown", (["summary"],)),
    "SLUGIFY_SOURCE": (SLUGS, ("title",)),
    "SLUGIFY_USE_UNICODE": (SLUGS, ()),
    "SLUGIFY_PRESERVE_CASE": (SLUGS, ()),
    "SLUG_REGEX_SUBSTITUTIONS": (
        SLUGS,
        ([(r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-")],),
    ),
    "TAG_REGEX_SUBSTITUTIONS": (SLUGS, ()),
    "AUTHOR_REGEX_SUBSTITUTIONS": (SLUGS, ()),
    "DEFAULT_DATE_FORMAT": (DATES, ("%a %d %B %Y",)),
    "DATE_FORMATS": (DATES, ()),
    "TYPOGRIFY": (TYPOGRAPHY, ()),
    "INTRASITE_LINK_REGEX": ("take it out: links are relative paths of files", ("[{|](?P<what>.*?)[|}]",)),
    "DISPLAY_PAGES_ON_MENU": (MENU, (True,)),
    "CSS_FILE": ("take it out: the parts of the style sheet are those in PRESS_STYLES", ("main.css",)),
    **dict.fromkeys(("MENUITEMS", "LINKS", "SOCIAL", "GITHUB_URL", "DISQUS_SITENAME", "GOOGLE_ANALYTICS"), (THEME, ())),
}
"""Settings by name: the mend, and values that ask for nothing: Pelican's own, or what the project once had."""

ASKING_WHEN_EMPTY = frozenset(
    {"RSS_FEED_SUMMARY_ONLY", "NEWEST_FIRST_ARCHIVES", "DISPLAY_PAGES_ON_MENU", "SUMMARY_MAX_LENGTH"}
)


def mends(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each setting that asks for what is not done.

    >>> [*mends({"SITENAME": "A", "TYPOGRIFY": False, "OUTPUT_SOURCES": True})]
    ['setting OUTPUT_SOURCES: take it out: the sources of texts are not published']
    """
    for name in sorted(WITHOUT_EFFECT.keys() & settings.keys()):
        mend, harmless = WITHOUT_EFFECT[name]
        if settings[name] not in harmless and (settings[name] or name in ASKING_WHEN_EMPTY):
            yield f"setting {name}: {mend}"
    if any((settings.get("READERS") or {}).values()):
        yield f"setting READERS: {MARKDOWN}"
