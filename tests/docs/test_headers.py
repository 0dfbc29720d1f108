"""What docs/headers.md tells a server to send is what nginx, Caddy and Apache send; the browser's tests send it too."""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import apache as apache_process
from tests import system
from tests.browser import headers
from tests.inbox.test_servers import free_port

TEXT = headers.DOCUMENT.read_text("utf-8")
FEEDS = headers.DOCUMENT.with_name("feeds.md").read_text("utf-8")
POLICY = dict(headers.documented()[0].headers)
FOREVER = "public, max-age=31536000, immutable"
ROOT = "/srv/www/trepied"
FILES = {
    "index.html": b"<!DOCTYPE html><title>home</title>" + b"<p>words</p>" * 200,
    "404.html": b"<!DOCTYPE html><title>lost</title>",
    "a/index.html": b"<!DOCTYPE html><title>a</title>",
    "theme/css/site.css": b"p { color: red }\n" * 100,
    "theme/js/site.js": b"// words\n" * 100,
    "images/pot.3f2a9c1e.480.avif": b"avif",
    "images/pot.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "pagefind/fragment/fr_1.pf_fragment": b"part",
    "pagefind/pagefind-entry.json": b"{}",
    "site.webmanifest": b"{}",
    "feed.atom": b"<feed/>",
    "feed/index.xml": b"<rss/>",
}


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that listens on a socket in a folder, or on a port of this machine."""

    place: Path | int

    def get(self, address: str, **given: str) -> Answer:
        """Ask for an address as a browser does."""
        with closing(http.client.HTTPConnection("trepied.example")) as connection:
            connection.sock = socket.socket(socket.AF_INET if isinstance(self.place, int) else socket.AF_UNIX)
            connection.sock.settimeout(10)
            connection.sock.connect(("127.0.0.1", self.place) if isinstance(self.place, int) else str(self.place))
            connection.request("GET", address, headers=given)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a few files of a site."""
    made = tmp_path_factory.mktemp("served")
    for name, data in FILES.items():
        file = made / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return made


def nginx(folder: Path) -> Iterator[Server]:
    """Run nginx with the documented configuration, and that of the feeds in the same server."""
    said = headers.block(TEXT, "nginx")
    feeds = headers.block(FEEDS, "nginx")
    feeds = feeds[feeds.index("    location") : feeds.rindex("}")]
    said = said.replace("listen 80", f"listen unix:{folder}/nginx").replace(ROOT, str(folder / "site"))
    said = said.rstrip().removesuffix("}") + feeds + "\n}\n"
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        "events {}\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log off;\n"
        + "".join(
            f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + said
        + "}\n",
        "utf-8",
    )
    command = [system.command(system.NGINX), "-p", str(folder), "-c", str(configuration), "-e", f"{folder}/error.log"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert done.returncode == 0, done.stderr
    yield Server(folder / "nginx")
    subprocess.run([*command, "-s", "stop"], check=True)


def caddy(folder: Path) -> Iterator[Server]:
    """Run Caddy with the documented configuration."""
    said = headers.block(TEXT, "caddy").replace(ROOT, str(folder / "site"))
    said = said.replace("example {\n", f"example {{\n\tbind unix/{folder}/caddy\n")
    configuration = folder / "Caddyfile"
    configuration.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + said, "utf-8")
    options = ["--config", str(configuration), "--adapter", "caddyfile", "--pidfile", str(folder / "caddy.pid")]
    with (folder / "caddy.log").open("wb") as log:
        done = subprocess.run(
            [system.command(system.CADDY), "start", *options],
            env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            check=False,
        )
    assert done.returncode == 0, (folder / "caddy.log").read_text("utf-8")
    yield Server(folder / "caddy")
    os.kill(int((folder / "caddy.pid").read_text("utf-8")), signal.SIGTERM)


def apache(folder: Path) -> Iterator[Server]:
    """Run Apache with the documented ``.htaccess``, and that of the feeds in the same file."""
    port = free_port()
    with apache_process.readable_folder() as own:
        shutil.copytree(folder / "site", own / "site")
        (own / "site/.htaccess").write_text(headers.block(TEXT, "apache") + headers.block(FEEDS, "apache"), "utf-8")
        site = (
            f'DocumentRoot "{own}/site"\n<Directory "{own}/site">\nAllowOverride All\nRequire all granted\n</Directory>'
        )
        with system.listening(apache_process.command(own, port, site), port, own):
            yield Server(port)


@pytest.fixture(scope="module", params=[nginx, caddy, apache], ids=["nginx", "caddy", "apache"])
def server(request: pytest.FixtureRequest, folder: Path) -> Iterator[Server]:
    """Return each server in turn, as the document sets it up."""
    yield from request.param(folder)


@pytest.mark.parametrize("language", ["nginx", "caddy", "apache"])
def test_every_server_is_told_the_same(language: str) -> None:
    """The policy stands in each block, to the letter."""
    block = headers.block(TEXT, language)
    assert [f"{name}: {value}" for name, value in POLICY.items() if name not in block or value not in block] == []


def test_the_policy_is_strict() -> None:
    """It begins with nothing, and allows neither inline code nor another host."""
    rules = dict(rule.split(" ", 1) for rule in POLICY["Content-Security-Policy"].split("; "))
    assert rules.pop("default-src") == "'none'"
    assert set(" ".join(rules.values()).split()) == {"'self'", "'none'", "'wasm-unsafe-eval'", "'script'"}


@pytest.mark.parametrize(
    ("address", "status", "type_", "cache"),
    [
        ("/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/a/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/nowhere/", 404, "text/html; charset=utf-8", "no-cache"),
        ("/theme/css/site.css", 200, "text/css", "no-cache"),
        ("/theme/js/site.js", 200, "text/javascript", "no-cache"),
        ("/images/pot.svg", 200, "image/svg+xml", "no-cache"),
        ("/images/pot.3f2a9c1e.480.avif", 200, "image/avif", FOREVER),
        ("/pagefind/fragment/fr_1.pf_fragment", 200, None, FOREVER),
        ("/pagefind/pagefind-entry.json", 200, "application/json", "no-cache"),
        ("/site.webmanifest", 200, "application/manifest+json", "no-cache"),
        ("/feed/", 200, None, "no-cache"),
    ],
)
def test_the_headers(server: Server, address: str, status: int, type_: str | None, cache: str) -> None:
    """Status, media type, what may be kept, and the whole policy, for each kind of file."""
    answer = server.get(address)
    assert (answer.status, answer.headers["cache-control"]) == (status, cache)
    if type_ is not None:
        assert answer.headers["content-type"].partition(";")[0] == type_.partition(";")[0]
    if type_ is not None and "charset" in type_:
        assert answer.headers["content-type"] == type_
    assert {name: answer.headers.get(name.lower()) for name in POLICY} == POLICY
    if status == 404:
        assert answer.body == FILES["404.html"]


def test_text_is_compressed(server: Server) -> None:
    """A page and a style sheet come by gzip to who takes it, and only to them."""
    for address, name in (("/", "index.html"), ("/theme/css/site.css", "theme/css/site.css")):
        answer = server.get(address, **{"Accept-Encoding": "gzip"})
        assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
        assert gzip.decompress(answer.body) == FILES[name]
        assert server.get(address).body == FILES[name]


def test_an_unchanged_page_is_not_sent_again(server: Server) -> None:
    """Who asks with what was told before gets 304, without a body."""
    first = server.get("/")
    again = server.get("/", **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
