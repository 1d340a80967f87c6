"""The officer's own workbook back, with what the check found coloured and commented in its cells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Response, send_file

from ckanext.binhduong import ingest
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.naming import attachment
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.work_folders import work_folder

__all__ = ["can_be_marked", "mark", "marked_workbook"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SECONDS = 50
"""How long a request may mark a workbook; nginx waits a minute."""

_NOTHING = (
    "Tệp mới nhất của tài nguyên này không phải là bảng tính XLSX bị từ chối, nên không có gì để đánh dấu. "
    "/ The newest file of this resource is no refused XLSX workbook: there is nothing to mark."
)
_TOO_MUCH = (
    "Bảng tính này quá lớn để đánh dấu; các điều tìm thấy vẫn được liệt kê ở trang của tài nguyên. "
    "/ This workbook is too large to be marked; what was found is listed on the resource's page."
)


def can_be_marked(release: Release | None) -> bool:
    """Return whether a resource's newest upload is a refused workbook."""
    return release is not None and release.state == "refused" and release.format == "XLSX" and bool((release.report or {}).get("source"))


def marked_workbook(id: str, resource_id: str) -> Response:
    """Send the newest upload of a resource, a refused XLSX, with its findings marked; only to who may change the resource.

    Args:
        id: the dataset's name or id.
    """
    try:
        tk.check_access("resource_update", {"user": tk.current_user.name, "auth_user_obj": tk.current_user}, {"id": resource_id})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Resource not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Not authorized to download resource"))
    dataset, release = model.Package.get(id), Release.latest(resource_id)
    if not dataset or not release or release.package_id != dataset.id or not can_be_marked(release):
        return tk.abort(404, _NOTHING)
    file = mark(settings.store().path(release.sha256), release.report or {})
    return _send(file, release.name) if file else tk.abort(404, _TOO_MUCH)


def mark(path: Path, report: dict[str, Any]) -> IO[bytes] | None:
    """Return a workbook with its findings marked as an open file that is already gone from its folder; None when that needs too much.

    Args:
        path: the workbook, in the folder of stored files.
        report: its flight-check report.
    """
    with work_folder() as folder:
        source, target = folder / "source.xlsx", folder / "marked.xlsx"
        # openpyxl goes by the name; the store's names are checksums.
        os.link(path, source)
        limits = ingest.Limits(cpu=_SECONDS, wall=_SECONDS)
        return target.open("rb") if ingest.mark_workbook(source, report, target, limits=limits) else None


def _send(file: IO[bytes], name: str) -> Response:
    response = send_file(file, mimetype=_XLSX)
    response.headers["Content-Disposition"] = attachment(tk._("{name} (checked).xlsx").format(name=Path(name).stem))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
