"""The preview's index: made when it is first asked for, and made again after a build."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from plugins.i18n import catalogue
from plugins.preview.search_index import PreviewIndex
from plugins.search.kept_records import KeptRecords
from tests.search.test_indexer import kept_records, program, records


@contextlib.contextmanager
def serving(kept: KeptRecords) -> Iterator[str]:
    """Serve the index of what a build kept on a free port."""
    app = Starlette(routes=[Mount("/pagefind", PreviewIndex(kept, catalogue.load("en")).application())])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/pagefind/"
        finally:
            server.should_exit = True
            thread.join()


def get(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""


def meta(address: str) -> str:
    """Return the name of the index's metadata."""
    entry = json.loads(get(f"{address}pagefind-entry.json")[1])
    return f"pagefind.{entry['languages']['fr']['hash']}.pf_meta"


def test_first_use(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Many first requests make one index; a build makes another, and an open page may still use the first."""
    kept = KeptRecords(tmp_path / "var", tmp_path / "output")
    with serving(kept) as address:
        assert get(f"{address}pagefind.js")[0] == 404
        kept.write(kept_records(records(3)), "fr")
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(get, [f"{address}pagefind.js"] * 6))
        assert {status for status, _ in answers} == {200}
        assert capfd.readouterr().out == "Preparing the search…\nThe search is ready (3 texts).\n"
        first = meta(address)
        kept.write(kept_records(records(4)), "fr")
        second = meta(address)
        assert first != second
        assert [get(address + name)[0] for name in (first, second, "../x", "nothing")] == [200, 200, 404, 404]
        assert capfd.readouterr().out == "Preparing the search…\nThe search is ready (4 texts).\n"


def test_a_failure_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """When Pagefind fails, the terminal says why, and a later request tries again."""
    kept = KeptRecords(tmp_path / "var", tmp_path / "output")
    kept.write(kept_records(records(2)), "fr")
    with serving(kept) as address:
        monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program(tmp_path, "echo broken; exit 1")))
        assert get(f"{address}pagefind.js")[0] == 503
        assert capfd.readouterr().err == "Pagefind failed: broken\n"
        monkeypatch.delenv("PAGEFIND_BINARY_PATH")
        assert get(f"{address}pagefind.js")[0] == 200
