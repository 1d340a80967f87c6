"""Set and clear the time at which a dataset, or the next file of a resource, becomes public. The caller has checked who asks.

In an agency that asks for approval the time is part of what is approved: setting another one submits the dataset or file again.
"""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish.errors import finding
from ckanext.binhduong.releases.publish.settlement import finish
from ckanext.binhduong.workflow.approval import datasets, files, steps, switch, versions
from ckanext.binhduong.workflow.approval.model import Submission
from ckanext.binhduong.workflow.schedule import rows
from ckanext.binhduong.workflow.schedule.model import Schedule

__all__ = ["clear", "put", "renew", "submit_without_time"]


def put(package_id: str, resource_id: str | None, moment: datetime, author: str) -> Schedule:
    """Set a time, in place of one that waits. Commits.

    Args:
        resource_id: the resource whose next file it is for; None for the dataset.
        moment: UTC without a zone.
        author: id of a user.

    Raises:
        ValidationError: there is nothing that could become public then.
    """
    package = datasets.hold(package_id)
    schedule = renew(package, resource_id, moment, author, "id")
    if resource_id:
        _submit_file(resource_id)
    elif switch.is_guarded(package.id, package.owner_org):
        _submit_dataset(package, author)
    model.Session.commit()
    return schedule


def renew(package: model.Package, resource_id: str | None, moment: datetime, author: str, field: str) -> Schedule:
    """Set a time as :func:`put` does, in CKAN's open transaction, and leave what waits as it is submitted. The caller holds the dataset's
    row, and commits.

    Args:
        field: what a refusal names.

    Raises:
        ValidationError: there is nothing that could become public then; CKAN's transaction is rolled back.
    """
    _check(package, resource_id, field)
    older = rows.waiting(package.id, resource_id)
    if older:
        older.close("cleared", author, "replaced")
        model.Session.flush()
    schedule = Schedule(
        package_id=package.id, resource_id=resource_id, organization_id=package.owner_org or "", publish_at=moment, author=author,
        made=utcnow(), next_attempt=moment,
    )  # fmt: skip
    model.Session.add(schedule)
    model.Session.flush()
    return schedule


def _check(package: model.Package, resource_id: str | None, field: str) -> None:
    if package.state != "active":
        _refuse(field, tk._("This dataset is a draft or was deleted. Finish it first, as private."))
    if resource_id is None and not package.private:
        _refuse(field, tk._("This dataset is public. Set a time for the next file of one of its resources, by the resource's id."))
    if resource_id and package.private:
        _refuse(field, tk._("The dataset of this resource is private. Set a time for the dataset; its files become public with it."))
    if resource_id and Release.waiting(resource_id=resource_id):
        _refuse(field, tk._("A file of this resource is being checked. Try again in a minute."))


def _submit_file(resource_id: str) -> None:
    """Have a file that waits submitted with the time that it has now."""
    release = Release.latest(resource_id)
    if release and release.state == "submitted":
        files.release_submitted(release)


def _submit_dataset(package: model.Package, author: str) -> None:
    content = versions.publication_of(package.id)
    steps.submit("publication", str(package.owner_org), author, content, package_id=package.id)


def submit_without_time(package: model.Package, resource_id: str | None) -> None:
    """Have what nobody had approved when its time came wait on without it, so that an approval publishes it at once."""
    if resource_id:
        _submit_file(resource_id)
        return
    of = (Submission.package_id == package.id, Submission.kind == "publication", Submission.state == "waiting")
    waits = model.Session.scalars(sa.select(Submission).where(*of)).first()
    if waits:
        _submit_dataset(package, waits.submitter)


def clear(package_id: str, resource_id: str | None, author: str) -> Schedule:
    """Clear a time; the dataset stays private, a file that waits is not published and says so. Commits.

    Raises:
        ValidationError: no time is set, or the swap has begun.
    """
    datasets.hold(package_id)
    schedule = rows.waiting(package_id, resource_id)
    if not schedule:
        _refuse("id", tk._("No time is set for this. It may have become public meanwhile."))
    if resource_id and Release.waiting(resource_id=resource_id):
        _refuse("id", tk._("A file of this resource is being checked. Try again in a minute."))
    schedule.close("cleared", author)
    release = Release.latest(resource_id) if resource_id else None
    if not resource_id:
        _withdraw(author, Submission.package_id == package_id, Submission.kind == "publication")
    elif release and release.state in ("submitted", "held"):
        _withdraw(author, Submission.release_id == release.id)
        # Commits both.
        finish(release.id, "refused", finding("time-cleared"))
    model.Session.commit()
    return schedule


def _withdraw(author: str, *of: sa.ColumnElement[bool]) -> None:
    for submission in model.Session.scalars(sa.select(Submission).where(Submission.state == "waiting", *of).with_for_update()):
        steps.close(submission, "overtaken", author)


def _refuse(field: str, message: str) -> NoReturn:
    model.Session.rollback()
    raise tk.ValidationError({field: [message]})
