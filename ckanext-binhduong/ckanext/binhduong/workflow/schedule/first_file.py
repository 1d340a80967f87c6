"""The time of a file that comes with its resource: set in the transaction that makes the resource, so that it is never public before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.catalogue.rules.resource_marks import TIMES
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.releases.ledger.resource_fields import has_file
from ckanext.binhduong.workflow.approval import datasets, steps
from ckanext.binhduong.workflow.schedule import setting
from ckanext.binhduong.workflow.schedule.moments import MESSAGES, BadMoment, from_form, read_moment

__all__ = ["refuse_elsewhere", "take_time"]


def take_time(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what a resource is made of without its time, which is set in CKAN's open transaction.

    Raises:
        NotAuthorized: the caller sets no times of this dataset.
        ValidationError: it is no time, or there is no file that could wait for it.
    """
    sent = {name: value for name, value in data_dict.items() if name not in TIMES}
    given = str(data_dict.get("publish_at") or "") or from_form(str(data_dict.get("publish_at_local") or ""), tk.h.get_display_timezone())
    if not given.strip():
        return sent
    tk.check_access("publication_schedule", tk.fresh_context(context), {"id": str(data_dict.get("package_id") or "")})
    moment = _moment(given)
    if not has_file(data_dict):
        _refuse(tk._("A link has no time of its own. Send the file itself, or make the dataset private and set a time for it."))
    package = datasets.hold(model.Package.get(data_dict["package_id"]).id)  # type: ignore[union-attr]
    if not datasets.is_public(package):
        _refuse(tk._("The dataset of this resource is private. Set a time for the dataset; its files become public with it."))
    sent["id"] = sent.get("id") or make_uuid()
    setting.add(package, sent["id"], moment, steps.user_id(context.get("user")))
    return sent


def _moment(given: str) -> datetime:
    try:
        return read_moment(given, utcnow())
    except BadMoment as error:
        raise tk.ValidationError({"publish_at": [tk._(MESSAGES[error.code])]}) from error


def refuse_elsewhere(data_dict: dict[str, Any]) -> None:
    """Refuse a time that is sent with a dataset or with a resource that is there: nothing would wait for it.

    What an older portal kept with the resource comes back in every save of its dataset; it is no new time, and is dropped with a change
    of that resource.

    Raises:
        ValidationError: it names the action that sets a time.
    """
    parts = [data_dict, *(each for each in data_dict.get("resources") or [] if isinstance(each, dict))]
    if any(part.get(name) and part[name] != _kept(part, name) for part in parts for name in TIMES):
        words = tk._("A time is set by publication_schedule, before the file is uploaded; with its file only a new resource has one.")
        raise tk.ValidationError({"publish_at": [words]})


def _kept(part: dict[str, Any], name: str) -> Any:
    resource = model.Resource.get(part["id"]) if isinstance(part.get("id"), str) else None
    return (resource.extras or {}).get(name) if resource else None


def _refuse(words: str) -> None:
    model.Session.rollback()
    raise tk.ValidationError({"publish_at": [words]})
