"""Secrets at rest: encrypted under a key that is derived from the portal's secret. Imports no CKAN.

Who has a copy of the database alone, a backup for example, has no secret of anybody's app or webhook. What is sealed is bound to its
purpose and owner: moved to another row it is not opened.
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


def _fernet(secret: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key(secret, purpose)))


def sealed(text: str, owner: str, secret: str, purpose: str) -> str:
    """Encrypt a text for one owner.

    Args:
        owner: the id of the row that it belongs to.
        secret: the portal's secret.
        purpose: what the text is; each has a key of its own.
    """
    return _fernet(secret, purpose).encrypt(json.dumps([owner, text]).encode()).decode()


def opened(token: str, owner: str, secret: str, purpose: str) -> str:
    """Return what was sealed for an owner and a purpose.

    Raises:
        Unreadable: with this secret it cannot be opened, or it belongs to somebody else.
    """
    try:
        whose, text = json.loads(_fernet(secret, purpose).decrypt(token.encode()))
    except (InvalidToken, ValueError) as error:
        raise Unreadable from error
    if whose != owner:
        raise Unreadable
    return text
