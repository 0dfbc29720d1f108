"""An XML writer with one line per element, and with characters invalid in XML 1.0 removed.

feedgenerator writes a feed as one line and refuses control characters; here each element begins a line, so that a diff
shows what changed, and every text becomes valid XML 1.0.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from plugins.base.safe_text import clean
from plugins.feeds.model import Element, Extra, ExtraError

ENCODING = "utf-8"


class LinesXML(SimplerXMLGenerator):  # type: ignore[misc]  # feedgenerator has no types
    """Writes XML as text.

    Args:
        whole: Whether a whole document is written rather than a fragment.
    """

    def __init__(self, *, whole: bool) -> None:
        self._text = io.StringIO()
        super().__init__(self._text, ENCODING, short_empty_elements=True)
        self._at_start = whole
        if whole:
            self.startDocument()

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # noqa: N802 - SAX's name
        """Begin an element on a new line."""
        if not self._at_start:
            self.ignorableWhitespace("\n")
        self._at_start = False
        super().startElement(name, {key: clean(value) for key, value in attrs.items()})

    def characters(self, content: str) -> None:
        """Write text, cleaned for XML."""
        super().characters(clean(content))

    def element(self, element: Element) -> None:
        """Write an element with its content."""
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
        """Write a fragment of XML unchanged."""
        self.ignorableWhitespace(xml)

    def text(self) -> str:
        """Return the XML written so far."""
        return self._text.getvalue()

    def document(self) -> bytes:
        """Return the whole document, after the end of its root element."""
        self.endDocument()
        return f"{self.text()}\n".encode(ENCODING)


def prefixes(own: Mapping[str, str], extras: Iterable[Extra]) -> dict[str, str]:
    """Return the ``xmlns`` attributes of a document, in order.

    Args:
        own: The format's own namespaces by prefix.
        extras: The extras of the feed and of its entries.

    Raises:
        ExtraError: A prefix has two namespaces.
    """
    found = dict(own)
    for extra in extras:
        for prefix, namespace in extra.namespaces.items():
            if found.setdefault(prefix, namespace) != namespace:
                raise ExtraError(f"the prefix {prefix!r} stands for {found[prefix]} and for {namespace}")
    return {f"xmlns:{prefix}": namespace for prefix, namespace in sorted(found.items())}
