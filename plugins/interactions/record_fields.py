"""The keys of an interaction's file and what may be in them, validated by pydantic.

There is no key for an e-mail address and none for an IP address, and unknown keys are refused, so that neither can get
into the repository.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from plugins.base.findings import quoted
from plugins.framework.frontmatter.fields import Slug, wrong
from plugins.framework.frontmatter.models import Strict
from plugins.i18n.messages import N_
from plugins.interactions.model import Interaction, Kind, MentionType, Standing
from plugins.interactions.record_ids import is_id
from plugins.interactions.visitor_fields import Address, Name, Text, Title, UTCMoment

__all__ = ["Id", "Record", "interaction_of"]


def check_id(value: str) -> str:
    """Return the value if it is an id of :func:`plugins.interactions.record_ids.new_id`."""
    if not is_id(value):
        raise wrong(
            N_("'{value}' is not the name of an interaction"),
            N_("copy it from the name of the file that is meant, without .yaml"),
            value=quoted(value),
        )
    return value


Id = Annotated[str, AfterValidator(check_id)]


class Record(Strict):
    """The content of an interaction's file; id and article are in its path (:class:`Interaction`).

    Values are cleaned by validation (:mod:`plugins.interactions.visitor_text`): line ends, control characters,
    surrounding white space; dates become UTC in whole seconds, URLs ASCII. The cleaned values are stored, and read back
    unchanged.
    """

    kind: Kind = Field(description="comment, trackback, pingback or webmention.")
    type: MentionType | None = Field(
        None, validate_default=True, description="Of a webmention: reply, like, repost or mention."
    )
    in_reply_to: Id | None = Field(None, description="The id of the comment that this one answers.")
    author: Name | None = Field(None, validate_default=True, description="The name as signed; a comment must have one.")
    author_url: Address | None = Field(None, description="The author's own page.")
    by_author: bool = Field(
        False, description="true when the article's author wrote it: moderation sets it, and no form can."
    )
    published: UTCMoment = Field(description="When it was said, or, of a linkback, when it came in.")
    received: UTCMoment | None = Field(None, description="When the inbox got it, where that is another moment.")
    edited: UTCMoment | None = Field(None, description="When it was last changed.")
    source: Address | None = Field(
        None, validate_default=True, description="Of a linkback: the page that links to the article."
    )
    target: Address | None = Field(None, description="Of a linkback: the address of ours that it links to.")
    title: Title | None = Field(None, description="Of a linkback: the title of its page.")
    standing: Standing | None = Field(
        None,
        description="Of a linkback: archived when nobody checked that its page links here, gone when it does no more.",
    )
    text: Text | None = Field(None, validate_default=True, description="The words as typed, a small part of Markdown.")

    @field_validator("type")
    @classmethod
    def _type_of_webmentions(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("kind") == "webmention":
            raise wrong(N_("a webmention says its type"), N_("write one of: reply, like, repost, mention"))
        if value is not None and info.data.get("kind") not in (None, "webmention"):
            raise wrong(N_("only a webmention has a type"), N_("delete it"))
        return value

    @field_validator("author", "text")
    @classmethod
    def _part_of_comments(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("kind") == "comment":
            raise wrong(N_("a comment has an author and a text"), N_("add the one that is missing"))
        return value

    @field_validator("standing")
    @classmethod
    def _of_linkbacks(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("kind") == "comment":
            raise wrong(N_("a comment has no page that could be gone"), N_("delete it"))
        return value

    @field_validator("source")
    @classmethod
    def _part_of_linkbacks(cls, value: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if value is None and kind not in (None, "comment"):
            raise wrong(N_("a linkback says which page it comes from"), N_("add a line 'source: https://…'"))
        if value is not None and kind == "comment":
            raise wrong(N_("a comment comes from no other page"), N_("delete it"))
        return value


class _Placed(Record):
    """A record with what the path of its file says."""

    id: Id
    article: Slug


def interaction_of(values: Mapping[str, object]) -> Interaction:
    """Return the interaction of values, cleaned.

    Raises:
        ValidationError: Of pydantic: a value is invalid.
    """
    return Interaction(**_Placed.model_validate(values).model_dump())
