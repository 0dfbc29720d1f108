"""Translations and date formats: one gettext catalogue for templates and for messages to the author.

English is the source; ``theme/translations/`` holds the catalogues. Dates are formatted by Babel, so the
machine's locale never reaches a page.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.i18n import wiring

    wiring.connect()
