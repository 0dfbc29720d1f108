"""What the policy of the site forbids: told at each place where an author typed it."""

from __future__ import annotations

import pytest

from plugins.framework.render.document import Document
from plugins.framework.render.links import rewrite


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<script>x()</script>", "browsers refuse <script> on this site"),
        ('<iframe src="https://a.example/"></iframe>', "browsers refuse <iframe> on this site"),
        ('<p style="color: red">x</p>', "browsers refuse the attribute 'style' on this site"),
        ('<p onclick="x()">x</p>', "browsers refuse the attribute 'onclick' on this site"),
        ('<meta http-equiv="refresh" content="0">', "browsers refuse <meta> on this site"),
        ('<img src="//a.example/x.png" alt="Un x">', "browsers refuse '//a.example/x.png' on this site"),
        ('<img src="data:image/gif;base64,R0" alt="Un x">', "browsers refuse 'data:image/gif;base64,R0' on this site"),
        ('<img srcset="b.png, HTTPS://a.example/x.png 2x">', "browsers refuse 'HTTPS://a.example/x.png' on this site"),
        ('<video poster="https://a.example/x.png">', "browsers refuse 'https://a.example/x.png' on this site"),
        ('<form action="https://a.example/">', "browsers refuse 'https://a.example/' on this site"),
        ('<a href=" JavaScript:x()">x</a>', "browsers refuse ' JavaScript:x()' on this site"),
        ('<area href="data:text/html,x">', "browsers refuse 'data:text/html,x' on this site"),
    ],
)
def test_what_the_policy_forbids_is_a_finding(html: str, said: str) -> None:
    """Typed HTML that the Content-Security-Policy keeps from working is told with its line."""
    *_, findings = rewrite(Document.of(html), "articles/a.md", f"Un.\n\n{html}\n", 9)
    assert [(str(f.position.line), f.problem.text()) for f in findings] == [("11", said)]


def test_what_the_policy_forbids_is_told_at_each_place() -> None:
    """Elements of the same name that it allows are passed over, and code with the same words."""
    html = '<b>x</b> <b style="a">y</b> <SCRIPT></SCRIPT> <b style="a">z</b> <i style="c"></i>'
    body = f'`<b style="a">` {html.partition(" <i")[0]} *u*{{: style="c" }}'
    *_, findings = rewrite(Document.of(html), "articles/a.md", body, 9)
    assert [(f.position.line, f.position.column) for f in findings] == [(9, 26), (9, 45), (9, 63), (9, 1)]
