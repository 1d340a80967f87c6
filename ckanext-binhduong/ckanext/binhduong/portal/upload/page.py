"""The page of a draft: what was found in its file, and the form; and for whom and for what it is."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import request
from werkzeug.wrappers import Response

from ckanext.binhduong.portal.upload import choices, prefill, reading, rows, steps, timing
from ckanext.binhduong.portal.upload.drafts import Draft

__all__ = ["Answer", "common", "own", "page", "target"]

Answer = str | Response | tuple[str, int]


def page(draft: Draft, errors: dict[str, Any]) -> Answer:
    found = target(draft.target)[1]
    state, far = steps.follow(draft)
    facts: dict[str, Any] = {**common(found), "draft": draft, "state": state, "far": far, "errors": errors}
    facts |= {name: request.args.get(name) for name in ("returned", "reread")}
    if state == "done" and draft.report:
        facts |= _facts(draft, found)
    answer = tk.render("binhduong/upload/report.html", facts)
    return (answer, 409) if errors else answer


def _facts(draft: Draft, found: dict[str, Any]) -> dict[str, Any]:
    assert draft.report
    shown = rows.preview(draft.report)
    values = steps.values_of(draft, found)
    asked = choices.asked(draft.report, draft.options)
    return {
        "report": draft.report,
        "rows": shown,
        "groups": rows.grouped(draft.report, shown),
        "asked": asked,
        "choice_of": lambda finding: choices.choice_of(finding, draft.report or {}, asked),
        "roles": choices.ROLES,
        "described": reading.described(values),
        "crs": choices.CRS,
        "encodings": choices.ENCODINGS,
        "whole_sheet": choices.WHOLE_SHEET,
        "values": values,
        "time": timing.field_of(found),
        "dictionary": prefill.dictionary(draft.report, values, steps.kept_columns(found.get("resource"))),
        "can_publish": steps.can_publish(draft),
        "document": steps.is_document(draft.report, draft.target),
    }


def common(found: dict[str, Any]) -> dict[str, Any]:
    return {"found": found, "max_bytes": steps.max_bytes(), "max_megabytes": tk.config["ckan.max_resource_size"]}


def target(arguments: dict[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    try:
        return steps.target_of(arguments)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("The dataset or resource that this upload is for is not there any more."))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only who may publish for this agency can upload data here."))


def own(draft_id: str) -> Draft:
    """Return a draft of the caller's own; for others it does not exist."""
    draft = steps.drafts().load(draft_id)
    if draft is None or draft.user != tk.current_user.id:
        return tk.abort(404, tk._("This upload is over: drafts are kept for a day. Choose the file again."))
    return draft
