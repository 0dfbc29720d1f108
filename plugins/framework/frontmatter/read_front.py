"""Reads front matter: YAML with positions, validated by the typed models, as plain data."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from plugins.framework.front import Front, HeadPicture, Part, Said
from plugins.framework.frontmatter.axes import read_axes
from plugins.framework.frontmatter.models import ArticleFrontMatter, PageFrontMatter
from plugins.framework.frontmatter.validate import validate
from plugins.framework.frontmatter.yaml_tree import parse
from plugins.framework.model import Framework

__all__ = ["read_front"]


def read_front(text: str, path: str, kind: str, framework: Framework, zone: str) -> Front:
    """Return what front matter says.

    Args:
        text: The YAML between its fences.
        path: The file, relative to the content folder.
        kind: ``article``, or what is read as a page.
        framework: The axes, for an article.
        zone: The site's time zone (IANA name), for dates that name none.
    """
    tree, findings = parse(text, path, 2)
    if tree is None:
        return Front(None, parsed=False, findings=tuple(findings))
    positions = {key.value: key.position for key, _ in tree.entries}
    if kind != "article":
        page, found = validate(tree, PageFrontMatter, path)
        return Front(_page(page, zone) if page else None, positions=positions, findings=(*findings, *found))
    article, found = validate(tree, ArticleFrontMatter, path, other_keys=framework.axes)
    axes, unknown = read_axes(tree, framework, path)
    said = _article(article, zone) if article else None
    return Front(said, axes=axes, positions=positions, findings=(*findings, *found, *unknown))


def _article(found: ArticleFrontMatter, zone: str) -> Said:
    plain = {name: getattr(found, name) for name in _shared(ArticleFrontMatter.model_fields)}
    return Said(
        kind="article",
        image=_picture(found),
        date=_in_zone(found.date, zone),
        modified=_in_zone(found.modified, zone),
        authors=tuple(found.authors),
        tags=tuple(found.tags),
        series=Part(found.series.name, found.series.part) if found.series else None,
        **plain,
    )


def _page(found: PageFrontMatter, zone: str) -> Said:
    plain = {name: getattr(found, name) for name in _shared(PageFrontMatter.model_fields)}
    date, modified = _in_zone(found.date, zone), _in_zone(found.modified, zone)
    return Said(kind="page", image=_picture(found), date=date, modified=modified, **plain)


def _shared(fields: Collection[str]) -> set[str]:
    """Return the fields that a model and :class:`Said` have as the same plain value."""
    return set(fields) - {"image", "date", "modified", "authors", "tags", "series"}


def _picture(found: ArticleFrontMatter | PageFrontMatter) -> HeadPicture | None:
    image = found.image
    return HeadPicture(image.file, image.alt, image.caption or "") if image else None


def _in_zone(moment: datetime | None, zone: str) -> datetime | None:
    """Return a date in the site's zone, which is also that of a date without a zone."""
    if moment is None:
        return None
    site = ZoneInfo(zone)
    return moment.astimezone(site) if moment.tzinfo else moment.replace(tzinfo=site)
