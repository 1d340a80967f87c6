"""The forms of an agency's administrators: import the list they already have, change one item."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import request
from werkzeug.wrappers import Response

from ckanext.binhduong.workflow.pages.public import own_agencies, shown_item
from ckanext.binhduong.workflow.plan.workbook.columns import COLUMNS

__all__ = ["confirm_review", "edit", "import_form", "import_list", "save"]

Answer = str | Response | tuple[str, int]

_FORM = "binhduong/publication_plans/import.html"
_EDIT = "binhduong/publication_plans/edit.html"


def _login() -> Response | None:
    return None if tk.current_user.is_authenticated else tk.redirect_to("user.login", came_from=request.full_path.rstrip("?"))


def import_form() -> Answer:
    """Choose the agency, the plan and the file."""
    return _login() or _import_page({"agency": request.args.get("agency", ""), "plan": ""})


def _import_page(typed: dict[str, str], status: int = 200, **more: Any) -> Answer:
    agencies = own_agencies()
    if not agencies:
        return tk.abort(403, tk._("Only an agency’s administrators keep its plan."))
    values = {"typed": typed, "agencies": agencies, "columns": COLUMNS, "errors": {}, "done": None} | more
    return tk.render(_FORM, values), status


def import_list() -> Answer:
    """See what a file would change, or bring it in."""
    if refused := _login():
        return refused
    typed = {name: request.form.get(name, "").strip() for name in ("agency", "plan", "plan_title", "plan_decision", "reason")}
    dry_run = request.form.get("do") != "import"
    try:
        done = tk.get_action("plan_import")(
            {"user": tk.current_user.name}, {**typed, "upload": request.files.get("upload"), "dry_run": dry_run}
        )
    except tk.ValidationError as error:
        return _import_page(typed, 400, errors=error.error_dict)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return tk.abort(403, tk._("Only an agency’s administrators keep its plan."))
    if done["ok"] and not dry_run:
        tk.h.flash_success(tk._("The list is in the plan."))
        return tk.redirect_to("binhduong_plans.plan", agency=typed["agency"])
    return _import_page(typed, 200 if done["ok"] else 400, done=done)


def edit(item_id: str) -> Answer:
    """The form of one item."""
    return _login() or _edit_page(item_id, {}, {})


def _edit_page(item_id: str, typed: dict[str, str], errors: dict[str, Any]) -> Answer:
    shown = shown_item(item_id)
    if not shown["may_edit"]:
        return tk.abort(403, tk._("Only an agency’s administrators keep its plan."))
    return tk.render(_EDIT, {**shown, "columns": COLUMNS, "typed": typed, "errors": errors}), 400 if errors else 200


def save(item_id: str) -> Answer:
    """Change the item."""
    if refused := _login():
        return refused
    typed = {column.name: request.form[column.name].strip() for column in COLUMNS if column.name in request.form}
    # The form shows every field, so an empty day or dataset is one that was not filled in, and the item keeps its own.
    sent = {name: value for name, value in typed.items() if value or name not in ("dataset", "formats", "frequency")}
    try:
        tk.get_action("plan_item_update")({"user": tk.current_user.name}, {**sent, "id": item_id, "reason": request.form.get("reason", "")})
    except tk.ValidationError as error:
        return _edit_page(item_id, typed | {"reason": request.form.get("reason", "")}, error.error_dict)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return tk.abort(403, tk._("Only an agency’s administrators keep its plan."))
    tk.h.flash_success(tk._("The item is changed."))
    return tk.redirect_to("binhduong_plans.item", item_id=item_id)


def confirm_review() -> Answer:
    """Say that the agency has looked through its list today."""
    if refused := _login():
        return refused
    agency = request.form.get("agency", "")
    try:
        tk.get_action("plan_review_create")({"user": tk.current_user.name}, {"agency": agency})
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(str(words) for words in error.error_summary.values()))
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return tk.abort(403, tk._("Only an agency’s administrators confirm that its list was reviewed."))
    else:
        tk.h.flash_success(tk._("The review of the list is noted."))
    return tk.redirect_to("binhduong_plans.plan", agency=agency, _anchor="plan-reviews")
