"""Secrets at rest: encrypted under a key that is derived from the portal's secret. Imports no CKAN.

Who has a copy of the database alone, a backup for example, has no secret of anybody's app. What is sealed is bound to its account: moved to
another row it is not opened.
"""

from __future__ import annotations

import base64
import json

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["Unreadable", "derived_key", "opened", "sealed"]


class Unreadable(Exception):
    """What was sealed cannot be opened: the portal's secret is another one, or the row is not as it was written."""


def derived_key(secret: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"binhduong {purpose}".encode()).derive(secret.encode())


def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key(secret, "second factor secret")))


def sealed(text: str, owner: str, secret: str) -> str:
    """Encrypt a text for one owner.

    Args:
        owner: the id of the account.
        secret: the portal's secret.
    """
    return _fernet(secret).encrypt(json.dumps([owner, text]).encode()).decode()


def opened(token: str, owner: str, secret: str) -> str:
    """Return what was sealed for an owner.

    Raises:
        Unreadable: with this secret it cannot be opened, or it belongs to somebody else.
    """
    try:
        whose, text = json.loads(_fernet(secret).decrypt(token.encode()))
    except (InvalidToken, ValueError) as error:
        raise Unreadable from error
    if whose != owner:
        raise Unreadable
    return text
