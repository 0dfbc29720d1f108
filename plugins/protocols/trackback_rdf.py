"""TrackBack auto-discovery: the RDF block of an article's page.

"TrackBack Technical Specification" 1.2, section "Auto-Discovery of TrackBack Ping URLs": the block stands in an HTML
comment, since HTML has no place for RDF.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from plugins.base.safe_text import clean

__all__ = ["block"]

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
}


def block(url: str, title: str, ping: str) -> str:
    """Return the HTML comment with an article's RDF block.

    Nothing in it ends the comment (HTML Standard, section 13.1.6): two hyphens never stand beside each other, and angle
    brackets are entities.

    Args:
        url: The absolute URL of the article, for ``rdf:about`` and ``dc:identifier``.
        title: Plain text.
        ping: The absolute URL of the TrackBack endpoint.

    >>> print(block("https://a.example/1/", 'Un "titre" -->', "https://a.example/tb/1").splitlines()[8])
      dc:title='Un "titre" &#45;&#45;&gt;'
    """
    spaces = "\n".join(f'  xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    return (
        f"<!--\n<rdf:RDF\n{spaces}>\n<rdf:Description\n"
        f"  rdf:about={_value(url)}\n  dc:identifier={_value(url)}\n  dc:title={_value(title)}\n"
        f"  trackback:ping={_value(ping)} />\n</rdf:RDF>\n-->"
    )


def _value(text: str) -> str:
    r"""Return a text as a quoted attribute value that is safe within a comment.

    >>> _value("a--b-")
    '"a&#45;&#45;b-"'
    """
    return quoteattr(clean(text).replace("\n", " ")).replace("--", "&#45;&#45;")
