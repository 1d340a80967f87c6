"""Who asks for data, and who answers: everybody asks and reads; who may publish for the agency that a request is assigned to reviews and
answers it; the province's data office assigns the agency and sees all."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.binhduong.workflow.data_requests.model import DataRequest
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


@tk.auth_allow_anonymous_access
def data_request_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody."""
    return {"success": True}


data_request_list = data_request_show = data_request_create


def data_request_queue(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody with an account; the action shows what is of their agencies."""
    return {"success": bool(context.get("user"))}


def data_request_review(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the agency that has to answer."""
    request = DataRequest.find(data_dict.get("id"))
    agency = request.organization_id if request else None
    allowed = may(PUBLISH, agency, context.get("user"))
    return {"success": allowed, "msg": "" if allowed else tk._("Only who may publish for the agency answers this request.")}


data_request_answer = data_request_review


def data_request_assign(context: Context, data_dict: DataDict) -> AuthResult:
    """The province's data office."""
    allowed = is_data_office(context.get("user"))
    return {"success": allowed, "msg": "" if allowed else tk._("Only the province’s data office names the agency.")}
