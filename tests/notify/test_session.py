"""A run in this process: a clock that is turned, and a network that counts and reaches nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pytest

from plugins.notify.notify_task import main
from plugins.notify.session import Machine
from tests.fetcher.fakes import OTHER, PUBLIC, Answer, Net
from tests.fetcher.forms import HOSTS, SCHEMES
from tests.notify.publishing import Blog

HOME = "https://blog.site.test/"
START = 1_780_315_200.0
OTHERS = "http://others.site.test"


def answer(body: str = "", *headers: str, status: int = 200) -> bytes:
    """Return an answer as it comes over a connection."""
    fields = "".join(f"{one}\r\n" for one in ("Content-Type: text/html", *headers))
    return f"HTTP/1.1 {status} Said\r\n{fields}Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()


def rdf(identifier: str, ping: str) -> bytes:
    """Return a page that takes trackbacks at an address."""
    return answer(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">'
        f'<rdf:Description dc:identifier="{identifier}" trackback:ping="{escape(ping)}"/></rdf:RDF>'
    )


WM = answer("", "Link: </in>; rel=webmention")
TAKEN = answer(status=202)


@dataclass
class Machines:
    """A machine whose time is turned by whoever waits."""

    net: Net
    now: float = START
    waited: list[float] = field(default_factory=list)
    interrupted_after: int = 1_000_000

    def sleep(self, seconds: float) -> None:
        """Let time pass, or be interrupted."""
        if len(self.waited) >= self.interrupted_after:
            raise KeyboardInterrupt
        self.waited.append(seconds)
        self.now += seconds

    @property
    def machine(self) -> Machine:
        """What a run takes."""
        return Machine(lambda: self.now, self.sleep, self.net.resolve, self.net.connect)


Make = Callable[..., Machines]


@pytest.fixture
def make() -> Iterator[Make]:
    """Return what makes a machine on a network."""
    nets: list[Net] = []

    def made(
        names: Mapping[str, Sequence[str]] | None = None, answers: Mapping[str, Sequence[Answer]] | None = None
    ) -> Any:
        net = Net(names or {"others.site.test": [PUBLIC]}, answers)
        nets.append(net)
        return Machines(net)

    yield made
    for net in nets:
        with net:
            pass


@pytest.fixture
def public(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """Return a blog at a public address, in whose folder this process is."""
    monkeypatch.chdir(blog.folder)
    for name in ("LC_ALL", "LC_MESSAGES", "INBOX_DEVELOPMENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "300")
    blog.home = HOME
    return blog


def states(blog: Blog) -> list[str]:
    """Return the states of the links."""
    return blog.states(development=False)


def test_one_visit_a_host_a_minute(public: Blog, make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """A visit is discovery and sending; others go on meanwhile, and the wait is told."""
    there = make(
        {"others.site.test": [PUBLIC], "third.site.test": [OTHER]}, {PUBLIC: [WM, TAKEN] * 3, OTHER: [WM, TAKEN]}
    )
    public.publish([f"{OTHERS}/1", f"{OTHERS}/2", "http://third.site.test/", f"{OTHERS}/3"])
    assert main([], there.machine) == 0
    assert states(public) == ["sent"] * 4
    asked = [sent.split(b" HTTP")[0].decode() for sent in there.net.requests()]
    assert asked == ["GET /1", "POST /in", "GET /", "POST /in", "GET /2", "POST /in", "GET /3", "POST /in"]
    assert round(sum(there.waited)) == 120
    assert max(there.waited) <= 1
    said = capsys.readouterr().err
    assert said.count("60 s until the turn of others.site.test\n") == 2


def test_an_endpoint_elsewhere_waits_for_its_own_turn(public: Blog, make: Make) -> None:
    """Two pages whose endpoint is one host's: it is visited once a minute, and neither page is asked twice."""
    names = {f"{name}.site.test": [address] for name, address in (("a", PUBLIC), ("b", OTHER), ("hub", "1.1.1.1"))}
    page = answer("", "Link: <http://hub.site.test/in>; rel=webmention")
    there = make(names, {PUBLIC: [page], OTHER: [page], "1.1.1.1": [TAKEN]})
    public.publish(["http://a.site.test/", "http://b.site.test/"])
    assert main([], there.machine) == 0
    assert [address for address, _ in there.net.connections] == [PUBLIC, "1.1.1.1", OTHER, "1.1.1.1"]
    assert round(sum(there.waited)) == 60
    assert states(public) == ["sent", "sent"]


def test_hosts_behind_one_address_share_its_turn(public: Blog, make: Make) -> None:
    """Many names of one victim are one victim."""
    there = make({f"{name}.site.test": [PUBLIC] for name in "abc"}, {PUBLIC: [answer()]})
    public.publish([f"http://{name}.site.test/" for name in "abc"])
    assert main([], there.machine) == 0
    assert round(sum(there.waited)) == 120


def test_ctrl_c_while_waiting(public: Blog, make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends a wait at once: 130, and the next run goes on."""
    there = make(None, {PUBLIC: [WM, TAKEN] * 2})
    there.interrupted_after = 3
    public.publish([f"{OTHERS}/1", f"{OTHERS}/2"])
    assert main([], there.machine) == 130
    assert states(public) == ["sent", "waiting"]
    said = capsys.readouterr()
    assert said.err.endswith("Stopped. The next run goes on from here.\n")
    assert f"{OTHERS}/1" in said.out
    there.interrupted_after = 1_000_000
    assert main([], there.machine) == 0
    assert states(public) == ["sent", "sent"]
    assert sum(sent.startswith(b"POST") for sent in there.net.requests()) == 2


def test_retries_with_a_backoff(public: Blog, make: Make) -> None:
    """After 1 and 10 minutes, 1 and 6 hours, 1 and 3 days; then it is given up, until the article changes."""
    there = make(None, {PUBLIC: [answer(status=500)]})
    public.publish([f"{OTHERS}/1"])
    waits = []
    for _ in range(7):
        assert main([], there.machine) == 0
        (link,) = public.links(development=False)
        waits.append((link["due"] - link["at"]) // 60_000 if link["due"] else None)
        asked = len(there.net.connections)
        there.now = link["due"] / 1000 - 1 if link["due"] else there.now + 10_000_000
        assert main([], there.machine) == 0
        assert len(there.net.connections) == asked
        there.now += 1
    assert waits == [1, 10, 60, 360, 1440, 4320, None]
    assert states(public) == ["failed"]
    public.publish([f"{OTHERS}/1"], words="Autre.")
    assert main([], there.machine) == 0
    assert states(public) == ["waiting"]


def test_a_broken_endpoint_takes_it_later(public: Blog, make: Make) -> None:
    """What was in vain the first time arrives the second, and is done."""
    there = make(None, {PUBLIC: [WM, answer(status=502), WM, TAKEN]})
    public.publish([f"{OTHERS}/1"])
    main([], there.machine)
    there.now += 61
    main([], there.machine)
    assert states(public) == ["sent"]
    there.now += 10_000_000
    main([], there.machine)
    assert len(there.net.connections) == 4


def test_a_page_without_endpoint_is_asked_after_a_month(public: Blog, make: Make) -> None:
    """Nobody who does not want to be told is asked again before."""
    there = make(None, {PUBLIC: [answer(), WM, TAKEN]})
    public.publish([f"{OTHERS}/1"])
    main([], there.machine)
    there.now += 30 * 86400 - 1
    main([], there.machine)
    assert (states(public), len(there.net.connections)) == (["none"], 1)
    there.now += 1
    main([], there.machine)
    assert (states(public), len(there.net.connections)) == (["sent"], 3)


@pytest.mark.parametrize(
    ("names", "at_endpoint", "state"),
    [
        ([OTHER], [ConnectionRefusedError()], "waiting"),
        ([OTHER], [b""], "unsure"),
        ([OTHER], [b"nonsense\r\n\r\n"], "unsure"),
        ([OTHER], [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx"], "unsure"),
        ([OTHER], [answer(status=503)], "waiting"),
        (["10.0.0.1"], [], "refused"),
        ([], [], "waiting"),
    ],
)
def test_a_trackback_without_answer(public: Blog, make: Make, names: list[str], at_endpoint: Any, state: str) -> None:
    """It is tried again only when it cannot have arrived."""
    there = make(
        {"others.site.test": [PUBLIC], "tb.site.test": names},
        {PUBLIC: [rdf(f"{OTHERS}/1", "http://tb.site.test/")], OTHER: at_endpoint},
    )
    public.publish([f"{OTHERS}/1"])
    assert main([], there.machine) == 0
    assert states(public) == [state]
    before = [address for address, _ in there.net.connections]
    there.now += 10_000_000
    public.publish([f"{OTHERS}/1"], words="Autre.")
    assert main([], there.machine) == 0
    if state == "unsure":
        assert [address for address, _ in there.net.connections] == before == [PUBLIC, OTHER]


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><methodResponse>&c;</methodResponse>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><methodResponse/>',
        "<methodResponse>" * 4_000,
        "<methodResponse><params><param><value>" + "x" * 70_000,
        "\0",
    ],
)
def test_hostile_answers(public: Blog, make: Make, body: str) -> None:
    """An answer that is no XML-RPC is a refusal, whatever else it is meant to be."""
    there = make(None, {PUBLIC: [answer("", f"X-Pingback: {OTHERS}/x"), answer(body)]})
    public.publish([f"{OTHERS}/1"])
    assert main([], there.machine) == 0
    (link,) = public.links(development=False)
    assert (link["state"], link["reason"]) == ("refused", "no XML")


PLACES: dict[str, Callable[[str, str], list[bytes]]] = {
    "redirect": lambda link, url: [answer("", f"Location: {url}", status=302)],
    "webmention header": lambda link, url: [answer("", f"Link: <{url}>; rel=webmention")],
    "webmention link": lambda link, url: [answer(f'<link rel="webmention" href="{escape(url)}">')],
    "webmention by base": lambda link, url: [answer(f'<base href="{escape(url)}"><link rel="webmention" href="in">')],
    "webmention endpoint that moves": lambda link, url: [WM, answer("", f"Location: {url}", status=307)],
    "pingback header": lambda link, url: [answer("", f"X-Pingback: {url}")],
    "pingback link": lambda link, url: [answer(f'<link rel="pingback" href="{escape(url)}">')],
    "trackback address": lambda link, url: [rdf(link, url)],
}
"""What a public page answers, by its own address and one that is not to be connected to."""
NAMES = {"others.site.test": [PUBLIC], "inside.site.test": ["10.0.0.1"], "both.site.test": [PUBLIC, "127.0.0.1"]}
PRIVATE = [
    *(f"http://{host}/in" for host in (*filter(None, HOSTS.values()), "inside.site.test", "both.site.test")),
    *SCHEMES.values(),
]


@pytest.mark.parametrize("place", PLACES)
def test_nothing_private_is_connected_to(public: Blog, make: Make, place: str) -> None:
    """Whoever names an address that is not public, and wherever: the fetcher looks at each, and connects to none."""
    links = [f"{OTHERS}/{number}" for number in range(len(PRIVATE))]
    said = [PLACES[place](link, url) for link, url in zip(links, PRIVATE, strict=True)]
    there = make(NAMES, {PUBLIC: [one for answers in said for one in answers]})
    public.publish(links)
    assert main([], there.machine) == 0
    assert set(there.net.connections) == {(PUBLIC, "80")}
    assert len(there.net.connections) >= len(links)
    if place != "webmention by base":  # of which many lead to the page's own host after all
        assert set(states(public)) <= {"refused", "none", "waiting"}


def test_no_private_page_is_asked(public: Blog, make: Make) -> None:
    """Links of the article's own that are not public are refused, or no links."""
    there = make(NAMES)
    public.publish(PRIVATE)
    assert main([], there.machine) == 0
    assert there.net.connections == []
    assert set(states(public)) <= {"refused", "waiting"}
