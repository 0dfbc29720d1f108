"""Translations and date formats: one gettext catalogue for templates and for messages to the author.

English is the source; ``theme/translations/`` holds the catalogues. Dates are formatted by Babel, so the
machine's locale never reaches a page.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
