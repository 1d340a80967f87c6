"""The history of a resource, what changed between two of its releases (for people, and as JSON and CSV), and the feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, jsonify, request, stream_with_context

from ckanext.binhduong.comparisons import answers
from ckanext.binhduong.comparisons.delimited import csv_lines
from ckanext.binhduong.comparisons.diff.artefact import KINDS
from ckanext.binhduong.comparisons.feeds import releases as feeds
from ckanext.binhduong.comparisons.feeds.atom import Feed
from ckanext.binhduong.releases.naming import attachment

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

__all__ = ["versions"]

versions = Blueprint("binhduong_versions", __name__)

_ROWS = 50
_STATUS = {"ready": 200, "pending": 202, "failed": 500, "busy": 503}
_NOT_READY = {
    "pending": "The two releases are being compared. Try again in a moment.",
    "failed": "The two releases could not be compared. Tell the administrator of the portal.",
    "busy": "Many comparisons are waiting. Open this page again in a few minutes.",
}
_AGAIN = "15"
"""Seconds after which a comparison in the making is worth another look."""

_RESOURCE = "/dataset/<id>/resource/<resource_id>"


def history(id: str, resource_id: str) -> str:
    """Show all releases of a resource."""
    dataset, resource = _shown(id, resource_id)
    return tk.render("binhduong/releases/history.html", {"pkg": dataset, "res": resource})


def choose(id: str, resource_id: str) -> BaseResponse:
    """Go from the form of the history page to the page of the two releases that were chosen there."""
    numbers = [request.args.get(name, "") for name in ("from", "to")]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return tk.abort(400, tk._("Choose two releases."))
    old, new = (int(number) for number in numbers)
    return tk.redirect_to("binhduong_versions.difference", id=id, resource_id=resource_id, old=old, new=new)


def difference(id: str, resource_id: str, old: int, new: int) -> tuple[str, int, dict[str, str]]:
    """Show what differs between two releases, a page of fifty rows at a time."""
    dataset, resource = _shown(id, resource_id)
    answer = _answer(resource_id, old, new, _ROWS)
    shown = {"pkg": dataset, "res": resource, "old": old, "new": new, "answer": answer, **_columns(resource_id, old, new)}
    return tk.render("binhduong/releases/difference.html", shown), _STATUS[answer["state"]], _headers(answer["state"])


def difference_json(id: str, resource_id: str, old: int, new: int) -> tuple[Response, int, dict[str, str]]:
    """Return the answer of ``release_diff``; ``kind``, ``limit`` and ``cursor`` as there."""
    _shown(id, resource_id)
    answer = _answer(resource_id, old, new, request.args.get("limit", 1000))
    return jsonify(answer), _STATUS[answer["state"]], _headers(answer["state"])


def difference_csv(id: str, resource_id: str, old: int, new: int) -> Response:
    """Return all differences as CSV, or those of one ``kind``; streamed."""
    dataset, _resource = _shown(id, resource_id)
    kind = request.args.get("kind") or None
    if kind not in (None, *KINDS):
        return tk.abort(400, tk._("kind must be one of: {kinds}").format(kinds=", ".join(KINDS)))
    state, path = answers.ask(*_releases(resource_id, old, new))
    if not path:
        return Response(f"{tk._(_NOT_READY[state])}\n", _STATUS[state], _headers(state), content_type="text/plain; charset=utf-8")
    response = Response(stream_with_context(csv_lines(path, kind)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = attachment(f"{dataset['name']}-{old}-{new}.csv")
    return response


def confirm(id: str, resource_id: str) -> BaseResponse:
    """Say yes to a breaking change, from the button on the resource's page."""
    dataset, _resource = _shown(id, resource_id)
    try:
        tk.get_action("release_confirm")({}, {"id": resource_id})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the resource's agency may confirm its releases."))
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(error.error_summary.values()))
    else:
        tk.h.flash_success(tk._("Confirmed. The file is being published."))
    return tk.redirect_to("dataset_resource.read", id=dataset["name"], resource_id=resource_id)


def roll_back(id: str, resource_id: str, number: int) -> BaseResponse:
    """Publish an old release again, from its button in the history; the page of the loading follows it."""
    _shown(id, resource_id)
    try:
        tk.get_action("release_rollback")({}, {"id": resource_id, "number": number})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the resource's agency may publish its releases again."))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(error.error_summary.values()))
        return tk.redirect_to("binhduong_versions.history", id=id, resource_id=resource_id)
    return tk.redirect_to("binhduong_upload.loading", resource_id=resource_id)


def resource_feed(id: str, resource_id: str) -> BaseResponse:
    """Return the Atom feed of a resource."""
    dataset, resource = _shown(id, resource_id)
    return _feed(feeds.resource_feed(dataset, resource))


def dataset_feed(id: str) -> BaseResponse:
    """Return the Atom feed of all resources of a dataset."""
    dataset = _dataset(id)
    return _feed(feeds.dataset_feed(dataset))


def _feed(feed: Feed) -> BaseResponse:
    """Answer with a feed. No cache gives it out unasked, since it goes when its dataset does; who has it already gets 304."""
    response = Response(feed.to_xml(), content_type="application/atom+xml; charset=utf-8")
    response.cache_control.no_cache = True
    response.last_modified = feed.updated
    response.add_etag()
    return response.make_conditional(request)


def _dataset(id: str) -> dict[str, Any]:
    try:
        return tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("Dataset not found"))


def _shown(id: str, resource_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a dataset and a resource of it that the caller may see."""
    dataset = _dataset(id)
    resource = next((resource for resource in dataset["resources"] if resource["id"] == resource_id), None)
    return (dataset, resource) if resource else tk.abort(404, tk._("Resource not found"))


def _answer(resource_id: str, old: int, new: int, limit: Any) -> dict[str, Any]:
    asked = {"id": resource_id, "from": old, "to": new, "limit": limit}
    asked |= {name: request.args[name] for name in ("kind", "cursor") if request.args.get(name)}
    try:
        return tk.get_action("release_diff")({}, asked)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.ValidationError as error:
        return tk.abort(400, "; ".join(f"{name}: {message}" for name, message in error.error_summary.items()))


def _columns(resource_id: str, *numbers: int) -> dict[str, dict[str, str]]:
    """Return ``titles`` and ``types`` of the columns of both releases, by name; the newer one's where both have a column."""
    shown = [tk.get_action("release_show")({}, {"id": resource_id, "number": number}) for number in numbers]
    columns = [column for release in shown for column in release["columns"]]
    return {
        "titles": {column["name"]: column["title"] or column["name"] for column in columns},
        "types": {column["name"]: column["type"] for column in columns},
    }


def _releases(resource_id: str, old: int, new: int) -> Any:
    try:
        return answers.compared(resource_id, old, new)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))


def _headers(state: str) -> dict[str, str]:
    return {"Retry-After": _AGAIN} if state in ("pending", "busy") else {}


versions.add_url_rule(f"{_RESOURCE}/releases", view_func=history)
versions.add_url_rule(f"{_RESOURCE}/releases/compare", view_func=choose)
versions.add_url_rule(f"{_RESOURCE}/releases/<int:old>/<int:new>", view_func=difference)
versions.add_url_rule(f"{_RESOURCE}/releases/<int:old>/<int:new>.json", view_func=difference_json)
versions.add_url_rule(f"{_RESOURCE}/releases/<int:old>/<int:new>.csv", view_func=difference_csv)
versions.add_url_rule(f"{_RESOURCE}/releases/confirm", view_func=confirm, methods=["POST"])
versions.add_url_rule(f"{_RESOURCE}/releases/<int:number>/roll-back", view_func=roll_back, methods=["POST"])
versions.add_url_rule(f"{_RESOURCE}/releases.atom", view_func=resource_feed)
versions.add_url_rule("/dataset/<id>/releases.atom", view_func=dataset_feed)
