"""Comments and linkbacks of a static site: approved ones as YAML files, threaded on pages and in comment feeds.

Private and pending data stay with the receiving service (``inbox/``); each approved comment or linkback is a YAML file
below ``content/interactions/<article id>/`` (:mod:`~plugins.interactions.model`,
:mod:`~plugins.interactions.record_files`), and the published conversation is made of those files alone. README.md is
the manual.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
