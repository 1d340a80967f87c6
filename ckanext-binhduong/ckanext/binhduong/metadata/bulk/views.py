"""``/catalog/all.<form>``: the whole public catalogue, or what changed since a time, streamed in flat memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from dateutil.parser import ParserError, isoparse
from flask import Blueprint, Response, request, stream_with_context
from werkzeug.http import is_resource_modified, quote_etag
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.core.catalogue_version.commits import version
from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.core.parameters import refuse_unknown
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.metadata.bulk import catalogue_csv, graphs
from ckanext.binhduong.metadata.bulk.fragments import SYNTAXES, WRITERS, Syntax, statements
from ckanext.binhduong.metadata.bulk.tombstone_graph import tombstone_graph
from ckanext.binhduong.metadata.dcat.serializer import CatalogueSerializer
from ckanext.binhduong.metadata.feeds.tombstones import Tombstone

__all__ = ["binhduong_bulk", "read_since"]

binhduong_bulk = Blueprint("binhduong_bulk", __name__)

_SYNTAXES = {**SYNTAXES, "csv": Syntax("text/csv; charset=utf-8", catalogue_csv.HEAD)}
_PIECE = 64 << 10


@binhduong_bulk.route("/catalog/all.<form>")
def whole(form: str) -> BaseResponse:
    """Answer the catalogue; who has it already gets 304.

    Args:
        form: nt, ttl, xml, jsonld or csv.
    """
    if form not in _SYNTAXES:
        return tk.abort(404)
    refuse_unknown(request.args.to_dict(flat=False), ("modified_since",))
    since = read_since(request.args.get("modified_since") or "")
    marks = {"ETag": quote_etag(_mark(form, since), weak=True), "Cache-Control": "no-cache"}
    if not is_resource_modified(request.environ, etag=marks["ETag"]):
        return Response(status=304, headers=marks)
    body = "" if request.method == "HEAD" else stream_with_context(_gathered(_pieces(form, since)))
    return Response(body, content_type=_SYNTAXES[form].media_type, headers=marks)


def read_since(text: str) -> datetime | None:
    """Return the time (UTC) that ``modified_since`` says; a time without a zone is UTC, as CKAN's own are.

    Raises:
        ArgumentError: it is none.
    """
    if not text:
        return None
    try:
        moment = isoparse(text)
        return (moment.replace(tzinfo=moment.tzinfo or UTC)).astimezone(UTC).replace(tzinfo=None)
    except (ParserError, ValueError, OverflowError) as error:
        raise ArgumentError("modified_since", "wrong-value", allowed="2026-07-01, 2026-07-01T08:00:00Z") from error


def _mark(form: str, since: datetime | None) -> str:
    """Tell one state of the catalogue from another: by the catalogue's version where the portal has one, else by the newest changes."""
    package = model.Package
    newest = sa.select(sa.func.count(), sa.func.max(package.metadata_modified)).where(package.state == "active", package.private.is_(False))
    state = version() or [*model.Session.execute(newest).one(), model.Session.scalar(sa.select(sa.func.max(Tombstone.deleted)))]
    return hashlib.sha256(repr((state, form, since, tk.config["ckan.site_url"])).encode()).hexdigest()[:32]


def _gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Send no piece smaller than a buffer, whatever the datasets' sizes."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _pieces(form: str, since: datetime | None) -> Iterator[bytes]:
    syntax = _SYNTAXES[form]
    yield syntax.head.encode()
    between = b""
    for fragment in _fragments(form, since):
        yield between + fragment
        between = syntax.between.encode()
    yield syntax.tail.encode()


def _fragments(form: str, since: datetime | None) -> Iterator[bytes]:
    if form != "csv":
        yield _catalogue(form)
    for page in graphs.pages(form, since):
        yield from page
    if since:
        yield from _deleted(form, since)


def _catalogue(form: str) -> bytes:
    """Return what is said of the catalogue itself, written once under each version of the catalogue."""
    begun = version()
    known = _catalogues.get(form)
    if known and known[0] == begun is not None:
        return known[1]
    serializer = CatalogueSerializer()
    serializer.graph_from_catalog()
    text = WRITERS[form](statements(serializer.g)).encode()
    _catalogues[form] = begun, text
    return text


_catalogues: dict[str, tuple[int | None, bytes]] = {}


def _deleted(form: str, since: datetime) -> Iterator[bytes]:
    """What was deleted since: whoever follows the changes forgets it."""
    rows = sa.select(Tombstone).where(Tombstone.deleted >= since - timedelta(milliseconds=1)).order_by(Tombstone.dataset_id)
    for tombstone in model.Session.scalars(rows.execution_options(yield_per=500)):
        if form == "csv":
            yield catalogue_csv.deleted_line(tombstone.dataset_id, utc_text(tombstone.deleted)).encode()
        else:
            yield WRITERS[form](statements(tombstone_graph(tombstone))).encode()
