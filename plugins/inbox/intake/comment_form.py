"""Validates the comment form, and a moderator's edit of an item, field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from plugins.i18n.messages import N_, Message, message
from plugins.interactions.record_ids import is_id
from plugins.interactions.visitor_fields import Address, Name, Text, Title
from plugins.interactions.visitor_text import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, as_line
from plugins.protocols.urlencoded_form import Form

__all__ = [
    "FIELDS",
    "TRAP",
    "CommentForm",
    "Draft",
    "EditedFields",
    "check_comment",
    "check_edit",
    "email_address",
    "read_comment_form",
]

FIELDS = ("name", "email", "url", "text")
"""The fields for a reader to fill in, in the order of the form."""
TRAP = "fax"
"""The honeypot: a field that is hidden from people."""
LONGEST_EMAIL = 254
ATOM, DOMAIN = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(rf"(?=[^@]{{1,64}}@){ATOM}(?:\.{ATOM})*@{DOMAIN}(?:\.{DOMAIN})+\Z")
"""A valid e-mail address of HTML (https://html.spec.whatwg.org/#valid-e-mail-address), with a dot in the domain, whose
local part is a dot-atom: no dot beside another or at an end (RFC 5322, section 3.2.3)."""

_name: TypeAdapter[str] = TypeAdapter(Name)
_text: TypeAdapter[str] = TypeAdapter(Text)
_address: TypeAdapter[str] = TypeAdapter(Address)
_title: TypeAdapter[str] = TypeAdapter(Title)


@dataclass(frozen=True, slots=True)
class CommentForm:
    """A comment form as submitted, not validated: shown again as it was when there are mistakes."""

    article: str = ""
    in_reply_to: str = ""
    name: str = ""
    email: str = ""
    url: str = ""
    text: str = ""
    notify: bool = False
    trap: str = ""
    token: str = ""
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A validated comment, ready to be stored."""

    article: str
    in_reply_to: str | None
    name: str
    email: str
    url: str | None
    text: str
    notify: bool


@dataclass(frozen=True, slots=True)
class EditedFields:
    """The validated fields of a moderator's edit."""

    author: str
    author_url: str | None
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class CheckedComment:
    """The result of validation: a draft, or the mistakes by field."""

    draft: Draft | None
    mistakes: Mapping[str, Message] = field(default_factory=dict)


def read_comment_form(form: Form) -> CommentForm:
    """Return the comment form of a decoded body; a repeated field counts as its last value."""

    def value(name: str) -> str:
        return form.get(name, ("",))[-1]

    return CommentForm(
        article=value("article")[:200],
        in_reply_to=value("in_reply_to")[:26],
        name=value("name"),
        email=value("email"),
        url=value("url"),
        text=value("text"),
        notify=value("notify") == "yes",
        trap=value(TRAP)[:200],
        token=value("token")[:500],
        preview="preview" in form,
    )


def check_comment(form: CommentForm) -> CheckedComment:
    """Return the validated comment, or the mistakes by field, each with how to mend it."""
    mistakes: dict[str, Message] = {}
    values: dict[str, Any] = {}

    def take(name: str, adapter: TypeAdapter[str], typed: str, wrong: Message) -> None:
        try:
            values[name] = adapter.validate_python(typed)
        except ValidationError:
            mistakes[name] = wrong

    if not as_line(form.name):
        mistakes["name"] = message(N_("Write your name, or the one that you go by."))
    else:
        take("name", _name, form.name, message(N_("A name has at most {most} characters."), most=LONGEST_NAME))
    email = email_address(form.email)
    if not form.email.strip():
        mistakes["email"] = message(N_("Write your e-mail address: it will not be published."))
    elif email is None:
        mistakes["email"] = message(N_("This is not an e-mail address such as name@example.org."))
    if form.url.strip():
        url = form.url.strip()
        take("url", _address, with_scheme(url), message(N_("This is not a web address.")))
    if not form.text.strip():
        mistakes["text"] = message(N_("Write your comment."))
    else:
        take("text", _text, form.text, message(N_("A comment has at most {most} characters."), most=LONGEST_TEXT))
    if mistakes:
        return CheckedComment(None, {name: mistakes[name] for name in FIELDS if name in mistakes})
    answered = form.in_reply_to if is_id(form.in_reply_to) else None
    return CheckedComment(
        Draft(form.article, answered, values["name"], email or "", values.get("url"), values["text"], form.notify)
    )


def check_edit(given: Mapping[str, str], *, linkback: bool) -> tuple[EditedFields | None, Mapping[str, Message]]:
    """Return the validated edit of a moderator, or the mistakes by field.

    Args:
        given: ``name``, ``url``, ``title`` and ``text``.
        linkback: Whether it edits a linkback, which needs no name and no text, and may have a title.
    """
    mistakes: dict[str, Message] = {}

    def take(name: str, adapter: TypeAdapter[str], most: int) -> str:
        typed = given.get(name, "")
        if linkback and not as_line(typed):
            return ""
        try:
            return adapter.validate_python(typed)
        except ValidationError:
            mistakes[name] = message(N_("This has at most {most} characters, and one that is seen."), most=most)
            return ""

    author, text = take("name", _name, LONGEST_NAME), take("text", _text, LONGEST_TEXT)
    title = take("title", _title, LONGEST_TITLE) if linkback else ""
    url = given.get("url", "").strip()
    if url:
        try:
            url = _address.validate_python(with_scheme(url))
        except ValidationError:
            mistakes["url"] = message(N_("This is not a web address."))
    return (None if mistakes else EditedFields(author, url or None, title or None, text)), mistakes


def with_scheme(typed: str) -> str:
    """Return a typed URL, with ``https://`` when it has no scheme and its host has a dot.

    >>> with_scheme("a.example/b"), with_scheme("javascript:1")
    ('https://a.example/b', 'javascript:1')
    """
    bare = "://" not in typed and "." in typed.split("/")[0]
    return f"https://{typed}" if bare else typed


def email_address(typed: str) -> str | None:
    """Return a valid e-mail address with its domain in lower case, or None.

    >>> email_address(" A.b@Example.ORG "), email_address("a@localhost"), email_address("a@b.example\\nBcc: c@d.ex")
    ('A.b@example.org', None, None)
    >>> email_address("a..b@c.example"), email_address(".a@c.example")
    (None, None)
    """
    address = typed.strip()
    if len(address) > LONGEST_EMAIL or not EMAIL.match(address):
        return None
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"
