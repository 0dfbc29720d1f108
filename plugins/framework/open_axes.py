"""The open axes tags, series and authors: their names from the catalogue, their URLs from the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plugins.framework.model import Axis, Order
from plugins.i18n import catalogue
from plugins.i18n.messages import N_, Labels

if TYPE_CHECKING:
    from plugins.framework.settings import FrameworkSettings

OPEN_AXES: tuple[tuple[str, str, str, str, Order, str], ...] = (
    ("tags", N_("tag"), N_("tags"), "tags_path", "newest", "tag"),
    ("series", N_("series (one)"), N_("series (several)"), "series_path", "part", "series"),
    ("authors", N_("author"), N_("authors"), "authors_path", "newest", "author"),
)


def open_axes(settings: FrameworkSettings, translations: Path) -> dict[str, Axis]:
    """Return the open axes without terms, named in every language that has a catalogue."""
    words = {folder.name: catalogue.load(folder.name, translations) for folder in sorted(translations.iterdir())}

    def labels(source: str) -> Labels:
        return Labels({language: known.gettext(source) for language, known in words.items()})

    return {
        key: Axis(
            key=key,
            singular=labels(singular),
            plural=labels(plural),
            path=getattr(settings, setting),
            order=order,
            open=True,
            template=template,
        )
        for key, singular, plural, setting, order, template in OPEN_AXES
    }
