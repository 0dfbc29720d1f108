"""Blocks of code."""

from __future__ import annotations

import pytest

from plugins.base.html_tokens import block_text
from plugins.framework.render.document import Document
from plugins.framework.render.transforms import TransformContext
from plugins.reading.code_blocks import code
from tests.reading.samples import written


def pre(name: str) -> str:
    return f'<pre tabindex="0" role="group" aria-label="{name}" translate="no">'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "~~~ python\nx\n~~~",
            f'<div class="highlight code" data-language="Python">{pre("Code: Python")}<span></span><code>'
            '<span class="n">x</span>\n</code></pre></div>',
            id="a language that is known",
        ),
        pytest.param(
            "~~~ marmite\nx\n~~~",
            f'<div class="highlight code" data-language="marmite">{pre("Code: marmite")}<span></span><code>x\n'
            "</code></pre></div>",
            id="a language that is not",
        ),
        pytest.param(
            "~~~\nx\n~~~",
            f'<div class="highlight code">{pre("Code")}<span></span><code>x\n</code></pre></div>',
            id="none",
        ),
        pytest.param(
            "    x",
            f'<div class="highlight code">{pre("Code")}<span></span><code>x\n</code></pre></div>',
            id="indented",
        ),
        pytest.param("<pre>x</pre>", f'<div class="code">{pre("Code")}x</pre></div>', id="HTML"),
        pytest.param("a `b` c", "<p>a <code>b</code> c</p>", id="code in a sentence"),
    ],
)
def test_code(text: str, expected: str) -> None:
    """A block has a frame with the language's name, and takes the focus since it may scroll."""
    assert written(text, "en").strip() == expected


def test_no_fence_brings_styles_in() -> None:
    """The options of a fence that would write ``style=`` are without effect; line numbers are no part of the text."""
    html = written("``` {.python noclasses=true linenums=true prestyles=x hl_lines=1}\nx = 1\ny\n```")
    assert "style=" not in html
    assert block_text(html) == "x = 1\ny"
    assert '<span class="linenos" data-line="1"></span>' in html


def test_a_block_that_holds_one() -> None:
    """Nonsense is left in one frame."""
    html = "<pre><pre>x</pre></pre>"
    assert (
        Document.of(html).edited(code, TransformContext("", "en"))
        == f'<div class="code">{pre("Code")}<pre>x</pre></pre></div>'
    )


def test_a_lone_tag() -> None:
    """A tag without end is left alone."""
    assert Document.of("<pre>x").edited(code, TransformContext("", "en")) == "<pre>x"
