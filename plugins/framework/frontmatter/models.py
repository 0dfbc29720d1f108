"""The pydantic models of front matter: article, page, term, introduction, and ``framework.yaml``.

Validation, JSON Schema and the documentation's table come from them. The axes are keys of an article too; ``axes.py``
reads those, since their names are data.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from plugins.framework.frontmatter.external_urls import WebPage
from plugins.framework.frontmatter.fields import (
    Colour,
    ImageFile,
    Language,
    Line,
    Moment,
    Names,
    SavePath,
    Slug,
    Switch,
    Word,
)

LONGEST_TITLE = 300
Status = Literal["published", "draft", "hidden"]


class Strict(BaseModel):
    """Base of every model: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Picture(Strict):
    """A picture at the head of an article."""

    file: ImageFile = Field(description="Path of the picture below content/, such as images/marmite.svg.")
    alt: Line = Field(description="What the picture shows, for those who do not see it.")
    caption: Line | None = Field(None, description="Words under the picture.")


class SeriesPart(Strict):
    """An article's place in a series."""

    name: Word = Field(description="The name of the series; it makes its address.")
    part: int = Field(ge=1, le=999, description="The place in the series, from 1.")


class FrontMatter(Strict):
    """The front matter that articles and pages share."""

    id: Slug | None = Field(None, description="Permanent name; feeds and the conversation hang on it. Never change it.")
    title: Annotated[Line, Field(max_length=LONGEST_TITLE)] = Field(description="The title, as plain text.")
    modified: Moment | None = Field(None, description="Date of the last change worth telling, ISO 8601.")
    lang: Language | None = Field(None, description="Language of the text; the site's when left out.")
    translation_of: Slug | None = Field(None, description="The id of what this text translates.")
    slug: Slug | None = Field(None, description="Last part of the address; the file's name when left out.")
    status: Status = Field("published", description="published, draft (not public), or hidden (public, not listed).")
    summary: Line | None = Field(None, description="One or two plain sentences; the text's beginning when left out.")
    image: Picture | None = Field(None, description="The picture at the head.")
    typography: Switch = Field(True, description="false to leave the text as typed, or a list of rules to leave out.")


class ArticleFrontMatter(FrontMatter):
    """The front matter of an article, without the axes of the framework."""

    date: Moment = Field(description="Date of publication, ISO 8601; in the site's zone when none is given.")
    authors: list[Word] = Field([], description="Names of the authors; the site's author when left out.")
    tags: list[Word] = Field([], description="Free words.")
    series: SeriesPart | None = Field(None, description="The series that this article is a part of.")
    comments: Literal["open", "closed"] = Field("open", description="Whether comments may be left.")
    in_reply_to: WebPage | None = Field(None, description="Address of the page that this article answers.")
    linkbacks: Literal["open", "closed"] | None = Field(
        None, description="Whether links from other sites are taken (trackback, pingback, webmention); as comments."
    )
    guid: Line | None = Field(None, description="The id that the article had in the feed of an older site.")


class PageFrontMatter(FrontMatter):
    """The front matter of a page."""

    date: Moment | None = Field(None, description="Date of publication, ISO 8601.")
    menu: int | None = Field(None, ge=0, le=999, description="Rank in the navigation; not in it when left out.")
    save_as: SavePath | None = Field(None, description="Path of the page in the output, instead of slug/index.html.")


class TermFrontMatter(Strict):
    """The front matter of a term's file."""

    key: Slug | None = Field(None, description="The term's key; must be the file's name.")
    labels: Names = Field(description="The term's name by language.")
    summary: Names | None = Field(None, description="One sentence by language.")
    rank: int = Field(0, ge=0, le=9999, description="Order among the terms of the axis.")
    colour: Colours | None = Field(None, description="Its colour on light and on dark paper.")
    shape: Slug | None = Field(None, description="The name of the shape it is drawn with.")
    relations: dict[str, list[Line]] = Field({}, description="Relation keys with the terms they point to.")


class Colours(Strict):
    """A colour for light and for dark paper."""

    light: Colour = Field(description="On light paper, as #rrggbb.")
    dark: Colour = Field(description="On dark paper, as #rrggbb.")


class IntroductionFrontMatter(Strict):
    """The front matter of an axis's or the framework's introduction."""

    summary: Names | None = Field(None, description="One sentence by language.")


class Forms(Strict):
    """A name in singular and plural."""

    singular: Line = Field(description="The name of one.")
    plural: Line = Field(description="The name of several.")


class RelationFile(Strict):
    """A kind of relation, in framework.yaml."""

    labels: Names = Field(description="What a term does to another, by language.")
    inverse: Names = Field(description="The same seen from the other, by language.")


class AxisFile(Strict):
    """An axis, in framework.yaml."""

    key: Slug = Field(description="The front matter key, and the folder of its terms.")
    labels: dict[str, Forms] = Field(min_length=1, description="Its name by language, singular and plural.")
    path: Slug = Field(description="The address of its overview page.")
    weighted: bool = Field(False, description="Whether terms carry weights from 1 to 3.")
    ordered: bool = Field(False, description="Whether the rank of its terms means something.")
    required: bool = Field(False, description="Whether every article must name a term.")
    min: int = Field(0, ge=0, le=99, description="The fewest terms an article may name.")
    max: int | None = Field(None, ge=1, le=99, description="The most terms an article may name.")
    order: Literal["firmest", "newest"] | None = Field(
        None, description="How a term lists its articles; firmest for a weighted axis when left out."
    )


class FrameworkFile(Strict):
    """The file framework.yaml."""

    path: Slug = Field(description="The address of the page that presents the framework.")
    labels: dict[str, Forms] = Field(min_length=1, description="The name of that page by language.")
    balance: Slug | None = Field(None, description="The axis whose weights are balanced.")
    relations: dict[str, RelationFile] = Field({}, description="The relations that terms may have.")
    axes: list[AxisFile] = Field(min_length=1, description="The axes, in order.")


TermFrontMatter.model_rebuild()
