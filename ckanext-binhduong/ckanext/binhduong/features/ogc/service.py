"""OGC API - Features at ``/geo``: from a request to its answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from ckanext.binhduong.core.answer_headers.cross_origin import PREFLIGHT, READABLE
from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import RequestError
from ckanext.binhduong.features.downloads.files import find_file
from ckanext.binhduong.features.downloads.forms import FORMS, Form
from ckanext.binhduong.features.light_path.answers import file_answer, refusal_of, refusal_text, text_answer, tile_answer
from ckanext.binhduong.features.light_path.requests import LightRequest
from ckanext.binhduong.features.ogc.arguments import read_arguments
from ckanext.binhduong.features.ogc.calls import Call
from ckanext.binhduong.features.ogc.crs import CRS84
from ckanext.binhduong.features.ogc.documents import descriptions, html
from ckanext.binhduong.features.ogc.documents.openapi import openapi
from ckanext.binhduong.features.ogc.items import find_feature, find_page
from ckanext.binhduong.features.ogc.layers import find_collection, find_collections
from ckanext.binhduong.features.ogc.routes import GEOJSON, HTML, JSON, MVT, find_operation
from ckanext.binhduong.features.query.replaced import ReplacedError, retry_if_layer_replaced
from ckanext.binhduong.features.tiles import descriptions as tiles
from ckanext.binhduong.features.tiles.addresses import read_tile
from ckanext.binhduong.features.tiles.statements import tile_statement

__all__ = ["GeoService"]

_READS = ("GET", "HEAD")


class _NoSuchPageError(RequestError):
    status = 404


class _MethodError(RequestError):
    status = 405


@dataclass(frozen=True)
class _Asked:
    """What an operation needs: the request, and the names in its path."""

    call: Call
    names: dict[str, str]


class GeoService:
    """The service.

    Args:
        database: read as geo_reader.
        site: the portal's public address, without a stroke at its end.
        secret: the portal's key, which signs page tokens.
    """

    def __init__(self, database: Database, site: str, secret: str) -> None:
        self.database, self.site, self.secret = database, site, secret
        self._texts: dict[str, Callable[[_Asked], str]] = {
            "landing": self._without_parameters(descriptions.landing),
            "conformance": self._without_parameters(descriptions.conformance),
            "api": self._of_all(openapi),
            "collections": self._of_all(descriptions.collections),
            "collection": self._of_one(descriptions.collection),
            "queryables": self._of_one(descriptions.queryables),
            "items": self._items,
            "item": self._item,
            "tilesets": self._of_one(tiles.tilesets),
            "tileset": self._of_one(tiles.tileset),
            "tilejson": self._of_one(tiles.tilejson),
        }

    def answer(self, request: LightRequest, path: str) -> Response:
        """Return the answer to a request for a path below the service's address; an error that is ours is raised."""
        try:
            return self._answer(request, path)
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            return self._refuse(request, refusal)

    def _answer(self, request: LightRequest, path: str) -> Response:
        if request.method == "OPTIONS":
            return Response(status=204, headers=READABLE | PREFLIGHT | {"Allow": "GET, HEAD, OPTIONS"})
        if request.method not in _READS:
            raise _MethodError("method")
        found = (find_operation(path) or find_operation(path.rstrip("/"))) if request.has_readable_path() else None
        pairs = request.pairs()
        if found is None:
            raise _NoSuchPageError("no-such-page", allowed=self._base(request))
        operation, names = found
        form = dict(pairs).get("f")
        as_html = form == "html" or (form is None and request.wants_html())
        call = Call(self._base(request), self.site, path, pairs, operation, as_html, request.language, self.secret)
        asked = _Asked(call, names)
        if operation.media == MVT:
            return self._tile(asked)
        if operation.has_files and form in FORMS:
            return self._file(asked, FORMS[form])
        text = self._texts[operation.id](asked)
        crs = {"Content-Crs": f"<{self._crs(call)}>"} if operation.media == GEOJSON else {}
        if as_html:
            return text_answer(html.page(call, json.loads(text)), HTML, headers=crs)
        return text_answer(text, operation.media, headers=crs)

    def _base(self, request: LightRequest) -> str:
        return f"{self.site}{request.prefix}/geo"

    def _crs(self, call: Call) -> str:
        arguments = read_arguments([pair for pair in call.pairs if pair[0] == "crs"], ("crs",))
        return arguments.get("crs", CRS84).uri

    def _refuse(self, request: LightRequest, error: RequestError) -> Response:
        headers = {"Allow": "GET, HEAD, OPTIONS"} if error.status == 405 else {}
        if request.wants_html():
            text = html.error_page(request.language, self._base(request), error.status, error.in_language("vi"), error.in_language("en"))
            return text_answer(text, HTML, status=error.status, headers=headers)
        return text_answer(refusal_text(error), JSON, status=error.status, headers=headers)

    def _without_parameters(self, describe: Callable[[Call], dict[str, Any]]) -> Callable[[_Asked], str]:
        def answer(asked: _Asked) -> str:
            read_arguments(asked.call.pairs, asked.call.operation.parameters)
            return _json(describe(asked.call))

        return answer

    def _of_all(self, describe: Callable[..., dict[str, Any]]) -> Callable[[_Asked], str]:
        def answer(asked: _Asked) -> str:
            read_arguments(asked.call.pairs, asked.call.operation.parameters)
            return _json(describe(asked.call, find_collections(self.database)))

        return answer

    def _of_one(self, describe: Callable[..., dict[str, Any]]) -> Callable[[_Asked], str]:
        def answer(asked: _Asked) -> str:
            found = find_collection(self.database, asked.names["collectionId"])
            read_arguments(asked.call.pairs, asked.call.operation.parameters)
            return _json(describe(asked.call, found))

        return answer

    def _items(self, asked: _Asked) -> str:
        def ask(_fresh: bool) -> str:
            found = find_collection(self.database, asked.names["collectionId"])
            arguments = read_arguments(asked.call.pairs, asked.call.operation.parameters, found)
            return find_page(self.database, asked.call, found, arguments).text()

        return retry_if_layer_replaced(ask)

    def _file(self, asked: _Asked, form: Form) -> Response:
        def ask(_fresh: bool) -> Response:
            found = find_collection(self.database, asked.names["collectionId"])
            arguments = read_arguments(asked.call.pairs, asked.call.operation.parameters, found)
            file = find_file(self.database, asked.call, found, arguments, form)
            dataset = f'<{self.site}/dataset/{found.row["dataset"]}>; rel="describedby"; type="text/html"'
            headers = {"Content-Crs": f"<{file.system.uri}>", "Link": dataset}
            return file_answer(file.handle, file.length, form.media, file.name, headers)

        return retry_if_layer_replaced(ask)

    def _item(self, asked: _Asked) -> str:
        def ask(_fresh: bool) -> str:
            found = find_collection(self.database, asked.names["collectionId"])
            arguments = read_arguments(asked.call.pairs, asked.call.operation.parameters)
            return find_feature(self.database, asked.call, found, asked.names["featureId"], arguments)

        return retry_if_layer_replaced(ask)

    def _tile(self, asked: _Asked) -> Response:
        tile = read_tile(*(asked.names[name] for name in ("tileMatrix", "tileRow", "tileCol")))

        def ask(_fresh: bool) -> Response:
            found = find_collection(self.database, asked.names["collectionId"])
            arguments = read_arguments(asked.call.pairs, asked.call.operation.parameters)
            (row,) = self.database.rows(*tile_statement(found, tile))
            if row["release"] != found.row["release"]:
                raise ReplacedError
            return tile_answer(bytes(row["tile"] or b""), MVT, is_lasting=arguments.get("v") == row["release"])

        return retry_if_layer_replaced(ask)


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)
