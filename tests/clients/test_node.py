"""Packages of npm's: send-webmention, @remy/webmention, trackback, pingback."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree

from plugins.inbox.web.pingback_answer import FAULTS, REGISTERED
from tests import node
from tests.clients.blog import EXCERPT, SOURCE, TITLE, Blog, linking
from tests.fetcher.servers import Server
from tests.inbox.running import Browser
from tests.interactions.built import MARMITE, PAGE

TRACKBACK = "{http://madskills.com/public/xml/rss/module/trackback/}ping"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"


def run(*command: str) -> str:
    """Run a script by Node and return what it prints; it says nothing of errors."""
    environment = node.environment(NODE_PATH=str(node.modules("clients")), NO_PROXY="*")
    done = subprocess.run([node.PROGRAM, *command], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def send(package: str, source: str, target: str, **options: str) -> dict[str, Any]:
    """Send a linkback with a package and return what it reports."""
    said: dict[str, Any] = json.loads(
        run(str(Path(__file__).with_name("send.cjs")), package, source, target, json.dumps(options))
    )
    return said


def test_send_webmention(blog: Blog, elsewhere: Server) -> None:
    """It finds the endpoint in a header or in the page, reports success, and leads to the status page."""
    source = elsewhere.url + SOURCE
    said = send("send-webmention", source, blog.article)
    location = said.pop("location")
    assert said == {"success": True, "status": 201}
    assert blog.received() == [blog.mention("webmention", source)]
    status = Browser(int(blog.origin.rpartition(":")[2])).ask(
        "GET", location.removeprefix(blog.origin), headers={"Accept": "application/json"}
    )
    assert json.loads(status.body)["status"] == "verified"


def test_send_webmention_finds_nothing_on_another_page(blog: Blog, elsewhere: Server) -> None:
    """A page that is no article advertises nothing, and the client reports that it found nothing."""
    assert send("send-webmention", elsewhere.url + SOURCE, f"{blog.origin}/") == {"success": False}
    assert blog.received() == []


def test_remy_webmention(blog: Blog, elsewhere: Server) -> None:
    """It takes Pingback when a header names it and Webmention when only the page does; both are success.

    It skips links to the host of the source: that one goes by another name here. It writes addresses into XML as they
    are, so that an ampersand in one makes no XML: there is none here.
    """
    source = f"http://localhost:{elsewhere.port}/billet"
    kind, status = ("pingback", 200) if blog.advertised else ("webmention", 201)
    endpoint = f"{blog.origin}/inbox/{kind}"
    command = node.modules("clients") / "@remy/webmention/bin/wm.js"
    assert run(str(command), source, "--send").splitlines() == [
        f"source   = {source}",
        f"endpoint = {endpoint} ({kind})",
        f"target   = {blog.article}",
        f"status   = {status} ✓",
        "",
    ]
    assert blog.received() == [blog.mention(kind, source)]


def test_pingback(blog: Blog, elsewhere: Server) -> None:
    """It finds the endpoint in a header, or in the first 5 KiB of the page, and reads the answer."""
    source = elsewhere.url + SOURCE
    said = send("pingback", source, blog.article)
    assert said == {"endpoint": f"{blog.origin}/inbox/pingback"}
    assert blog.received() == [blog.mention("pingback", source)]


def test_pingback_reads_faults(blog: Blog, elsewhere: Server) -> None:
    """What was sent before is 48, a page without the link 17."""
    source = elsewhere.url + SOURCE
    send("pingback", source, blog.article)
    said = REGISTERED.text(blog.inbox.words)
    assert send("pingback", source, blog.article) == {"code": "48", "error": said}
    with linking("http://127.0.0.1/") as other:
        said = FAULTS["unlinked"][1].text(blog.inbox.words)
        assert send("pingback", f"{other.url}/", blog.article) == {"code": "17", "error": said}
    assert blog.received() == [blog.mention("pingback", source)]


def trackback_addresses(blog: Blog) -> list[str]:
    """Return the addresses that the page gives: that in the RDF, as its readers find it, and that shown to people."""
    page = Browser(int(blog.origin.rpartition(":")[2])).get(f"/{PAGE}/").body.decode()
    blocks = [etree.fromstring(found) for found in re.findall(r"<rdf:RDF.*?</rdf:RDF>", page, re.DOTALL)]
    described = [one.attrib for block in blocks for one in block if one.get(f"{DC}identifier") == blog.article]
    assert [one[f"{DC}title"] for one in described] == [TITLE]
    assert [one[f"{RDF}about"] for one in described] == [blog.article]
    shown = lxml.html.fromstring(page).xpath("string(//p[@class='trackback']/code)")
    return [*(one[TRACKBACK] for one in described), shown]


def test_trackback(blog: Blog, elsewhere: Server) -> None:
    """It knows no discovery: the test reads the address in the page; what the client says of its page is kept."""
    address = f"{blog.origin}/inbox/trackback/{MARMITE}"
    assert trackback_addresses(blog) == [address, address]
    source = elsewhere.url + SOURCE
    options = {"title": "L’eau & le <feu>", "excerpt": "Un mot…", "blog_name": "Chez Noé"}
    assert send("trackback", source, address, **options) == {}
    said = {"title": "L’eau & le <feu>", "text": "Un mot…", "author": "Chez Noé"}
    assert blog.received() == [blog.mention("trackback", source, **said)]


def test_trackback_with_an_address_alone(blog: Blog, elsewhere: Server) -> None:
    """What a ping leaves out is read in its page."""
    source = elsewhere.url + SOURCE
    assert send("trackback", source, f"{blog.origin}/inbox/trackback/{MARMITE}") == {}
    assert blog.received() == [blog.mention("trackback", source, text=EXCERPT)]


def test_trackback_reads_what_is_wrong(blog: Blog, elsewhere: Server) -> None:
    """An error comes as XML, and the client reports its words."""
    said = send("trackback", "mailto:noe@ailleurs.example", f"{blog.origin}/inbox/trackback/{MARMITE}")
    assert said == {"error": "Le champ «\N{NO-BREAK SPACE}url\N{NO-BREAK SPACE}» n’est pas l’adresse d’une page web."}
    assert blog.received() == []
