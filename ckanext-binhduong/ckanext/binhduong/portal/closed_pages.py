"""CKAN's pages that the portal does not have: closed, or moved to the page that says the same. `tests/portal/routes` lists every route."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from flask import request
from werkzeug.wrappers import Response

__all__ = ["answer_closed"]

#: Endpoint → why nobody gets it. Forms below them are closed too.
CLOSED = {
    **dict.fromkeys(("util.primer", "util.custom_form_fields", "activity.dashboard_testing"), "for CKAN's developers"),
    **dict.fromkeys(
        ("dataset.followers", "group.followers", "organization.followers", "user.followers"), "nobody follows without an account"
    ),
    **dict.fromkeys(("dataset.follow", "dataset.unfollow", "group.follow", "group.unfollow"), "nobody follows without an account"),
    **dict.fromkeys(("organization.follow", "organization.unfollow", "user.follow", "user.unfollow"), "nobody follows without an account"),
    **dict.fromkeys(("group.admins", "organization.admins"), "names of accounts are not public"),
    **dict.fromkeys(("resource.views", "resource.view", "resource.edit_view"), "a resource has the tabs of its page"),
    **dict.fromkeys(
        ("dataset_resource.views", "dataset_resource.view", "dataset_resource.edit_view"), "a resource has the tabs of its page"
    ),
    "group.bulk_process": "datasets belong to agencies",
    "datastore.api_info": "the resource's page has running examples",
}
#: Endpoint → the endpoint of the page that has its content.
MOVED = {"dataset.groups": "dataset.read", "group.about": "group.read", "organization.about": "organization.read"}
#: CKAN asks only at the second step who it is.
SIGNED_IN = {"dataset.delete", "user.edit"}


def answer_closed() -> Response | None:
    """Answer in the place of a page of these tables: 404, 301, or 403 to strangers; None lets the request go on."""
    endpoint = request.endpoint or ""
    closed = endpoint in CLOSED and not (request.blueprint == "util" and tk.config["debug"])
    if closed or (endpoint in MOVED and request.method == "POST"):
        tk.abort(404)
    if endpoint in MOVED:
        moved = tk.redirect_to(MOVED[endpoint], id=(request.view_args or {})["id"])
        moved.status_code = 301
        return moved
    if endpoint in SIGNED_IN and not tk.current_user.is_authenticated:
        tk.abort(403)
    return None
