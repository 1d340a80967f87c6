"""The approver's pages below ``/duyet``: what waits, one submission with what it changes, the files, and the agency's rule."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context
from flask import Blueprint, request
from werkzeug.wrappers import Response

from ckanext.binhduong.core.paging import part, shown_pages
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.naming import attachment
from ckanext.binhduong.storage import serving, settings
from ckanext.binhduong.workflow.logic.schema import MOST_AT_ONCE
from ckanext.binhduong.workflow.pages.deciding import approve_all, decided, return_all
from ckanext.binhduong.workflow.pages.people import people_only
from ckanext.binhduong.workflow.pages.words import ACTS, KINDS
from ckanext.binhduong.workflow.roles.holders import agencies_kept, may
from ckanext.binhduong.workflow.roles.table import SEE_SUBMISSIONS

__all__ = ["binhduong_approval"]

Answer = str | Response | tuple[str, int]

_PREVIEW = 10
_STATES = ("waiting", "approved", "returned")

binhduong_approval = Blueprint("binhduong_approval", __name__, url_prefix="/duyet")
binhduong_approval.before_request(people_only)


@binhduong_approval.route("", methods=["GET"])
def waiting() -> Answer:
    """List what waits for a second person, or was decided."""
    return _list({})


def _list(problems: dict[str, str]) -> str:
    state = request.args.get("state", "waiting")
    if state not in _STATES:
        return tk.abort(404)
    found = _call("submission_list", {"state": state, **part()})
    agencies = agencies_kept(Context(user=tk.current_user.name))
    shown = {"found": found, "state": state, "agencies": agencies, **shown_pages(found["count"])}
    typed = {"problems": problems, "chosen": request.form.getlist("chosen"), "reason": request.form.get("reason", "")}
    return tk.render("binhduong/approval/list.html", {**shown, **typed, "kinds": KINDS})


@binhduong_approval.route("", methods=["POST"])
def decide_chosen() -> Answer:
    """Approve or return all that was ticked; what cannot be is named and stays."""
    chosen = [each.partition(":") for each in request.form.getlist("chosen")[:MOST_AT_ONCE]]
    if request.form.get("do") != "return":
        approve_all([(submission_id, seen) for submission_id, _colon, seen in chosen])
    elif problems := return_all([submission_id for submission_id, _colon, _seen in chosen], request.form.get("reason", "").strip()):
        return _list(problems), 409
    return tk.redirect_to("binhduong_approval.waiting")


@binhduong_approval.route("/<submission_id>", methods=["GET"])
def one(submission_id: str) -> Answer:
    """Show what one submission changes, and the form of the decision."""
    return _page(submission_id, "")


@binhduong_approval.route("/<submission_id>", methods=["POST"])
def decide(submission_id: str) -> Answer:
    """Approve what was seen, or return it with a reason."""
    if request.form.get("do") == "approve":
        problem = decided("release_approve", {"id": submission_id, "hash": request.form.get("hash", "")})
        words = tk._("Approved.")
    else:
        problem = decided("release_return", {"id": submission_id, "reason": request.form.get("reason", "")})
        words = tk._("Returned.")
    if problem:
        return _page(submission_id, problem), 409
    tk.h.flash_success(words)
    return tk.redirect_to("binhduong_approval.waiting")


@binhduong_approval.route("/<submission_id>/tep")
def submitted_file(submission_id: str) -> Answer:
    """Send the file that waits to who works on the agency's data or approves them."""
    submission = _call("submission_show", {"id": submission_id})
    if not _sees_file(submission):
        return _refused()
    release = _release_of(submission)
    if not release or not settings.store().holds(release.sha256, release.size):
        return tk.abort(404, tk._("This submission has no file."))
    return serving.send(release.sha256, release.mimetype, attachment(release.name))


@binhduong_approval.route("/co-quan/<agency>", methods=["GET"])
def rule(agency: str) -> Answer:
    """Show whether an agency asks for approval, and which datasets skip it."""
    return _rule_page(agency, {}, {})


@binhduong_approval.route("/co-quan/<agency>", methods=["POST"])
def save_rule(agency: str) -> Answer:
    """Switch approval on, or have a weaker rule wait for a second person."""
    typed = {name: request.form[name].strip() for name in ("required", "dataset", "answers", "reason") if name in request.form}
    try:
        answer = tk.get_action("approval_rule_update")({}, {"id": agency, **typed})
    except tk.ValidationError as error:
        return _rule_page(agency, typed, error.error_dict), 409
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return _refused()
    waits = tk._("This waits for another administrator of the agency.")
    tk.h.flash_success(waits if answer["submission"] else tk._("Saved."))
    return tk.redirect_to("binhduong_approval.rule", agency=agency)


def _rule_page(agency: str, typed: dict[str, str], errors: dict[str, Any]) -> str:
    found = _call("approval_rule_show", {"id": agency})
    may_change = tk.h.check_access("approval_rule_update", {"id": agency})
    shown = tk.get_action("organization_show")({}, {"id": agency, "include_datasets": False, "include_users": may_change})
    more = {"may_change": may_change, "typed": typed, "errors": errors}
    return tk.render("binhduong/approval/rule.html", {"rule": found, "agency": shown, **more})


def _page(submission_id: str, problem: str) -> str:
    submission = _call("submission_show", {"id": submission_id})
    sees_file = _sees_file(submission)
    release = _release_of(submission) if sees_file else None
    shown: dict[str, Any] = {"submission": submission, "problem": problem, "kinds": KINDS, "acts": ACTS, "release": release}
    shown |= {"sees_file": sees_file}
    if release:
        report = release.report or {}
        shown |= {"findings": report.get("findings", []), "columns": report.get("columns", [])}
        shown |= {"preview": (report.get("preview") or {}).get("rows", [])[:_PREVIEW]}
        shown |= {"difference": tk.h.binhduong_submitted_difference(release.id)}
    return tk.render("binhduong/approval/one.html", shown)


def _sees_file(submission: dict[str, Any]) -> bool:
    """Whether the reader sees what is in a file that is not public: the data office, which sees that it waits, does not."""
    return may(SEE_SUBMISSIONS, (submission["agency"] or {}).get("id"), tk.current_user.name)


def _release_of(submission: dict[str, Any]) -> Release | None:
    return Release.get(submission["release"]) if submission["release"] else None


def _call(action: str, data: dict[str, Any]) -> Any:
    try:
        return tk.get_action(action)({}, data)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Nothing with this id was submitted."))
    except tk.NotAuthorized:
        return _refused()


def _refused() -> Any:
    return tk.abort(403, tk._("Only who works on this agency’s data or approves them sees what waits there."))
