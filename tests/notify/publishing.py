"""A published site, as small as one can be, and a run of the command over it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from tests.conftest import ENVIRONMENT
from tests.forkserver import run_module
from tests.protocols.answering import Answer, Web
from tests.protocols.answering import page as served

ID = "2026-03-marmite"
HOME = "http://127.0.0.1:9/"
"""A site on this machine; nobody serves it."""
SOURCE = f"{HOME}{ID}/"
MENTIONED = served('<link rel="webmention" href="/in?kind=wm">')
PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>x</title>
<meta name="description" content="{excerpt}"><link rel="canonical" href="{url}">
<meta property="og:site_name" content="Trépied"><meta property="og:title" content="{title}"></head>
<body class="single h-entry"><a href="https://footer.example/">pied</a>
<article data-id="{id}"><h1 class="p-name">{title}</h1>{answers}
<div class="text e-content">{text}</div></article></body></html>"""


def page(
    links: Sequence[str] = (),
    *,
    identity: str = ID,
    words: str = "Du texte.",
    title: str = "La marmite",
    answers: str = "",
    url: str = "",
    home: str = HOME,
) -> str:
    """Return the page of an article with links."""
    anchors = "".join(f'<p><a href="{escape(link)}">un lien</a></p>' for link in links)
    answered = f'<p>Answer to <a class="u-in-reply-to" href="{escape(answers)}">x</a></p>' if answers else ""
    return PAGE.format(
        id=identity,
        url=url or f"{home}{identity}/",
        title=escape(title),
        excerpt="Un résumé.",
        answers=answered,
        text=f"<p>{words}</p>{anchors}",
    )


@dataclass
class Blog:
    """A folder with a published site."""

    folder: Path
    home: str = HOME
    environ: dict[str, str] = field(default_factory=dict)

    def publish(self, links: Sequence[str] = (), identity: str = ID, **more: Any) -> None:
        """Publish an article, and a home page."""
        self.write(f"{identity}/index.html", page(links, identity=identity, home=self.home, **more))
        self.write("index.html", f'<link rel="canonical" href="{self.home}"><ul><li>Accueil</li></ul>')

    def withdraw(self, identity: str = ID) -> None:
        """Take an article from the site."""
        shutil.rmtree(self.folder / "public" / identity)

    def write(self, name: str, html: str) -> None:
        """Write a page."""
        path = self.folder / "public" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, "utf-8")

    def notify(self, *options: str, development: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the command, as the task does."""
        command = ["plugins.notify.notify_task", *options, *(["--development"] if development else [])]
        return run_module(command, self.folder, {**ENVIRONMENT, "COLUMNS": "300", **self.environ})

    def file(self, identity: str = ID, *, development: bool = True) -> Path:
        """Return where an article is remembered."""
        return self.folder / "var/notify" / ("development" if development else "") / f"{identity}.json"

    def links(self, identity: str = ID, *, development: bool = True) -> list[dict[str, Any]]:
        """Return what is remembered of an article's links."""
        found: list[dict[str, Any]] = json.loads(self.file(identity, development=development).read_text())["links"]
        return found

    def states(self, identity: str = ID, *, development: bool = True) -> list[str]:
        """Return the states of an article's links, in order."""
        return [link["state"] for link in self.links(identity, development=development)]


def rows(done: subprocess.CompletedProcess[str]) -> list[tuple[str, ...]]:
    """Return the rows of the table that a run printed, as its cells."""
    lines = [line for line in done.stdout.splitlines() if line.startswith("│")]
    return [tuple(cell.strip() for cell in line.strip("│").split("│")) for line in lines]


def rdf(url: str) -> Answer:
    """Return a page that takes trackbacks."""
    return served(
        '<!-- <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">'
        f'<rdf:Description dc:identifier="{url}" trackback:ping="/tb"/></rdf:RDF> -->'
    )


def three(web: Web) -> list[str]:
    """Serve a page for each protocol, and one for none; return their addresses."""
    web.answers = {
        "/wm": MENTIONED,
        "/in?kind=wm": Answer(201, (("Location", "/status/1"),)),
        "/pb": served("", ("X-Pingback", f"{web.url}/xmlrpc")),
        "/xmlrpc": Answer(body=b"<methodResponse><params><param><value>ok</value></param></params></methodResponse>"),
        "/rdf": rdf(f"{web.url}/rdf"),
        "/tb": Answer(body=b"<response><error>0</error></response>"),
        "/none": served("<p>Rien.</p>"),
    }
    return [f"{web.url}{path}" for path in ("/wm", "/pb", "/rdf", "/none")]
