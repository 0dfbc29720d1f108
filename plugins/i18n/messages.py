"""Translatable messages: an English template with arguments, translated when it is shown.

A message is a value: it can be compared, stored and sent to another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["ENGLISH", "N_", "English", "Labels", "Message", "Translator", "message"]


class Translator(Protocol):
    """Translates English source texts into ``language``, by the methods of gettext."""

    @property
    def language(self) -> str:
        """The language tag of the translations, such as ``fr``."""
        ...

    def gettext(self, message: str) -> str:
        """Return the translation of ``message``, or ``message`` itself."""
        ...

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the translation of the form that suits ``count``."""
        ...


class English:
    """The translator into English: it returns the source texts."""

    language = "en"

    def gettext(self, message: str) -> str:
        """Return ``message``."""
        return message

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the English form that suits ``count``."""
        return singular if count == 1 else plural


ENGLISH = English()


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark ``message`` for the catalogue and return it untouched."""
    return message


@dataclass(frozen=True, slots=True)
class Labels:
    """One label in several languages.

    >>> Labels({"fr": "moteur", "en": "driver"}).pick("fr-CA")
    'moteur'
    >>> Labels({"fr": "moteur"}).pick("de")
    'moteur'
    """

    by_language: Mapping[str, str]

    def pick(self, language: str) -> str:
        """Return the label in ``language``, in its base language, in English, or in the first one given."""
        for candidate in (language, language.split("-")[0], "en"):
            if candidate in self.by_language:
                return self.by_language[candidate]
        return next(iter(self.by_language.values()), "")


@dataclass(frozen=True, slots=True)
class Message:
    """An English template with ``{named}`` placeholders, and the arguments to fill them with."""

    template: str
    arguments: Mapping[str, str | int | Labels | Message] = field(default_factory=dict)

    def text(self, translator: Translator = ENGLISH) -> str:
        """Return the message in the translator's language, its placeholders filled.

        >>> message("unknown {axis} {value}", axis=Labels({"en": "driver"}), value="'x'").text()
        "unknown driver 'x'"
        """
        places: dict[str, str | int] = {}
        for name, value in self.arguments.items():
            if isinstance(value, Message):
                places[name] = value.text(translator)
            elif isinstance(value, Labels):
                places[name] = value.pick(translator.language)
            else:
                places[name] = value
        return translator.gettext(self.template).format(**places)


def message(template: str, **arguments: str | int | Labels | Message) -> Message:
    """Return a message; its template is collected for the catalogue, as ``N_`` does."""
    return Message(template, arguments)
