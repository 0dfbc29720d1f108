"""Decompression piece by piece: however the body is cut, and whatever it would become."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.fetcher.model import FetchError
from plugins.fetcher.response_body import read_body


def bare(data: bytes) -> bytes:
    """Return data as deflate without a wrapping."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "plain": ([], bytes),
    "empty": ([""], bytes),
    "identity": (["identity"], bytes),
    "gzip": (["gzip"], gzip.compress),
    "x-gzip": (["X-GZip"], gzip.compress),
    "members": (["gzip"], lambda data: gzip.compress(data[:3]) + gzip.compress(b"") + gzip.compress(data[3:])),
    "rubbish after it": (["gzip"], lambda data: gzip.compress(data) + bytes(9)),
    "deflate": (["deflate, identity"], zlib.compress),
    "bare deflate": (["deflate"], bare),
    "deflate, rubbish after it": (["deflate"], lambda data: zlib.compress(data) + b"x" * 9),
}


def pieces(data: bytes, size: int) -> list[bytes]:
    """Cut data."""
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(st.binary(max_size=300), st.sampled_from(sorted(PACKERS)), st.integers(1, 40), st.integers(0, 310))
def test_any_cut(data: bytes, packer: str, size: int, limit: int) -> None:
    """The body comes out as it went in, up to the limit; nothing is lost where pieces meet."""
    encodings, pack = PACKERS[packer]
    assert read_body(pieces(pack(data), size), encodings, limit) == (data[:limit], len(data) > limit)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_no_body_at_all(encoding: str) -> None:
    """An answer to HEAD, or a 304, names the encoding of what it does not send."""
    assert read_body([], [encoding], 9) == (b"", False)


@pytest.mark.parametrize("cut", range(1, 30))
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_cut_short(encoding: str, cut: int) -> None:
    """A compressed body that ends early is broken: what is missing may be the link."""
    packed = {"gzip": gzip.compress, "deflate": zlib.compress}[encoding](b"Pourquoi un seul moteur ne suffit jamais.")
    with pytest.raises(FetchError, match="protocol"):
        read_body(pieces(packed[:-cut], 7), [encoding], 1_000)


@pytest.mark.parametrize(
    "encodings", [["br"], ["zstd"], ["compress"], ["gzip", "gzip"], ["gzip, deflate"], ["gzip;q=1"]]
)
def test_other_encodings(encodings: list[str]) -> None:
    """What was not asked for is not guessed at."""
    with pytest.raises(FetchError, match="protocol"):
        read_body([b"x"], encodings, 9)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("data", [b"plain text", b"\x1f\x8b\x08", b"\x78\x9c\xff\xff\xff", b"\xff" * 40])
def test_not_what_it_says(encoding: str, data: bytes) -> None:
    """Broken from the beginning."""
    with pytest.raises(FetchError, match="protocol"):
        read_body([data], [encoding], 100)


def counted(source: Iterable[bytes], seen: list[int]) -> Iterator[bytes]:
    """Yield pieces, noting the length of each that was asked for."""
    for piece in source:
        seen.append(len(piece))
        yield piece


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_memory(encoding: str) -> None:
    """A body that grows a thousandfold takes the limit and a few pieces; the rest is not asked for."""
    packed = {"gzip": gzip.compress, "deflate": zlib.compress}[encoding](bytes(200_000_000))
    seen: list[int] = []
    tracemalloc.start()
    body, truncated = read_body(counted(pieces(packed, 4_096), seen), [encoding], 50_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (body, truncated, seen) == (bytes(50_000), True, [4_096])
    assert peak < 400_000 + len(packed)  # the pieces themselves are the test's


def test_what_becomes_nothing() -> None:
    """Empty blocks for ever: a body without a byte is given up after its limit, compressed."""
    packer = zlib.compressobj()
    begin = packer.compress(b"") + packer.flush(zlib.Z_SYNC_FLUSH)
    empty = b"\x00\x00\x00\xff\xff" * 1_000
    seen: list[int] = []
    endless = counted(iter(lambda: empty, b""), seen)
    assert read_body([begin], ["identity"], 100) == (begin, False)
    assert read_body(counted(_after(begin, endless), []), ["deflate"], 1_000) == (b"", True)
    assert sum(seen) < 80_000


def _after(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def test_many_members() -> None:
    """A hundred members pass; a body of thousands, each of nothing, does not."""
    nothing = gzip.compress(b"")
    assert read_body([nothing * 99 + gzip.compress(b"end")], ["gzip"], 9) == (b"end", False)
    with pytest.raises(FetchError, match="protocol"):
        read_body([nothing * 101], ["gzip"], 9)


@pytest.mark.parametrize(("length", "truncated"), [(65_546, False), (65_547, True)])
def test_what_a_body_may_weigh_beyond_its_limit(length: int, truncated: bool) -> None:
    """64 KiB more than the limit may come for it, of what says nothing; then it is cut off."""
    packed = gzip.compress(b"end")
    assert read_body([packed.ljust(length, b"\0")], ["gzip"], 10) == (b"end", truncated)
