"""Which contents of the store the ledger names: keeping what is about to be named, deleting what no longer is.

A content is kept before the transaction that names it commits, and it may be there already, unnamed since a moment ago. So who keeps one
holds a lock of CKAN's database, shared, until that transaction ends; who deletes holds it alone while he looks and deletes.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.releases import config
from ckanext.binhduong.releases.comparisons import files as differences
from ckanext.binhduong.releases.exports.model import Export
from ckanext.binhduong.releases.model import Release
from ckanext.binhduong.releases.store import Incoming

__all__ = ["delete_unnamed", "keep", "keep_file", "named"]

_KEPT = Release.retired.is_(None)
_NAMES = {Release.sha256: _KEPT, Release.canonical: _KEPT, Export.sha256: sa.true()}
"""The columns that name contents of the store, and where they count: a retired release has given its files back."""


def keep(incoming: Incoming) -> None:
    """Keep a received file. The caller names it in CKAN's open transaction and ends that soon: until then nothing is deleted.

    Raises:
        NoSpace: the disk is too full.
    """
    _lock("pg_advisory_xact_lock_shared")
    config.store().keep(incoming)


def keep_file(path: Path) -> Incoming:
    """Keep a file that we wrote ourselves, as ``keep`` does; give its checksum and size.

    Raises:
        NoSpace: the disk is too full.
    """
    incoming = config.store().take(path)
    keep(incoming)
    return incoming


def delete_unnamed(contents: set[str]) -> int:
    """Delete those of the contents that nothing in the ledger names; give how many. Commits."""
    _lock("pg_advisory_xact_lock")
    unnamed = contents - named(contents)
    for sha256 in unnamed:
        config.store().delete(sha256)
    model.Session.commit()
    differences.forget(unnamed)
    return len(unnamed)


def _lock(function: str) -> None:
    model.Session.execute(sa.text(f"SELECT {function}(hashtext('binhduong_release_contents'))"))


def named(contents: set[str]) -> set[str]:
    """Give those of the contents that the ledger names."""
    if not contents:
        return set()
    rows = [sa.select(column).where(column.in_(contents), counts).distinct() for column, counts in _NAMES.items()]
    return {sha256 for each in rows for sha256 in model.Session.scalars(each)}
