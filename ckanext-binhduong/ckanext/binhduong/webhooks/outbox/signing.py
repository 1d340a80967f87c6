"""What is sent for an event: body and headers of a POST, signed as Standard Webhooks 1.0 says (standardwebhooks.com). Imports no CKAN."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

from ckanext.binhduong.core.clock import utc_text

__all__ = ["body_of", "headers_of", "new_secret"]

_BYTES = 32
"""Of a secret; the specification asks for 24 to 64."""


def new_secret() -> str:
    """Return a new secret, as its receiver keeps it: ``whsec_`` and base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def body_of(event: str, made: datetime, sequence: int, data: Mapping[str, Any]) -> str:
    """Return the body of a message, the same at every attempt.

    Args:
        event: its type.
        made: when it was announced, UTC without a zone.
        sequence: its place in the order of all events.
        data: what is said of it.
    """
    message = {"type": event, "timestamp": utc_text(made), "data": {"sequence": sequence, **data}}
    return json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def headers_of(message_id: str, body: str, secrets_: Iterable[str], now: datetime) -> dict[str, str]:
    """Return the headers that go with a body: a signature for each secret that is valid.

    Args:
        secrets_: as :func:`new_secret` makes them.
        now: the time of this attempt, UTC without a zone.
    """
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.replace(tzinfo=UTC).timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(message_id, now, body) for secret in secrets_),
    }
