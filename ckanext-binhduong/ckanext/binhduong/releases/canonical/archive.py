"""The canonical files of published tables, kept in the store: written before the swap, or afterwards for releases that have none."""

from __future__ import annotations

import hashlib
import logging
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model
from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import OperationalError

from ckanext.binhduong import ingest
from ckanext.binhduong.releases.canonical.parquet_table import Canonical, open_canonical, write_canonical
from ckanext.binhduong.releases.datastore_writes.table_release import options_for
from ckanext.binhduong.releases.intake.read_options import declared_key, declared_titles
from ckanext.binhduong.releases.ledger.model import PLAIN, Release
from ckanext.binhduong.releases.publish.settlement import dataset_for
from ckanext.binhduong.releases.publish.table_sql import TableSpec
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.failures import NoSpace, StoreFailure
from ckanext.binhduong.storage.references import keep_file
from ckanext.binhduong.storage.work_folders import work_folder

__all__ = ["backfill", "canonical_of", "code_version", "fill", "keep_canonical"]

log = logging.getLogger(__name__)

_READERS = ("ingest", "vn", "releases/canonical")
"""The folders whose code decides whether a source file gives a canonical file."""


class _Unfillable(Exception):
    """A release can have no canonical file as long as the code is what it is; the text says why."""


def keep_canonical(table_file: Path, spec: TableSpec, titles: dict[str, dict[str, str]]) -> tuple[str, int]:
    """Write the canonical file of a checked table and keep it; give its SHA-256 and its size in bytes. The caller commits.

    Raises:
        NoSpace: the disk is too full.
    """
    with work_folder() as folder:
        path = folder / "canonical.parquet"
        write_canonical(table_file, spec, titles, path)
        kept = keep_file(path)
    return kept.sha256, kept.size


def canonical_of(release: Release) -> Canonical | None:
    """Open a release's canonical file; None when it has none, or no longer."""
    path = settings.store().path(release.canonical) if release.canonical else None
    return open_canonical(path) if path and path.exists() else None


def backfill(*, again: bool = False) -> dict[str, int]:
    """Write a canonical file for every published table from its stored source file.

    Args:
        again: also try those that this version of the code could not fill before.

    Returns:
        ``written``; ``left``, those that were tried and could not have one; ``given up``, those that were not tried.
    """
    wanted = sa.select(Release.id, Release.unfillable).where(
        Release.state == "published", Release.kind != PLAIN, Release.canonical.is_(None), Release.retired.is_(None)
    )
    counts, version = {"written": 0, "left": 0, "given up": 0}, code_version()
    for release_id, unfillable in model.Session.execute(wanted.order_by(Release.created)).all():
        if not again and unfillable and unfillable["version"] == version:
            counts["given up"] += 1
        else:
            counts["written" if _try(release_id, version) else "left"] += 1
    return counts


def fill(release_id: str) -> bool:
    """Write the canonical file of one published table from its stored source file; False when that cannot be done."""
    return _try(release_id, code_version())


@cache
def code_version() -> str:
    """Return a checksum of the code that reads files: what it could not read it will not read tomorrow, another version may."""
    root, digest = Path(__file__).resolve().parents[2], hashlib.sha256()
    for path in sorted(path for folder in _READERS for path in (root / folder).rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _try(release_id: str, version: str) -> bool:
    """Fill one; what goes wrong with it keeps the night from nothing else. Want of disk and of PostgreSQL passes, and is not noted."""
    try:
        _fill(release_id)
    except JobTimeoutException:
        raise
    except (NoSpace, StoreFailure, OSError, OperationalError):
        model.Session.rollback()
        log.exception("Release %s could not be given a canonical file now", release_id)
        return False
    except _Unfillable as error:
        _give_up(release_id, str(error), version)
        return False
    except Exception as error:
        log.exception("Release %s cannot be given a canonical file", release_id)
        _give_up(release_id, type(error).__name__, version)
        return False
    return True


def _give_up(release_id: str, reason: str, version: str) -> None:
    model.Session.rollback()
    log.warning("Release %s keeps no canonical file: %s", release_id, reason)
    noted = {"reason": reason, "version": version}
    model.Session.execute(sa.update(Release).where(Release.id == release_id).values(unfillable=noted))
    model.Session.commit()


def _fill(release_id: str) -> None:
    release = Release.get(release_id)
    assert release
    resource = _resource_of(release)
    source, name, columns = settings.store().path(release.sha256), release.name, release.columns
    if resource is None:
        raise _Unfillable("its resource is gone")
    if not source.exists():
        raise _Unfillable("its source file is gone")
    options = options_for(release, resource)
    model.Session.commit()
    with work_folder() as folder:
        checked = ingest.check_file(source, name=name, options=options, work_dir=folder)
        if any(found["code"] == "sandbox-missing" for found in checked.report["findings"]):
            raise StoreFailure("no sandbox to read the source in")
        if checked.table is None or _shape(checked.report["columns"]) != _shape(columns):
            raise _Unfillable("its source is read differently now")
        key = declared_key(resource, columns)
        spec = TableSpec.from_report(checked.report, key if key in [column["name"] for column in columns] else None)
        release.canonical, release.canonical_size = keep_canonical(checked.table, spec, declared_titles(resource))
        release.unfillable = None
        model.Session.commit()


def _shape(columns: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(column["name"], column["type"]) for column in columns]


def _resource_of(release: Release) -> dict[str, Any] | None:
    if not model.Package.get(release.package_id):
        return None
    resources = dataset_for(release.package_id)["resources"]
    return next((resource for resource in resources if resource["id"] == release.resource_id), None)
