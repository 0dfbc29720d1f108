"""The web app manifest (W3C Web Application Manifest)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.base.safe_text import JsonValue

__all__ = ["MANIFEST", "AppIcon", "manifest"]

MANIFEST = "site.webmanifest"


@dataclass(frozen=True, slots=True)
class AppIcon:
    """A square icon: its file, its side in pixels, and its purpose (``any`` or ``maskable``)."""

    file: str
    side: int
    purpose: str = "any"


def manifest(
    name: str, short_name: str, description: str, language: str, paper: str, icons: Iterable[AppIcon]
) -> bytes:
    """Return the bytes of the manifest; every URL in it is relative to the manifest's own, whatever the site's root is.

    It has no ``id``: that would be relative to the host, and defaults to the start URL.
    ``minimal-ui``: a site installed on a home screen keeps the back button, and its URL can be shared.
    """
    said: dict[str, JsonValue] = {
        "name": name,
        "short_name": short_name,
        "description": description,
        "lang": language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
        "icons": [
            {"src": icon.file, "sizes": f"{icon.side}x{icon.side}", "type": "image/png", "purpose": icon.purpose}
            for icon in icons
        ],
    }
    if not description:
        del said["description"]
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
