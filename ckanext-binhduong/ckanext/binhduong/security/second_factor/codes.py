"""Codes of an app and recovery codes. Imports no CKAN; the algorithm is pyotp's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

import pyotp
from pyotp.totp import TOTP

__all__ = ["RECOVERY_CODES", "address_of", "digest", "matching_step", "new_recovery_codes", "new_secret", "without_spaces"]

RECOVERY_CODES = 10
_RECOVERY_BYTES = 10
"""80 bits: more than can be guessed, so that a plain keyed hash keeps them."""

_DRIFT = 1
"""Steps of 30 seconds that a phone's clock may be off, either way (RFC 6238, 5.2)."""

_DIGITS = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """Return a secret of 160 bits (RFC 4226, 4) in base32, as apps take it."""
    return pyotp.random_base32()


def address_of(secret: str, account: str, site: str) -> str:
    """Return the address ``otpauth://…`` that an app reads from a QR code."""
    return TOTP(secret).provisioning_uri(name=account, issuer_name=site)


def without_spaces(text: str) -> str:
    """Return a code as it is compared, from how somebody typed it: without blanks and hyphens, in small letters."""
    return re.sub(r"[\s-]+", "", text).lower()


def matching_step(secret: str, code: str, now: float, after: int) -> int | None:
    """Return the time step whose code this is; None when it is of none that counts.

    Args:
        code: without blanks.
        now: seconds since 1970.
        after: the last step whose code was used: neither it nor an older one counts again.
    """
    if not _DIGITS.fullmatch(code):
        return None
    totp = TOTP(secret)
    present = int(now) // totp.interval
    steps = [step for step in range(present - _DRIFT, present + _DRIFT + 1) if step > after]
    # Every step is looked at, so that the time it takes tells nothing.
    found = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)]
    return found[0] if found else None


def new_recovery_codes() -> list[str]:
    """Return ten codes of four groups of four letters and digits, to be written down."""
    texts = [base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower() for _ in range(RECOVERY_CODES)]
    return ["-".join(re.findall("....", text)) for text in texts]


def digest(code: str, key: bytes) -> str:
    """Return what is kept of a recovery code: a keyed hash of it as it is compared."""
    return hmac.new(key, without_spaces(code).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
