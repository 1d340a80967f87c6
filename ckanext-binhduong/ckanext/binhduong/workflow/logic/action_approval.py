"""Approval by a second person by the API."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.workflow.approval import datasets, decisions, listing
from ckanext.binhduong.workflow.approval.model import Submission
from ckanext.binhduong.workflow.logic import schema
from ckanext.binhduong.workflow.roles import holders

__all__ = [
    "release_approve",
    "release_return",
    "release_submit",
    "submission_list",
    "submission_show",
    "submissions_return",
]


def _user(context: Context) -> model.User | None:
    """Return who calls: a person even where the caller need not be authorized."""
    return model.User.get(context.get("user") or "")


@validate(schema.release_submit)
def release_submit(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Submit a private dataset, as it is now with its files, for publication; its agency's second person is asked.

    Args:
        id: name or id of the dataset.

    Returns:
        What ``submission_show`` gives. 409 when neither agency nor role asks for approval, or it is public. A file of a public dataset
        is submitted by its upload, a change of its metadata by ``package_update``.
    """
    tk.check_access("release_submit", context, data_dict)
    package = datasets.guarded(data_dict["id"], user=context.get("user") or "")
    if not package:
        raise tk.ValidationError({"id": [tk._("This dataset is published without a second person. Make it public.")]})
    if datasets.is_public(package):
        raise tk.ValidationError({"id": [tk._("This dataset is public. Its next file or change is submitted when it is saved.")]})
    package_id = package.id
    tk.get_action("package_patch")(tk.fresh_context(context), {"id": package_id, "private": False, "state": "active"})
    waiting = model.Session.query(Submission).filter_by(package_id=package_id, kind="publication", state="waiting").first()
    if not waiting:
        raise tk.ValidationError({"id": [tk._("This dataset could not be submitted; its state does not allow it.")]})
    return tk.get_action("submission_show")(tk.fresh_context(context), {"id": waiting.id})


@validate(schema.release_approve)
def release_approve(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Approve, as a second person, exactly what was shown; it becomes public.

    Args:
        id: id of the submission.
        hash: its hash, as it was shown: another one is refused.

    Returns:
        The submission, as ``submission_list`` has it. 403 for who submitted it, and who does not approve for the agency; 409 when
        it has changed or is decided.
    """
    tk.check_access("release_approve", context, data_dict)
    submission = decisions.approve(data_dict["id"], data_dict["hash"], _user(context))
    return listing.shown([submission], _user(context))[0]


@validate(schema.release_return)
def release_return(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return a submission to who made it.

    Args:
        id: id of the submission.
        reason: why, for the submitter to read.

    Returns:
        The submission, as ``submission_list`` has it.
    """
    tk.check_access("release_return", context, data_dict)
    submission = decisions.give_back(data_dict["id"], data_dict["reason"], _user(context))
    return listing.shown([submission], _user(context))[0]


@validate(schema.submissions_return)
def submissions_return(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return several submissions for one reason; what cannot be returned stays as it is and does not stop the others.

    Args:
        ids: ids of the submissions, 50 at most.
        reason: why, for their submitters to read.

    Returns:
        ``{returned, refused}``: ids, and ``{id, message}`` of those that are not the caller's to decide, or decided.
    """
    tk.check_access("submissions_return", context, data_dict)
    returned: list[str] = []
    refused: list[dict[str, str]] = []
    for submission_id in dict.fromkeys(data_dict["ids"]):
        try:
            tk.get_action("release_return")(tk.fresh_context(context), {"id": submission_id, "reason": data_dict["reason"]})
            returned.append(submission_id)
        except tk.ValidationError as error:
            refused.append({"id": submission_id, "message": " ".join(str(words) for words in error.error_summary.values())})
        except (tk.NotAuthorized, tk.ObjectNotFound):
            words = tk._("Only an approver or an administrator of the agency who did not submit it returns it.")
            refused.append({"id": submission_id, "message": words})
    return {"returned": returned, "refused": refused}


@tk.side_effect_free
@validate(schema.submission_list)
def submission_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """List what waits for a second person in the agencies of the caller; for the province's data office in all.

    Args:
        state: waiting (without it), approved, returned or overtaken.
        limit: how many, from 1 to 100; without it 50.
        offset: how many to leave out.

    Returns:
        ``{count, submissions}``; docs/workflow.md describes them.
    """
    tk.check_access("submission_list", context, data_dict)
    count, rows = listing.found(holders.agencies_seen(context), data_dict["state"], data_dict["limit"], data_dict["offset"])
    return {"count": count, "submissions": listing.shown(rows, _user(context))}


@tk.side_effect_free
@validate(schema.submission_show)
def submission_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show a submission: what would become public, and every step of it.

    Args:
        id: id of the submission.
    """
    tk.check_access("submission_show", context, data_dict)
    submission = model.Session.get(Submission, data_dict["id"])
    if not submission:
        raise tk.ObjectNotFound(tk._("Nothing with this id was submitted."))
    content = {name: value for name, value in submission.content.items() if name not in ("hash", "raw")}
    return listing.shown([submission], _user(context))[0] | {"content": content, "history": listing.events_of(submission.id)}
