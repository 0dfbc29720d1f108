"""Signed tokens: each for one purpose, most for a time."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from plugins.inbox.data.decision_log import Action
from plugins.inbox.data.secret_keys import Keys
from plugins.inbox.data.timestamps import Clock

__all__ = ["CONFIRM_SECONDS", "DECISION_SECONDS", "SubscriptionChange", "Tokens"]

SubscriptionChange: TypeAlias = Literal["confirm", "leave"]
"""What the link of a letter does to a subscription."""
DECISION_SECONDS = 7 * 24 * 3600
CONFIRM_SECONDS = 7 * 24 * 3600
FORM_SECONDS = 7 * 24 * 3600


class Tokens:
    """Makes and reads tokens; what one purpose made, no other reads."""

    def __init__(self, keys: Keys, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock

    def sign_decision(self, item: str, action: Action, revision: int) -> str:
        """Return the token of a link that does one thing to one comment, as it stands now."""
        return self._made("decision", [item, action, revision])

    def read_decision(self, token: str) -> tuple[str, str, int] | None:
        """Return comment, action and revision, or None when the token is not good."""
        match self._read("decision", token, DECISION_SECONDS):
            case [str(item), str(action), int(revision)]:
                return item, action, revision
        return None

    def sign_subscription(self, purpose: SubscriptionChange, subscription: str) -> str:
        """Return the token of a link to ``confirm`` or to ``leave`` a subscription."""
        return self._made(purpose, subscription)

    def read_subscription(self, purpose: SubscriptionChange, token: str) -> str | None:
        """Return the subscription, or None; leaving is good for ever."""
        found = self._read(purpose, token, CONFIRM_SECONDS if purpose == "confirm" else None)
        return found if isinstance(found, str) else None

    def sign_form(self) -> str:
        """Return the token of a form that was opened now."""
        return self._made("form", "")

    def seconds_since_form(self, token: str) -> float | None:
        """Return how many seconds ago a form was opened, or None when nobody knows."""
        if not token:
            return None
        try:
            _, made = self._serializer("form").loads(token, max_age=FORM_SECONDS, return_timestamp=True)
        except BadData:
            return None
        return float(self._clock().timestamp() - made.timestamp())

    def csrf_token(self, session: str) -> str:
        """Return what a form of a logged-in moderator must hold, bound to the session."""
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
