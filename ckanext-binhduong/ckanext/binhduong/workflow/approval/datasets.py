"""The way of a dataset to the public in an agency that asks for approval: saved, but not shown until a second person approved it.

What is not public yet is saved at once, stays private, and waits as a ``publication``. What is public stays as it is, and a change of it
waits as a ``change``; taking resources away, or the whole dataset, needs nobody. Files go their own way (``files``): what is said of a
published resource together with its next file waits with that file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context

from ckanext.binhduong.releases.intake.claimed_fields import is_portals_own
from ckanext.binhduong.releases.ledger import precedence
from ckanext.binhduong.releases.ledger.approval import Sending, sending, sent
from ckanext.binhduong.releases.ledger.resource_fields import has_file
from ckanext.binhduong.workflow.approval import steps, switch, versions
from ckanext.binhduong.workflow.approval.changes import Change, as_stored, raw_of_seen, saved, taken_apart
from ckanext.binhduong.workflow.approval.content import digest, keyed, only_removes
from ckanext.binhduong.workflow.roles import holders, limits
from ckanext.binhduong.workflow.schedule.rows import resources_with_time, time_of

__all__ = ["create", "guarded", "hold", "is_public", "update"]

_TRUE = ("true", "yes", "t", "y", "1", "on")
"""What CKAN's ``boolean_validator`` takes for yes."""


def is_public(package: model.Package) -> bool:
    """Whether everybody sees a dataset."""
    return package.state == "active" and not package.private


def hold(package_id: str) -> model.Package:
    """Hold a dataset's row until the transaction ends, and return the dataset as it is now."""
    model.Session.flush()
    precedence.hold(package_id)
    model.Session.expire_all()
    package = model.Package.get(package_id)
    assert package
    return package


def guarded(reference: Any, owner: Any = None, user: str = "") -> model.Package | None:
    """Return a dataset whose change needs a second person; None when it needs none, or there is no such dataset.

    Args:
        reference: its name or id.
        owner: name or id of the agency that is to have it; None when it stays.
        user: name of who changes it.
    """
    package = model.Package.get(reference) if isinstance(reference, str) and not is_portals_own() else None
    if not package or switch.is_carried_out(package.id):
        return None
    agencies = (package.owner_org, _agency(owner) if owner else None)
    return package if switch.is_guarded(package.id, *agencies) or holders.only_proposes(user, *agencies) else None


def _agency(reference: Any) -> str | None:
    agency = model.Group.get(reference) if isinstance(reference, str) and reference else None
    return agency.id if agency else None


def create(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """As CKAN's; of an agency that asks for approval, or by a contributor, the dataset stays private and waits."""
    agency = _agency(data_dict.get("owner_org"))
    waits = switch.requires(agency) or holders.only_proposes(context.get("user"), agency)
    if not waits or _is_draft(data_dict.get("state")):
        return next_action(context, data_dict)
    wanted = not _is_true(data_dict.get("private")) and data_dict.get("state") in (None, "", "active")
    result = next_action(context, {**data_dict, "private": True})
    if wanted:
        _submit_publication(context, result["id"] if isinstance(result, dict) else result)
    return result


def update(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """As CKAN's; of an agency that asks for approval, or by a contributor, nothing new is shown to the public."""
    found = guarded(data_dict.get("id") or data_dict.get("name"), data_dict.get("owner_org"), context.get("user") or "")
    if not found:
        return _with_next_file(next_action, context, data_dict)
    data_dict["id"] = found.id
    tk.check_access("package_update", context, data_dict)
    package = hold(found.id)
    moves = "owner_org" in data_dict and _agency(data_dict["owner_org"]) != package.owner_org
    if not moves and holders.only_proposes(context.get("user"), package.owner_org):
        limits.check_alone(public=is_public(package), stays=_stays_public(data_dict), has_time=bool(time_of(package.id)))
    if not moves and not is_public(package):
        return _save_unseen(next_action, context, data_dict, package)
    if not moves and not _stays_public(data_dict):
        # Whatever state CKAN lets this caller set: it is private from now on.
        return _send(next_action, context, {**data_dict, "private": True}, {})
    return _change(next_action, context, data_dict, package)


def _with_next_file(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """As CKAN's; what is said of a resource together with a file that waits for its time waits with it."""
    files = {str(each["id"]) for each in data_dict.get("resources") or [] if isinstance(each, dict) and has_file(each) and each.get("id")}
    package = model.Package.get(data_dict.get("id") or data_dict.get("name")) if files and not is_portals_own() else None
    waiting = files & resources_with_time(package.id) if package else set()
    if not package or not waiting:
        return next_action(context, data_dict)
    data_dict["id"] = package.id
    tk.check_access("package_update", context, data_dict)
    change = taken_apart(context, data_dict, hold(package.id).id)
    change = replace(change, proposed={key: fields for key, fields in change.proposed.items() if key in waiting})
    resources = [as_stored(key, each, change) for key, each in keyed(change.wanted)]
    return _send(next_action, context, {**change.wanted, "resources": resources}, change.proposed)


def _is_draft(state: Any) -> bool:
    return isinstance(state, str) and state.startswith("draft")


def _is_true(value: Any) -> bool:
    return value is True or str(value).lower() in _TRUE


def _stays_public(data_dict: dict[str, Any]) -> bool:
    return data_dict.get("state", "active") in (None, "", "active") and not _is_true(data_dict.get("private"))


def _save_unseen(next_action: Action, context: Context, data_dict: dict[str, Any], package: model.Package) -> Any:
    state = data_dict.get("state") or package.state
    if _is_draft(package.state) and _is_draft(state):
        return _send(next_action, context, data_dict, {})
    wanted = state == "active" and not _is_true(data_dict.get("private", package.private))
    package_id = package.id
    result = _send(next_action, context, {**data_dict, "private": True}, {})
    if wanted:
        _submit_publication(context, package_id)
    return result


def _send(next_action: Action, context: Context, data_dict: dict[str, Any], proposed: dict[str, dict[str, Any]]) -> Any:
    with sending(Sending(context.get("user") or "", proposed, sent().timed)):
        return next_action(context, data_dict)


def _submit_publication(context: Context, package_id: str) -> None:
    package = hold(package_id)
    content = versions.publication_of(package_id)
    steps.submit("publication", str(package.owner_org), steps.user_id(context.get("user")), content, package_id=package_id)
    _commit(context)


def _commit(context: Context) -> None:
    if not context.get("defer_commit"):
        model.Session.commit()


def _change(next_action: Action, context: Context, data_dict: dict[str, Any], package: model.Package) -> Any:
    change = taken_apart(context, data_dict, package.id)
    stays = {"private": package.private, "state": package.state}
    alone = holders.only_proposes(context.get("user"), package.owner_org)
    if not change.seen or (only_removes(change.seen) and not alone):
        resources = [as_stored(key, each, change) for key, each in keyed(change.wanted)]
        return _send(next_action, context, {**change.wanted, **stays, "resources": resources}, change.proposed)
    result: Any = change.before["id"] if context.get("return_id_only") else change.before
    if resources := saved(change):
        result = _send(next_action, context, {**change.before, **stays, "resources": resources}, change.proposed)
    submission = _submit_change(context, change)
    return {**result, "approval": submission} if isinstance(result, dict) else result


def _submit_change(context: Context, change: Change) -> dict[str, str]:
    package = hold(change.before["id"])
    content = {"differences": change.seen, "raw": raw_of_seen(change), "hash": digest(change.seen)}
    submission = steps.submit("change", str(package.owner_org), steps.user_id(context.get("user")), content, package_id=package.id)
    answer = {"id": submission.id, "state": submission.state, "hash": submission.hash}
    _commit(context)
    return answer
