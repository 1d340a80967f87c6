"""The pages of the guided upload. Everything is a plain form; the script of ``upload.js`` only adds progress and patience.

Whoever is not logged in is sent to do so. What an officer had typed when the session ended is kept first: the draft's id is in the
address, nobody can guess it, and nothing is shown or done for it (``docs/decisions/portal-upload-drafts.md``).
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, request, send_file
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ckanext.binhduong.portal.upload import choices, publishing, reading, steps
from ckanext.binhduong.portal.upload.drafts import Draft, NoRoom, TooLarge
from ckanext.binhduong.portal.upload.forms import answer_script, go, has_file, is_script, typed
from ckanext.binhduong.portal.upload.page import Answer, common, own, page, target

__all__ = ["binhduong_upload"]

binhduong_upload = Blueprint("binhduong_upload", __name__, url_prefix="/upload")

_PAGE_OF = {"send": "start", "act": "report", "confirm": "loading"}
"""A view that takes a form → the page that the form stands on."""

_MARKED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@binhduong_upload.before_request
def _officers_only() -> Response | None:
    if tk.current_user.is_authenticated:
        return None
    login = tk.h.url_for("user.login", came_from=_kept())
    return answer_script({"login": login}, 401) if is_script() else tk.redirect_to(login)


@binhduong_upload.errorhandler(CSRFError)
def _of_another_session(error: CSRFError) -> Response:
    """A form that was opened before its officer logged in again: what was typed is kept, nothing else is done, and the page comes anew."""
    back = _kept()
    return answer_script({"again": back}, 200) if is_script() else tk.redirect_to(back)


@binhduong_upload.route("", methods=["GET"])
def start() -> Answer:
    """Choose a file."""
    found = target(request.args.to_dict())[1]
    facts = {"arguments": request.args.to_dict(), "problem": "", "returned": request.args.get("returned")}
    return tk.render("binhduong/upload/start.html", {**common(found), **facts})


@binhduong_upload.route("", methods=["POST"])
def send() -> Answer:
    """Take the file and have it checked."""
    arguments = {name: value for name, value in request.form.items() if name in ("dataset", "resource", "agency") and value}
    aim, found = target(arguments)
    draft = steps.drafts().begin(tk.current_user.id, aim)
    problem = _take(draft)
    if not problem:
        return go("binhduong_upload.report", draft_id=draft.id)
    steps.drafts().discard(draft)
    if is_script():
        return answer_script({"problem": problem}, 400)
    return tk.render("binhduong/upload/start.html", {**common(found), "arguments": arguments, "problem": problem}), 400


@binhduong_upload.route("/<draft_id>", methods=["GET"])
def report(draft_id: str) -> Answer:
    """Show what was found in the file, and the form."""
    return page(own(draft_id), {})


@binhduong_upload.route("/<draft_id>", methods=["POST"])
def act(draft_id: str) -> Answer:
    """Check again, with another file or other choices; publish; or throw away."""
    draft = own(draft_id)
    doing = request.form.get("do", "check")
    if doing == "discard":
        steps.drafts().discard(draft)
        return go("binhduong_upload.start", **draft.target)
    steps.keep_typed(draft, typed(), target(draft.target)[1])
    problem = _take(draft) if has_file() else ""
    if problem:
        return page(draft, {"upload": [problem]})
    if doing == "publish" and not has_file():
        return _publish(draft)
    if not has_file():
        return _check_again(draft)
    return go("binhduong_upload.report", draft_id=draft.id)


@binhduong_upload.route("/<draft_id>/marked.xlsx")
def marked(draft_id: str) -> Answer:
    """Return the officer's own workbook with what was found marked in its cells."""
    draft = own(draft_id)
    file = tk.h.binhduong_marked_workbook(steps.drafts().file(draft), draft.report) if draft.report else None
    if file is None:
        return tk.abort(404, tk._("There is nothing to mark in this file, or it is too large; what was found is listed on its page."))
    response = send_file(
        file, mimetype=_MARKED, as_attachment=True, download_name=tk._("{name} (checked).xlsx").format(name=PurePath(draft.name).stem)
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@binhduong_upload.route("/loading/<resource_id>", methods=["GET"])
def loading(resource_id: str) -> Answer:
    """Say how far the loading of a resource's newest file is."""
    found = target({"resource": resource_id})[1]
    status = tk.get_action("release_status")({}, {"id": resource_id})
    return tk.render("binhduong/upload/loading.html", {**common(found), "status": status, "returned": request.args.get("returned")})


@binhduong_upload.route("/loading/<resource_id>", methods=["POST"])
def confirm(resource_id: str) -> Answer:
    """Say yes to a change that breaks what others have built on the table."""
    target({"resource": resource_id})
    try:
        tk.get_action("release_confirm")({}, {"id": resource_id})
    except tk.ValidationError as error:
        # A second click finds nothing that waits (``id``); the page shows how far the first one has come.
        if "private" in error.error_dict:
            tk.h.flash_error("; ".join(error.error_summary.values()))
    return go("binhduong_upload.loading", resource_id=resource_id)


def _kept() -> str:
    """Return the address of the page that is asked, or that the sent form stands on; what was typed into the form is kept there first."""
    name = (request.endpoint or "").rpartition(".")[2]
    # Any other name could be an argument of ``url_for`` itself.
    asked = {name: value for name, value in request.values.items() if name in ("dataset", "resource", "agency", "returned")}
    if request.method == "POST":
        asked["returned"] = "1"
        draft = steps.drafts().load((request.view_args or {}).get("draft_id", ""))
        if draft and (tk.current_user.is_anonymous or draft.user == tk.current_user.id):
            steps.drafts().keep_values(draft, typed())
    return tk.h.url_for(f"binhduong_upload.{_PAGE_OF.get(name, name)}", **{**asked, **(request.view_args or {})})


def _publish(draft: Draft) -> Answer:
    found = target(draft.target)[1]
    if not steps.can_publish(draft):
        return page(draft, {"upload": [tk._("The file has errors. Correct them and choose the file again.")]})
    if not reading.is_as_read(_reading(draft, found), draft.report or {"columns": []}, draft.options, steps.declared_schema(found)):
        return _check_again(draft, reread="1")
    values = steps.values_of(draft, found)
    if draft.report and (problem := choices.key_problem(draft.report, values.get("key_column", ""))):
        return page(draft, {"key_column": [_key_words()[problem]]})
    try:
        resource = publishing.publish(draft, values, found)
    except tk.ValidationError as error:
        return page(draft, error.error_dict)
    steps.drafts().discard(draft)
    return go("binhduong_upload.loading", resource_id=resource["id"])


def _reading(draft: Draft, found: dict[str, Any]) -> dict[str, Any]:
    """Return how the file is to be read: what was chosen, else what the resource keeps."""
    return {**steps.kept_reading(found), **draft.values}


def _key_words() -> dict[str, str]:
    return {
        "empty": tk._("Some rows have no value in it. Choose another key column or none, or fill in the cells and choose the file again."),
        "repeated": tk._(
            "Several rows have the same value in it. Choose another key column or none, or correct the rows and choose the file again."
        ),
    }


def _check_again(draft: Draft, **arguments: str) -> Answer:
    """Have the file read as the form says now, and show what was found."""
    try:
        found = target(draft.target)[1]
        steps.check(draft, reading.options_from(_reading(draft, found), draft.report, steps.declared_schema(found)))
    except tk.ValidationError as error:
        return page(draft, error.error_dict)
    return go("binhduong_upload.report", draft_id=draft.id, **arguments)


def _take(draft: Draft) -> str:
    """Keep the sent file and have it checked as it is read best; give what is wrong with it, or nothing."""
    file = request.files.get("upload")
    if not file or not file.filename:
        return tk._("Choose a file first.")
    try:
        steps.drafts().put_file(draft, file.stream, file.filename, steps.max_bytes())
        found = target(draft.target)[1]
        values, declared = _reading(draft, found), steps.declared_schema(found)
        steps.check(draft, reading.options_from(values, None, declared))
        # What was said of columns can only be matched once they are known.
        if (options := reading.options_from(values, draft.report, declared)) != draft.options:
            steps.check(draft, options)
    except TooLarge:
        text = tk._("The file is larger than {size} MB. Send a smaller file, or split it.")
        return text.format(size=tk.config["ckan.max_resource_size"])
    except NoRoom:
        return tk._("The portal has no disk space for this file now. Nothing was changed. Tell the administrators, then try again.")
    except tk.ValidationError as error:
        return "; ".join(str(words) for words in error.error_summary.values())
    return ""
