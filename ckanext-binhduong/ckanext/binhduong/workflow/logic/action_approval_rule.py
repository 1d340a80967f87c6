"""The rule of approval of an agency by the API."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.workflow.approval import rules, steps, switch
from ckanext.binhduong.workflow.approval.model import Submission
from ckanext.binhduong.workflow.logic import schema

__all__ = ["approval_rule_show", "approval_rule_update"]


@tk.side_effect_free
@validate(schema.approval_rule_show)
def approval_rule_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return whether an agency publishes only what a second person approved, and its datasets that skip that.

    Args:
        id: name or id of the agency.

    Returns:
        ``{required, exempt: [{dataset, answers, reason}]}``.
    """
    tk.check_access("approval_rule_show", context, data_dict)
    return rules.rule_of(_agency(data_dict["id"]).id)


@validate(schema.approval_rule_update)
def approval_rule_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Switch approval on, at once; or have it wait for a second person that it is switched off, or that a dataset skips it.

    Args:
        id: name or id of the agency.
        required: true or false.
        dataset: name or id of a dataset of the agency that is to skip approval.
        answers: name of the user who answers for that dataset; empty ends the exemption at once.
        reason: why the dataset skips it.

    Returns:
        What ``approval_rule_show`` gives, with ``submission``, the id of what waits now, or null.
    """
    tk.check_access("approval_rule_update", context, data_dict)
    agency, author = _agency(data_dict["id"]), steps.user_id(context.get("user"))
    if data_dict.get("dataset"):
        submission = _exempted(agency, data_dict, author)
    elif "required" in data_dict:
        submission = rules.set_required(agency.id, data_dict["required"], author)
    else:
        raise tk.ValidationError({"required": [tk._("Say whether approval is required, or name a dataset.")]})
    waits = submission.id if submission and submission.state == "waiting" else None
    model.Session.commit()
    return rules.rule_of(agency.id) | {"submission": waits}


def _exempted(agency: model.Group, data_dict: DataDict, author: str) -> Submission | None:
    package = model.Package.get(data_dict["dataset"])
    if not package or package.owner_org != agency.id or package.state == "deleted":
        raise tk.ValidationError({"dataset": [tk._("The agency has no dataset of this name.")]})
    answers, reason = steps.user_id(data_dict.get("answers")), data_dict.get("reason") or ""
    if data_dict.get("answers") and not answers:
        raise tk.ValidationError({"answers": [tk._("There is no user of this name.")]})
    if answers and not reason:
        raise tk.ValidationError({"reason": [tk._("State why the dataset skips approval.")]})
    if answers and not switch.requires(agency.id):
        raise tk.ValidationError({"dataset": [tk._("The agency asks for no approval, so no dataset skips it.")]})
    return rules.exempt(agency.id, package.id, answers, reason, author)


def _agency(reference: str) -> model.Group:
    agency = model.Group.get(reference)
    if not agency or not agency.is_organization:
        raise tk.ObjectNotFound(tk._("There is no such agency."))
    return agency
