"""XML with a line for each element, which no text can break.

feedgenerator writes a feed as one line and refuses control characters; here each element begins a line, so that a
change shows as one, and whatever text goes in comes out as XML 1.0 can carry it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from plugins.base.text import clean
from plugins.feeds.model import Element, Extra, ExtraError

ENCODING = "utf-8"


class LinesXML(SimplerXMLGenerator):  # type: ignore[misc]  # feedgenerator has no types
    """Writes XML as text.

    Args:
        whole: Whether a document is written rather than a part of one.
    """

    def __init__(self, *, whole: bool) -> None:
        self._text = io.StringIO()
        super().__init__(self._text, ENCODING, short_empty_elements=True)
        self._at_start = whole
        if whole:
            self.startDocument()

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # noqa: N802 - SAX's name
        """Begin an element on a line of its own."""
        if not self._at_start:
            self.ignorableWhitespace("\n")
        self._at_start = False
        super().startElement(name, {key: clean(value) for key, value in attrs.items()})

    def characters(self, content: str) -> None:
        """Write text, once it is clean."""
        super().characters(clean(content))

    def element(self, element: Element) -> None:
        """Write an element and all that it holds."""
        self.startElement(element.name, element.attributes)
        if element.text:
            self.characters(element.text)
        for child in element.children:
            self.element(child)
        self.endElement(element.name)

    def leaf(self, name: str, text: str = "", **attributes: str) -> None:
        """Write an element with a text, or with attributes only; empty attributes are left out."""
        self.element(Element(name, text, {key: value for key, value in attributes.items() if value}))

    def part(self, xml: str) -> None:
        """Write what is XML already, such as what another one of these has written."""
        self.ignorableWhitespace(xml)

    def text(self) -> str:
        """Return all that was written."""
        return self._text.getvalue()

    def document(self) -> bytes:
        """Return a whole document, once its last element has ended."""
        self.endDocument()
        return f"{self.text()}\n".encode(ENCODING)


def prefixes(own: Mapping[str, str], extras: Iterable[Extra]) -> dict[str, str]:
    """Return the ``xmlns`` attributes that a document needs, in order.

    Args:
        own: The format's own namespaces by prefix.
        extras: What others add to the feed and to its entries.

    Raises:
        ExtraError: A prefix stands for two namespaces.
    """
    found = dict(own)
    for extra in extras:
        for prefix, namespace in extra.namespaces.items():
            if found.setdefault(prefix, namespace) != namespace:
                raise ExtraError(f"the prefix {prefix!r} stands for {found[prefix]} and for {namespace}")
    return {f"xmlns:{prefix}": namespace for prefix, namespace in sorted(found.items())}
