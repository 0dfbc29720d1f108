"""Atomic output of a build: one writer, a staging folder, and a manifest of the files written.

Every page, feed and asset goes through one writer into a staging folder until the whole build has succeeded; then each
changed file is renamed into place, unchanged files are left alone, and stale files of earlier builds are removed.
Nothing else is ever deleted.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
