"""One built site for all tests here, and an inbox for each."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.blog import Blog, Site, build, linking, serving
from tests.conftest import sample
from tests.fetcher.servers import Server


@pytest.fixture(scope="session")
def built_blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build a site for an address that is ours until the last test."""
    site = sample(tmp_path_factory.mktemp("blog"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield build(site, listening)


@pytest.fixture(params=[False, True], ids=["page", "headers"])
def blog(request: pytest.FixtureRequest, built_blog: Site, tmp_path: Path) -> Iterator[Blog]:
    """Return a running blog: its page alone says where linkbacks are taken, or a web server's headers too."""
    with serving(built_blog, tmp_path, advertised=request.param) as running:
        yield running


@pytest.fixture
def elsewhere(blog: Blog) -> Iterator[Server]:
    """Return another site, each of whose pages links to the article."""
    with linking(blog.article) as running:
        yield running
