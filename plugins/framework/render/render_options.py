"""What rendering depends on beside the source: framework, time zone, language, Markdown extensions, transforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from plugins.framework.model import Framework
from plugins.framework.render.markdown import MarkdownOptions
from plugins.framework.render.transforms import TransformContext

if TYPE_CHECKING:
    from plugins.framework.front import Said

DocumentKind = Literal["article", "page", "introduction"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """The options of rendering.

    Attributes:
        kind: The kind of the file's front matter.
        framework: The axes, for an article.
        zone: The site's time zone (IANA name), for dates that name none.
        language: The site's language.
        markdown: Python-Markdown's extensions.
        transforms: Names of the HTML transforms, in order.
        word_transforms: Those of them that change words; the others leave a text without tags as it is.
        transform_settings: Settings of the transforms' plugins, by name.
        summary_length: Characters of a summary that is taken from the text.
        projections: Packages with the functions that make what they store beside a text's HTML, as
            ``package.module:function``.
    """

    kind: DocumentKind
    framework: Framework
    zone: str
    language: str
    markdown: MarkdownOptions
    transforms: tuple[str, ...] = ()
    word_transforms: tuple[str, ...] | None = None
    transform_settings: Mapping[str, object] = field(default_factory=dict)
    summary_length: int = 240
    projections: tuple[tuple[str, str], ...] = ()

    def context(self, path: str, said: Said | None = None) -> TransformContext:
        """Return the context of the transforms of a text."""
        language = (said.lang if said else None) or self.language
        return TransformContext(path, language, said.typography if said else True, self.transform_settings)

    def transforms_for(self, html: str) -> tuple[str, ...]:
        """Return the names of the transforms that may change some inline HTML."""
        return self.transforms if "<" in html or self.word_transforms is None else self.word_transforms
