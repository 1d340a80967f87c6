"""What stays at the address of a public dataset that was withdrawn: a page for people, JSON for programs, both 410."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.metadata.bulk.tombstone_graph import find_tombstone
from ckanext.binhduong.metadata.feeds.tombstones import Tombstone

__all__ = ["in_place_of", "said_of"]

_REFUSALS = (403, 404)


def in_place_of(response: BaseResponse) -> BaseResponse:
    """Return what stays of a withdrawn dataset in place of a refusal to show it; other answers as they are."""
    if response.status_code not in _REFUSALS or request.method not in ("GET", "HEAD"):
        return response
    tombstone = find_tombstone((request.view_args or {}).get("id") or "")
    if tombstone is None:
        return response
    said = said_of(tombstone)
    if request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html") == "application/json":
        answer: BaseResponse = jsonify(said)
    else:
        answer = Response(tk.render("binhduong/withdrawn.html", {"withdrawn": said}), content_type="text/html; charset=utf-8")
    answer.status_code = 410
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def said_of(tombstone: Tombstone) -> dict[str, Any]:
    """Return what stays of a withdrawn dataset, as JSON has it."""
    agency = model.Group.get(tombstone.organization) if tombstone.organization else None
    shown = {"name": agency.name, "title": agency.title} if agency and agency.state == "active" else None
    return {
        "id": tombstone.dataset_id,
        "name": tombstone.name,
        "title": tombstone.title,
        "agency": shown,
        "withdrawn": utc_text(tombstone.deleted),
        "reason": tombstone.reason,
    }
