"""Switch approval on for an agency at once; what weakens it, off or an exemption, is itself approved by a second person."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.workflow.approval import steps, switch
from ckanext.binhduong.workflow.approval.model import ApprovalExemption, ApprovalRule, Submission

__all__ = ["carry_out", "exempt", "rule_of", "set_required"]


def rule_of(organization_id: str) -> dict[str, Any]:
    """Return whether an agency asks for approval, and its datasets that skip it: ``{required, exempt}``."""
    rows = sa.select(ApprovalExemption, model.Package.name).join(model.Package, model.Package.id == ApprovalExemption.package_id)
    found = model.Session.execute(
        rows.where(model.Package.owner_org == organization_id, ApprovalExemption.organization_id == organization_id).order_by(
            model.Package.name
        )
    ).all()
    people = {
        user.id: user for user in model.Session.scalars(sa.select(model.User).where(model.User.id.in_([e.answers for e, _name in found])))
    }
    exempt_ = [{"dataset": name, "answers": people[each.answers].display_name if each.answers in people else "", "reason": each.reason}
               for each, name in found]  # fmt: skip
    return {"required": switch.requires(organization_id), "exempt": exempt_}


def set_required(organization_id: str, required: bool, author: str) -> Submission | None:
    """Switch approval on now, or have switching it off wait; None when nothing changes."""
    if required == switch.requires(organization_id):
        return None
    submission = steps.submit("rule", organization_id, author, {"required": required})
    if required:
        steps.close(submission, "approved", author)
        carry_out(submission)
    return submission


def exempt(organization_id: str, package_id: str, answers: str, reason: str, author: str) -> Submission | None:
    """Have it wait that a dataset is to skip approval; with nobody who answers, it needs approval again from now on."""
    if not answers:
        known = model.Session.get(ApprovalExemption, package_id)
        if not known:
            return None
    content = {"exempt": bool(answers), "answers": answers, "reason": reason}
    submission = steps.submit("rule", organization_id, author, content, package_id=package_id)
    if not answers:
        steps.close(submission, "approved", author)
        carry_out(submission)
    return submission


def carry_out(submission: Submission) -> None:
    """Make a rule hold."""
    content = submission.content
    if "required" in content:
        model.Session.merge(ApprovalRule(organization_id=submission.organization_id, required=content["required"]))
    elif content["exempt"]:
        said = {"answers": content["answers"], "reason": content["reason"]}
        of = {"package_id": submission.package_id, "organization_id": submission.organization_id}
        model.Session.merge(ApprovalExemption(**of, **said))
    else:
        model.Session.execute(sa.delete(ApprovalExemption).where(ApprovalExemption.package_id == submission.package_id))
    model.Session.flush()
