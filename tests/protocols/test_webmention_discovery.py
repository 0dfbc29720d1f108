"""Webmention (W3C Recommendation), section 3.1.2: the sender discovers the receiver's endpoint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import Scope
from plugins.protocols.discovery import Endpoint, discover
from tests.protocols.answering import Answer, Web
from tests.protocols.forms import FORMS, HERE, Form


def placed(answer: Answer, url: str) -> Answer:
    """Return an answer with the server's address where it belongs."""
    headers = tuple((name, value.replace(HERE, url)) for name, value in answer.headers)
    return replace(answer, headers=headers, body=answer.body.replace(HERE.encode(), url.encode()))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_forms(form: Form, web: Web) -> None:
    """Each form, asked for over a socket, gives its endpoint or none; the endpoint itself is not asked."""
    served = (("/form/page", form.answer), *form.more)
    web.answers = {path: placed(answer, web.url) for path, answer in served}
    target = f"{web.url}/form/page"
    found = discover(Fetcher(Scope.LOOPBACK, agent="test").get(f"{target}#part"), target)
    assert found == (() if form.endpoint is None else (Endpoint("webmention", f"{web.url}{form.endpoint}"),))
    asked = [one.path for one in web.asked]
    assert asked == [path for path, answer in served if path != "/in"]


def test_there_are_enough_forms() -> None:
    """At least 23 forms, of which many have no endpoint."""
    assert len(FORMS) > 60
    assert sum(form.endpoint is None for form in FORMS.values()) > 12
