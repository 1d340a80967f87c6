"""Answers with a part of a table's rows: streamed as they are read in the formats that are text, a workbook when it is whole."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Response, request
from sqlalchemy.exc import DBAPIError
from werkzeug.http import http_date, is_resource_modified, quote_etag

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.exports import make
from ckanext.binhduong.exports.filtered.query import ARGUMENTS, MAX_ROWS, read_question
from ckanext.binhduong.exports.filtered.rows import Rows, TooManyReaders, TooManyRows
from ckanext.binhduong.exports.formats.export_table import Facts
from ckanext.binhduong.exports.formats.registry import FORMATS, Format
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.releases.datastore_writes import changes
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.naming import attachment
from ckanext.binhduong.releases.publish.table_sql import TableSpec
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.serving import HEADERS, content_type

__all__ = ["ARGUMENTS", "filtered", "licence", "refuse_unknown"]

_CANCELLED = "57014"
"""PostgreSQL's ``query_canceled``: by our limit on its time."""

MAX_WRITTEN = 20_000
"""Rows of a filtered answer that is written before it is sent: about two seconds of this process."""


def filtered(dataset: dict[str, Any], release: Release, format: Format) -> Response:
    """Send the rows that answer a question, from the table as it stands."""
    refuse_unknown(tuple(ARGUMENTS))
    if not format.filtered:
        offered = ", ".join(each.ext for each in FORMATS.values() if each.filtered)
        return tk.abort(400, tk._("Only {formats} can be filtered.").format(formats=offered))
    resource = next(resource for resource in dataset["resources"] if resource["id"] == release.resource_id)
    facts, name = make.facts_of(release)
    marks = marks_of(dataset, release, resource)
    if not is_resource_modified(request.environ, etag=marks["ETag"], last_modified=marks["Last-Modified"]):
        return Response(status=304, headers=marks)
    rows = _rows(release, resource, MAX_ROWS if format.stream else MAX_WRITTEN)
    # The answer may take long: no transaction of CKAN's database stays open meanwhile.
    model.Session.commit()
    response = Response(
        _body(format, rows, facts), content_type=content_type(format.media_type), headers={**HEADERS, **marks, **licence(dataset)}
    )
    # Also when the reader has gone. Nobody closes the answer to a HEAD.
    response.call_on_close(rows.close)
    if request.method == "HEAD":
        rows.close()
    plain = make.file_name(facts, name, format.ext, WGS84).replace("-ban-", "-trich-ban-")
    response.headers["Content-Disposition"] = attachment(
        make.file_title(facts, format.ext, WGS84).replace(" (bản", " (trích từ bản"), plain
    )
    return response


def _body(format: Format, rows: Rows, facts: Facts) -> Iterator[bytes] | list[bytes]:
    """Return the answer's bytes; a format that is not text is written to a file of its own first."""
    if format.stream:
        return format.stream(rows, facts)
    if request.method == "HEAD" or format.write is None:
        return []
    try:
        with tempfile.TemporaryDirectory(dir=settings.work_path()) as folder:
            target = Path(folder) / f"rows.{format.ext}"
            format.write(rows, target, facts, WGS84)
            return [target.read_bytes()]
    finally:
        rows.close()


def marks_of(dataset: dict[str, Any], release: Release, resource: dict[str, Any]) -> dict[str, str]:
    """Return ``ETag`` and ``Last-Modified`` of the rows as they stand, of what was written since their release included."""
    with datastore_connection.transaction() as cursor:
        changed, transactions = changes.last(cursor, release.resource_id)
    told = [dataset.get("metadata_modified"), resource.get("metadata_modified")]
    parts = [release.id, *transactions, *told, request.path, *sorted(f"{name}={value}" for name, value in request.args.items(multi=True))]
    moments = [release.finished, changed, *(datetime.fromisoformat(text) for text in told if text)]
    latest = max(moment for moment in moments if moment)
    etag = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]
    return {"ETag": quote_etag(etag), "Last-Modified": http_date(latest.replace(tzinfo=UTC))}


def _rows(release: Release, resource: dict[str, Any], most: int) -> Rows:
    """Ask the database.

    Raises:
        ArgumentError: naming the argument that cannot be used.
    """
    try:
        question = read_question(request.args.to_dict(), has_places=TableSpec.from_report(release.report or {}).geometry is not None)
        return Rows(release, resource, question, most)
    except tk.ValidationError as error:
        return tk.abort(400, "; ".join(f"{name}: {message}" for name, message in error.error_summary.items()))
    except TooManyRows:
        message = tk._("More than {most} rows answer. Ask for fewer, give limit, or take the whole file without arguments.")
        return tk.abort(400, message.format(most=most))
    except TooManyReaders:
        return tk.abort(503, tk._("Many are reading filtered tables now. Try again in a moment."))
    except DBAPIError as error:
        _refused(getattr(error.orig, "pgcode", None) or "")


def _refused(code: str) -> NoReturn:
    """Say what PostgreSQL's code for an error means to who asked (class 22: a value that is none of its column's type)."""
    if code[:2] == "22":
        tk.abort(400, tk._("A value in filters does not fit its column."))
    if code == _CANCELLED:
        tk.abort(503, tk._("The question took too long."))
    tk.abort(503, tk._("The table cannot be read now. Try again in a moment."))


def refuse_unknown(known: tuple[str, ...]) -> None:
    """Refuse an argument that there is not: a misspelt filter would else answer with everything."""
    for name in request.args:
        if name not in known:
            raise ArgumentError(name[:50], "unknown-argument", allowed=", ".join(known))


def licence(dataset: dict[str, Any]) -> dict[str, str]:
    """Name the licence's text (RFC 8288, relation "license" of RFC 4946)."""
    address = dataset.get("license_url")
    return {"Link": f'<{address}>; rel="license"'} if address else {}
