"""The plan as files: CSV, Excel (the columns that can be imported again come first) and an Atom feed."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.binhduong.core.atom_xml import add, moment
from ckanext.binhduong.workflow.list_reviews.listing import standings, with_reviews
from ckanext.binhduong.workflow.pages.atom import begin_feed, feed_answer
from ckanext.binhduong.workflow.pages.public import asked
from ckanext.binhduong.workflow.pages.words import STATES
from ckanext.binhduong.workflow.plan.listing import Listed, by_agency, select_items
from ckanext.binhduong.workflow.plan.measure import today
from ckanext.binhduong.workflow.plan.workbook.sheet import as_csv as write_csv
from ckanext.binhduong.workflow.plan.workbook.sheet import as_workbook as write_workbook
from ckanext.binhduong.workflow.plan.workbook.table import FIGURE_TITLES, TITLES, figure_rows, rows_of

__all__ = ["as_atom", "as_csv", "as_workbook", "figures_csv"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENTRIES = 100


def _found() -> list[Listed]:
    wanted = asked()
    if wanted.get("state") not in (None, "late_any", *STATES):
        return tk.abort(400, tk._("There is no such state of a plan item."))
    return select_items(today(), **wanted)


def as_csv() -> Response:
    """The plan as CSV."""
    return _file(write_csv(TITLES, rows_of(_found())), "text/csv; charset=utf-8", "ke-hoach-cong-bo.csv")


def as_workbook() -> Response:
    """The plan as a workbook."""
    return _file(write_workbook(TITLES, rows_of(_found()), "Kế hoạch"), _XLSX, "ke-hoach-cong-bo.xlsx")


def figures_csv() -> Response:
    """How each agency keeps its plan, as CSV."""
    agencies = with_reviews(by_agency(_found()), standings(today()))
    return _file(write_csv(FIGURE_TITLES, figure_rows(agencies)), "text/csv; charset=utf-8", "tre-han.csv")


def _file(content: bytes, content_type: str, name: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_atom() -> Response:
    """The newest news of the plan, an entry an item: entered, changed, came."""
    page = tk.url_for("binhduong_plans.plan", qualified=True, locale="default")
    found = sorted(_found(), key=lambda each: each.item.modified, reverse=True)[:_ENTRIES]
    feed = begin_feed(page, "Kế hoạch công bố dữ liệu mở", found[0].item.modified if found else None)
    for each in found:
        _entry(feed, each)
    return feed_answer(feed)


def _entry(feed: ET.Element, each: Listed) -> None:
    item, entry = each.item, add(feed, "entry")
    add(entry, "id", f"urn:uuid:{item.id}")
    add(entry, "title", f"{item.code}: {item.title}")
    add(entry, "updated", moment(item.modified))
    add(entry, "published", moment(item.created))
    address = tk.url_for("binhduong_plans.item", item_id=item.id, qualified=True, locale="default")
    add(entry, "link", rel="alternate", type="text/html", href=address)
    add(add(entry, "author"), "name", each.agency[2] or each.agency[1])
    add(entry, "category", term=each.lateness.state)
    add(entry, "summary", _summary(item.due_first, item.due_now, each), type="text")


def _summary(first: date, now: date, each: Listed) -> str:
    words = [tk._(STATES[each.lateness.state]), f"hạn đầu tiên {first:%d/%m/%Y}"]
    if now != first:
        words.append(f"hạn hiện nay {now:%d/%m/%Y}")
    if each.lateness.days:
        words.append(f"trễ {each.lateness.days} ngày")
    return ", ".join(words) + "."
