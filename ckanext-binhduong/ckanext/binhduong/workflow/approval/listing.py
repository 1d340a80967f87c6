"""What waits for a second person and what was decided, as the page and the API show it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.workflow.approval.model import ApprovalEvent, Submission
from ckanext.binhduong.workflow.roles import holders

__all__ = ["events_of", "found", "shown", "waiting_of"]


def found(agencies: list[str], state: str, limit: int, offset: int) -> tuple[int, list[Submission]]:
    """Return how many submissions of some agencies (ids) are in a state, and some of them: what waits oldest first, else newest first."""
    rows = sa.select(Submission).where(Submission.organization_id.in_(agencies), Submission.state == state)
    if state == "waiting":
        rows = rows.outerjoin(Release, Release.id == Submission.release_id).outerjoin(
            model.Package, model.Package.id == Submission.package_id
        )
        rows = rows.where(sa.or_(Submission.release_id.is_(None), Release.state == "submitted"))
        rows = rows.where(sa.or_(Submission.package_id.is_(None), model.Package.state == "active"))
        # A contributor's dataset that an editor has made public meanwhile.
        rows = rows.where(sa.or_(Submission.kind != "publication", model.Package.private))
        rows = rows.order_by(Submission.submitted, Submission.id)
    else:
        rows = rows.order_by(Submission.decided.desc(), Submission.id)
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(rows.with_only_columns(Submission.id).order_by(None).subquery()))
    return count or 0, list(model.Session.scalars(rows.limit(limit).offset(offset)))


def waiting_of(package_id: str) -> list[str]:
    """Return the ids of what waits of a dataset, the oldest first."""
    rows = sa.select(Submission.id).outerjoin(Release, Release.id == Submission.release_id)
    rows = rows.where(Submission.package_id == package_id, Submission.state == "waiting")
    rows = rows.where(sa.or_(Submission.release_id.is_(None), Release.state == "submitted"))
    return list(model.Session.scalars(rows.order_by(Submission.submitted)))


def shown(submissions: list[Submission], user: model.User | None) -> list[dict[str, Any]]:
    """Return submissions as the API gives them, without their content; ``can_decide`` is whether this user may."""
    agencies = _by_id(model.Group, {each.organization_id for each in submissions})
    datasets = _by_id(model.Package, {each.package_id for each in submissions})
    people = _by_id(model.User, {each.submitter for each in submissions} | {each.decider for each in submissions})
    asked = {(each.kind, each.organization_id) for each in submissions}
    decides = {(kind, agency) for kind, agency in asked if user and holders.decides(kind, agency, user.name)}
    return [_shown(each, agencies, datasets, people, decides, user) for each in submissions]


def _by_id(entity: Any, ids: set[Any]) -> dict[str, Any]:
    return {each.id: each for each in model.Session.scalars(sa.select(entity).where(entity.id.in_([each for each in ids if each])))}


def _shown(
    each: Submission,
    agencies: dict[str, Any],
    datasets: dict[str, Any],
    people: dict[str, Any],
    decides: set[tuple[str, str]],
    user: model.User | None,
) -> dict[str, Any]:
    agency, dataset = agencies.get(each.organization_id), datasets.get(each.package_id or "")
    own = bool(user and user.id == each.submitter)
    return {
        "id": each.id,
        "kind": each.kind,
        "state": each.state,
        "hash": each.hash,
        "agency": {"id": agency.id, "name": agency.name, "title": agency.title} if agency else None,
        "dataset": {"id": dataset.id, "name": dataset.name, "title": dataset.title} if dataset else None,
        "resource": each.content.get("resource"),
        "release": each.release_id,
        "name": each.content.get("name"),
        "submitter": _person(people.get(each.submitter)),
        "submitted": utc_text(each.submitted),
        "decider": _person(people.get(each.decider)),
        "decided": utc_text(each.decided) if each.decided else None,
        "reason": each.reason,
        "own": own,
        "can_decide": each.state == "waiting" and (each.kind, each.organization_id) in decides and not own,
    }


def _person(user: model.User | None) -> dict[str, str] | None:
    return {"name": user.name, "title": user.display_name} if user else None


def events_of(submission_id: str) -> list[dict[str, Any]]:
    """Return every step of a submission, the oldest first."""
    rows = sa.select(ApprovalEvent).where(ApprovalEvent.submission_id == submission_id).order_by(ApprovalEvent.id)
    events = list(model.Session.scalars(rows))
    people = _by_id(model.User, {each.author for each in events})
    return [
        {
            "act": each.act,
            "author": _person(people.get(each.author)),
            "made": utc_text(each.made),
            "hash": each.hash,
            "reason": each.reason,
        }
        for each in events
    ]
