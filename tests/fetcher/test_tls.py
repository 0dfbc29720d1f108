"""https is asked of who the URL names, or not at all."""

from __future__ import annotations

import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import FetchError, Limits, Scope
from tests.fetcher.fakes import OK, PUBLIC, Net, moved
from tests.fetcher.servers import serving
from tests.system import OPENSSL, command

PATIENT = Limits(seconds=20.0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for a.localhost and 127.0.0.1, signed by itself, with its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    names = "subjectAltName=DNS:a.localhost,IP:127.0.0.1"
    what = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    where = ["-subj", "/CN=a.localhost", "-addext", names, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([command(OPENSSL), *what, *where], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text("ascii") + (folder / "cert.pem").read_text("ascii"), "ascii")
    return both


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    """What a server shows; with what it was asked for in ``names``."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


@pytest.fixture
def trust(certificate: Path) -> ssl.SSLContext:
    """Somebody who believes that certificate."""
    return ssl.create_default_context(cafile=str(certificate))


def fetcher(**more: ssl.SSLContext) -> Fetcher:
    names = {"a.localhost": ["127.0.0.1"], "b.localhost": ["127.0.0.1"]}
    return Fetcher(Scope.LOOPBACK, agent="test", limits=PATIENT, resolve=Net(names).resolve, **more)


def test_believed(context: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    """The certificate of the name, from somebody who is believed; the server is told the name, not the address."""
    asked: list[str | None] = []
    context.sni_callback = lambda _, name, __: asked.append(name)
    with serving(lambda *_: OK, context) as server:
        assert fetcher(trust=trust).get(f"https://a.localhost:{server.port}/").body == b"ok"
        assert fetcher(trust=trust).get(f"https://127.0.0.1:{server.port}/").body == b"ok"
    assert asked == ["a.localhost", None]


def test_signed_by_itself(context: ssl.SSLContext) -> None:
    """Nobody believes it: no request is sent."""
    with serving(lambda *_: OK, context) as server, pytest.raises(FetchError) as caught:
        fetcher().get(f"https://a.localhost:{server.port}/")
    assert (caught.value.reason, server.requests) == ("unreachable", [])


def test_of_another_name(context: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    """Believed, but for another host, at the same address: no request is sent."""
    with serving(lambda *_: OK, context) as server, pytest.raises(FetchError) as caught:
        fetcher(trust=trust).get(f"https://b.localhost:{server.port}/")
    assert (caught.value.reason, server.requests) == ("unreachable", [])


def test_redirect_to_https(context: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    """The second hop is as strict as the first; what was posted is not sent to whom cannot prove who it is."""
    with (
        serving(lambda *_: OK, context) as secure,
        serving(lambda *_: moved(f"https://b.localhost:{secure.port}/", 308)) as plain,
        pytest.raises(FetchError) as caught,
    ):
        fetcher(trust=trust).post(plain.url, b"secret", "text/x")
    assert (caught.value.reason, secure.requests) == ("unreachable", [])


def test_no_tls() -> None:
    """A server that does not know it."""
    with Net({"a.example": [PUBLIC]}) as net, pytest.raises(FetchError) as caught:
        net.fetcher().get("https://a.example/")
    assert (caught.value.reason, net.connections) == ("unreachable", [(PUBLIC, "443")])


def test_silent_handshake() -> None:
    """A server that takes the connection and says nothing, for as long as one likes."""
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
    with listener, pytest.raises(FetchError) as caught:
        Fetcher(Scope.LOOPBACK, agent="test", limits=Limits(seconds=0.3)).get(url)
    assert caught.value.reason == "slow"


def test_http_2_is_not_spoken(context: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    """Nor offered."""
    context.set_alpn_protocols(["h2", "http/1.1"])
    with serving(lambda *_: OK, context) as server:
        fetcher(trust=trust).get(f"https://a.localhost:{server.port}/")
    assert server.requests[0].startswith(b"GET / HTTP/1.1\r\n")
