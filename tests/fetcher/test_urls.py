"""A URL is read once, as a browser reads it."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.fetcher.hosts import host_of
from plugins.fetcher.model import FetchError, Scope
from plugins.fetcher.urls import joined, target_of


@pytest.mark.parametrize(
    ("written", "url", "host", "port", "path"),
    [
        ("http://a.example", "http://a.example/", "a.example", 80, "/"),
        ("HTTPS://A.Example:443/", "https://a.example/", "a.example", 443, "/"),
        ("https://a.example:80/", "https://a.example:80/", "a.example", 80, "/"),
        ("http://a.example:/x", "http://a.example/x", "a.example", 80, "/x"),
        ("http://a.example:08080/", "http://a.example:8080/", "a.example", 8080, "/"),
        ("http://a.example./x", "http://a.example/x", "a.example", 80, "/x"),
        ("http://a.example?q=/#top", "http://a.example/?q=/", "a.example", 80, "/?q=/"),
        ("http://a.example#top", "http://a.example/", "a.example", 80, "/"),
        (
            "http://a.example/%7Ea/é?q=ü&r=%C3",
            "http://a.example/%7Ea/%C3%A9?q=%C3%BC&r=%C3",
            "a.example",
            80,
            "/%7Ea/%C3%A9?q=%C3%BC&r=%C3",
        ),
        ("http://a.example/@b:c/[d]?e=a@b", "http://a.example/@b:c/[d]?e=a@b", "a.example", 80, "/@b:c/[d]?e=a@b"),
        ('http://a.example/"<x>`', "http://a.example/%22%3Cx%3E%60", "a.example", 80, "/%22%3Cx%3E%60"),
        ("http://trépied.example/", "http://xn--trpied-cva.example/", "xn--trpied-cva.example", 80, "/"),
        ("http://r3---sn_x.example/", "http://r3---sn_x.example/", "r3---sn_x.example", 80, "/"),
        ("http://9.9.9.9/", "http://9.9.9.9/", "9.9.9.9", 80, "/"),
        ("http://９．９。0x9.011/", "http://9.9.9.9/", "9.9.9.9", 80, "/"),
        ("http://ｂｌｏｇ.Ⓔxample/", "http://blog.example/", "blog.example", 80, "/"),
        ("http://0x9090909/", "http://9.9.9.9/", "9.9.9.9", 80, "/"),
        (
            "http://[2606:4700:4700:0:0:0:0:1111]:8443/",
            "http://[2606:4700:4700::1111]:8443/",
            "2606:4700:4700::1111",
            8443,
            "/",
        ),
    ],
)
def test_table(written: str, url: str, host: str, port: int, path: str) -> None:
    """What is asked for, of whom, at which door."""
    target = target_of(written, Scope.PUBLIC)
    assert (target.url, target.host, target.port, target.path) == (url, host, port, path)


@pytest.mark.parametrize("host", ["127.1", "[::1]", "[::ffff:9.9.9.9]", "169.254.169.254", "localhost", "metadata"])
def test_refused_before_any_request(host: str) -> None:
    """Who only wants to know whether a URL would be asked for learns it here."""
    with pytest.raises(FetchError, match="address"):
        target_of(f"http://{host}/", Scope.PUBLIC)


def test_length() -> None:
    """2,000 characters pass, 2,001 do not."""
    fits = "http://a.example/".ljust(2_000, "x")
    assert target_of(fits, Scope.PUBLIC).url == fits
    with pytest.raises(FetchError, match="address"):
        target_of(f"{fits}x", Scope.PUBLIC)


@pytest.mark.parametrize(
    "character", ["\0", "\t", "\n", "\r", " ", "\x1b", "\x7f", "\x85", "\xa0", "\u2028", "\\", "\ud800"]
)
@pytest.mark.parametrize(
    "place", ["http://a{}.example/", "http://a.example/{}", "http://a.example/?{}", "{}http://a.example/"]
)
def test_characters_that_no_url_holds(character: str, place: str) -> None:
    """They are refused wherever they stand, not taken out: who takes them out reads another URL than who checks it."""
    with pytest.raises(FetchError, match="address"):
        target_of(place.format(character), Scope.PUBLIC)


@pytest.mark.parametrize("port", [80, 443, 1024, 8000, 8080, 8443, 65535])
def test_ports_of_the_web(port: int) -> None:
    """And those that nobody else has a claim on."""
    assert target_of(f"http://a.example:{port}/", Scope.PUBLIC).port == port


@pytest.mark.parametrize(
    "port", [0, 1, 21, 22, 25, 53, 81, 444, 1023, 2375, 3306, 5432, 6379, 9200, 11211, 27017, 65536, 99999]
)
def test_ports_of_others(port: int) -> None:
    """Mail, databases and the like are not spoken to in HTTP."""
    with pytest.raises(FetchError, match="address"):
        target_of(f"http://a.example:{port}/", Scope.PUBLIC)


def test_while_developing_any_port() -> None:
    """Servers of tests take what they get."""
    assert [target_of(f"http://localhost:{port}/", Scope.LOOPBACK).port for port in (1, 22, 6379)] == [1, 22, 6379]


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("two", "http://a.example/x/two"),
        ("../two", "http://a.example/two"),
        ("/two#top", "http://a.example/two#top"),
        ("?q=2", "http://a.example/x/one?q=2"),
        ("//b.example/", "http://b.example/"),
        ("https://b.example", "https://b.example"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_joined(reference: str, url: str) -> None:
    """RFC 3986, section 5."""
    assert joined(target_of("http://a.example/x/one?q=1", Scope.PUBLIC), reference) == url


def test_joined_to_nothing() -> None:
    """What is no URL for Python is none for us."""
    with pytest.raises(FetchError, match="address"):
        joined(target_of("http://a.example/", Scope.PUBLIC), "http://[")


FORMS = {"decimal": "{:d}", "octal": "0{:o}", "long octal": "000{:o}", "hexadecimal": "0x{:x}", "upper case": "0X{:X}"}


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.lists(st.sampled_from(sorted(FORMS)), min_size=4, max_size=4))
def test_every_way_to_write_an_ipv4_address(number: int, parts: int, forms: list[str]) -> None:
    """One to four numbers, each in any base, are the address that they are to a browser and to inet_aton."""
    heads = [number >> (24 - 8 * place) & 255 for place in range(parts - 1)]
    values = [*heads, number & (256 ** (5 - parts) - 1)]
    written = ".".join(FORMS[form].format(value) for form, value in zip(forms, values, strict=False))
    assert host_of(written, Scope.PUBLIC) == (str(IPv4Address(number)), IPv4Address(number))


label = st.text("abcxyz019-_éß１ⅷ。．%@:[]\\\u00ad", min_size=1, max_size=6) | st.sampled_from(
    ["127", "0x7f", "xn--a", "local"]
)
url = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    st.lists(label, min_size=1, max_size=4).map(".".join),
    st.sampled_from(["", ":80", ":8080", ":", ":x"]),
    st.text("/?#aé%@[]\\ ", max_size=8),
)


@given(url, st.sampled_from(Scope))
def test_what_was_read_reads_the_same(written: str, scope: Scope) -> None:
    """A URL in its one form stays as it is, has no other host, and is all ASCII; anything else is refused."""
    try:
        target = target_of(written, scope)
    except FetchError as error:
        assert error.reason == "address"  # noqa: PT017
        return
    assert target.url.isascii()
    assert target_of(target.url, scope) == target


@pytest.mark.parametrize(
    ("fits", "too_long"),
    [
        (f"{'a' * 63}.example", f"{'a' * 64}.example"),
        (f"{'a.' * 122}exemple12", f"{'a.' * 122}exemple123"),
        (f"{'a.' * 122}exemple12.", f"{'a.' * 122}exemple123."),
    ],
    ids=["label", "name", "name with the root's dot"],
)
def test_names_of_hosts_have_a_length(fits: str, too_long: str) -> None:
    """RFC 1035, section 2.3.4: 63 characters of a label, 253 of a name."""
    assert host_of(fits, Scope.PUBLIC) == (fits.removesuffix("."), None)
    with pytest.raises(FetchError, match="address"):
        host_of(too_long, Scope.PUBLIC)
