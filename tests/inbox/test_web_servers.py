"""The web servers of docs/inbox.md, as it configures them, before a real inbox: alone, and with the other documents."""

from __future__ import annotations

import http.client
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from xmlrpc.client import Fault as FaultOf
from xmlrpc.client import ServerProxy

import pytest
from sqlalchemy import select

from plugins.inbox.data.database_tables import items
from plugins.inbox.service import open_inbox
from plugins.inbox.settings import InboxSettings
from tests import apache as apache_process
from tests import system
from tests.browser import headers
from tests.conftest import ROOT
from tests.inbox.running import RIGHT, Browser
from tests.inbox.test_abuse import flood, process
from tests.inbox.test_servers import free_port

INBOX, POLICY, FEEDS = ((ROOT / f"docs/{name}.md").read_text("utf-8") for name in ("inbox", "headers", "feeds"))
ROOT_FOLDER = "/srv/www/trepied"
"""What the documents call the folder of the site."""
ARTICLE = "/2026/03/marmite/"
FILES = {
    "index.html": "<h1>Le site</h1>",
    "404.html": "<h1>Perdu</h1>",
    "2026/03/marmite/index.html": "<h1>La marmite</h1>",
    "2026/03/marmite/feed.atom": "<feed/>",
}
INBOX_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
ADVERTISED = {
    "X-Pingback": "https://trepied.example/inbox/pingback",
    "Link": '<https://trepied.example/inbox/webmention>; rel="webmention"',
}


@dataclass(frozen=True)
class Place:
    """Where a web server is to run: its folder with the site in it, its port, and that of the inbox."""

    folder: Path
    port: int
    inbox: int

    def fit(self, said: str) -> str:
        """Put this place's addresses and folder into what a document says."""
        said = said.replace(ROOT_FOLDER, str(self.folder / "site"))
        return said.replace("127.0.0.1:8001", f"127.0.0.1:{self.inbox}")


def numbers(language: str) -> str:
    """Return the lines for addresses with a number: a document's second block of a language."""
    first = headers.block(INBOX, language)
    return headers.block(INBOX.partition(first)[2], language)


def inside(said: str, opening: str) -> tuple[str, str]:
    """Return what stands before a block, and within it."""
    before, _, within = said.partition(opening)
    return before, within.rstrip().removesuffix("}")


def without(lines: str, *words: str) -> str:
    """Return the lines that do not begin with one of some words: the place says those."""
    return "\n".join(line for line in lines.splitlines() if not line.strip().startswith(words))


def nginx(place: Place, *, together: bool) -> list[str]:
    """Write nginx's configuration, and return its command."""
    before, within = inside(headers.block(INBOX, "nginx"), "server {\n")
    within += numbers("nginx")
    if together:
        others, policy = inside(headers.block(POLICY, "nginx"), "server {\n")
        feeds = inside(headers.block(FEEDS, "nginx"), "server {\n")[1]
        before += others
        within += without(policy, "listen", "server_name", "root")
        within += without(feeds, "listen", "server_name", "root", "index")
    within = within.replace("listen 80", f"listen 127.0.0.1:{place.port}")
    folder = place.folder
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = "user root;\n" if os.geteuid() == 0 else ""  # else its workers could not read the folder of a test
    text += f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
    text += f"http {{ access_log {folder}/access.log; {temporary}\n{before}server {{\n{within}}}\n}}\n"
    (folder / "nginx.conf").write_text(place.fit(text), "utf-8")
    return [system.command(system.NGINX), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def caddy(place: Place, *, together: bool) -> list[str]:
    """Write Caddy's configuration, and return its command."""
    within = inside(headers.block(INBOX, "caddy"), "trepied.example {\n")[1] + numbers("caddy")
    before = ""
    if together:
        before, policy = inside(headers.block(POLICY, "caddy"), "http://trepied.example {\n")
        policy, _, errors = policy.partition("\thandle_errors")
        feeds = inside(headers.block(FEEDS, "caddy"), "http://trepied.example {\n")[1].partition("\tfile_server")[0]
        both = without(policy, "root") + "\n" + without(feeds, "root")
        within = within.replace("\t\tfile_server\n", f"{both}\n") + f"\thandle_errors{errors}"
    text = f"{{\n\tadmin off\n}}\n{before}http://127.0.0.1:{place.port} {{\n{within}}}\n"
    (place.folder / "Caddyfile").write_text(place.fit(text), "utf-8")
    return [system.command(system.CADDY), "run", "--config", str(place.folder / "Caddyfile")]


def apache(place: Place, *, together: bool) -> list[str]:
    """Write Apache's configuration, and return its command."""
    rules, proxy, rest = headers.block(INBOX, "apache").partition("    ProxyPreserveHost")
    said = f"{rules}{numbers('apache')}{proxy}{rest}".replace("*:80", f"127.0.0.1:{place.port}")
    if together:
        rules = headers.block(POLICY, "apache") + headers.block(FEEDS, "apache")
        (place.folder / "site/.htaccess").write_text(rules, "utf-8")
    said = said.replace("${APACHE_LOG_DIR}", str(place.folder))
    return apache_process.command(place.folder, place.port, place.fit(said))


@dataclass(frozen=True)
class Running:
    """A web server that runs before an inbox."""

    browser: Browser
    place: Place
    settings: InboxSettings
    together: bool

    def received(self, source: str) -> list[tuple[str, str]]:
        """Return the linkbacks that came from a page: kind and article."""
        inbox = open_inbox(self.settings)
        with inbox.database.read() as connection:
            query = select(items.c.kind, items.c.article).where(items.c.source == source)
            found = [(row.kind, row.article) for row in connection.execute(query)]
        inbox.close()
        return found


@pytest.fixture(scope="module", params=[nginx, caddy, apache], ids=["nginx", "caddy", "apache"])
def server(request: pytest.FixtureRequest) -> Callable[..., list[str]]:
    """Return each web server in turn."""
    found: Callable[..., list[str]] = request.param
    return found


@pytest.fixture(scope="module", params=[False, True], ids=["alone", "together"])
def running(
    request: pytest.FixtureRequest, server: Callable[..., list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Run each web server before an inbox: with what its own document says, and with what all three say."""
    with apache_process.readable_folder() as folder:
        for name, text in FILES.items():
            file = folder / "site" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        port = free_port()
        given = {"INBOX_TRUSTED_PROXIES": "127.0.0.1,::1", "INBOX_URL": f"http://127.0.0.1:{port}/inbox"}
        with process(tmp_path_factory.mktemp("inbox"), **given) as (_, inbox, settings):
            place = Place(folder, port, inbox.port)
            with system.listening(server(place, together=request.param), port, folder):
                yield Running(Browser(port), place, settings, request.param)


def refused(browser: Browser) -> int:
    """Send a body that is too long, and return the status alone: Caddy may cut the words while it is still sending."""
    body, form = urlencode({**RIGHT, "x": "a" * 200_000}), {"Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)) as connection:
        connection.request("POST", "/inbox/comment", body, form)
        return connection.getresponse().status


def test_comments(running: Running) -> None:
    """Site and inbox of one origin; whom a client claims to be is not believed; long bodies end before the inbox."""
    browser = running.browser
    assert browser.get("/").body == b"<h1>Le site</h1>"
    assert browser.get("/inbox/comment?article=2026-03-marmite").status == 200
    answer = browser.post("/inbox/comment", {**RIGHT, "text": "é" * 10_000})
    assert (answer.status, answer.location) == (303, "/inbox/thanks?article=2026-03-marmite")
    assert refused(browser) in (413, 502)  # Caddy 2.6
    assert flood(browser, 0, 12, "20.{0}.{1}.1") == {303: 5, 429: 7}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_articles_are_advertised(running: Running, method: str) -> None:
    """An article says where linkbacks are taken, to HEAD too; nothing else says so."""

    def said(path: str) -> tuple[int, dict[str, list[str]]]:
        answer = running.browser.ask(method, path)
        return answer.status, {name: found for name in ADVERTISED if (found := answer.headers.get_all(name))}

    assert said(ARTICLE) == (200, {name: [value] for name, value in ADVERTISED.items()})
    assert said("/") == (200, {})
    assert said(f"{ARTICLE}feed.atom") == (200, {})
    assert said("/2026/03/nulle-part/") == (404, {})
    assert said("/inbox/webmention") == (200, {})


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("/2026/03/marmite/trackback/", 200, "0"),
        ("/2026/03/marmite/trackback", 200, "0"),
        ("/2026/03/02/marmite/trackback/", 200, "0"),
        ("/2026/03/02/marmite/trackback", 200, "0"),
        ("/2026/03/nulle-part/trackback/", 404, "1"),
        ("/2026/03/02/trackback/", 404, "1"),  # an article whose name is a number, and not a day
        ("/2026/03/clos/trackback/", 200, "0"),  # to comments alone
        ("/archives/12/trackback/", 200, "0"),
        ("/archives/12/trackback", 200, "0"),
        ("/?p=12&tb=1", 200, "0"),
        ("/?tb=1&p=12", 200, "0"),
        ("/wp-trackback.php?p=12", 200, "0"),
    ],
)
def test_the_old_trackback_addresses(running: Running, address: str, status: int, error: str) -> None:
    """What is posted there arrives, and the answer is the inbox's; a reader is led to the article."""
    source = f"http://127.0.0.1:9{address}{'&' if '?' in address else '?'}a=1&b=2"
    answer = running.browser.post(address, {"url": source, "title": "Été"})
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/xml; charset=utf-8")
    assert ET.fromstring(answer.body).findtext("error") == error
    article = "clos" if "clos" in address else "marmite"
    assert running.received(source) == ([("trackback", f"2026-03-{article}")] if error == "0" else [])
    shown = running.browser.get(address)
    there = f"http://127.0.0.1:{running.place.port}/2026/03/{article}/"
    assert (shown.status, shown.location) == ((303, there) if error == "0" else (404, ""))


@pytest.mark.parametrize("address", ["/?p=123", "/?page=12", "/?ap=12", "/archives/123/trackback/"])
def test_another_number_is_another_address(running: Running, address: str) -> None:
    """The lines for one number take no other."""
    source = f"http://127.0.0.1:9/number{address}"
    assert running.browser.get(address).status == (200 if address.startswith("/?") else 404)
    running.browser.post(address, {"url": source})
    assert running.received(source) == []


@pytest.mark.parametrize(("path", "fault"), [("2026/03/nulle-part/", 32), ("2026/03/02/marmite/", 32), ("?p=12", 33)])
def test_the_old_pingback_address(running: Running, path: str, fault: int) -> None:
    """What is posted to WordPress's address arrives; a target that is no article's present address is a fault."""
    home = f"http://127.0.0.1:{running.place.port}/"
    with ServerProxy(f"{home}xmlrpc.php") as server, pytest.raises(FaultOf) as caught:
        server.pingback.ping("http://127.0.0.1:9/page", f"{home}{path}")
    assert caught.value.faultCode == fault


def test_an_address_stays_one_line(running: Running) -> None:
    """A line end in an address, which a rule decodes, does not end the line of the request that goes on."""
    source = "http://127.0.0.1:9/hidden"
    answer = running.browser.post("/2026/03/marmite%0d%0aX-Hidden:%20a/trackback/", {"url": source})
    assert answer.status in (403, 404)
    assert running.received(source) == []


def test_each_header_once(running: Running) -> None:
    """The inbox's pages have its own headers and the site's have the site's, each once."""
    answer = running.browser.get("/inbox/webmention")
    assert {name: answer.headers.get_all(name) for name in INBOX_HEADERS} == {
        name: [value] for name, value in INBOX_HEADERS.items()
    }
    policy = dict(headers.documented()[0].headers)
    site = running.browser.get(ARTICLE).headers
    expected = {name: [value] if running.together else None for name, value in policy.items()}
    assert {name: site.get_all(name) for name in policy} == expected


def test_no_log_has_the_addresses_of_the_inbox(running: Running) -> None:
    """Links of letters hold tokens: a log of them would open doors."""
    with closing(http.client.HTTPConnection("127.0.0.1", running.place.port, timeout=30)) as connection:
        for path in (
            "/inbox/comment?article=2026-03-marmite&token=geheim",
            "/",
        ):  # the second comes after the first's log
            connection.request("GET", path)
            assert connection.getresponse().read()
    logs = [file.read_text("utf-8") for file in running.place.folder.iterdir() if re.search(r"log$|said$", file.name)]
    assert logs
    assert [log for log in logs if "geheim" in log] == []
