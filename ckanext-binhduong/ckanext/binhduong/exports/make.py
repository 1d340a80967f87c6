"""Make one file of a release: written aside from the canonical file, kept by its content, then named in the ledger.

A kill leaves a folder that the sweeper knows, or a content that nothing names; doing it again gives the same bytes.
"""

from __future__ import annotations

import logging
import time
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from rq.timeouts import JobTimeoutException

from ckanext.binhduong.exports.formats.export_table import Facts
from ckanext.binhduong.exports.formats.registry import FORMATS, write_export
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.canonical.archive import canonical_of
from ckanext.binhduong.releases.canonical.parquet_table import Canonical
from ckanext.binhduong.releases.ledger.model import Release, utcnow
from ckanext.binhduong.releases.publish.settlement import dataset_for
from ckanext.binhduong.storage.references import keep_file
from ckanext.binhduong.storage.work_folders import work_folder
from ckanext.binhduong.vn import slug

__all__ = ["facts_of", "file_name", "file_title", "make", "make_all"]

log = logging.getLogger(__name__)

_VIETNAM = timedelta(hours=7)


def make_all(release: Release, only: str | None = None) -> None:
    """Make the files of a release that are wanted and not there, one after the other; one that fails does not stop the others.

    Args:
        only: the id of the one file to make.
    """
    table = canonical_of(release)
    pending = [(export.id, export.ext, export.epsg) for export in Export.of(release.id, "pending") if only in (None, export.id)]
    if table is None or not pending:
        return
    facts, resource = facts_of(release)
    model.Session.commit()
    for export_id, ext, epsg in pending:
        _try(export_id, release.id, table, facts, resource, ext, epsg)


def _try(export_id: str, release_id: str, table: Canonical, facts: Facts, resource: str, ext: str, epsg: int) -> None:
    begun = time.monotonic()
    name, title = file_name(facts, resource, ext, epsg), file_title(facts, ext, epsg)
    try:
        release = Release.get(release_id)
        assert release
        sha256, size = make(release, table, facts, ext, epsg)
        said: dict[str, Any] = {"state": "ready", "name": name, "title": title, "sha256": sha256, "size": size, "incident": None}
    except JobTimeoutException:
        # The next job makes it; but a file that took most of this one by itself would take every one.
        model.Session.rollback()
        if time.monotonic() - begun > tk.config["ckan.jobs.timeout"] / 2:
            _note(export_id, _failed(release_id, ext))
        raise
    except Exception:
        # Whatever a format's library raises, it is that file's failure and not the others'.
        model.Session.rollback()
        said = _failed(release_id, ext)
    _note(export_id, said)


def _failed(release_id: str, ext: str) -> dict[str, Any]:
    incident = uuid.uuid4().hex[:8]
    log.exception("The file %s of release %s could not be made (incident %s)", ext, release_id, incident)
    return {"state": "failed", "incident": incident}


def _note(export_id: str, said: dict[str, Any]) -> None:
    export = model.Session.get(Export, export_id)
    if export:  # else its dataset was purged meanwhile, and the sweeper takes the content
        if export.name:  # made before and lost: its address stays
            said.pop("name", None)
        for field, value in said.items():
            setattr(export, field, value)
        export.finished = utcnow()
    model.Session.commit()


def make(release: Release, table: Canonical, facts: Facts, ext: str, epsg: int) -> tuple[str, int]:
    """Write one file and keep it; give its SHA-256 and size in bytes. The caller commits.

    Raises:
        NoSpace: the disk is too full.
        pyogrio.errors.DataSourceError: the format cannot hold the table.
    """
    format = FORMATS[ext]
    if format.write is None:
        assert release.canonical
        assert release.canonical_size
        return release.canonical, release.canonical_size
    # Writing may take minutes: no transaction stays open meanwhile.
    model.Session.commit()
    with work_folder() as folder:
        path = Path(folder) / f"export.{ext}"
        write_export(format, table, path, facts, epsg)
        kept = keep_file(path)
    return kept.sha256, kept.size


def _author(dataset: dict[str, Any]) -> str:
    """Who stands for the rows: the agency; of samples the portal, which made them."""
    if dataset.get("data_kind") == "sample":
        return tk.config["ckan.site_title"]
    return (dataset.get("organization") or {}).get("title") or ""


def facts_of(release: Release) -> tuple[Facts, str]:
    """Return what a release's files say of themselves, and what tells its resource from its dataset's others in names ("" when it is the
    only one)."""
    dataset = dataset_for(release.package_id)
    resource = next((each for each in dataset["resources"] if each["id"] == release.resource_id), {})
    licence = model.Package.get_license_register().get(dataset.get("license_id") or "")
    facts = Facts(
        dataset=dataset["name"],
        title=resource.get("name") or dataset["title"],
        title_en=resource.get("name_en") or dataset.get("title_en") or "",
        agency=_author(dataset),
        licence=licence.title if licence else dataset.get("license_id") or "",
        licence_url=(licence.url if licence else "") or "",
        sample=dataset.get("data_kind") == "sample",
        number=release.number or 0,
        published=_day(release),
        address=f"{tk.config['ckan.site_url'].rstrip('/')}/dataset/{dataset['name']}",
    )
    return facts, slug(resource.get("name") or resource.get("id") or "", 40) if len(dataset["resources"]) > 1 else ""


def _day(release: Release) -> date:
    return ((release.finished or release.created) + _VIETNAM).date()


def file_name(facts: Facts, resource: str, ext: str, epsg: int) -> str:
    """Name a file in addresses: dataset, resource where there are several, release and day, and the system of coordinates if not WGS 84."""
    parts = [facts.dataset, resource, f"ban-{facts.number}", facts.published.isoformat(), "" if epsg == WGS84 else f"epsg{epsg}"]
    return f"{'-'.join(part for part in parts if part)}.{ext}"


def file_title(facts: Facts, ext: str, epsg: int) -> str:
    """Name a file as people save it, in Vietnamese."""
    system = "" if epsg == WGS84 else f", EPSG {epsg}"
    return f"{facts.title.replace('/', '-')} (bản {facts.number}, {facts.published.isoformat()}{system}).{ext}"
