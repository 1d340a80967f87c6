"""Submissions and their history, in CKAN's open transaction. The caller commits."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.workflow.approval.content import digest
from ckanext.binhduong.workflow.approval.model import ApprovalEvent, Submission

__all__ = ["close", "note", "submit", "user_id"]


def user_id(name_or_id: str | None) -> str:
    """Return the id of a user; empty when there is none of this name."""
    user = model.User.get(name_or_id) if name_or_id else None
    return str(user.id) if user else ""


def submit(kind: str, organization_id: str, submitter: str, content: dict[str, Any], **of: str | None) -> Submission:
    """Have something wait for a second person; what waited of the same kind and object is overtaken.

    Args:
        submitter: the id of a user.
        content: what is approved, JSON; its ``hash`` when it has one, else the hash of all of it.
        of: ``package_id`` and ``release_id``, what applies.
    """
    release_id, package_id = of.get("release_id"), of.get("package_id")
    same = [Submission.kind == kind, Submission.state == "waiting", Submission.organization_id == organization_id]
    same.append(Submission.release_id == release_id if release_id else Submission.package_id.is_not_distinct_from(package_id))
    for older in model.Session.scalars(sa.select(Submission).where(*same).with_for_update()):
        close(older, "overtaken", submitter)
    submission = Submission(
        kind=kind, organization_id=organization_id, submitter=submitter, content=content, package_id=package_id, release_id=release_id,
        hash=content.get("hash") or digest(content),
    )  # fmt: skip
    model.Session.add(submission)
    model.Session.flush()
    note(submission, "submitted", submitter)
    return submission


def close(submission: Submission, state: str, author: str, reason: str = "") -> None:
    """End a submission as approved, returned or overtaken."""
    submission.state, submission.decider, submission.decided, submission.reason = state, author, utcnow(), reason
    note(submission, state, author, reason)


def note(submission: Submission, act: str, author: str, reason: str = "") -> None:
    """Add a step to the history."""
    event = ApprovalEvent(submission_id=submission.id, act=act, author=author, hash=submission.hash, reason=reason)
    model.Session.add(event)
    model.Session.flush()
