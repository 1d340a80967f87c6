"""The pages of ``/de-nghi`` that everybody uses: ask for data, read what was asked for and answered."""

from __future__ import annotations

from typing import Any

from ckan.lib.navl.dictization_functions import validate
from ckan.plugins import toolkit as tk
from flask import request
from werkzeug.wrappers import Response

from ckanext.binhduong.core.paging import part, shown_pages
from ckanext.binhduong.workflow.data_requests import settings
from ckanext.binhduong.workflow.data_requests.listing import STATES, agencies
from ckanext.binhduong.workflow.data_requests.similar import similar
from ckanext.binhduong.workflow.logic.schema_data_requests import LENGTHS, create
from ckanext.binhduong.workflow.pages.words import REJECTIONS, REQUEST_ACTS, REQUEST_STATES

__all__ = ["asked", "one", "register", "send", "words_of_requests"]

Answer = str | Response | tuple[str, int]

_FIELDS = ("title", "description", "contact", "agency")
#: Only programs fill it in; people do not see it.
_TRAP = "website"


def asked() -> dict[str, str]:
    """Return what the address asks for; what it leaves empty is left out. 400 for a state that there is not."""
    found = {name: value for name in ("agency", "state", "q") if (value := request.args.get(name, "").strip()[:200])}
    return found if found.get("state", STATES[0]) in STATES else tk.abort(400, tk._("There is no such state of a request."))


def words_of_requests() -> dict[str, Any]:
    """Return what the templates call states, steps and reasons."""
    return {"states": REQUEST_STATES, "acts": REQUEST_ACTS, "rejections": REJECTIONS}


def register() -> str:
    """Show the form and, below it, the register."""
    wanted = asked()
    found = tk.get_action("data_request_list")({}, {**wanted, **part()})
    typed = {"title": request.args.get("title", "").strip()[: LENGTHS["title"]], "agency": wanted.get("agency", "")}
    values = {"found": found, "asked": wanted, "typed": typed, **_form(), **shown_pages(found["count"]), **words_of_requests()}
    return tk.render("binhduong/data_requests/register.html", values)


def _form() -> dict[str, Any]:
    days = {"answer": settings.answer_days(), "contact": settings.contact_days()}
    return {"agencies": agencies(), "lengths": LENGTHS, "days": days, "clause": settings.clause(), "errors": {}, "trap": _TRAP}


def send() -> Answer:
    """Show what there is already, then take the request in."""
    typed = {name: request.form.get(name, "").strip() for name in _FIELDS}
    if request.form.get(_TRAP):
        return _again(typed, {_TRAP: [tk._("Leave this field empty: only programs fill it in.")]})
    if request.form.get("do") != "send":
        return _found_before(typed)
    try:
        made = tk.get_action("data_request_create")({"user": tk.current_user.name}, dict(typed))
    except tk.ValidationError as error:
        return _again(typed, error.error_dict)
    return tk.redirect_to("binhduong_data_requests.one", number=made["id"], sent=1)


def _found_before(typed: dict[str, str]) -> Answer:
    _values, errors = validate(dict(typed), create())
    if errors:
        return _again(typed, errors)
    return tk.render("binhduong/data_requests/form.html", {**_form(), "typed": typed, "similar": similar(typed["title"])})


def _again(typed: dict[str, str], errors: dict[str, Any]) -> Answer:
    return tk.render("binhduong/data_requests/form.html", {**_form(), "typed": typed, "errors": errors, "similar": None}), 400


def one(number: int) -> str:
    """Show one request, its clock, its answer and every step."""
    try:
        found = tk.get_action("data_request_show")({"user": tk.current_user.name}, {"id": number})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("There is no request with this number."))
    values = {"each": found, "just_sent": "sent" in request.args, "days": {"contact": settings.contact_days()}}
    return tk.render("binhduong/data_requests/one.html", values | words_of_requests())
