"""Which contents of the store the ledger names: keeping what is about to be named, deleting what no longer is.

A content is kept before the transaction that names it commits, and it may be there already, unnamed since a moment ago. So who keeps one
holds a lock of CKAN's database, shared, until that transaction ends. Who deletes looks for candidates without it, and then holds it alone
while he looks at those few again and deletes them: uploads do not wait for a look at the whole store.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import OperationalError

from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.store import Incoming

__all__ = ["all_named", "delete_unnamed", "deleted", "keep", "keep_file", "lost", "named", "named_after", "register"]

log = logging.getLogger(__name__)

_LOOKED_AT_ONCE = 1000
"""How many contents one statement looks up."""

_DELETED_AT_ONCE = 50
"""How many contents are deleted under one lock."""

_LOCK_TIMEOUT = "1s"
"""How long a deletion waits for an upload that ends its transaction; new uploads queue behind it meanwhile."""

deleted = tk.signals.ckanext.signal("binhduong:contents-deleted")
"""Sent with the set of contents (SHA-256) that were deleted."""

lost = tk.signals.ckanext.signal("binhduong:content-lost")
"""Sent with a content (SHA-256) that is named and not in the store; a receiver returns whether it has it made again."""

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


def delete_unnamed(contents: Iterable[str]) -> int:
    """Delete those of the contents that nothing in the ledger names; return how many. Commits.

    While an upload does not end its transaction, what is left waits for the next sweep.
    """
    gone: set[str] = set()
    for batch in _in_batches(contents, _LOOKED_AT_ONCE):
        candidates = sorted(_unnamed(batch))
        model.Session.commit()
        for few in _in_batches(candidates, _DELETED_AT_ONCE):
            try:
                gone |= _delete(few)
            except OperationalError:
                model.Session.rollback()
                log.info("%d files that nothing names wait for the next sweep: an upload is going on", len(few))
    deleted.send(gone)
    return len(gone)


def _delete(candidates: list[str]) -> set[str]:
    model.Session.execute(sa.text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
    _lock("pg_advisory_xact_lock")
    unnamed = _unnamed(candidates)
    for sha256 in unnamed:
        settings.store().delete(sha256)
    model.Session.commit()
    return unnamed


def _in_batches(contents: Iterable[str], size: int) -> Iterator[list[str]]:
    left = iter(contents)
    while batch := list(islice(left, size)):
        yield batch


def _lock(function: str) -> None:
    model.Session.execute(sa.text(f"SELECT {function}(hashtext('binhduong_release_contents'))"))


def named(contents: set[str]) -> set[str]:
    """Return those of the contents that the ledger names."""
    return {sha256 for batch in _in_batches(contents, _LOOKED_AT_ONCE) for sha256 in set(batch) - _unnamed(batch)}


def all_named() -> set[str]:
    """Return every content that the ledger names."""
    selects = [sa.select(column).where(counts, column.is_not(None)) for column, counts in _columns.items()]
    return set(model.Session.scalars(sa.union(*selects)))


def named_after(content: str, limit: int) -> list[str]:
    """Return the first contents that the ledger names after one, in their order: each column gives no more than the limit."""
    selects = [
        sa.select(column).where(counts, column > content).distinct().order_by(column).limit(limit) for column, counts in _columns.items()
    ]
    all_of_them = sa.union(*(sa.select(each.subquery()) for each in selects)).subquery()
    (first,) = all_of_them.columns
    return list(model.Session.scalars(sa.select(first).order_by(first).limit(limit)))


def _unnamed(contents: list[str]) -> set[str]:
    """Return those of the contents that no registered column names, by one anti-join over the indexes of all of them."""
    given = sa.func.unnest(sa.cast(contents, ARRAY(sa.Text))).column_valued("content")
    unused = [~sa.select(sa.literal(1)).where(column == given, counts).exists() for column, counts in _columns.items()]
    return set(model.Session.scalars(sa.select(given).where(*unused)))
