"""The pages below ``/tai-khoan/webhook``: one's webhooks, and one of them with its deliveries. Work without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, request
from werkzeug.wrappers import Response

from ckanext.binhduong.core.paging import part, shown_pages
from ckanext.binhduong.webhooks.logic.schema import LENGTHS
from ckanext.binhduong.webhooks.words import EVENTS, FAULTS, REASONS, STATES

__all__ = ["binhduong_webhooks"]

Answer = str | Response | tuple[str, int]

_SIZE = 20
_FIELDS = ("url", "description", "agency", "dataset")

binhduong_webhooks = Blueprint("binhduong_webhooks", __name__, url_prefix="/tai-khoan/webhook")


@binhduong_webhooks.before_request
def _people_only() -> Response | None:
    if tk.current_user.is_authenticated:
        return None
    return tk.redirect_to(tk.h.url_for("user.login", came_from=request.full_path.rstrip("?")))


@binhduong_webhooks.route("", methods=["GET"])
def own() -> Answer:
    """List the webhooks of the reader, with a form for a new one."""
    return _own({"events": list(EVENTS)}, {})


def _own(typed: dict[str, Any], errors: dict[str, Any]) -> str:
    found = tk.get_action("webhook_list")({}, {})
    agencies = tk.get_action("organization_list_for_user")({}, {"permission": "update"})
    return tk.render("binhduong/webhooks/own.html", {"found": found, "agencies": agencies, "typed": typed, "errors": errors, **_words()})


def _words() -> dict[str, Any]:
    return {"events": EVENTS, "faults": FAULTS, "reasons": REASONS, "states": STATES, "lengths": LENGTHS}


def _typed(*more: str) -> dict[str, Any]:
    typed: dict[str, Any] = {name: request.form.get(name, "").strip() for name in (*_FIELDS, *more)}
    return typed | {"events": request.form.getlist("events")}


@binhduong_webhooks.route("", methods=["POST"])
def make() -> Answer:
    """Make a webhook, and show its secret this once."""
    typed = _typed("owner_agency")
    try:
        made = tk.get_action("webhook_create")({}, dict(typed))
    except tk.ValidationError as error:
        return _own(typed, error.error_dict), 409
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only who administers the agency makes webhooks for it."))
    return _one(made["id"], secret=made["secret"])


@binhduong_webhooks.route("/<webhook_id>", methods=["GET"])
def one(webhook_id: str) -> Answer:
    """Show one webhook, its deliveries and its forms."""
    return _one(webhook_id)


def _one(webhook_id: str, typed: dict[str, Any] | None = None, errors: dict[str, Any] | None = None, secret: str = "") -> str:
    state = request.args.get("state", "")
    if state not in ("", *STATES):
        return tk.abort(404)
    try:
        shown = tk.get_action("webhook_show")({}, {"id": webhook_id})
        found = tk.get_action("webhook_delivery_list")({}, {"id": webhook_id, "state": state, **part(_SIZE)})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return tk.abort(404, tk._("There is no webhook of yours with this id."))
    now = {name: shown[name] for name in ("url", "description", "events")}
    for name in ("agency", "dataset"):
        # By its id while it has no name to show: a form that is saved as it is narrows as before.
        now[name] = shown[name] and (shown[name]["name"] or shown[name]["id"])
    values = {"webhook": shown, "found": found, "state": state, **shown_pages(found["count"], _SIZE)}
    values |= {"typed": typed or now, "errors": errors or {}, "secret": secret, **_words()}
    return tk.render("binhduong/webhooks/one.html", values)


@binhduong_webhooks.route("/<webhook_id>", methods=["POST"])
def change(webhook_id: str) -> Answer:
    """Do what a button of the page says."""
    done = _DOES.get(request.form.get("do", ""))
    if done is None:
        return tk.abort(400)
    action, arguments, words = done
    try:
        result = tk.get_action(action)({}, {"id": webhook_id, **arguments()})
    except tk.ValidationError as error:
        return _one(webhook_id, _typed() if action == "webhook_patch" and "url" in request.form else None, error.error_dict), 409
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return tk.abort(404, tk._("There is no webhook of yours with this id."))
    if "secret" in result:
        return _one(webhook_id, secret=result["secret"])
    tk.h.flash_success(words())
    if action == "webhook_delete":
        return tk.redirect_to("binhduong_webhooks.own")
    return tk.redirect_to("binhduong_webhooks.one", webhook_id=webhook_id)


#: The button → its action, what it is given beside the webhook's id, what is said when it is done.
_DOES: dict[str, tuple[str, Callable[[], dict[str, Any]], Callable[[], str]]] = {
    "save": ("webhook_patch", _typed, lambda: tk._("Saved.")),
    "on": ("webhook_patch", lambda: {"state": "on"}, lambda: tk._("The webhook is on.")),
    "off": ("webhook_patch", lambda: {"state": "off"}, lambda: tk._("The webhook is off.")),
    "test": ("webhook_test", dict, lambda: tk._("A test is on its way. Load this page again in a few seconds.")),
    "renew": ("webhook_rotate_secret", dict, str),
    "replay": (
        "webhook_replay",
        lambda: {"id": request.form.get("delivery", "")},
        lambda: tk._("It is sent again. Load this page again in a few seconds."),
    ),
    "delete": ("webhook_delete", dict, lambda: tk._("The webhook is deleted.")),
}
