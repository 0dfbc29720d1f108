"""Pelican as it comes, typogrify on, with the same kinds of pages and feeds as this site's; none of its plugins."""

SITENAME = "Trépied"
SITESUBTITLE = "Des organisations qui se transforment sur trois pieds"
SITEURL = "https://trepied.example"
AUTHOR = "La rédaction"
DEFAULT_LANG = "fr"
TIMEZONE = "Europe/Paris"
LOCALE = ["C"]
SLUGIFY_SOURCE = "basename"
PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
STATIC_PATHS: list[str] = []
THEME = "theme"
PLUGINS: list[str] = []
TYPOGRIFY = True
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {"toc_depth": "2-3"},
    },
}
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
AUTHOR_URL = "author/{slug}/"
AUTHOR_SAVE_AS = "author/{slug}/index.html"
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": 10, "tag": 10, "category": 10, "author": 10}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
FEED_ALL_ATOM = "feed.atom"
FEED_ALL_RSS = "feed.rss"
CATEGORY_FEED_ATOM = "category/{slug}/feed.atom"
CATEGORY_FEED_RSS = "category/{slug}/feed.rss"
TAG_FEED_ATOM = "tag/{slug}/feed.atom"
TAG_FEED_RSS = "tag/{slug}/feed.rss"
AUTHOR_FEED_ATOM = "author/{slug}/feed.atom"
AUTHOR_FEED_RSS = "author/{slug}/feed.rss"
TRANSLATION_FEED_ATOM = None
