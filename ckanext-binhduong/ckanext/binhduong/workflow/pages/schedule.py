"""The pages below ``/duyet/lich``: what becomes public by itself, and the form of one dataset's times."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, request
from werkzeug.wrappers import Response

from ckanext.binhduong.core.paging import part, shown_pages
from ckanext.binhduong.workflow.pages.people import people_only
from ckanext.binhduong.workflow.pages.words import REASONS
from ckanext.binhduong.workflow.schedule.moments import from_form

__all__ = ["binhduong_schedule"]

Answer = str | Response | tuple[str, int]

_STATES = ("waiting", "failed", "done")

binhduong_schedule = Blueprint("binhduong_schedule", __name__, url_prefix="/duyet/lich")
binhduong_schedule.before_request(people_only)


@binhduong_schedule.route("", methods=["GET"])
def times() -> Answer:
    """List what has a time in the reader's agencies, or what became of it."""
    state = request.args.get("state", "waiting")
    if state not in _STATES:
        return tk.abort(404)
    found = tk.get_action("publication_schedule_list")({}, {"state": "" if state == "waiting" else state, **part()})
    shown = {"found": found, "state": state, **shown_pages(found["count"])}
    return tk.render("binhduong/schedule/list.html", {**shown, "reasons": REASONS})


@binhduong_schedule.route("/<dataset>", methods=["GET"])
def form(dataset: str) -> Answer:
    """Show the times of a dataset and of its files, with a form each."""
    return _form(dataset, {}, {})


@binhduong_schedule.route("/<dataset>", methods=["POST"])
def save(dataset: str) -> Answer:
    """Set or clear one time."""
    typed = {name: request.form.get(name, "").strip() for name in ("id", "publish_at")}
    clears = request.form.get("do") == "clear"
    try:
        if clears:
            tk.get_action("publication_unschedule")({}, {"id": typed["id"]})
        else:
            moment = from_form(typed["publish_at"], tk.h.get_display_timezone())
            tk.get_action("publication_schedule")({}, {"id": typed["id"], "publish_at": moment})
    except tk.ValidationError as error:
        return _form(dataset, typed, error.error_dict), 409
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return _refused()
    tk.h.flash_success(tk._("The time is cleared. Nothing becomes public by itself.") if clears else tk._("The time is set."))
    return tk.redirect_to("binhduong_schedule.form", dataset=dataset)


def _form(dataset: str, typed: dict[str, str], errors: dict[str, Any]) -> str:
    try:
        tk.check_access("publication_schedule", {}, {"id": dataset})
        shown = tk.get_action("package_show")({}, {"id": dataset})
    except tk.ObjectNotFound:
        return tk.abort(404)
    except tk.NotAuthorized:
        return _refused()
    parts = [{"id": shown["id"], "name": ""}] if shown["private"] else _files(shown)
    known = tk.h.binhduong_publication_times(shown["id"])
    more = {"pkg": shown, "parts": parts, "known": known, "typed": typed, "errors": errors, "reasons": REASONS}
    return tk.render("binhduong/schedule/form.html", more)


def _files(dataset: dict[str, Any]) -> list[dict[str, str]]:
    return [{"id": each["id"], "name": each["name"] or each["id"]} for each in dataset["resources"] if each.get("url_type") == "upload"]


def _refused() -> Any:
    return tk.abort(403, tk._("Only who may publish this dataset sets its time."))
