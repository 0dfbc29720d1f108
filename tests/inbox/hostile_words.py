"""Words that other sites say of themselves, each made to act somewhere: a page, a feed, a letter, a terminal."""

from __future__ import annotations

from html import escape

from tests.inbox.netted import LINK

RAN = "window.ran=1"
WORDS = {
    "script": f"<script>{RAN}</script><img src=x onerror={RAN}>",
    "attribute": f"\"><svg onload={RAN}>' onfocus={RAN} autofocus x='",
    "end of an element": f"</bdi></p></a></title></textarea></blockquote></style><script>{RAN}</script>",
    "end of a comment": f"--><script>{RAN}</script> --!><img src=x onerror={RAN}> <!-- > -",
    "end of a section": f"]]><script>{RAN}</script> <![CDATA[ ]] >",
    "entity": "&lt;script&gt;window.ran=1&lt;/script&gt; &amp;lt; &#60;b&#62; &nosuch; <!DOCTYPE x> <?xml?>",
    "template": "{{ 7 * 7 }} {% raw %} ${7*7} {# x #} %(count)s {count} {0}",
    "Markdown": f"[x](javascript:{RAN}) <a href='javascript:{RAN}'>x</a> ![x](http://127.0.0.1/x) `<b>`",
    "terminal": "\x1b[2J\x1b]0;x\x07\x9b31m\x08\x08 \x1b]8;;http://x\x07",
    "direction": "\u202eXSS\u202c \u2066x \u2067y \u200ea\u061c \u200f",
    "lines": "a\r\nBcc: x@evil.example\r\n\r\nb\u2028c\u2029d\x0be\x0cf\x85g",
    "letter": ".\r\nQUIT\r\nFrom x\r\n> x\r\nPublish: http://evil.example/",
    "NUL": "a\0b\ufffe\uffffc\ufdd0d\ud800e",
    "YAML": '"\n- !!python/object/apply:os.system [id]\n&a [*a]\n# x\n: |\n  %YAML 1.2\n---\n...\n',
    "formula": "=HYPERLINK('http://evil.example')",
    "path": "../../../../etc/passwd%00",
    "long": "W" * 2_000,
    "marks": "Z\u0351\u0343\u033e" * 50,
}
HREF = (
    f"javascript:{RAN}",
    f"JaVaScRiPt:{RAN}",
    f"java\tscript:{RAN}",
    f"data:text/html,<script>{RAN}</script>",
    "vbscript:x",
    f'http://a.example/"onmouseover="{RAN}',
    "http://user:password@a.example/",
    "https://a.example/\u202eexe.html",
)


def said(words: str) -> str:
    """Return the page of somebody who says these words everywhere."""
    text = escape(words)
    hrefs = "".join(f'<a class="u-url" rel="author me" href="{escape(href)}">{text}</a>' for href in HREF)
    photo = f'<img class="u-photo" src="javascript:{RAN}" alt="{text}">'
    return (
        f'<!DOCTYPE html><html><head><title>{text}</title><meta name=description content="{text}"></head><body>'
        f'<div class="h-entry"><h1 class="p-name">{text}</h1><div class="p-author h-card">{photo}'
        f'<span class="p-name">{text}</span>{hrefs}</div><p class="p-summary">{text}</p>'
        f'<div class="e-content">{LINK} {text} {words}</div></div></body></html>'
    )


def kind_of(words: str, relation: str) -> str:
    """Return the page of somebody who answers, likes or repeats with these words."""
    return said(words).replace(LINK, LINK.replace("<a ", f'<a class="{relation}" '))
