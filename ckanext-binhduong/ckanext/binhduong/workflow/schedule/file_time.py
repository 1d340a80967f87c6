"""The time of a file that is sent with it: set in the transaction that takes the file, so that there is never one without the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.catalogue.rules.resource_marks import TIMES
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.releases.ledger.approval import sending, sent
from ckanext.binhduong.releases.ledger.resource_fields import has_file
from ckanext.binhduong.workflow.approval import datasets, steps
from ckanext.binhduong.workflow.schedule import setting
from ckanext.binhduong.workflow.schedule.moments import MESSAGES, BadMoment, from_form, read_moment

__all__ = ["refuse_elsewhere", "with_first_file", "with_next_file"]


@contextmanager
def with_first_file(context: Context, data_dict: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give what a resource is made of without its time, which is set in CKAN's open transaction; what fails within leaves nothing of both.

    Raises:
        NotAuthorized: the caller sets no times of this dataset.
        ValidationError: it is no time, or there is no file that could wait for it.
    """
    rest, given = _without_time(data_dict), _time_in(data_dict)
    if not given:
        yield rest
        return
    tk.check_access("publication_schedule", tk.fresh_context(context), {"id": str(data_dict.get("package_id") or "")})
    moment = _moment(given)
    if not has_file(data_dict):
        _refuse(tk._("A link has no time of its own. Send the file itself, or make the dataset private and set a time for it."))
    with _rolled_back():
        package = datasets.hold(model.Package.get(data_dict["package_id"]).id)  # type: ignore[union-attr]
        rest["id"] = rest.get("id") or make_uuid()
        setting.renew(package, rest["id"], moment, steps.user_id(context.get("user")), "publish_at")
        yield rest


@contextmanager
def with_next_file(context: Context, data_dict: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give what a resource is changed to without its time, as :func:`with_first_file` does: a time that waits is replaced, and so is a file
    that waits. Without a file nothing is set; :func:`refuse_elsewhere` says so.

    Raises:
        NotAuthorized: the caller sets no times of this dataset.
        ValidationError: it is no time, the dataset is private, its file is being checked, or readers have this very file already.
    """
    resource = model.Resource.get(data_dict["id"]) if isinstance(data_dict.get("id"), str) else None
    given = _time_in({name: data_dict.get(name) for name in TIMES if data_dict.get(name) != _kept(data_dict, name)})
    if not resource or not given or not has_file(data_dict):
        yield data_dict
        return
    resource_id, package_id, author = str(resource.id), str(resource.package_id), steps.user_id(context.get("user"))
    tk.check_access("publication_schedule", tk.fresh_context(context), {"id": resource_id})
    moment = _moment(given)
    with _rolled_back(), sending(replace(sent(), timed=True)):
        setting.renew(datasets.hold(package_id), resource_id, moment, author, "publish_at")
        yield _without_time(data_dict)


@contextmanager
def _rolled_back() -> Iterator[None]:
    """Take back what is open of CKAN's transaction, whatever fails within: something else in the request could commit it."""
    try:
        yield
    except Exception:
        model.Session.rollback()
        raise


def _without_time(data_dict: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data_dict.items() if name not in TIMES}


def _time_in(data_dict: dict[str, Any]) -> str:
    local = str(data_dict.get("publish_at_local") or "")
    return (str(data_dict.get("publish_at") or "") or from_form(local, tk.h.get_display_timezone())).strip()


def _moment(given: str) -> datetime:
    try:
        return read_moment(given, utcnow())
    except BadMoment as error:
        raise tk.ValidationError({"publish_at": [tk._(MESSAGES[error.code])]}) from error


def refuse_elsewhere(data_dict: dict[str, Any]) -> None:
    """Refuse a time that is sent with a dataset, or with a resource that is there and no file: nothing would wait for it.

    What an older portal kept with the resource comes back in every save of its dataset; it is no new time, and is dropped with a change
    of that resource.

    Raises:
        ValidationError: it names the actions that set a time.
    """
    parts = [data_dict, *(each for each in data_dict.get("resources") or [] if isinstance(each, dict))]
    if any(part.get(name) and part[name] != _kept(part, name) for part in parts for name in TIMES):
        words = tk._("A time is sent with its file, by resource_create or resource_patch. Without a file publication_schedule sets it.")
        raise tk.ValidationError({"publish_at": [words]})


def _kept(part: dict[str, Any], name: str) -> Any:
    resource = model.Resource.get(part["id"]) if isinstance(part.get("id"), str) else None
    return (resource.extras or {}).get(name) if resource else None


def _refuse(words: str) -> None:
    model.Session.rollback()
    raise tk.ValidationError({"publish_at": [words]})
