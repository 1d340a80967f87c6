"""Template helpers of the package ``workflow``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ckan import authz
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.core.clock import today, utcnow
from ckanext.binhduong.workflow.approval import listing
from ckanext.binhduong.workflow.list_reviews.listing import reviewed
from ckanext.binhduong.workflow.reminders import settings
from ckanext.binhduong.workflow.reminders.upcoming import upcoming
from ckanext.binhduong.workflow.roles.holders import agencies_seen
from ckanext.binhduong.workflow.roles.table import DATA_OFFICE, ROLES
from ckanext.binhduong.workflow.schedule import listing as schedule_listing
from ckanext.binhduong.workflow.schedule.moments import MESSAGES, BadMoment, as_form, from_form, read_moment

__all__ = [
    "binhduong_list_reviews_due",
    "binhduong_local_time",
    "binhduong_promises_due",
    "binhduong_publication_times",
    "binhduong_roles",
    "binhduong_sees_submissions",
    "binhduong_submission_title",
    "binhduong_time_typed",
    "binhduong_waits_for_approval",
]


def binhduong_promises_due(agencies: list[str]) -> list[dict[str, Any]]:
    """Return what agencies (ids) promised and have not published, that is due within the longest period of reminders, the first first:
    ``{id, code, title, agency, day, left, first}``; ``left`` are days from today, ``first`` whether lateness is counted from that day."""
    day, periods = today(), settings.periods()
    found = upcoming(day, day + timedelta(days=periods[0]), agencies=agencies) if periods and agencies else []
    fields = ("id", "code", "title", "agency", "first")
    return [{name: getattr(each, name) for name in fields} | {"day": each.day.isoformat(), "left": (each.day - day).days} for each in found]


def binhduong_list_reviews_due(agencies: list[str]) -> list[dict[str, Any]]:
    """Return the agencies (ids) whose list is to be reviewed within the longest period of reminders, or is overdue, the first first:
    ``{name, title, due, left, overdue_days}``; ``left`` are days from today."""
    day, periods = today(), settings.periods()
    found = [(each.agency, each.standing) for each in (reviewed(day, agencies) if agencies else [])]
    return [
        {"name": name, "title": title, "due": each.due.isoformat(), "left": (each.due - day).days, "overdue_days": each.overdue_days}
        for (_id, name, title), each in found
        if (each.due - day).days <= max(periods, default=0)
    ]


def binhduong_roles(agency: str) -> list[dict[str, str]]:
    """Return the roles of an agency's members in the page's language: ``{value, text, duties}``.

    Args:
        agency: its name; the role of the province's data office exists in that office alone.
    """
    names, office = authz.roles_trans(), tk.config["ckanext.binhduong.open_list.publisher"]
    return [
        {"value": capacity, "text": names[capacity], "duties": tk._(role.duties)}
        for capacity, role in ROLES.items()
        if capacity != DATA_OFFICE or agency == office
    ]


def binhduong_sees_submissions() -> bool:
    """Whether the reader sees what waits for approval in any agency."""
    return tk.current_user.is_authenticated and bool(agencies_seen(Context(user=tk.current_user.name)))


def binhduong_submission_title(submission: dict[str, Any]) -> str:
    """Return what a submission, as ``submission_list`` has it, is called: its dataset and file, or the rule of its agency."""
    # An agency that was purged is in no list, but its decisions stay.
    agency, dataset, name = submission["agency"] or {}, submission["dataset"], submission["name"]
    if submission["kind"] == "rule" and not dataset:
        return tk._("No approval in {agency}").format(agency=agency.get("title") or agency.get("name") or "–")
    title = (dataset["title"] or dataset["name"]) if dataset else "–"
    return f"{title}: {name}" if name else title


def binhduong_waits_for_approval(package_id: str) -> list[str]:
    """Return the ids of what waits of a dataset, the oldest first; the caller has checked that the reader may edit it."""
    return listing.waiting_of(package_id)


def binhduong_publication_times(package_id: str) -> dict[str, dict[str, Any]]:
    """Return the times that wait or failed of a dataset: its id, or that of a resource, → ``{at, state, reason, detail}``.

    ``at`` is by the portal's clock, to the minute, as a form has it. The caller has checked that the reader may edit the dataset.
    """
    zone = tk.h.get_display_timezone()
    return {
        each.resource_id or each.package_id: {
            "at": as_form(each.publish_at, zone), "state": each.state, "reason": each.reason, "detail": each.detail,
        }
        for each in schedule_listing.times_of(package_id)
    }  # fmt: skip


def binhduong_time_typed(text: str) -> tuple[str, str]:
    """Read a form's field of day and time, by the portal's clock: the time at which something becomes public.

    Returns:
        the time in ISO 8601 with its zone, as ``publication_schedule`` takes it, and what is wrong with it; both empty for an empty field.
    """
    moment = from_form(text.strip(), tk.h.get_display_timezone())
    try:
        if moment:
            read_moment(moment, utcnow())
    except BadMoment as error:
        return "", tk._(MESSAGES[error.code])
    return moment, ""


def binhduong_local_time(value: str) -> str:
    """Write a time in UTC, as the API gives it, to the minute by the portal's clock."""
    moment = datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=UTC)
    return tk.h.binhduong_moment(moment.astimezone(tk.h.get_display_timezone()).isoformat())
