"""The site as it is published: its real address, no drafts, and no finding forgiven."""

import pelicanconf

globals().update({name: value for name, value in vars(pelicanconf).items() if name.isupper()})

SITEURL = "https://trepied.example"
IMAGES_VARIANTS = True
OUTPUT_PATH = "public"  # apart from the preview, which holds drafts
FRAMEWORK_DRAFTS = False
FRAMEWORK_STRICT = True
SEARCH_INDEX = True
SEO_CARDS = True
INTERACTIONS_INBOX = None  # "/inbox/" once it runs behind the web server: docs/inbox.md
