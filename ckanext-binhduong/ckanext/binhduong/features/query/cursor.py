"""Where the next page begins, as a token that only this portal can make.

A cursor holds the last feature's place in the order and a fingerprint of the question, and is signed: with another question, or changed
by a letter, it is refused instead of answering something arbitrary. No state is kept, so it works on every process and after a restart.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from itsdangerous import BadData, URLSafeSerializer

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.query.arguments import Question

__all__ = ["Place", "read_cursor", "write_cursor"]

Place = tuple[float | None, str, int]
"""A feature's place in the order: distance in metres (None without ``near``), layer id, row number."""


def write_cursor(question: Question, last: Place, secret: str) -> str:
    """Return the token for the features after ``last``."""
    return _signer(secret).dumps([_fingerprint(question), *last])  # type: ignore[return-value]


def read_cursor(question: Question, secret: str) -> Place | None:
    """Return the place the question's cursor names; None for the first page.

    Raises:
        ArgumentError: the token is not ours, or belongs to another question.
    """
    if question.cursor is None:
        return None
    try:
        fingerprint, distance, layer, row = _signer(secret).loads(question.cursor)
    except (BadData, ValueError, TypeError) as error:
        raise ArgumentError("cursor", "bad-cursor") from error
    if fingerprint != _fingerprint(question):
        raise ArgumentError("cursor", "bad-cursor")
    return distance, layer, row


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="binhduong feature_search", signer_kwargs={"digest_method": hashlib.sha256})


def _fingerprint(question: Question) -> str:
    """Of all that decides which features come in which order; the page's size may change on the way."""
    content = {name: value for name, value in asdict(question).items() if name not in ("cursor", "limit", "facets", "counts")}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
