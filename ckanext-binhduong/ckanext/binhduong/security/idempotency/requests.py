"""``Idempotency-Key`` on writing actions: the answer to a repeated request is the first one's, and the write is not done again.

A client that got no answer, or a 500 because PostgreSQL was started again in the middle, sends the same request again under the same key.
Either the write was not done and is done now, or it was and the kept answer is sent, with ``Idempotent-Replayed: true``.
"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

from ckan.plugins import toolkit as tk
from flask import Response, g, request

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.problems.request_errors import RequestError
from ckanext.binhduong.security.idempotency import keys

__all__ = ["HEADER", "answer_repeated", "keep_answer", "register"]

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,255})"?')
"""The draft's form is a quoted string; clients of other portals send it bare."""
_LARGEST = 256 << 10
"""Bytes of an answer that is kept; of a larger one only that the write was done."""
_SECRET = frozenset({"api_token_create"})
"""Actions whose answers are never stored."""
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_RUNNING = timedelta(minutes=2)
"""A write without an answer for longer has lost it: no request may last as long."""


class RepeatError(RequestError):
    """A key cannot be used now (409), or never for this request (422)."""

    def __init__(self, code: str, status: int = 409, retry_after: int | None = None) -> None:
        super().__init__(code, HEADER)
        self.status, self.retry_after = status, retry_after
        self.kind = "Conflict Error" if status == 409 else "Validation Error"


def register() -> None:
    """Have old keys forgotten every night."""
    scheduler.register("idempotency", scheduler.Regular(keys.forget_old, timedelta(days=1), timedelta(hours=20)))


def answer_repeated() -> Response | None:
    """Answer a request whose write is done already; else note its key in the transaction of the write.

    Raises:
        RepeatError: the key belongs to another request, is in use at this moment, or its answer is not known.
    """
    given = request.headers.get(HEADER)
    if given is None or not _is_write() or not tk.current_user.is_authenticated:
        return None
    found = _KEY.fullmatch(given)
    if found is None:
        raise RequestError("idempotency-key", HEADER)
    user, key, digest = tk.current_user.id, found[1], _digest()
    if not keys.lock(user, key):
        raise RepeatError("repeat-running", retry_after=2)
    known = keys.find(user, key)
    if known is None:
        keys.begin(user, key, digest)
        g.binhduong_idempotency = (user, key, digest)
        return None
    return _known_answer(known, digest)


def keep_answer(response: Response) -> Response:
    """Keep the answer to a write that came with a key; that of a failure stays unknown, since part of it may be done."""
    begun = g.pop("binhduong_idempotency", None)
    if begun is not None and response.status_code < 500:
        user, key, digest = begun
        body = response.get_data()
        is_kept = len(body) <= _LARGEST and _action() not in _SECRET
        keys.keep(user, key, digest, response.status_code, response.content_type or "", body if is_kept else None)
    return response


def _known_answer(known: keys.Known, digest: str) -> Response:
    if known.request != digest:
        raise RepeatError("repeat-differs", 422)
    if known.status is None and utcnow() - known.began < _RUNNING:
        raise RepeatError("repeat-running", retry_after=2)
    if known.status is None or known.body is None:
        raise RepeatError("repeat-done")
    return Response(known.body, known.status, {REPLAYED: "true"}, content_type=known.content_type)


def _action() -> str:
    return str((request.view_args or {}).get("logic_function", ""))


def _is_write() -> bool:
    if request.endpoint != "api.action" or request.method != "POST":
        return False
    try:
        return not getattr(tk.get_action(_action()), "side_effect_free", False)
    except KeyError:
        return False


def _digest() -> str:
    """Return a digest of what is asked: the action and the body, or the fields and files of a form, whose boundary differs each time."""
    digest = hashlib.sha256(f"{_action()}\n".encode())
    if request.mimetype not in _FORMS:
        digest.update(request.get_data(cache=True))
        return digest.hexdigest()
    for name, value in sorted(request.form.items(multi=True)):
        digest.update(repr((name, value)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda each: each[0]):
        digest.update(repr((name, file.filename)).encode())
        while block := file.stream.read(1 << 20):
            digest.update(block)
        file.stream.seek(0)
    return digest.hexdigest()
