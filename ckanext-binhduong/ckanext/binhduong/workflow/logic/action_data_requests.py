"""Requests for data by the API."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.authz import is_sysadmin
from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.core.clock import today, utc_text
from ckanext.binhduong.workflow.approval.steps import user_id
from ckanext.binhduong.workflow.data_requests import keeping, listing, settings
from ckanext.binhduong.workflow.data_requests.answering import answer_of
from ckanext.binhduong.workflow.data_requests.clock import ANSWERS, OPEN
from ckanext.binhduong.workflow.data_requests.model import DataRequest
from ckanext.binhduong.workflow.logic import schema_data_requests as schema
from ckanext.binhduong.workflow.roles.holders import is_data_office, may
from ckanext.binhduong.workflow.roles.table import PUBLISH

__all__ = [
    "data_request_answer",
    "data_request_assign",
    "data_request_create",
    "data_request_list",
    "data_request_queue",
    "data_request_review",
    "data_request_show",
]


@validate(schema.create)
def data_request_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask an agency for data that are not published. Everybody may, without an account; nobody reads it before the agency has accepted it.

    Args:
        title: the data in one line.
        description: further: which places, years, columns; what for.
        contact: an e-mail address or telephone number, only for the agency; deleted after the answer.
        agency: name or id of the agency that has them; without it the data office finds it.

    Returns:
        ``{id, state, received, due, clause, …}``; the number shows how it stands in ``data_request_show``.
    """
    tk.check_access("data_request_create", context, data_dict)
    agency = _agency(data_dict["agency"]).id if data_dict.get("agency") else None
    request = keeping.receive({name: data_dict[name] for name in ("title", "description", "contact")}, agency)
    model.Session.commit()
    return _shown(request.id)


@tk.side_effect_free
@validate(schema.listing)
def data_request_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """List the requests for data that were accepted as such, the newest first.

    Args:
        agency: name of an agency.
        state: accepted (waits for an answer), overdue, listed, published, refused or lost (published, then taken away).
        q: words of title or description; marks do not matter.
        limit: how many, at most 100; without it 50.
        offset: how many to leave out.

    Returns:
        ``{count, figures, requests, clause}``; ``figures`` are those of all that were found and, of the whole portal, ``unread``,
        ``unread_overdue`` and ``rejected``. docs/workflow.md describes them.
    """
    tk.check_access("data_request_list", context, data_dict)
    found = listing.chosen(listing.public(today()), {name: data_dict.get(name) or "" for name in ("agency", "state", "q")})
    shown = found[data_dict["offset"] :][: data_dict["limit"]]
    figures = listing.figures(found) | listing.unread(today())
    return {"count": len(found), "figures": figures, "requests": [each.as_dict() for each in shown], "clause": settings.clause()}


@tk.side_effect_free
def data_request_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return one request with its steps. What nobody has accepted as a request has no text, except for those who answer it
    and the province's data office.

    Args:
        id: its number.
    """
    tk.check_access("data_request_show", context, data_dict)
    request = DataRequest.find(tk.get_or_bust(data_dict, "id"))
    if request is None:
        raise tk.ObjectNotFound(tk._("There is no request with this number."))
    steps = keeping.history(request.id)
    history = [{"made": utc_text(each.made), "act": each.act, "detail": each.detail} for each in steps]
    return _shown(request.id, answers=_answers(context, request)) | {"history": history}


@tk.side_effect_free
@validate(schema.queue)
def data_request_queue(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """List what the caller's agencies have to review or answer, the first due first; for the province's data office all.

    Args:
        state: received (not read yet; without it), accepted (waits for an answer), answered or rejected.
        limit: how many, at most 100; without it 50.
        offset: how many to leave out.

    Returns:
        ``{count, requests}``, with the texts as they were sent and without contacts, which ``data_request_show`` has.
    """
    tk.check_access("data_request_queue", context, data_dict)
    own = tk.get_action("organization_list_for_user")(tk.fresh_context(context), {"permission": PUBLISH})
    agencies = None if _sees_all(context) else [each["id"] for each in own]
    states = ANSWERS if data_dict["state"] == "answered" else (data_dict["state"],)
    count, found = listing.queue(agencies, states, today(), limit=data_dict["limit"], offset=data_dict["offset"])
    return {"count": count, "requests": [each.as_dict() | each.texts() for each in found]}


@validate(schema.review)
def data_request_review(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Accept a request, so that everybody can read it, or reject what is no request for data. Nobody's name or address becomes public.

    Args:
        id: its number.
        accept: true or false.
        title, description: as everybody may read them, when something has to be left out (personal data, insults); the page says so.
        rejection: why it is none: no-data, personal, abuse or duplicate.
    """
    request = _locked("data_request_review", context, data_dict)
    if request.state in ANSWERS:
        raise tk.ValidationError({"id": [tk._("This request has been answered.")]})
    if data_dict["accept"]:
        texts = {name: data_dict[name] for name in ("title", "description") if name in data_dict}
        keeping.accept(request, texts, user_id(context.get("user")))
    elif not data_dict.get("rejection"):
        raise tk.ValidationError({"rejection": [tk._("Choose why it is no request for data.")]})
    else:
        keeping.reject(request, data_dict["rejection"], user_id(context.get("user")))
    model.Session.commit()
    return _shown(request.id, answers=True)


@validate(schema.assign)
def data_request_assign(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Have an agency answer a request; its last day stays.

    Args:
        id: its number.
        agency: name or id of the agency.
    """
    request = _locked("data_request_assign", context, data_dict)
    if request.state not in OPEN:
        raise tk.ValidationError({"id": [tk._("This request has been answered.")]})
    keeping.assign(request, _agency(data_dict["agency"]), user_id(context.get("user")))
    model.Session.commit()
    return _shown(request.id, answers=True)


@validate(schema.answer)
def data_request_answer(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Answer a request that was accepted, or answer it otherwise than before; everybody can read the answer.

    Args:
        id: its number.
        answer: listed (it is in a plan), published or refused.
        plan_item: id or address of the item of the plan; for listed.
        dataset: name, id or address of the public dataset; for published.
        ground: the legal ground (law and clause); for refused.
        reply: further words.
    """
    request = _locked("data_request_answer", context, data_dict)
    if request.state not in ("accepted", *ANSWERS):
        raise tk.ValidationError({"id": [tk._("First accept it as a request.")]})
    if not request.organization_id:
        raise tk.ValidationError({"id": [tk._("First name the agency that has to answer.")]})
    keeping.answer(request, answer_of(data_dict), user_id(context.get("user")))
    model.Session.commit()
    return _shown(request.id, answers=True)


def _locked(action: str, context: Context, data_dict: DataDict) -> DataRequest:
    tk.check_access(action, context, data_dict)
    request = DataRequest.find(data_dict["id"], locked=True)
    if request is None:
        raise tk.ObjectNotFound(tk._("There is no request with this number."))
    return request


def _answers(context: Context, request: DataRequest) -> bool:
    """Whether the caller answers a request or names who does, and so reads all of it."""
    return _sees_all(context) or may(PUBLISH, request.organization_id, context.get("user"))


def _sees_all(context: Context) -> bool:
    user = context.get("user")
    return bool(user) and (is_sysadmin(user) or is_data_office(user))


def _shown(request_id: int, *, answers: bool = False) -> dict[str, Any]:
    found = listing.listed(request_id, today())
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no request with this number."))
    more = found.texts() | {"contact": found.request.contact} if answers else {}
    return found.as_dict() | more | {"clause": settings.clause()}


def _agency(reference: str) -> model.Group:
    agency = model.Group.get(reference)
    if not agency or not agency.is_organization or agency.state != "active":
        raise tk.ValidationError({"agency": [tk._("There is no such agency.")]})
    return agency
