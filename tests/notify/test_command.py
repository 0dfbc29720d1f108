"""``tasks.py notify`` as a process, with receivers on loopback that note every request."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from datetime import datetime

import pytest

from plugins.notify.lock import locked
from tests.conftest import ENVIRONMENT
from tests.linkback.answering import Answer, Web, page
from tests.notify.publishing import HOME, ID, Blog, rows

SOURCE = f"{HOME}{ID}/"
MENTIONED = page('<link rel="webmention" href="/in?kind=wm">')
FAULT_48 = (
    b"<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>48</int></value></member>"
    b"</struct></value></fault></methodResponse>"
)


def rdf(url: str) -> Answer:
    """Return a page that takes trackbacks."""
    return page(
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
        "/pb": page("", ("X-Pingback", f"{web.url}/xmlrpc")),
        "/xmlrpc": Answer(body=b"<methodResponse><params><param><value>ok</value></param></params></methodResponse>"),
        "/rdf": rdf(f"{web.url}/rdf"),
        "/tb": Answer(body=b"<response><error>0</error></response>"),
        "/none": page("<p>Rien.</p>"),
    }
    return [f"{web.url}{path}" for path in ("/wm", "/pb", "/rdf", "/none")]


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
    blog.publish([f"{web.url}/{name}" for name in "abcde"])
    done = blog.notify()
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert blog.states() == ["sent", "refused", "waiting", "waiting", "none"]
    first, second, third, fourth, last = [row[-1] for row in rows(done)]
    assert (first, second, last) == (
        "told",
        r"refused: HTTP 400 No link \u{1b}[2J there",
        "does not ask to be told (HTTP 410)",
    )
    assert third.endswith(": HTTP 503")
    assert fourth.endswith(": HTTP 500")
    waits = [link["due"] - link["at"] for link in blog.links()[2:4]]
    assert waits == [7_200_000, 60_000]
    when = datetime.fromtimestamp(blog.links()[3]["due"] / 1000).strftime("%Y-%m-%d %H:%M")
    assert fourth == f"again from {when}: HTTP 500"
    web.asked.clear()
    assert [row[-1] for row in rows(blog.notify())] == [third, fourth]
    assert web.asked == []


def test_without_a_site(blog: Blog) -> None:
    """A folder without a site, or with a preview, is told: 66."""
    done = blog.notify()
    assert (done.returncode, done.stdout) == (66, "")
    assert done.stderr.endswith("public holds no site: python3 tasks.py build --publish makes one\n")
    blog.write("index.html", "<p>Accueil</p>")
    blog.write("a/index.html", '<body class="h-entry"><div class="e-content">x</div>')
    done = blog.notify("--site", "public")
    assert done.returncode == 66
    assert "holds no article with an address" in done.stderr


@pytest.mark.parametrize(
    ("home", "development", "words"),
    [
        ("https://trepied.example/", False, "SITEURL is still the example's"),
        ("https://trepied.example/", True, "SITEURL is still the example's"),
        ("http://127.0.0.1:8000/", False, "SITEURL is on this machine"),
        ("http://localhost/", False, "SITEURL is on this machine"),
        ("http://[::1]:8000/", False, "SITEURL is on this machine"),
    ],
)
def test_a_site_that_nobody_could_read(blog: Blog, web: Web, home: str, development: bool, words: str) -> None:
    """It is no use to tell of a site that has no address, or one on this machine: 78."""
    blog.home = home
    blog.publish([f"{web.url}/wm"])
    done = blog.notify(development=development)
    assert done.returncode == 78
    assert words in done.stderr
    assert web.asked == []
    assert not (blog.folder / "var").exists()


def test_the_switch_is_loud_and_its_setting_too(blog: Blog, web: Web) -> None:
    """The environment's INBOX_DEVELOPMENT is the option; without both only public addresses are asked."""
    blog.publish(three(web)[:1])
    blog.environ = {"INBOX_DEVELOPMENT": "true"}
    done = blog.notify(development=False)
    assert done.returncode == 0
    assert done.stderr.startswith("DEVELOPMENT: only this machine is asked")
    assert len(web.posts()) == 1
    blog.environ = {"INBOX_DEVELOPMENT": "perhaps"}
    done = blog.notify(development=False)
    assert (done.returncode, done.stderr) == (78, "setting INBOX_DEVELOPMENT: true or false\n")


def test_development_leaves_others_alone(blog: Blog, web: Web) -> None:
    """Links to other hosts are none of a run's on this machine; and what it remembers is apart."""
    blog.publish(["https://name.example/", "http://10.0.0.1/", f"http://x.localhost:{web.port}/none"])
    three(web)
    done = blog.notify()
    assert [row[1] for row in rows(done)] == [f"http://x.localhost:{web.port}/none"]
    assert not blog.file(development=False).exists()


def test_public_runs_do_not_ask_this_machine(blog: Blog, web: Web) -> None:
    """A link to a private address is refused by the fetcher, and for good."""
    blog.home = "https://blog.site.test/"
    blog.publish([f"{web.url}/wm", f"http://localhost:{web.port}/wm", "http://0x7f.1/"])
    done = blog.notify(development=False)
    assert done.returncode == 0
    assert [row[-1] for row in rows(done)] == ["refused: not an address to be asked"] * 3
    assert web.asked == []
    assert blog.notify(development=False).stdout == "There is nothing to tell.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is damaged"),
        ("", "is damaged"),
        ('{"version": 2}', "was written by a later version of Trépied"),
        ('{"version": 1, "article": "x", "links": [], "more": 1}', "is damaged"),
        ('{"version": 1, "article": "other", "links": []}', "is another article's"),
        ("[" * 100_000, "is damaged"),
    ],
)
def test_damaged_memory(blog: Blog, web: Web, text: str, words: str) -> None:
    """A file that cannot be believed stays as it is, and nobody is told anything: 65."""
    blog.publish(three(web))
    blog.file().parent.mkdir(parents=True)
    blog.file().write_text(text)
    for options in ([], ["--dry-run"], ["--remember"]):
        done = blog.notify(*options)
        assert done.returncode == 65
        assert f"var/notify/development/{ID}.json {words}" in done.stderr
        assert done.stderr.endswith("Nobody was told anything.\n")
    assert blog.file().read_text() == text
    assert web.asked == []


def test_one_run_at_a_time(blog: Blog, web: Web) -> None:
    """A second run does nothing while the first goes on: 75. A dead one's lock is none."""
    blog.publish(three(web))
    with locked(blog.folder / "var/notify/development/.lock"):
        done = blog.notify()
        assert (done.returncode, done.stderr.splitlines()[-1]) == (75, "Another run is under way: let it end.")
    assert web.asked == []
    assert blog.notify().returncode == 0
    assert len(web.posts()) == 3


def test_a_folder_that_cannot_be_written(blog: Blog, web: Web) -> None:
    """Nothing is sent when nothing can be remembered: 74."""
    blog.publish(three(web))
    (blog.folder / "var").write_text("a file")
    done = blog.notify()
    assert done.returncode == 74
    assert "cannot be written" in done.stderr
    assert web.asked == []


def test_ctrl_c_leaves_everything_resumable(blog: Blog, web: Web) -> None:
    """While a host's answer does not come, Ctrl-C ends the run with 130; the next one goes on."""
    links = three(web)
    blog.publish(links)
    reading, writing = os.pipe()
    held = {"/pb": web.answers.pop("/pb")}

    class Held(dict):  # type: ignore[type-arg]
        def get(self, path: str, default: object = None) -> object:
            if path in held:
                os.write(writing, b"asked")
                done.wait()  # the process ends: there is nobody to answer
            return super().get(path, default)

    web.answers = Held(web.answers)
    done = subprocess.Popen(
        [sys.executable, "-m", "plugins.notify.run", "--development"],
        cwd=blog.folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert os.read(reading, 5) == b"asked"
    done.send_signal(signal.SIGINT)
    _, errors = done.communicate()
    os.close(reading)
    os.close(writing)
    assert (done.returncode, errors.splitlines()[-1]) == (130, "Stopped. The next run goes on from here.")
    assert blog.states() == ["sent", "waiting", "waiting", "waiting"]
    web.answers = {**dict(web.answers), **held}
    assert blog.notify().returncode == 0
    assert blog.states() == ["sent", "sent", "sent", "none"]
    assert [one.path for one in web.posts()] == ["/in?kind=wm", "/xmlrpc", "/tb"]


def test_ctrl_c_while_a_message_is_under_way(blog: Blog, web: Web) -> None:
    """Its answer is waited for, so that a trackback is not in doubt; then the run ends."""
    links = three(web)
    blog.publish(links[2:])

    class Interrupting(dict):  # type: ignore[type-arg]
        def get(self, path: str, default: object = None) -> object:
            if path == "/tb":
                done.send_signal(signal.SIGINT)
            return super().get(path, default)

    web.answers = Interrupting(web.answers)
    done = subprocess.Popen(
        [sys.executable, "-m", "plugins.notify.run", "--development"],
        cwd=blog.folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert done.wait() == 130
    assert blog.states() == ["sent", "waiting"]
    assert len(web.posts()) == 1


def test_on_a_terminal(blog: Blog, web: Web) -> None:
    """A bar goes along, and what others wrote does nothing there."""
    web.answers = {
        "/a": page("", ("Link", "</no>; rel=webmention")),
        "/no": Answer(400, (("Content-Type", "text/plain"),), b"[red]x[/] \x1b]0;title\x07"),
    }
    blog.publish([f"{web.url}/a"])
    main, other = os.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "plugins.notify.run", "--development"],
        cwd=blog.folder,
        env={**ENVIRONMENT, "COLUMNS": "300", "TERM": "xterm"},
        stdout=other,
        stderr=other,
        start_new_session=True,
    )
    os.close(other)
    said = b""
    with contextlib.suppress(OSError):  # a terminal whose other side is gone
        while part := os.read(main, 65_536):
            said += part
    os.close(main)
    assert done.wait() == 0
    assert b"1/1" in said
    assert b"\x1b]" not in said
    assert rb"refused: HTTP 400 [red]x[/] \u{1b}]0;title\u{7}" in said


def test_speaks_the_authors_language(blog: Blog) -> None:
    """Words come from the catalogue."""
    blog.environ = {"LANG": "fr_FR.UTF-8"}
    done = blog.notify()
    assert "ne contient pas de site" in done.stderr


def test_memory_is_readable(blog: Blog, web: Web) -> None:
    """One small file an article, with its version."""
    blog.publish(three(web)[:1])
    blog.notify()
    held = json.loads(blog.file().read_text("utf-8"))
    assert {key: held[key] for key in ("version", "article")} == {"version": 1, "article": ID}
    assert sorted(path.name for path in blog.file().parent.iterdir()) == [".lock", f"{ID}.json"]
