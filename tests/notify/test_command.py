"""``tasks.py notify`` as a process: who is told, by receivers on loopback that note every request."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from tests.notify.publishing import HOME, ID, MENTIONED, SOURCE, Blog, rows, three
from tests.protocols.answering import Answer, Web, page

FAULT_48 = (
    b"<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>48</int></value></member>"
    b"</struct></value></fault></methodResponse>"
)


def test_each_protocol_once(blog: Blog, web: Web) -> None:
    """New links are asked and told by what they want; a second run asks and sends nothing."""
    links = three(web)
    blog.publish(links)
    done = blog.notify()
    assert done.returncode == 0
    assert [(one.method, one.path) for one in web.asked] == [
        ("GET", "/wm"),
        ("POST", "/in?kind=wm"),
        ("GET", "/pb"),
        ("POST", "/xmlrpc"),
        ("GET", "/rdf"),
        ("POST", "/tb"),
        ("GET", "/none"),
    ]
    mention, pingback, trackback = web.posts()
    assert mention.form == {"source": SOURCE, "target": links[0]}
    assert f"<string>{SOURCE}</string>" in pingback.body.decode()
    assert trackback.form == {"title": "La marmite", "url": SOURCE, "excerpt": "Un résumé.", "blog_name": "Trépied"}
    assert {one.headers["User-Agent"] for one in web.asked} == {f"Trepied (Webmention; +{HOME})"}
    assert rows(done) == [
        (ID, links[0], "webmention", f"told; its progress: {web.url}/status/1"),
        (ID, links[1], "pingback", "told"),
        (ID, links[2], "trackback", "told"),
        (ID, links[3], "–", "does not ask to be told"),
    ]
    before = blog.file().read_bytes()
    again = blog.notify()
    assert (again.returncode, again.stdout) == (0, "There is nothing to tell.\n")
    assert len(web.asked) == 7
    assert blog.file().read_bytes() == before


def test_a_changed_article_tells_webmentions_again(blog: Blog, web: Web) -> None:
    """Webmention 3.1.4: told again after the endpoint was looked for again; pingbacks and trackbacks are told once."""
    links = three(web)
    blog.publish(links)
    blog.notify()
    web.asked.clear()
    blog.publish(links, words="Un autre texte.")
    web.answers["/wm"] = page('<a rel="webmention" href="/moved">x</a>')
    web.answers["/moved"] = Answer(202)
    assert blog.notify().returncode == 0
    assert [(one.method, one.path) for one in web.asked] == [("GET", "/wm"), ("POST", "/moved"), ("GET", "/none")]
    assert blog.states() == ["sent", "sent", "sent", "none"]
    web.asked.clear()
    assert blog.notify().stdout == "There is nothing to tell.\n"
    assert web.asked == []


def test_a_link_taken_out_is_told(blog: Blog, web: Web) -> None:
    """Webmention 3.1.4: the endpoint that took a webmention learns that the link is gone; the others learn nothing."""
    links = three(web)
    blog.publish(links)
    blog.notify()
    web.asked.clear()
    blog.publish([])
    done = blog.notify()
    assert [(one.method, one.path) for one in web.asked] == [("GET", "/wm"), ("POST", "/in?kind=wm")]
    assert web.posts()[0].form == {"source": SOURCE, "target": links[0]}
    assert rows(done) == [(ID, links[0], "webmention", "told that the link is gone")]
    web.asked.clear()
    assert blog.notify().stdout == "There is nothing to tell.\n"
    blog.publish(links)  # back again: by webmention as if it were new, by the others not a second time
    assert blog.notify().returncode == 0
    assert [(one.method, one.path) for one in web.asked] == [
        ("GET", "/wm"),
        ("POST", "/in?kind=wm"),
        ("GET", "/none"),
    ]


def test_a_withdrawn_article_tells_that_its_links_are_gone(blog: Blog, web: Web) -> None:
    """Webmention 3.1.5; the page that was linked to may be gone too: its endpoint is known."""
    links = three(web)
    blog.publish(links)
    blog.publish([], "2026-04-autre")
    blog.notify()
    web.asked.clear()
    web.answers["/wm"] = Answer(404)
    blog.withdraw()
    assert blog.notify().returncode == 0
    assert [(one.method, one.path) for one in web.asked] == [("GET", "/wm"), ("POST", "/in?kind=wm")]
    web.asked.clear()
    assert blog.notify().stdout == "There is nothing to tell.\n"
    assert web.asked == []


def test_what_is_told_and_what_not(blog: Blog, web: Web) -> None:
    """Each page once, as the link is written; not the own site, not what is outside of the text, nor mail."""
    web.answers = dict.fromkeys(("/wm", "/wm?b=%C3%A9&a=1", "/answered"), MENTIONED) | {
        "/in?kind=wm": Answer(202),
    }
    links = [
        f"{web.url}/wm#part",
        f"{web.url}/wm",
        f"HTTP://127.0.0.1:{web.port}/./wm#other",
        f"{web.url}/wm?b=%C3%A9&a=1",
        f"{HOME}autre/",
        "/autre/",
        "#note",
        "mailto:a@name.example",
        "javascript:alert(1)",
        "http://[x/",
    ]
    blog.publish(links, answers=f"{web.url}/answered")
    assert blog.notify().returncode == 0
    assert [one.form["target"] for one in web.posts()] == [f"{web.url}/answered", links[0], links[3]]
    assert len(web.asked) == 6


def test_dry_run_asks_nobody(blog: Blog, web: Web) -> None:
    """It lists, remembers nothing, and makes no request."""
    links = three(web)
    blog.publish(links)
    done = blog.notify("--dry-run")
    assert done.returncode == 0
    assert [row[-1] for row in rows(done)] == ["would be asked, and told if it wants to be"] * 4
    assert not (blog.folder / "var").exists()
    blog.notify()
    web.asked.clear()
    blog.publish(links[1:], words="Autre.")
    assert [(row[1], row[-1]) for row in rows(blog.notify("--dry-run"))] == [
        (links[0], "would be told that the link is gone"),
        (links[3], "would be asked, and told if it wants to be"),
    ]
    assert web.asked == []


def test_remember_tells_nobody(blog: Blog, web: Web) -> None:
    """What was imported is known; when it changes, it is told by webmention alone."""
    links = three(web)
    blog.publish(links)
    done = blog.notify("--remember")
    assert (done.returncode, done.stdout) == (0, "Links taken as told: 4.\n")
    assert blog.states() == ["known"] * 4
    assert blog.notify().stdout == "There is nothing to tell.\n"
    assert web.asked == []
    blog.publish(links, words="Autre.")
    blog.notify()
    assert [one.path for one in web.posts()] == ["/in?kind=wm"]
    assert blog.states() == ["sent", "known", "known", "known"]
    blog.publish([], words="Autre.")
    blog.notify()
    assert [one.path for one in web.posts()] == ["/in?kind=wm"] * 2


def test_only_one_article(blog: Blog, web: Web) -> None:
    """By its id or its address; another is not asked, and one that there is not is told."""
    links = three(web)
    blog.publish(links[:1])
    blog.publish(links[1:2], "2026-04-autre")
    assert blog.notify("--only", "2026-04-autre").returncode == 0
    assert [one.path for one in web.posts()] == ["/xmlrpc"]
    assert blog.notify("--only", f"{HOME}{ID}").returncode == 0
    assert [one.path for one in web.posts()] == ["/xmlrpc", "/in?kind=wm"]
    done = blog.notify("--only", "2026-05-\x1b[31m")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (66, r"no article is called 2026-05-\u{1b}[31m")


def test_faults_and_statuses(blog: Blog, web: Web) -> None:
    """Already registered is done, no is no, and what is broken for now is tried again, when it asks to."""
    web.answers = {
        "/a": page("", ("X-Pingback", "/twice")),
        "/twice": Answer(body=FAULT_48),
        "/b": page("", ("Link", "</no>; rel=webmention")),
        "/no": Answer(400, (("Content-Type", "text/plain"),), b"No link \x1b[2J there"),
        "/c": page("", ("Link", "</broken>; rel=webmention")),
        "/broken": Answer(503, (("Retry-After", "7200"),)),
        "/d": Answer(500),
        "/e": Answer(410),
    }
    blog.environ = {"TZ": "HERE-5:30"}
    blog.publish([f"{web.url}/{name}" for name in "abcde"])
    done = blog.notify()
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert blog.states() == ["sent", "refused", "waiting", "waiting", "none"]
    first, second, third, fourth, last = [row[-1] for row in rows(done)]
    assert (first, second, last) == (
        "told",
        r"refused: HTTP 400 No link \u{1b}[2J there",
        "page not found (HTTP 410)",
    )
    assert third.endswith(": HTTP 503")
    assert fourth.endswith(": HTTP 500")
    waits = [link["due"] - link["at"] for link in blog.links()[2:4]]
    assert waits == [7_200_000, 60_000]
    when = datetime.fromtimestamp(blog.links()[3]["due"] / 1000, timezone(timedelta(hours=5, minutes=30)))
    assert fourth == f"again from {when:%Y-%m-%d %H:%M} UTC+05:30: HTTP 500"
    web.asked.clear()
    assert [row[-1] for row in rows(blog.notify())] == [third, fourth]
    assert web.asked == []
