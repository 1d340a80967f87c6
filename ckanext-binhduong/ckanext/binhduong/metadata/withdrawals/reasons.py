"""The reason for which a dataset is being deleted, from the action that deletes to where SQLAlchemy writes it. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["LONGEST", "given", "giving"]

LONGEST = 2000
"""Characters of a reason."""

_given: ContextVar[str] = ContextVar("binhduong_withdrawal_reason", default="")


@contextmanager
def giving(reason: str) -> Iterator[None]:
    """Take datasets that are deleted inside as withdrawn for this reason."""
    token = _given.set(reason)
    try:
        yield
    finally:
        _given.reset(token)


def given() -> str:
    """Return the reason for what is deleted now; empty when nobody said one."""
    return _given.get()
