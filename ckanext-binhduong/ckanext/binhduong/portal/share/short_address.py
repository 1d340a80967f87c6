"""The short address of a dataset: the first ten digits of its identifier, which stays whatever its name becomes. Imports no CKAN."""

from __future__ import annotations

import re

__all__ = ["beginning_of", "short_code"]

#: Forty bits: among ten thousand datasets two are alike once in twenty thousand portals.
_DIGITS = 10
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_CODE = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")


def short_code(identifier: str) -> str:
    """Return the code of a dataset; empty for an identifier that is no UUID (those that a system administrator chose)."""
    return identifier.replace("-", "")[:_DIGITS] if _IDENTIFIER.fullmatch(identifier) else ""


def beginning_of(code: str) -> str:
    """Return how the identifiers of a code begin; empty for what is no code."""
    return f"{code[:8]}-{code[8:]}" if _CODE.fullmatch(code) else ""
