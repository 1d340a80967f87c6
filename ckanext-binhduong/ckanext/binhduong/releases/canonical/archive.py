"""The canonical files of published tables, kept in the store: written before the swap, or afterwards for releases that have none."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model
from rq.timeouts import JobTimeoutException

from ckanext.binhduong import ingest
from ckanext.binhduong.releases.canonical.parquet_table import Canonical, open_canonical, write_canonical
from ckanext.binhduong.releases.datastore_writes.table_release import options_for
from ckanext.binhduong.releases.intake.read_options import declared_key, declared_titles
from ckanext.binhduong.releases.ledger.model import PLAIN, Release
from ckanext.binhduong.releases.publish.settlement import dataset_for
from ckanext.binhduong.releases.publish.table_sql import TableSpec
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.references import keep_file
from ckanext.binhduong.storage.work_folders import work_folder

__all__ = ["backfill", "canonical_of", "keep_canonical"]

log = logging.getLogger(__name__)


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


def backfill() -> dict[str, int]:
    """Give every published table a canonical file from its stored source file; ``left`` counts those that could not have one."""
    wanted = sa.select(Release.id).where(
        Release.state == "published", Release.kind != PLAIN, Release.canonical.is_(None), Release.retired.is_(None)
    )
    counts = {"written": 0, "left": 0}
    for release_id in model.Session.scalars(wanted.order_by(Release.created)).all():
        counts["written" if _try(release_id) else "left"] += 1
    return counts


def _try(release_id: str) -> bool:
    """Fill one; what goes wrong with it (a full disk, options that no longer hold) keeps the night from nothing else."""
    try:
        return _fill(release_id)
    except JobTimeoutException:
        raise
    except Exception:
        model.Session.rollback()
        log.exception("Release %s could not be given a canonical file", release_id)
        return False


def _fill(release_id: str) -> bool:
    release = Release.get(release_id)
    assert release
    resource = _resource_of(release)
    source, name, columns = settings.store().path(release.sha256), release.name, release.columns
    if resource is None or not source.exists():
        log.warning("Release %s keeps no canonical file: its resource or its source file is gone", release_id)
        return False
    options = options_for(release, resource)
    model.Session.commit()
    with work_folder() as folder:
        checked = ingest.check_file(source, name=name, options=options, work_dir=folder)
        if checked.table is None or _shape(checked.report["columns"]) != _shape(columns):
            log.warning("Release %s keeps no canonical file: its source is read differently now", release_id)
            return False
        key = declared_key(resource, columns)
        spec = TableSpec.from_report(checked.report, key if key in [column["name"] for column in columns] else None)
        release.canonical, release.canonical_size = keep_canonical(checked.table, spec, declared_titles(resource))
        model.Session.commit()
    return True


def _shape(columns: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(column["name"], column["type"]) for column in columns]


def _resource_of(release: Release) -> dict[str, Any] | None:
    if not model.Package.get(release.package_id):
        return None
    resources = dataset_for(release.package_id)["resources"]
    return next((resource for resource in resources if resource["id"] == release.resource_id), None)
