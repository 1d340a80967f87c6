"""Checking a file without publishing it."""

from __future__ import annotations

from typing import Any, NoReturn

from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.releases.intake import dry_run
from ckanext.binhduong.releases.intake.dry_run import Flight
from ckanext.binhduong.releases.intake.read_options import OptionError, merged, read_options, with_key
from ckanext.binhduong.releases.intake.receiving import receive
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.logic import schema
from ckanext.binhduong.releases.naming import display_file_name
from ckanext.binhduong.storage import settings

__all__ = ["ingest_check", "ingest_check_status"]


def ingest_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Check a file as its upload would, and store nothing.

    Args:
        upload: the file (multipart/form-data).
        resource_id: a resource: without ``upload`` its newest uploaded file is checked again; with it the file is checked as its next one,
            and the report also tells how its columns differ from the published ones.
        options: JSON text or object with ``sheet``, ``layer``, ``encoding``, ``crs``, ``records``, ``schema``. One that is left out is
            as the resource declares it, one that is empty as the portal finds it.

    Returns:
        The flight-check report of ``docs/ingest/README.md``; ``ok`` is false for a file that cannot be read. For a file that is large or
        slow to read ``{job_id, status_url}``: ``ingest_check_status`` gives its report.
    """
    tk.check_access("ingest_check", context, data_dict)
    upload, resource_id = data_dict.get("upload"), data_dict.get("resource_id")
    options = _options(data_dict.get("options"), resource_id)
    file = _stored(resource_id, options) if resource_id and not upload else _sent(upload, resource_id, options)
    return dry_run.answer(file, context.get("user") or "")


@tk.side_effect_free
@validate(schema.ingest_check_status)
def ingest_check_status(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say how far the check of a large file is; its report is kept for a day.

    Args:
        job_id: as ``ingest_check`` gave it.

    Returns:
        ``{job_id, state, report, progress, status_url}``: state pending, running, finished or failed (send the file again); report is
        null until it is finished; progress says what the job waits for, or ``{step, rows, of, percent}``, as in ``release_status``.
    """
    tk.check_access("ingest_check_status", context, data_dict)
    status = dry_run.read_status(data_dict["job_id"])
    if status is None:
        raise tk.ObjectNotFound(
            "Không có lần kiểm tra này, hoặc đã quá hạn; hãy gửi lại tệp. / There is no such check, or no longer; send the file again."
        )
    return {name: value for name, value in status.items() if name != "user"}


def _options(given: Any, resource_id: str | None) -> dict[str, Any]:
    try:
        if not resource_id:
            return read_options(given)
        resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": resource_id})
        return with_key(merged(given, resource), resource)
    except OptionError as error:
        _refuse("options", str(error))


def _sent(upload: Any, resource_id: str | None, options: dict[str, Any]) -> Flight:
    if not isinstance(upload, FileStorage) or not upload.filename:
        _refuse(
            "upload",
            "Gửi tệp trong trường upload (multipart/form-data), hoặc ghi resource_id. "
            "/ Send the file in the field upload (multipart/form-data), or name a resource_id.",
        )
    current = Release.current(resource_id) if resource_id else None
    return Flight(receive(upload).path, display_file_name(upload.filename), options, current.columns if current else [], temporary=True)


def _stored(resource_id: str, options: dict[str, Any]) -> Flight:
    release = Release.latest(resource_id)
    path = settings.store().path(release.sha256) if release else None
    if not release or not path or not path.exists():
        _refuse(
            "resource_id",
            "Tài nguyên này không có tệp nào được tải lên; hãy gửi tệp trong trường upload. "
            "/ This resource has no uploaded file; send one in the field upload.",
        )
    previous = release.previous()
    return Flight(path, release.name, options, previous.columns if previous else [], temporary=False)


def _refuse(field: str, message: str) -> NoReturn:
    raise tk.ValidationError({field: [message]})
