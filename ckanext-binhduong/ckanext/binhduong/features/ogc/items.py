"""Features: from the parameters of a request to a page, or to one feature."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import LayerNotFoundError
from ckanext.binhduong.features.downloads.forms import FORMS
from ckanext.binhduong.features.ogc.calls import Call, link
from ckanext.binhduong.features.ogc.columns import Collection
from ckanext.binhduong.features.ogc.crs import CRS84
from ckanext.binhduong.features.ogc.parameters import DEFAULT_LIMIT, MAX_LIMIT
from ckanext.binhduong.features.ogc.routes import GEOJSON, HTML, JSON
from ckanext.binhduong.features.ogc.sql.conditions import condition_of
from ckanext.binhduong.features.ogc.sql.pages import Place, order_of, read_place, write_place
from ckanext.binhduong.features.ogc.sql.statements import MAX_COUNT, Page, feature_statement, page_statement
from ckanext.binhduong.features.ogc.sql.values import Values
from ckanext.binhduong.features.query.replaced import ReplacedError

__all__ = ["MOST_ON_A_PAGE", "FeaturePage", "find_feature", "find_page", "place_of"]

MOST_ON_A_PAGE = 100
"""Features on a page for people: nobody reads thousands in a browser, and the link to the next ones is there."""
_NOT_THE_QUESTION = ("cursor", "limit", "f", "crs")


@dataclass(frozen=True)
class FeaturePage:
    """A page of features: their JSON text with commas between, how many they are, how many answer in all (None: too many to count), and
    its links."""

    features: str
    returned: int
    matched: int | None
    links: list[dict[str, Any]]

    def text(self) -> str:
        """Return the page as a GeoJSON FeatureCollection."""
        frame: dict[str, Any] = {"type": "FeatureCollection", "links": self.links, "timeStamp": _now(), "numberReturned": self.returned}
        if self.matched is not None:
            frame["numberMatched"] = self.matched
        return f'{json.dumps(frame, ensure_ascii=False)[:-1]}, "features": [{self.features}]}}'


def find_page(database: Database, call: Call, collection: Collection, arguments: Mapping[str, Any]) -> FeaturePage:
    """Return the page of a collection that is asked for: one statement.

    Raises:
        ArgumentError: a parameter cannot be used.
        ReplacedError: a release replaced the layer meanwhile.
        UnavailableError: the database did not answer in time.
    """
    place = place_of(call, collection, arguments)
    values = Values()
    order = order_of(collection, arguments.get("sortby", ()))
    condition = condition_of(collection, arguments, values)
    limit = min(arguments.get("limit", DEFAULT_LIMIT), MOST_ON_A_PAGE if call.as_html else MAX_LIMIT)
    matched = _known_number(collection, place, is_narrowed=condition is not None)
    page = Page(condition, order, place, limit, matched)
    (row,) = database.rows(*page_statement(collection, page, arguments.get("crs", CRS84), values))
    if row["release"] != collection.row["release"]:
        raise ReplacedError
    links = [*call.own_links(), *_files(call), link(call.address(f"/collections/{collection.id}"), "collection", JSON)]
    number: int = row["matched"]
    if row["found"] > row["shown"]:
        token = write_place(_place(row["last"], number, row["release"]), _question(call, collection), call.secret)
        links.append(link(call.again(cursor=token), "next", HTML if call.as_html else GEOJSON))
    is_counted = condition is None or number <= MAX_COUNT
    return FeaturePage(row["features"] or "", row["shown"], number if is_counted else None, links)


def place_of(call: Call, collection: Collection, arguments: Mapping[str, Any]) -> Place | None:
    """Return after which feature the answer begins, None for the first.

    Raises:
        ArgumentError: the cursor is not ours, or belongs to another question.
    """
    return read_place(arguments["cursor"], _question(call, collection), call.secret) if "cursor" in arguments else None


def _question(call: Call, collection: Collection) -> list[tuple[str, str]]:
    """What decides which features come in which order."""
    return [(name, value) for name, value in call.pairs if name not in _NOT_THE_QUESTION] + [("", collection.id)]


def _files(call: Call) -> list[dict[str, Any]]:
    """The links to files of all features that answer."""
    whole = call.without("limit", "cursor")
    return [link(whole.again(f=form.name), "alternate", form.media, form.title) for form in FORMS.values()]


def _known_number(collection: Collection, place: Place | None, *, is_narrowed: bool) -> int | None:
    """The number of features that answer, when it need not be counted: of all rows the layer's own, on a later page the first page's."""
    if not is_narrowed:
        return collection.row["feature_count"]
    return place.matched if place is not None and place.release == collection.row["release"] else None


def _place(last: Sequence[Any], matched: int, release: int) -> Place:
    *keys, row = last
    return Place(tuple(keys), row, matched, release)


def find_feature(database: Database, call: Call, collection: Collection, feature_id: str, arguments: Mapping[str, Any]) -> str:
    """Return one feature as GeoJSON text, with its links: one statement.

    Raises:
        LayerNotFoundError: the collection has no such feature.
        UnavailableError: the database did not answer in time.
    """
    rows = database.rows(*feature_statement(collection, feature_id, arguments.get("crs", CRS84)))
    if not rows:
        raise LayerNotFoundError(feature_id)
    links = [*call.own_links(), link(call.address(f"/collections/{collection.id}"), "collection", JSON)]
    return f'{rows[0]["feature"][:-1]}, "links": {json.dumps(links, ensure_ascii=False)}}}'


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
