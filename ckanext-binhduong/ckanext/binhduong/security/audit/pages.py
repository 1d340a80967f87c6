"""``/quan-tri/nhat-ky``: the audit log for system administrators, and what is shown of it as CSV."""

from __future__ import annotations

import csv
import io

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request

from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.core.problems.action_errors import message_of
from ckanext.binhduong.core.spreadsheet_text import as_text
from ckanext.binhduong.security.audit.listing import EVENTS, MOST

__all__ = ["binhduong_audit"]

FIELDS = ("event", "actor", "object", "action", "address", "since", "until")
#: Columns of the file, in the order in which somebody reads them.
_COLUMNS = (
    *("seq", "at", "event", "action", "outcome", "status", "count", "actor_kind", "actor_name", "actor_id", "token", "address"),
    *("request_id", "object_type", "object_name", "object_id", "change", "fields", "before", "after", "previous", "hash"),
)

binhduong_audit = Blueprint("binhduong_audit", __name__)


@binhduong_audit.before_request
def _administrators_only() -> None:
    try:
        tk.check_access("audit_list", {"user": tk.current_user.name})
    except tk.NotAuthorized:
        tk.abort(403)


@binhduong_audit.route("/quan-tri/nhat-ky", methods=["GET"])
def show() -> str | tuple[str, int]:
    """Show the rows that answer the form, and what is wrong with the form."""
    asked = {name: request.args.get(name, "").strip() for name in (*FIELDS, "cursor")}
    shown = {"asked": asked, "events": EVENTS, "rows": [], "next_cursor": None, "problem": ""}
    try:
        shown |= tk.get_action("audit_list")({}, asked)
    except tk.ValidationError as error:
        return tk.render("binhduong/audit/list.html", shown | {"problem": message_of(error, reader_language())}), 400
    return tk.render("binhduong/audit/list.html", shown)


@binhduong_audit.route("/quan-tri/nhat-ky.csv", methods=["GET"])
def as_csv() -> Response:
    """Return the newest thousand rows that answer; the command ``audit export`` has no bound."""
    asked = {name: request.args.get(name, "").strip() for name in FIELDS}
    try:
        found = tk.get_action("audit_list")({}, {**asked, "limit": MOST})["rows"]
    except tk.ValidationError as error:
        tk.abort(400, message_of(error, reader_language()))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    table.writerows([as_text(str(row[name])) for name in _COLUMNS] for row in found)
    response = Response("\ufeff" + written.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response
