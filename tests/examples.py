"""The sites that the browser and the checkers look at, built once a session, and an address of each kind of page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import ENVIRONMENT, ROOT, SITES
from tests.forkserver import run_module
from tests.golden.regenerate import HERE as GOLDEN
from tests.golden.regenerate import SETTINGS as GOLDEN_SETTINGS


@dataclass(frozen=True)
class Source:
    """A content folder, the settings to build it with, and the path that its addresses begin with."""

    content: Path
    settings: str
    overrides: dict[str, Any] = field(default_factory=dict)
    prefix: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of page: the site it is in, a name, the address of one such page, and what the server answers."""

    site: str
    name: str
    address: str
    status: int = 200

    def __str__(self) -> str:
        return f"{self.site}-{self.name}"


# What the sample conversation of the golden site leads to is answered by the receiving service, not by a file.
SERVICE = r"/inbox/|/commentaires\.atom"

SOURCES = {
    "blog": Source(ROOT / "content", "publishconf.py"),
    # In a subfolder of its host, as a preview: with drafts, and with everything that Markdown can hold.
    "golden": Source(
        GOLDEN / "content",
        "pelicanconf.py",
        {name: value for name, value in GOLDEN_SETTINGS.items() if name not in ("THEME_STATIC_PATHS", "PRESS_STYLES")},
        "/blog",
    ),
    # Another language, and four pillars instead of three drivers, priorities and terrains.
    "english": Source(
        SITES / "english" / "content",
        "pelicanconf.py",
        {
            "SITENAME": "Quay",
            "SITESUBTITLE": "On four pillars",
            "AUTHOR": "The editors",
            "AUTHOR_PAGE": "about",
            "DEFAULT_LANG": "en",
            "TIMEZONE": "Europe/London",
            "FRAMEWORK_AUTHORS_PATH": "authors",
        },
    ),
}

KINDS = (
    Kind("blog", "home", "/"),
    Kind("blog", "home-2", "/page/2/"),
    Kind("blog", "article", "/2026/03/marmite/"),
    Kind("blog", "article-en", "/2026/03/the-pot/"),
    Kind("blog", "driver", "/moteurs/collaboratif/"),
    Kind("blog", "priority", "/priorites/terrain-rse/"),
    Kind("blog", "terrain", "/terrains/covoiturage/"),
    Kind("blog", "axis", "/moteurs/"),
    Kind("blog", "framework", "/marmite/"),
    Kind("blog", "map", "/carte/"),
    Kind("blog", "archives", "/archives/"),
    Kind("blog", "tags", "/tags/"),
    Kind("blog", "tag", "/tags/management/"),
    Kind("blog", "all-series", "/series/"),
    Kind("blog", "series", "/series/trois-pieds/"),
    Kind("blog", "authors", "/auteurs/"),
    Kind("blog", "author", "/auteurs/la-redaction/"),
    Kind("blog", "subscriptions", "/abonnement/"),
    Kind("blog", "page", "/qui-suis-je/"),
    Kind("blog", "404", "/nulle/part/", 404),
    Kind("golden", "everything", "/blog/2026/03/tout/"),
    Kind("golden", "everything-en", "/blog/2026/03/whole/"),
    Kind("golden", "draft", "/blog/drafts/brouillon/"),
    Kind("english", "home", "/"),
    Kind("english", "article", "/2026/05/harbour/"),
    Kind("english", "framework", "/quay/"),
    Kind("english", "pillar", "/pillars/craft/"),
)


def built(source: Source, folder: Path) -> Path:
    """Build a site below ``folder`` and return its output; what the build says when it fails is raised."""
    output = folder / "output"
    given = {"PRESS_STATE": str(folder / "state"), **source.overrides}
    command = ["pelican", str(source.content), "-s", str(ROOT / source.settings), "-o", str(output)]
    overrides = [f"{name}={json.dumps(value)}" for name, value in given.items()]
    done = run_module([*command, "-e", *overrides], ROOT, ENVIRONMENT)
    if done.returncode:
        raise AssertionError(f"{source.content} could not be built:\n{done.stdout}{done.stderr}")
    return output
