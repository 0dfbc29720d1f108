"""The forms in which a page says where its webmentions go, and those which only look so. Our own invention."""

from __future__ import annotations

from dataclasses import dataclass

from tests.protocols.answering import Answer, page


@dataclass(frozen=True)
class Form:
    """What is served at ``/form/page``, what else is there, and the path of the endpoint; none where there is none."""

    answer: Answer
    endpoint: str | None
    more: tuple[tuple[str, Answer], ...] = ()


def linked(*values: str, html: str = "<p>Bonjour.</p>") -> Answer:
    """Return a page with fields ``Link``."""
    return page(html, *(("Link", value) for value in values))


def moved(where: str, status: int = 302) -> Answer:
    """Return a redirect."""
    return Answer(status, (("Location", where),))


HERE = "{url}"
"""Stands for the address of the server."""

FORMS: dict[str, Form] = {
    "header, absolute": Form(linked(f'<{HERE}/in?a=1>; rel="webmention"'), "/in?a=1"),
    "header, relative to the host": Form(linked('</in>; rel="webmention"'), "/in"),
    "header, relative to the page": Form(linked('<in>; rel="webmention"'), "/form/in"),
    "header, its relation without quotes": Form(linked("<in>; rel=webmention"), "/form/in"),
    "header, its name in capitals": Form(page("", ("LINK", "<in>; rel=webmention")), "/form/in"),
    "header, relation and parameter in capitals": Form(linked('<in>; REL="WebMention"'), "/form/in"),
    "header, several relations": Form(linked('<in>; rel="webmention somethingelse"'), "/form/in"),
    "header, several relations, the last": Form(linked('<in>; rel="a b webmention"'), "/form/in"),
    "header, several links in one field": Form(
        linked('<a>; rel="next", <in>; rel="webmention", <b>; rel="webmention"'), "/form/in"
    ),
    "header, several fields": Form(linked("<a>; rel=prev", "<in>; rel=webmention"), "/form/in"),
    "header, commas and semicolons in the address": Form(linked("<in?a,b;c>; rel=webmention"), "/form/in?a,b;c"),
    "header, commas, quotes and a link in a title": Form(
        linked(r'<a>; title="x, <no>; rel=\"webmention\""; rel=next, <in>; rel=webmention'), "/form/in"
    ),
    "header, other parameters, one without value": Form(
        linked('<in>; type="text/html" ; foo; rel="webmention"; x'), "/form/in"
    ),
    "header, of two relations the first counts": Form(linked("<a>; rel=next; rel=webmention"), None),
    "header, an empty address is the page": Form(linked("<>; rel=webmention"), "/form/page"),
    "header, a fragment is not sent": Form(linked("<in#x>; rel=webmention"), "/form/in"),
    "header, not-webmention": Form(linked("<in>; rel=not-webmention"), None),
    "header, of another page": Form(linked('<in>; rel=webmention; anchor="/other"'), None),
    "header, of this page by name": Form(linked('<in>; rel=webmention; anchor="/form/page#x"'), "/form/in"),
    "header before the page": Form(
        linked("<in>; rel=webmention", html='<link rel="webmention" href="no">'),
        "/form/in",
    ),
    "header that is cut off": Form(linked("<no; rel=webmention", html="<a rel=webmention href=in>x</a>"), "/form/in"),
    "header on an empty page": Form(
        Answer(200, (("Content-Type", "image/png"), ("Link", "<in>; rel=webmention"))), "/form/in"
    ),
    "link": Form(page('<html><head><link rel="webmention" href="/in"></head>'), "/in"),
    "link, absolute": Form(page(f'<link rel="webmention" href="{HERE}/in">'), "/in"),
    "link in the body": Form(page('<body><p>x</p><link rel="webmention" href="/in">'), "/in"),
    "link, of XHTML": Form(
        Answer(
            200,
            (("Content-Type", "application/xhtml+xml"),),
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
            b'<link rel="webmention" href="/in" /></head></html>',
        ),
        "/in",
    ),
    "anchor": Form(page('<p>Tell <a href="/in" rel="webmention">us</a>.'), "/in"),
    "anchor, relative": Form(page('<a rel="webmention" href="../in">x</a>'), "/in"),
    "anchor without quotes, in capitals": Form(page("<A HREF=in REL=WEBMENTION>x</A>"), "/form/in"),
    "link before anchor, the anchor first": Form(
        page('<a rel="webmention" href="in">x</a><link rel="webmention" href="no">'), "/form/in"
    ),
    "link before anchor, the link first": Form(
        page('<link rel="webmention" href="in"><a rel="webmention" href="no">x</a>'), "/form/in"
    ),
    "several relations": Form(page('<a rel="nofollow\n webmention\tugc" href="in">x</a>'), "/form/in"),
    "not-webmention": Form(page('<link rel="not-webmention" href="no"><a rel=webmention href=in>x</a>'), "/form/in"),
    "empty: the page itself": Form(page('<link rel="webmention" href="">'), "/form/page"),
    "empty, without a value": Form(page("<link rel=webmention href>"), "/form/page"),
    "no href: passed over": Form(
        page("<a rel=webmention>no</a><link rel=webmention><a rel=webmention href=in>"), "/form/in"
    ),
    "fragment": Form(page('<link rel="webmention" href="in?x=1#here">'), "/form/in?x=1"),
    "query string kept": Form(page('<link rel="webmention" href="in?a=1&amp;b=%20c&amp;d">'), "/form/in?a=1&b=%20c&d"),
    "query string alone": Form(page('<link rel="webmention" href="?webmention">'), "/form/page?webmention"),
    "references in the address": Form(page('<a rel="web&#109;ention" href="&#47;in">x</a>'), "/in"),
    "white space around the address": Form(page('<a rel="webmention" href="\n /i\nn ">x</a>'), "/in"),
    "commented out": Form(
        page('<!-- <link rel="webmention" href="no"> --><a rel="webmention" href="in">x</a>'),
        "/form/in",
    ),
    "commented out, nothing else": Form(page('<!-- <link rel="webmention" href="no"> -->'), None),
    "a comment that never ends": Form(page('<!-- <link rel="webmention" href="no">'), None),
    "escaped": Form(
        page('<p>&lt;a href="no" rel="webmention"&gt;</p><a href="in" rel="webmention">x</a>'),
        "/form/in",
    ),
    "escaped, nothing else": Form(page("<code>&lt;link rel=webmention href=no></code>"), None),
    "in a template": Form(
        page('<template><a href="no" rel="webmention">x</a></template><a href=in rel=webmention>'), "/form/in"
    ),
    "in a script": Form(page("<script>'<link rel=webmention href=no>'</script>"), None),
    "in a text field": Form(page("<textarea><link rel=webmention href=no></textarea>"), None),
    "in a title": Form(page("<title><a rel=webmention href=no></title>"), None),
    "in an attribute": Form(page('<p title="<link rel=webmention href=no>">x</p>'), None),
    "without scripts": Form(page("<noscript><link rel=webmention href=in></noscript>"), "/form/in"),
    "base": Form(page('<base href="/else/"><link rel="webmention" href="in">'), "/else/in"),
    "base, the first with an address": Form(
        page('<base target=x><base href="/else/"><base href=/no/><a rel=webmention href=in>'), "/else/in"
    ),
    "base says nothing of the header": Form(linked("<in>; rel=webmention", html='<base href="/else/">'), "/form/in"),
    "redirect": Form(
        moved("/other/place"), "/other/in", (("/other/place", page('<link rel="webmention" href="in">')),)
    ),
    "redirects, the header at their end": Form(
        moved("/other/place", 301),
        "/third/in",
        (("/other/place", moved("../third/place", 307)), ("/third/place", linked("<in>; rel=webmention"))),
    ),
    "header of a redirect": Form(
        Answer(302, (("Location", "/other/place"), ("Link", "<no>; rel=webmention"))),
        None,
        (("/other/place", page("")),),
    ),
    "an endpoint that moves is not followed to find it": Form(
        page('<link rel="webmention" href="/in">'), "/in", (("/in", moved("/elsewhere")),)
    ),
    "no HTML": Form(Answer(200, (("Content-Type", "text/plain"),), b"<link rel=webmention href=no>"), None),
    "no type": Form(Answer(200, (), b"<link rel=webmention href=in>"), "/form/in"),
    "another encoding": Form(
        Answer(200, (("Content-Type", "text/html; charset=utf-16"),), "<link rel=webmention href=in>".encode("utf-16")),
        "/form/in",
    ),
    "no address to send to": Form(page('<a rel="webmention" href="mailto:a@name.example">x</a>'), None),
    "no address at all": Form(page('<a rel="webmention" href="http://[x/">x</a>'), None),
    "nothing": Form(page('<p>webmention <a href="/webmention">webmention</a>'), None),
}
