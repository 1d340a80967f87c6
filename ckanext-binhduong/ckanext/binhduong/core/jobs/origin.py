"""Who wants what is being done: the user of the request, or of the request that queued the job that is being done."""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import Any

from flask import g, has_request_context

__all__ = ["begin", "end", "follow", "job", "user"]

_job: ContextVar[str] = ContextVar("job", default="")
_user: ContextVar[dict[str, str] | None] = ContextVar("user", default=None)


def begin(name: str) -> Token[str]:
    """Note that a job of this name is being done; :func:`end` takes what this returns."""
    return _job.set(name)


def end(token: Token[str]) -> None:
    """Note that the job is done."""
    _job.reset(token)


def job() -> str:
    """Return the name of the job that is being done; empty outside of jobs."""
    return _job.get()


def follow(user: Any) -> None:
    """Go on for the user that a job was queued with; anything but what :func:`user` returns is nobody."""
    _user.set({"id": str(user["id"]), "name": str(user["name"])} if isinstance(user, dict) and {"id", "name"} <= user.keys() else None)


def user() -> dict[str, str] | None:
    """Return the id and name of who wants what is being done; None for nobody, or nobody that is signed in."""
    if not job() and has_request_context():
        account = g.get("userobj")
        return {"id": account.id, "name": account.name} if account else None
    return _user.get()
