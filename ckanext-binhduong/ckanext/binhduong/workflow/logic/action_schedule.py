"""Publication at a set time by the API."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.workflow.approval import steps
from ckanext.binhduong.workflow.logic import schema
from ckanext.binhduong.workflow.roles import holders
from ckanext.binhduong.workflow.schedule import listing, setting
from ckanext.binhduong.workflow.schedule.moments import MESSAGES, BadMoment, read_moment

__all__ = ["publication_schedule", "publication_schedule_list", "publication_unschedule"]


@validate(schema.publication_schedule)
def publication_schedule(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Have a private dataset, or the next file of a resource of a public one, become public at a time; another time takes its place.

    Until then the dataset stays private; a file that is uploaded for the resource is checked at once and waits, and readers keep the one
    they have. Where the agency asks for approval, the time is part of what is approved: what nobody has approved by then is not published.

    Args:
        id: name or id of the dataset, or id of the resource.
        publish_at: ISO 8601 with a zone, at most two years ahead: 2026-12-31T08:00:00+07:00.

    Returns:
        What ``publication_schedule_list`` has of it. 409 for a time that is none, is over or too far, and where nothing could become
        public.
    """
    tk.check_access("publication_schedule", context, data_dict)
    package_id, resource_id = _named(data_dict["id"])
    try:
        moment = read_moment(data_dict["publish_at"], utcnow())
    except BadMoment as error:
        raise tk.ValidationError({"publish_at": [tk._(MESSAGES[error.code])]}) from error
    schedule = setting.put(package_id, resource_id, moment, steps.user_id(context.get("user")))
    return listing.shown([schedule])[0]


@validate(schema.release_submit)
def publication_unschedule(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Clear the time of a dataset or of the next file of a resource: the dataset stays private; a file that waits is refused and says so.

    Args:
        id: name or id of the dataset, or id of the resource.

    Returns:
        What ``publication_schedule_list`` has of it. 409 when no time is set.
    """
    tk.check_access("publication_unschedule", context, data_dict)
    schedule = setting.clear(*_named(data_dict["id"]), steps.user_id(context.get("user")))
    return listing.shown([schedule])[0]


def _named(reference: str) -> tuple[str, str | None]:
    """Return the ids of a dataset and of a resource in it; the check of access has found one of them."""
    package = model.Package.get(reference)
    if package:
        return str(package.id), None
    resource = model.Resource.get(reference)
    if not resource or resource.state != "active":
        raise tk.ObjectNotFound(tk._("There is no dataset and no resource with this id."))
    return str(resource.package_id), str(resource.id)


@tk.side_effect_free
@validate(schema.publication_schedule_list)
def publication_schedule_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """List what has a time in the agencies of the caller, for the province's data office in all; the next first.

    Args:
        state: waiting, publishing, done, failed or cleared; without it what is waiting or being published.
        dataset: name or id of one dataset.
        limit: how many, from 1 to 100; without it 50.
        offset: how many to leave out.

    Returns:
        ``{count, times: [{id, dataset, resource, release, publish_at, state, reason, detail, author, made, closed}]}``; times are UTC.
        ``reason`` says why a time failed, or why one that is over still waits; docs/workflow.md has the table.
    """
    tk.check_access("publication_schedule_list", context, data_dict)
    package = model.Package.get(data_dict["dataset"]) if data_dict.get("dataset") else None
    wanted = {**data_dict, "dataset": package.id if package else data_dict.get("dataset")}
    count, schedules = listing.found(holders.agencies_seen(context), wanted)
    return {"count": count, "times": listing.shown(schedules)}
