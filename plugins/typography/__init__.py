"""French and English microtypography: quotes, apostrophes, dashes, ellipses and no-break spaces in HTML and text.

The core is pure: :func:`plugins.typography.typeset.typeset_html` and :func:`~plugins.typography.typeset.typeset_text`
take text, a language and :class:`~plugins.typography.rule_options.Options`, and return text. The render seam names
:func:`plugins.typography.transform.typeset`. README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
