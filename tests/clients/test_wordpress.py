"""What WordPress 6.1 sends, byte for byte: its requests, written by hand after its wp-includes/comment.php.

WordPress speaks HTTP/1.0 and says ``Referer`` (its transport's word for the address that it asks). Its pages have
entities for typographic marks; what it takes from them for a trackback keeps them, and it names no charset.
"""

from __future__ import annotations

import html
import re
import socket
import xml.etree.ElementTree as ET
from dataclasses import dataclass

import lxml.html

from plugins.inbox.web.pingback_answer import TAKEN
from tests.clients.blog import SOURCE, Blog
from tests.fetcher.servers import Server
from tests.interactions.built import PAGE

WORDPRESS = "WordPress/6.1; https://chez-zoe.example"
INCUTIO = "The Incutio XML-RPC PHP Library -- WordPress/6.1"
TITLE = "Un+tr%C3%A9pied+%26amp%3B+deux+%26%238220%3Bmarmites%26%238221%3B+%3A+l%26%238217%3B%C3%A9quilibre"
EXCERPT = "L%26rsquo%3Beau+%26amp%3B+le+feu+%3A+3+%26lt%3B+4%2C+%C3%A0+lire%26nbsp%3B%21%26%238230%3B"
BLOG = "Zo%C3%A9+%26amp%3B+Cie"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    blog: Blog, method: str, address: str, agent: str = WORDPRESS, body: str = "", content_type: str = ""
) -> Answer:
    """Send a request as WordPress does."""
    host = blog.origin.removeprefix("http://")
    lines = [
        f"{method} {address.removeprefix(blog.origin)} HTTP/1.0",
        f"Host: {host}",
        f"User-Agent: {agent}",
        "Accept: */*",
        "Accept-Encoding: deflate, gzip, br",
        f"Referer: {address}",
        *([f"Content-Type: {content_type}", f"Content-Length: {len(body)}"] if body else []),
        "Connection: close",
    ]
    with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=30) as wire:
        wire.sendall("\r\n".join([*lines, "", body]).encode("ascii"))
        head, _, rest = b"".join(iter(lambda: wire.recv(65_536), b"")).partition(b"\r\n\r\n")
    first, *others = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in others)}
    return Answer(int(first.split()[1]), headers, rest)


def discover(blog: Blog) -> str:
    """Return the pingback server as ``discover_pingback_server_uri`` finds it: by HEAD, and only then by GET."""
    head = ask(blog, "HEAD", blog.article)
    assert (head.status, head.body, head.headers["content-type"]) == (200, b"", "text/html; charset=utf-8")
    assert ("x-pingback" in head.headers) == blog.advertised
    if blog.advertised:
        return head.headers["x-pingback"]
    page = ask(blog, "GET", blog.article)
    assert page.status == 200
    found = re.search(r'rel="pingback".*?href="([^"]+)"', page.body.decode(), re.DOTALL)  # no other order will do
    assert found is not None
    return found[1]


def test_the_page_names_its_servers_first(blog: Blog) -> None:
    """WordPress read 2,048 bytes of a page once, npm's pingback reads 5,120: descriptions and cards come after that."""
    page = ask(blog, "GET", blog.article).body
    assert 0 < page.index(b'rel="pingback"') < page.index(b'name="description"') < 2_048


def call(source: str, target: str) -> str:
    """Return a call as ``IXR_Request`` writes it."""
    values = (f"<param><value><string>{html.escape(given)}</string></value></param>\n" for given in (source, target))
    return (
        '<?xml version="1.0"?>\n<methodCall>\n<methodName>pingback.ping</methodName>\n<params>\n'
        f"{''.join(values)}</params></methodCall>"
    )


def test_trackback(blog: Blog, elsewhere: Server) -> None:
    """Title, excerpt and name are decoded once, by UTF-8; the answer is XML that says error 0."""
    page = lxml.html.fromstring(ask(blog, "GET", blog.article).body.decode())
    address = page.xpath("string(//p[@class='trackback']/code)")
    source = elsewhere.url + SOURCE
    escaped = source.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace("=", "%3D").replace("&", "%26")
    body = f"title={TITLE}&url={escaped}&blog_name={BLOG}&excerpt={EXCERPT}"
    answer = ask(blog, "POST", address, body=body, content_type="application/x-www-form-urlencoded")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert [(child.tag, child.text) for child in ET.fromstring(answer.body)] == [("error", "0")]
    said = {
        "title": "Un trépied & deux “marmites” : l’équilibre",
        "text": "L’eau & le feu : 3 < 4, à lire\N{NO-BREAK SPACE}!…",
        "author": "Zoé & Cie",
    }
    assert blog.received() == [blog.mention("trackback", source, **said)]


def test_pingback(blog: Blog, elsewhere: Server) -> None:
    """HEAD, GET if that tells nothing, and a call; the answer is one string. Sent again it is 48: for it, success."""
    server = discover(blog)
    assert server == f"{blog.origin}/inbox/pingback"
    source = elsewhere.url + SOURCE
    body = call(source, blog.article)
    answers = [ask(blog, "POST", server, INCUTIO, body, "text/xml") for _ in range(2)]
    assert [(one.status, one.headers["content-type"]) for one in answers] == [(200, "text/xml; charset=utf-8")] * 2
    taken, again = (ET.fromstring(one.body) for one in answers)
    assert [element.text for element in taken.iter("string")] == [TAKEN.text(blog.inbox.words)]
    assert again.findtext("fault/value/struct/member[name='faultCode']/value/int") == "48"
    assert blog.received() == [blog.mention("pingback", source)]


def test_a_trackback_address_in_a_browser(blog: Blog) -> None:
    """Whoever opens the address is led to the article, as WordPress led."""
    page = lxml.html.fromstring(ask(blog, "GET", blog.article).body.decode())
    answer = ask(blog, "GET", page.xpath("string(//p[@class='trackback']/code)"))
    assert (answer.status, answer.headers["location"]) == (303, f"{blog.origin}/{PAGE}/")
