"""Which agencies publish only what a second person approved, and which of their datasets skip that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from ckan import model

__all__ = ["carrying_out", "is_carried_out", "is_guarded", "is_used", "requires"]

_GUARDED = sa.text(
    "SELECT EXISTS (SELECT FROM binhduong_approval_rule WHERE organization_id = ANY(:agencies) AND required) "
    "AND NOT EXISTS (SELECT FROM binhduong_approval_exemption WHERE package_id = :package AND ARRAY[organization_id] @> :agencies)"
)
_USED = sa.text("SELECT EXISTS (SELECT FROM binhduong_approval_rule WHERE required)")
_carried_out: ContextVar[str] = ContextVar("binhduong_carried_out", default="")


def requires(organization_id: str | None) -> bool:
    """Whether an agency asks for approval."""
    return is_guarded("", organization_id)


def is_used() -> bool:
    """Whether any agency asks for approval."""
    return bool(model.Session.scalar(_USED))


def is_guarded(package_id: str, *agencies: str | None, connection: Any = None) -> bool:
    """Whether a dataset of one of these agencies needs approval.

    Args:
        agencies: ids; of a dataset that moves both, so that moving it is no way round and an exemption does not move with it.
        connection: of CKAN's database; else the open session.
    """
    named = [agency for agency in agencies if agency]
    return bool(named) and bool((connection or model.Session).scalar(_GUARDED, {"agencies": named, "package": package_id}))


@contextmanager
def carrying_out(package_id: str) -> Iterator[None]:
    """Let what was just approved of a dataset pass the guards inside."""
    token = _carried_out.set(package_id)
    try:
        yield
    finally:
        _carried_out.reset(token)


def is_carried_out(package_id: str) -> bool:
    """Whether what was approved of this dataset is being carried out."""
    return bool(package_id) and _carried_out.get() == package_id
