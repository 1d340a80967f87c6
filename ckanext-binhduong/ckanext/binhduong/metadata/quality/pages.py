"""``/chat-luong``: the board of the portal's or an agency's metadata, as a page and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request, stream_with_context

from ckanext.binhduong.core.parameters import read_limit, refuse_unknown
from ckanext.binhduong.metadata.quality import board
from ckanext.binhduong.metadata.quality.metrics import MOST, metrics

__all__ = ["binhduong_quality"]

binhduong_quality = Blueprint("binhduong_quality", __name__)

_ROWS, _MOST_PAGES = 50, 10_000


@binhduong_quality.route("/chat-luong")
def show_board() -> str:
    """The datasets with the fewest points first, the agencies, and what each missing thing is worth in all."""
    page = read_limit("page", request.args.get("page", "1"), _MOST_PAGES)
    agencies = board.agencies()
    agency = _agency([each["name"] for each in agencies])
    shown = [each for each in agencies if agency in ("", each["name"])]
    count = sum(each["count"] for each in shown)
    values = {
        "agencies": agencies,
        "agency": agency,
        "shown": shown,
        "count": count,
        "failed_links": sum(each["failed_links"] for each in shown),
        "losses": board.losses(agency),
        "measured": sum(each["measured"] for each in shown),
        "rows": list(board.datasets(agency, _ROWS, (page - 1) * _ROWS)),
        "most": MOST,
        "page_number": page,
        "pages": -(-count // _ROWS),
    }
    return tk.render("binhduong/quality/board.html", values)


@binhduong_quality.route("/chat-luong.csv")
def board_csv() -> Response:
    """Every dataset with its points, and a column a metric with the points that it lacks."""
    refuse_unknown(request.args.to_dict(flat=False), ("agency",))
    agency = _agency([each["name"] for each in board.agencies()])
    head = {"Content-Disposition": 'attachment; filename="chat-luong.csv"'}
    return Response(stream_with_context(_lines(agency)), content_type="text/csv; charset=utf-8", headers=head)


def _agency(known: list[str]) -> str:
    agency = request.args.get("agency", "").strip()
    if agency and agency not in known:
        tk.abort(404, tk._("There is no agency of this name with public datasets."))
    return agency


def _lines(agency: str) -> Iterator[str]:
    codes = list(metrics())
    # By the byte order mark Excel knows UTF-8.
    yield "\ufeff" + _line(["dataset", "title", "agency", "agency_title", "points", "of", "failed_links", *codes])
    for each in board.datasets(agency):
        lost = [""] * len(codes) if each.lost is None else [each.lost.get(code, 0) for code in codes]
        yield _line([each.name, each.title, *each.agency, each.points, MOST, each.failed_links, *lost])


def _line(values: list[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue()
