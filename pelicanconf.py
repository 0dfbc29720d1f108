"""The site as an author previews it: root-relative links, drafts shown, findings told and forgiven."""

from plugins.press.pelican_class import Site

# Pelican starts this class, so that plugins that fail and errors end a build (plugins/press/README.md).
PELICAN_CLASS = Site

# Identity
SITENAME = "Trépied"
SITESUBTITLE = "Des organisations qui se transforment sur trois pieds"
AUTHOR = "La rédaction"
AUTHOR_PAGE = "qui-suis-je"
SITEURL = ""
DEFAULT_LANG = "fr"
TIMEZONE = "Europe/Paris"
LOCALE = ["C"]  # the machine has no say: Babel formats dates

# Paths
PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
IGNORE_FILES = [".*", "__pycache__", "*~", "#*#"]

# Addresses: those of the blog that this one replaces
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}/index.html"
ARTICLE_LANG_URL = ARTICLE_URL
ARTICLE_LANG_SAVE_AS = ARTICLE_SAVE_AS
DRAFT_URL = "drafts/{slug}/"
DRAFT_SAVE_AS = "drafts/{slug}/index.html"
DRAFT_LANG_URL = DRAFT_URL
DRAFT_LANG_SAVE_AS = DRAFT_SAVE_AS
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = PAGE_URL
PAGE_LANG_SAVE_AS = PAGE_SAVE_AS
DRAFT_PAGE_URL = "drafts/pages/{slug}/"
DRAFT_PAGE_SAVE_AS = "drafts/pages/{slug}/index.html"
DRAFT_PAGE_LANG_URL = DRAFT_PAGE_URL
DRAFT_PAGE_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS
INDEX_URL = ""
ARCHIVES_URL = "archives/"
ARCHIVES_SAVE_AS = "archives/index.html"
DIRECT_TEMPLATES = ["index", "archives", "404"]
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": 10, "term": 10, "tag": 10, "author": 10}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Feeds: plugins/feeds writes them, and Pelican none
FEEDS_DOMAIN = "trepied.example"  # with the day below, a part of every id: never to be changed
FEEDS_FOUNDED = "2024-01-01"
FEEDS_PAGE = "abonnement"
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

# Being found: addresses are told when publishing, since only then there are any
SEO_ORGANIZATIONS = ["La rédaction"]  # all other authors are persons

# The conversation: content/interactions/, and the address of the inbox where there is one
INTERACTIONS_FEED = "commentaires"
INTERACTIONS_INBOX = "/inbox/"  # python3 tasks.py serve has one

# Theme and text
THEME = "theme"
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.footnotes": {"BACKLINK_TEXT": "&#8617;&#65038;"},  # the sign, not the emoji
        "markdown.extensions.admonition": {},
        "plugins.reading.markdown_syntax": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.toc": {"toc_depth": "2-3"},
        "markdown.extensions.sane_lists": {},
    },
}

# Plugins
PLUGINS = [
    "plugins.i18n",
    "plugins.framework",
    "plugins.typography",
    "plugins.drawings",
    "plugins.images",
    "plugins.feeds",
    "plugins.interactions",
    "plugins.reading",
    "plugins.search",
    "plugins.seo",
    "plugins.press",
]
FRAMEWORK_AUTHORS_PATH = "auteurs"
DRAWINGS_MAP_PATH = "carte"
