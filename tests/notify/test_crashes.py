"""kill -9 at every write and request: nothing is lost, and nothing told twice but what is idempotent."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from tests.conftest import ENVIRONMENT, ROOT
from tests.forkserver import run_module
from tests.protocols.answering import Answer, Web, page


class Lives(Web):
    """Answers each life on pages of its own."""

    def answer(self, path: str) -> Answer:
        """Return what a path answers."""
        _, _, number, name = path.split("/")
        here = f"{self.url}/life/{number}"
        answers = {
            "wm": page("", ("Link", f"<{here}/in>; rel=webmention")),
            "in": Answer(202),
            "pb": page("", ("X-Pingback", f"{here}/xmlrpc")),
            "xmlrpc": Answer(body=b"<methodResponse><params><param><value/></param></params></methodResponse>"),
            "rdf": page(
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                'xmlns:dc="http://purl.org/dc/elements/1.1/" '
                'xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">'
                f'<rdf:Description dc:identifier="{here}/rdf" trackback:ping="{here}/tb"/></rdf:RDF>'
            ),
            "tb": Answer(body=b"<response><error>0</error></response>"),
        }
        return answers[name]


def test_nothing_is_lost_or_doubled(tmp_path: Path, web: Web) -> None:
    """Killed before and after every fsync, rename, removal and request: the next run finds and finishes everything."""
    web.__class__ = Lives
    done = run_module(["tests.notify.crashing", str(tmp_path), web.url], ROOT, ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    told: dict[int, Counter[str]] = {}
    for one in web.posts():
        found = re.fullmatch(r"/life/([0-9]+)/(\w+)", one.path)
        assert found is not None
        told.setdefault(int(found[1]), Counter())[found[2]] += 1
    *killed, (number, last, before, after) = [json.loads(line) for line in done.stdout.splitlines()]
    assert number is None
    assert before == {"wm": "removed", "pb": "sent", "rdf": "sent"}
    assert after == {"pb": "sent", "rdf": "sent"}
    assert told[last] == {"in": 2, "xmlrpc": 1, "tb": 1}
    assert len(killed) > 80
    unsure = 0
    for _, life, before, after in killed:
        sent = told.get(life, Counter())
        assert sent["tb"] <= 1, life
        assert 1 <= sent["xmlrpc"] <= 2, life
        assert 2 <= sent["in"] <= 3, life
        assert after["pb"] == "sent", life
        assert after.get("wm", "removed") == "removed", life
        if before.get("rdf") == "sending":
            assert after["rdf"] == "unsure", life
            unsure += 1
        else:
            assert (after["rdf"], sent["tb"]) == ("sent", 1), life
    assert 0 < unsure < 16  # the points of one request, and of the two writes around it
