"""Signed tokens of links and forms, each valid for one purpose, most with an expiry; and CSRF tokens."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from plugins.inbox.data.decision_log import Action
from plugins.inbox.data.secret_keys import Keys
from plugins.inbox.data.timestamps import Clock

__all__ = ["CONFIRM_SECONDS", "DECISION_SECONDS", "SubscriptionChange", "Tokens"]

SubscriptionChange: TypeAlias = Literal["confirm", "leave"]
"""The action of a letter's link on a subscription."""
DECISION_SECONDS = 7 * 24 * 3600
CONFIRM_SECONDS = 7 * 24 * 3600
FORM_SECONDS = 7 * 24 * 3600


class Tokens:
    """Signs and verifies tokens; a token of one purpose is invalid for any other."""

    def __init__(self, keys: Keys, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock

    def sign_decision(self, item: str, action: Action, revision: int) -> str:
        """Return the token of a link for one action on one item, valid for its present revision."""
        return self._made("decision", [item, action, revision])

    def read_decision(self, token: str) -> tuple[str, str, int] | None:
        """Return id, action and revision, or None for an invalid or expired token."""
        match self._read("decision", token, DECISION_SECONDS):
            case [str(item), str(action), int(revision)]:
                return item, action, revision
        return None

    def sign_subscription(self, purpose: SubscriptionChange, subscription: str) -> str:
        """Return the token of a link to confirm or to leave a subscription."""
        return self._made(purpose, subscription)

    def read_subscription(self, purpose: SubscriptionChange, token: str) -> str | None:
        """Return the id of the subscription, or None for an invalid or expired token; those to leave never expire."""
        found = self._read(purpose, token, CONFIRM_SECONDS if purpose == "confirm" else None)
        return found if isinstance(found, str) else None

    def sign_form(self) -> str:
        """Return the timestamp token of a comment form opened now."""
        return self._made("form", "")

    def seconds_since_form(self, token: str) -> float | None:
        """Return the seconds since a comment form was opened, or None without a valid token."""
        if not token:
            return None
        try:
            _, made = self._serializer("form").loads(token, max_age=FORM_SECONDS, return_timestamp=True)
        except BadData:
            return None
        return float(self._clock().timestamp() - made.timestamp())

    def csrf_token(self, session: str) -> str:
        """Return the CSRF token of a moderator's forms, bound to the session."""
        return self._keys.digest("csrf", session)

    def _made(self, purpose: str, value: object) -> str:
        return str(self._serializer(purpose).dumps(value))

    def _read(self, purpose: str, token: str, seconds: int | None) -> Any:
        try:
            return self._serializer(purpose).loads(token, max_age=seconds)
        except BadData:
            return None

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        clock = self._clock

        class Signer(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(clock().timestamp())

        return URLSafeTimedSerializer(self._keys.derive("tokens"), salt=purpose, signer=Signer)
