"""A small site with search, built once as it is published, behind a server that sends a strict policy."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import PATIENCE, browser
from tests.conftest import SiteFolder, sample

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a site may be served with; search needs ``'wasm-unsafe-eval'`` and ``connect-src``, and no worker."""

COMMUTING = """Les covoiturages de l’entreprise commencent par un relevé.

## L’équilibre du cœur

On y parle d’équilibre, et de <b>rien d’autre</b> : `<img src=x onerror=alert(1)>`.[^1]

[^1]: Une note sur la tondeuse.
"""


def fill(site: SiteFolder) -> None:
    """Write texts of every kind."""
    site.article("covoiturage", title="Compter d’abord", body=COMMUTING, more="tags: [mobilité douce]\n")
    site.article("salaires", title="Salaires ouverts", body="Le salaire, et un seul vélo.")
    site.article("brouillon", title="Secret", body="Un zanzibar en covoiturage.", more="status: draft\n")
    site.article("cache", title="Secret", body="Un kilimandjaro en covoiturage.", more="status: hidden\n")
    site.article("plus-tard", title="Secret", body="Un popocatepetl.", more="")
    file = site.path / "content/articles/2026/plus-tard.md"
    file.write_text(file.read_text("utf-8").replace("date: 2026-03-02", "date: 2036-03-02"), "utf-8")
    site.article("counting", title="Counting first", body="Carpools, and their neighbours.", more="lang: en\n")
    for number in range(12):
        axes = f"""drivers: {{rse: 1, collaboratif: {number % 3 + 1}}}\npriorities: [relations-humaines]"""
        front = f"id: 20{number + 10}-liste\ntitle: Liste {number}\ndate: 20{number + 10}-01-01\n{axes}"
        text = f"---\n{front}\n---\n\nUne énumération.\n"
        site.write(f"articles/20{number + 10}/liste-{number}.md", text)
    site.write("pages/qui.md", "---\ntitle: Qui suis-je\n---\n\nUn tourneur-fraiseur.\n")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Return a site that was built as it is published, in a folder of its host."""
    site = sample(tmp_path_factory.mktemp("search"))
    fill(site)
    done = site.build("publishconf.py", FRAMEWORK_NOW="2026-06-01", SITEURL="https://search.example/blog")
    assert done.returncode == 0, done.stdout + done.stderr
    return site


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files below /blog/ with the policy, and says nothing."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/blog"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(published: SiteFolder) -> Iterator[str]:
    """Serve the site on a free port and yield its address, with a slash at its end."""
    yield from serve(published.output)


def serve(output: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(output))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/blog/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start the system's browser once."""
    with browser() as started:
        yield started


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page; at the end, no page may have said anything on its console."""
    said: list[str] = []
    contexts = []

    def open_page(path: str = "", **options: object) -> Page:
        context = chromium.new_context(reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in said if "favicon" not in text] == []
