"""The pages below ``/de-nghi/xu-ly``: those who answer requests for data review and answer them; the data office names the agency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from flask import request
from werkzeug.wrappers import Response

from ckanext.binhduong.core.paging import part, shown_pages
from ckanext.binhduong.workflow.data_requests.listing import agencies
from ckanext.binhduong.workflow.logic.schema_data_requests import LENGTHS
from ckanext.binhduong.workflow.pages.data_requests.register import words_of_requests
from ckanext.binhduong.workflow.pages.people import people_only

__all__ = ["handle", "queue", "save"]

Answer = str | Response | tuple[str, int]

_STATES = ("received", "accepted", "answered", "rejected")


def queue() -> Answer:
    """List what waits for the reader's agencies."""
    if stranger := people_only():
        return stranger
    state = request.args.get("state", "received")
    if state not in _STATES:
        return tk.abort(404)
    found = tk.get_action("data_request_queue")({}, {"state": state, **part()})
    return tk.render(
        "binhduong/data_requests/queue.html", {"found": found, "state": state, **shown_pages(found["count"]), **words_of_requests()}
    )


def handle(number: int) -> Answer:
    """Show one request as it was sent, with the forms that its state allows."""
    return people_only() or _page(number, {}, {})


def save(number: int) -> Answer:
    """Do what the form says."""
    if stranger := people_only():
        return stranger
    done = _DOES.get(request.form.get("do", ""))
    if done is None:
        return tk.abort(400)
    action, fields, words = done
    typed = {name: request.form.get(name, "").strip() for name in fields}
    more = {"accept": request.form["do"] == "accept"} if action == "data_request_review" else {}
    try:
        tk.get_action(action)({}, {"id": str(number), **typed, **more})
    except tk.ValidationError as error:
        return _page(number, typed, error.error_dict), 409
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return _refused()
    tk.h.flash_success(words())
    return tk.redirect_to("binhduong_data_requests.handle", number=number)


#: The button → its action, the fields of its form, what is said when it is done.
_DOES: dict[str, tuple[str, tuple[str, ...], Callable[[], str]]] = {
    "accept": ("data_request_review", ("title", "description"), lambda: tk._("Accepted. Everybody can read the request now.")),
    "reject": ("data_request_review", ("rejection",), lambda: tk._("Rejected. Nobody can read the text.")),
    "assign": ("data_request_assign", ("agency",), lambda: tk._("The agency is named.")),
    "answer": (
        "data_request_answer",
        ("answer", "plan_item", "dataset", "ground", "reply"),
        lambda: tk._("Answered. Everybody can read the answer."),
    ),
}


def _page(number: int, typed: dict[str, str], errors: dict[str, Any]) -> str:
    try:
        found = tk.get_action("data_request_show")({}, {"id": number})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("There is no request with this number."))
    # Whoever neither answers it nor names the agency gets no contact, not even an empty one.
    if "contact" not in found:
        return _refused()
    values = {"each": found, "typed": typed, "errors": errors, "lengths": LENGTHS, "agencies": agencies()}
    may = {name: tk.h.check_access(f"data_request_{name}", {"id": str(number)}) for name in ("assign", "review", "answer")}
    return tk.render("binhduong/data_requests/handle.html", values | {"may": may} | words_of_requests())


def _refused() -> Any:
    return tk.abort(403, tk._("Only who may publish for the agency, and the province’s data office, see this request."))
