"""Where differences are kept: ``<store>/differences/1/<ab>/<old>-<new>.parquet``, by the SHA-256 of the two canonical files.

A difference is a function of two files that never change, so its place is the name of both, it is never written twice with other content,
and one that is gone can be made again. ``1`` is the number of the form of the artefact; another form gets another number.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.comparisons.diff.compare import compare
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.work_folders import work_folder

__all__ = ["find", "forget", "make", "sweep"]

_UNUSED_AGE = 7 * 86_400.0
"""Seconds that a difference of two releases that are no neighbours is kept after it was last asked for."""


def _root() -> Path:
    return settings.store().root / "differences" / "1"


def _path(old: str, new: str) -> Path:
    return _root() / old[:2] / f"{old}-{new}.parquet"


def find(old: Release, new: Release) -> Path | None:
    """Return the file of two releases' difference, if it was made; asking keeps it."""
    path = _path(old.canonical or "", new.canonical or "")
    try:
        os.utime(path)
    except FileNotFoundError:
        return None
    return path


def make(old: Release, new: Release) -> Path:
    """Return the file of two releases' difference; make it if need be, a matter of minutes for a million rows, in 600 MB.

    Raises:
        LookupError: one of the releases has no canonical file.
    """
    if not old.canonical or not new.canonical:
        raise LookupError("a release without a canonical file cannot be compared")
    path = _path(old.canonical, new.canonical)
    if path.exists():
        return path
    store = settings.store()
    sources = store.path(old.canonical), store.path(new.canonical)
    # Comparing may take long: no transaction of CKAN's database stays open meanwhile.
    model.Session.commit()
    with work_folder() as work:
        target = work / "difference.parquet"
        compare(*sources, target, work)
        path.parent.mkdir(parents=True, exist_ok=True)
        target.replace(path)
    return path


def forget(contents: set[str]) -> None:
    """Remove the differences from and to canonical files that are no more."""
    for path in _root().glob("??/*.parquet"):
        if contents & set(path.stem.split("-")):
            path.unlink(missing_ok=True)


def sweep() -> int:
    """Remove the differences of releases that are gone, and those that nobody asked for in a week unless their releases are neighbours."""
    kept, neighbours = _named()
    limit, removed = time.time() - _UNUSED_AGE, 0
    for path in _root().glob("??/*.parquet"):
        old, new = path.stem.split("-")
        with suppress(FileNotFoundError):  # gone since it was listed
            unused = (old, new) not in neighbours and path.stat().st_mtime < limit
            if unused or not {old, new} <= kept:
                path.unlink()
                removed += 1
    return removed


def _named() -> tuple[set[str], set[tuple[str, str]]]:
    rows = sa.select(Release.resource_id, Release.canonical).where(
        Release.state == "published", Release.canonical.is_not(None), Release.retired.is_(None)
    )
    listed = [(row[0], row[1]) for row in model.Session.execute(rows.order_by(Release.resource_id, Release.number))]
    pairs = pairwise(listed)
    return {canonical for _, canonical in listed}, {(one, two) for (here, one), (there, two) in pairs if here == there}
