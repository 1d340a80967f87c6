"""The feeds at the addresses where CKAN has its own: all datasets, those of an agency, of a theme, with a tag, of a question.

CKAN's own page by number, and whatever changes in between shifts the pages; ``next`` led back to the first one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa
from ckan import model
from ckan.lib.search.query import solr_literal
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request

from ckanext.binhduong.core.parameters import read_limit
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.metadata.feeds.changes import OLDEST, Change, Page, Place, Selection, page_of, place_at, read_place
from ckanext.binhduong.metadata.feeds.document import Deleted, Document, Entry
from ckanext.binhduong.metadata.feeds.tombstones import Tombstone

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

__all__ = ["binhduong_feeds"]

binhduong_feeds = Blueprint("binhduong_feeds", __name__, url_prefix="/feeds")

_ORDER = "metadata_modified desc"
_PAGING = ("before", "after", "page")
_MOST_PAGES = 10_000
_NOT_COUNTED = {f"include_{name}": False for name in ("dataset_count", "datasets", "extras", "followers", "groups", "tags", "users")}


@binhduong_feeds.route("/dataset.atom")
def general() -> BaseResponse:
    """All datasets."""
    return _answer(Selection(tombstones=sa.true()), "/feeds/dataset.atom", "", "/dataset/")


@binhduong_feeds.route("/organization/<id>.atom")
def organization(id: str) -> BaseResponse:
    """The datasets of an agency."""
    shown = _shown("organization", id)
    selection = Selection([f"owner_org:{solr_literal(shown['id'])}"], Tombstone.organization == shown["id"])
    return _answer(selection, f"/feeds/organization/{shown['name']}.atom", shown["title"], f"/organization/{shown['name']}")


@binhduong_feeds.route("/group/<id>.atom")
def group(id: str) -> BaseResponse:
    """The datasets of a theme."""
    shown = _shown("group", id)
    selection = Selection([f"groups:{solr_literal(shown['name'])}"], Tombstone.groups.contains([shown["id"]]))
    return _answer(selection, f"/feeds/group/{shown['name']}.atom", shown["title"], f"/group/{shown['name']}")


@binhduong_feeds.route("/tag/<id>.atom")
def tag(id: str) -> BaseResponse:
    """The datasets with a tag."""
    selection = Selection([f"tags:{solr_literal(id)}"], Tombstone.tags.contains([id]))
    return _answer(selection, tk.url_for("feeds.tag", id=id, locale="default"), id, f"/dataset/?{urlencode({'tags': id})}")


@binhduong_feeds.route("/custom.atom")
def custom() -> BaseResponse:
    """The datasets with words (``q``), with values of fields of the index (of several values of one field any) and in the places of
    ``package_search`` (``ext_…``); newest change first like every feed.

    It has no tombstones: what a deleted dataset said is not kept, so nobody can know whether the question would find it.
    """
    if request.args.get("sort", _ORDER) != _ORDER:
        raise ArgumentError("sort", "wrong-value", allowed=_ORDER)
    asked = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value and name not in (*_PAGING, "sort") and not name.startswith("_")
    ]
    fields: dict[str, list[str]] = {}
    for name, value in asked:
        if name != "q" and not name.startswith("ext_"):
            fields.setdefault(name, []).append(solr_literal(value))
    filters = [f"{name}:({' OR '.join(values)})" for name, values in fields.items()]
    places = {name: value for name, value in asked if name.startswith("ext_")}
    address = f"/feeds/custom.atom?{urlencode(asked)}"
    about = ", ".join(value for _, value in asked)
    return _answer(Selection(filters, q=request.args.get("q", ""), places=places), address, about, f"/dataset/?{urlencode(asked)}")


def _shown(kind: str, id: str) -> dict[str, Any]:
    try:
        return tk.get_action(f"{kind}_show")({}, {"id": id, **_NOT_COUNTED})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404)


def _answer(selection: Selection, path: str, about: str, page_path: str) -> BaseResponse:
    """Answer with a page of a feed; who has it already gets 304."""
    limit = tk.config["ckan.feeds.limit"]
    if "page" in request.args:
        return _by_number(selection, path, limit)
    before, after = (read_place(name, request.args.get(name)) for name in ("before", "after"))
    if before and after:
        raise ArgumentError("after", "bad-cursor")
    page = page_of(selection, limit, before, after)
    title = tk.config["ckan.site_title"]
    document = Document(
        id=_id(path),
        title=f"{title} – {about}" if about else title,
        subtitle="Những thay đổi mới nhất của danh mục dữ liệu / The newest changes of the catalogue",
        author=tk.config["ckan.feeds.author_name"] or title,
        page=_url(page_path),
        links=_links(page, path, before, after),
        entries=_entries(page.changes),
    )
    response = Response(document.to_xml(), content_type="application/atom+xml; charset=utf-8")
    response.cache_control.no_cache = True
    if document.entries:
        response.last_modified = document.updated
    response.add_etag()
    return response.make_conditional(request)


def _by_number(selection: Selection, path: str, limit: int) -> BaseResponse:
    """CKAN's feeds had numbered pages: lead an address that somebody kept to where that page begins now."""
    number = read_limit("page", request.args["page"], _MOST_PAGES)
    if number == 1:
        return tk.redirect_to(_url(path))
    place = place_at(selection, (number - 1) * limit - 1)
    return tk.redirect_to(_at(path, "after" if place == OLDEST else "before", place))


def _links(page: Page, path: str, before: Place | None, after: Place | None) -> dict[str, str]:
    links = {"self": _at(path, "before", before) if before else _at(path, "after", after) if after else _url(path), "first": _url(path)}
    links["last"] = _at(path, "after", OLDEST) if page.newer or page.older else _url(path)
    if page.older and page.changes:
        links["next"] = _at(path, "before", page.changes[-1].place)
    if page.newer and page.changes:
        # RFC 5005 has "previous"; CKAN's feeds have always had "prev".
        links["previous"] = links["prev"] = _at(path, "after", page.changes[0].place)
    return links


def _at(path: str, name: str, place: Place) -> str:
    text = "oldest" if place == OLDEST else str(place)
    return f"{_url(path)}{'&' if urlsplit(path).query else '?'}{urlencode({name: text})}"


def _url(path: str) -> str:
    return tk.config["ckan.site_url"].rstrip("/") + path


def _id(path: str) -> str:
    """The id of a feed or of an entry, as CKAN's own feeds had it: a tag URI when ``ckan.feeds.date`` is set, else an address."""
    date = tk.config["ckan.feeds.date"]
    authority = tk.config["ckan.feeds.authority_name"] or urlsplit(tk.config["ckan.site_url"]).netloc
    return f"tag:{authority},{date}:{path}" if date else _url(path)


def _entries(changes: list[Change]) -> list[Entry | Deleted]:
    titles = _agencies({change.document.get("organization") for change in changes if change.document})
    return [_entry(change, titles) for change in changes]


def _entry(change: Change, titles: dict[str, str]) -> Entry | Deleted:
    id, moment = _id(f"/dataset/{change.place.dataset_id}"), change.place.moment
    document = change.document
    if document is None:
        return Deleted(id, moment)
    page = _url(f"/dataset/{document['name']}")
    return Entry(
        id=id,
        title=document.get("title") or document["name"],
        summary=document.get("notes") or "",
        author=_author(document, titles),
        updated=moment,
        published=tk.h.date_str_to_datetime(document["metadata_created"].removesuffix("Z")),
        page=page,
        action=_url(f"/api/3/action/package_show?{urlencode({'id': document['name']})}"),
        metadata=f"{page}.ttl",
        categories=document.get("tags") or [],
    )


def _author(document: Mapping[str, Any], titles: dict[str, str]) -> str:
    """Who stands for the data: the agency; of samples the portal, which made them."""
    return tk.config["ckan.site_title"] if document.get("data_kind") == "sample" else titles.get(document.get("organization") or "", "")


def _agencies(names: set[str | None]) -> dict[str, str]:
    rows = sa.select(model.group_table.c.name, model.group_table.c.title).where(model.group_table.c.name.in_(names - {None}))
    return {name: title or name for name, title in model.Session.execute(rows)}
