"""Telephone numbers as agencies write them, and the IRI (RFC 3966) that a number becomes in the metadata."""

from __future__ import annotations

import re

__all__ = ["TelephoneError", "clean_telephone", "telephone_iri"]

_NUMBER = r"\+?\(?\d[\d\s.()\-]*\d"
_EXTENSION = r"(?:\s*[,(]?\s*(?:(?:số\s+)?máy\s+(?:lẻ|nhánh)|ext\.?|x|#)\s*:?\s*\d{1,6}\)?)?"
#: One number or several, each with an extension of its own.
_TELEPHONES = re.compile(rf"{_NUMBER}{_EXTENSION}(?:\s*[,;/]\s*{_NUMBER}{_EXTENSION})*", re.IGNORECASE)
_FIRST = re.compile(_NUMBER)
#: Short numbers (115, 1022) have three digits and more; E.164 allows fifteen.
_FEWEST, _MOST = 3, 15
_LONGEST = 200


class TelephoneError(ValueError):
    """A text that is no telephone number."""


def clean_telephone(text: str) -> str:
    """Return a telephone number with its blanks made single.

    Args:
        text: one number or several, separated by comma, semicolon or slash; digits may be grouped by blanks, dots, hyphens and brackets,
            a number may begin with "+" and end with an extension ("máy lẻ 12", "ext. 12").

    Raises:
        TelephoneError: it is none: other characters, or fewer than 3 or more than 15 digits in a number.
    """
    cleaned = " ".join(text.split())
    if len(cleaned) > _LONGEST:
        raise TelephoneError(text)
    counts = [len(re.sub(r"\D", "", number)) for number in _FIRST.findall(re.sub(_EXTENSION[:-1], "", cleaned, flags=re.IGNORECASE))]
    if not _TELEPHONES.fullmatch(cleaned) or not counts or min(counts) < _FEWEST or max(counts) > _MOST:
        raise TelephoneError(text)
    return cleaned


def telephone_iri(text: str) -> str | None:
    """Return the ``tel:`` IRI of the first number in a text as stored, or None when the text is no telephone number."""
    try:
        first = _FIRST.search(clean_telephone(text))
    except TelephoneError:
        return None
    return f"tel:{re.sub(r'[^0-9+]', '', first[0])}" if first else None
