"""The page ``/co-quan``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ckan.plugins import toolkit as tk
from flask import request
from werkzeug.wrappers import Response

from ckanext.binhduong.portal.officer import office
from ckanext.binhduong.portal.upload import steps

__all__ = ["show_office"]

_ROWS = 50
"""Datasets of a page."""


def show_office() -> str | Response:
    """The officer's agencies, datasets by what waits for them, and unfinished uploads; whoever is not logged in is sent to do so."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to(tk.h.url_for("user.login", came_from=tk.h.url_for("binhduong.office")))
    agencies = tk.get_action("organization_list_for_user")({}, {"permission": "create_dataset"})
    page = tk.h.get_page_number(request.args)
    found = _datasets(agencies, page) if agencies else {"results": [], "count": 0}
    resources = [each["id"] for dataset in found["results"] for each in dataset.get("resources") or []]
    uploads = tk.h.binhduong_newest_uploads(resources) if resources else {}
    points = tk.h.binhduong_quality_points([each["id"] for each in found["results"]])
    rows = office.in_order(
        [{"dataset": each, "points": points.get(each["id"]), **office.described(each, uploads)} for each in found["results"]]
    )
    shown = {"agencies": agencies, "rows": rows, "count": found["count"], "page": page, "pages": -(-found["count"] // _ROWS)}
    return tk.render("binhduong/office.html", shown | {"drafts": _drafts(), "reviews": tk.h.binhduong_sees_submissions()})


def _drafts() -> list[dict[str, Any]]:
    """The caller's unfinished uploads: ``{id, name, size, changed}``, changed by the portal's clock."""
    zone = tk.h.get_display_timezone()
    own = steps.drafts().of(tk.current_user.id)
    return [
        {"id": each.id, "name": each.name, "size": each.size, "changed": datetime.fromtimestamp(each.changed, zone).isoformat()}
        for each in own
    ]


def _datasets(agencies: list[dict[str, Any]], page: int) -> dict[str, Any]:
    owners = " OR ".join(agency["id"] for agency in agencies)
    asked = {
        "fq": f"owner_org:({owners}) +dataset_type:dataset",
        "include_private": True,
        "include_drafts": True,
        "rows": _ROWS,
        "start": (page - 1) * _ROWS,
        "sort": "metadata_modified desc",
        "facet": "false",
    }
    return tk.get_action("package_search")({}, asked)
