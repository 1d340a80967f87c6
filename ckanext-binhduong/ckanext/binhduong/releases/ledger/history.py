"""The releases of a resource: what each was, and bringing an old one back as a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import defer

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.releases.ledger import approval, precedence
from ckanext.binhduong.releases.ledger.model import Release, utcnow

__all__ = ["bring_back", "confirm", "describe_release", "gone", "list_releases", "numbered"]

_SOURCE = ("kind", "sha256", "name", "size", "mimetype", "format")
_BROUGHT_BACK = (*_SOURCE, "read_as")
_TOLD = ("number", "state", "origin", *_SOURCE, "rows", "layer", "canonical", "canonical_size", "confirmed")


def numbered(resource_id: str, number: int) -> Release:
    """Find a published release by its number.

    Raises:
        ObjectNotFound: the resource has no such release.
    """
    rows = sa.select(Release).where(Release.resource_id == resource_id, Release.number == number, Release.state == "published")
    release = model.Session.scalars(rows).first()
    if not release:
        raise tk.ObjectNotFound(tk._("This resource has no release {number}.").format(number=number))
    return release


def list_releases(resource_id: str, with_attempts: bool, limit: int, offset: int) -> list[dict[str, Any]]:
    """List a resource's releases, newest first; ``with_attempts`` adds the files that were not published, for its editors.

    Of the reports, which hold previews and counts of every column, only what is shown is read.
    """
    findings = Release.report["findings"] if with_attempts else sa.null()
    rows = sa.select(Release, Release.report["columns"], findings).options(defer(Release.report))
    rows = rows.where(Release.resource_id == resource_id).order_by(Release.created.desc(), Release.id).limit(limit).offset(offset)
    if not with_attempts:
        rows = rows.where(Release.state == "published")
    found = model.Session.execute(rows).all()
    return [_describe(release, columns or [], (of_it or []) if with_attempts else None) for release, columns, of_it in found]


def describe_release(release: Release, for_editors: bool) -> dict[str, Any]:
    """Return what is shown of a release; its author and the findings only to editors."""
    report = release.report or {}
    return _describe(release, report.get("columns", []), report.get("findings", []) if for_editors else None)


def _describe(release: Release, columns: list[dict[str, Any]], findings: list[dict[str, Any]] | None) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(release, name) for name in _TOLD}
    told["created"] = utc_text(release.created)
    told["published"] = utc_text(release.finished) if release.finished and release.number else None
    told["retired"] = utc_text(release.retired) if release.retired else None
    told["summary"] = _with_zone(release.summary)
    told["columns"] = [{name: column.get(name) for name in ("name", "title", "type", "role", "unit")} for column in columns]
    if findings is not None:
        told |= {"id": release.id, "author": release.author, "findings": findings}
    return told


def _with_zone(summary: dict[str, Any] | None) -> dict[str, Any] | None:
    made = (summary or {}).get("made")
    return {**summary, "made": utc_text(datetime.fromisoformat(made))} if summary and made else summary


def gone(release: Release) -> str:
    """Say that a release was retired, and when."""
    day = f"{release.retired:%d/%m/%Y}" if release.retired else ""
    words = tk._("The files of release {number} are no longer kept, since {day}. Choose a newer release.")
    return words.format(number=release.number, day=day)


def confirm(resource_id: str, author: str) -> Release:
    """Write into CKAN's open transaction that an officer says yes to a release that is held; its job publishes it.

    Raises:
        ValidationError: no release of the resource waits for a yes, or the dataset is not the officer's to change now.
    """
    resource = model.Resource.get(resource_id)
    if resource:
        precedence.hold(str(resource.package_id))
        approval.check_change(str(resource.package_id), author)
    held = Release.latest(resource_id)
    if held:
        model.Session.refresh(held)
    if not held or held.state != "held":
        words = tk._("No release of this resource waits for a confirmation. Its page says what became of the newest file.")
        raise tk.ValidationError({"id": [words]})
    held.confirmed, held.state, held.job_id = True, "pending", None
    held.needs_approval = held.needs_approval or approval.needs_approval(held.package_id, author)
    model.Session.flush()
    return held


def bring_back(old: Release, author: str) -> Release:
    """Write into CKAN's open transaction that an old release's file is uploaded once more; its job publishes it under a new number.

    Raises:
        ValidationError: readers get that very file already, its files are no longer kept, it is a document and the resource
            publishes a table now, or the dataset is not the author's to change now.
    """
    precedence.hold(old.package_id)
    approval.check_change(old.package_id, author)
    # `retire` waits for this row, or has been here first.
    model.Session.refresh(old, with_for_update=True)
    if old.retired:
        raise tk.ValidationError({"number": [gone(old)]})
    current = Release.current(old.resource_id)
    same = current is not None and all(getattr(current, name) == getattr(old, name) for name in ("sha256", "name", "read_as"))
    # A table that was lost comes back by its own release's file (`releases.drift`).
    if current and same and precedence.is_served(current):
        words = tk._("Release {number} has the file that is published now. Choose another release.")
        raise tk.ValidationError({"number": [words.format(number=old.number)]})
    if old.is_plain and precedence.has_table(old.resource_id):
        words = tk._("Release {number} is no table, and this resource publishes a table. Add its file as a new resource.")
        raise tk.ValidationError({"number": [words.format(number=old.number)]})
    now = utcnow()
    again = Release(
        id=make_uuid(), resource_id=old.resource_id, package_id=old.package_id, author=author, created=now, state="pending",
        origin="rollback", needs_approval=approval.needs_approval(old.package_id, author),
        **{name: getattr(old, name) for name in _BROUGHT_BACK},
    )  # fmt: skip
    if again.is_plain:
        again.state = "submitted"
    Release.overtake(old.resource_id)
    model.Session.add(again)
    model.Session.flush()
    if again.is_plain:
        precedence.place_plain(again)
    return again
