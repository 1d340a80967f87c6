"""The register of requests for data as CSV and as an Atom feed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.binhduong.core.atom_xml import add, moment
from ckanext.binhduong.core.clock import today
from ckanext.binhduong.workflow.data_requests.listing import Listed, chosen, public
from ckanext.binhduong.workflow.data_requests.table import STATE_NAMES, TITLES, rows_of
from ckanext.binhduong.workflow.pages.atom import begin_feed, feed_answer
from ckanext.binhduong.workflow.pages.data_requests.register import asked
from ckanext.binhduong.workflow.plan.workbook.sheet import as_csv as write_csv

__all__ = ["as_atom", "as_csv"]

_ENTRIES = 100


def as_csv() -> Response:
    """All requests that fit, as CSV."""
    response = Response(write_csv(TITLES, rows_of(chosen(public(today()), asked()))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="de-nghi-mo-du-lieu.csv"'
    return response


def as_atom() -> Response:
    """The newest news, an entry a request: accepted, answered."""
    page = tk.url_for("binhduong_data_requests.register", qualified=True, locale="default")
    found = sorted(chosen(public(today()), asked()), key=lambda each: each.request.modified, reverse=True)[:_ENTRIES]
    feed = begin_feed(page, "Đề nghị mở dữ liệu", found[0].request.modified if found else None)
    for each in found:
        _entry(feed, each)
    return feed_answer(feed)


def _entry(feed: ET.Element, each: Listed) -> None:
    request, entry = each.request, add(feed, "entry")
    address = tk.url_for("binhduong_data_requests.one", number=request.id, qualified=True, locale="default")
    add(entry, "id", address)
    add(entry, "title", request.title)
    add(entry, "updated", moment(request.modified))
    add(entry, "published", moment(request.received))
    add(entry, "link", rel="alternate", type="text/html", href=address)
    add(entry, "category", term=each.standing)
    add(entry, "summary", _summary(each), type="text")


def _summary(each: Listed) -> str:
    words = [STATE_NAMES[each.standing], f"hạn trả lời {each.request.due:%d/%m/%Y}"]
    if each.agency:
        words.append(each.agency[1])
    if each.clock.late:
        words.append(f"quá hạn {each.clock.late} ngày")
    return ", ".join(words) + "."
