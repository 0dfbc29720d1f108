"""Published images: metadata removed, dimensions in HTML (no layout shift), and responsive variants.

Every published image is re-encoded or stripped of all but its image data, so that no Exif (place, camera) is published.
HTML gets width and height, so that nothing shifts while images load; when publishing, each photograph gets variants of
several widths. README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
