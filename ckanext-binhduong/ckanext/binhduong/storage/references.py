"""Which contents of the store the ledger names: keeping what is about to be named, deleting what no longer is.

A content is kept before the transaction that names it commits, and it may be there already, unnamed since a moment ago. So who keeps one
holds a lock of CKAN's database, shared, until that transaction ends; who deletes holds it alone while he looks and deletes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.store import Incoming

__all__ = ["delete_unnamed", "deleted", "keep", "keep_file", "named", "register"]

deleted = tk.signals.ckanext.signal("binhduong:contents-deleted")
"""Sent with the set of contents (SHA-256) that were deleted."""

_columns: dict[Any, Any] = {}
"""The columns that name contents of the store → the condition under which they count."""


def register(columns: Mapping[Any, Any]) -> None:
    """Make columns of CKAN's database known that name contents of the store.

    Args:
        columns: column → SQL condition under which its row still needs the content.
    """
    _columns.update(columns)


def keep(incoming: Incoming) -> None:
    """Keep a received file. The caller names it in CKAN's open transaction and ends that soon: until then nothing is deleted.

    Raises:
        NoSpace: the disk is too full.
    """
    _lock("pg_advisory_xact_lock_shared")
    settings.store().keep(incoming)


def keep_file(path: Path) -> Incoming:
    """Keep a file that we wrote ourselves, as ``keep`` does; give its checksum and size.

    Raises:
        NoSpace: the disk is too full.
    """
    incoming = settings.store().take(path)
    keep(incoming)
    return incoming


def delete_unnamed(contents: set[str]) -> int:
    """Delete those of the contents that nothing in the ledger names; give how many. Commits."""
    _lock("pg_advisory_xact_lock")
    unnamed = contents - named(contents)
    for sha256 in unnamed:
        settings.store().delete(sha256)
    model.Session.commit()
    deleted.send(unnamed)
    return len(unnamed)


def _lock(function: str) -> None:
    model.Session.execute(sa.text(f"SELECT {function}(hashtext('binhduong_release_contents'))"))


def named(contents: set[str]) -> set[str]:
    """Give those of the contents that the ledger names."""
    if not contents:
        return set()
    rows = [sa.select(column).where(column.in_(contents), counts).distinct() for column, counts in _columns.items()]
    return {sha256 for each in rows for sha256 in model.Session.scalars(each)}
