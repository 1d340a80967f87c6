"""The statements of the service: a page of features with its count in one, one feature in another. Imports no CKAN.

A page is made in the database as text: PostgreSQL writes each feature, and Python only puts the page's frame around them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.queries.row_weight import row_weight
from ckanext.binhduong.datastore_schema.tables import LAYER_COLUMNS
from ckanext.binhduong.features.ogc.columns import Collection
from ckanext.binhduong.features.ogc.crs import System, shown_geometry
from ckanext.binhduong.features.ogc.sql.pages import Order, Place
from ckanext.binhduong.features.ogc.sql.values import Values

__all__ = [
    "LAYER",
    "MAX_COUNT",
    "MAX_PAGE_BYTES",
    "Page",
    "feature_statement",
    "feature_text",
    "page_statement",
    "properties_text",
    "weight",
]

MAX_COUNT = 10_000
"""Features that are counted of a narrowed question; of more the number is left out, because counting would cost more than answering."""

MAX_PAGE_BYTES = 10_000_000
"""About so many bytes a page has at most; a single feature may be larger."""

LAYER = sql.SQL("SELECT {} FROM geo.layers WHERE layer = {}").format(
    sql.SQL(", ").join(map(sql.Identifier, LAYER_COLUMNS)), sql.Placeholder("layer")
)

_FEATURE = sql.SQL(
    """'{{"type":"Feature","id":' || coalesce(to_json(t._fid)::text, 'null') || ',"geometry":' || coalesce({geometry}, 'null')"""
    """ || ',"properties":' || {properties} || '}}'"""
)
# A column `p` of a layer would be meant by `p`; no published column begins with `_`.
_PROPERTIES = sql.SQL("(SELECT row_to_json(_p)::text FROM (SELECT {}) _p)")
# Only the rows that fit are written as text: the others cost their size, which is known without reading their shapes.
_PAGE = sql.SQL(
    """
WITH page AS (
    SELECT t._id{keys}, {weight} AS weight FROM {table} t WHERE {condition} ORDER BY {order} LIMIT {more}
), placed AS (
    SELECT *, row_number() OVER reached AS place, sum(weight) OVER reached AS reach FROM page WINDOW reached AS (ORDER BY {placed_order})
), kept AS (
    SELECT * FROM placed WHERE place <= {limit} AND (place = 1 OR reach <= {most})
)
SELECT (SELECT release FROM geo.layers WHERE layer = {layer}) AS release, {matched} AS matched, (SELECT count(*) FROM page) AS found,
    count(*) AS shown, string_agg({feature}, ',' ORDER BY kept.place) AS features,
    (array_agg(jsonb_build_array({texts}kept._id) ORDER BY kept.place DESC))[1] AS last
FROM kept JOIN {table} t ON t._id = kept._id
"""
)
_COUNTED = sql.SQL("(SELECT count(*) FROM (SELECT 1 FROM {table} t WHERE {condition} LIMIT {most}) counted)")
_ONE = sql.SQL("SELECT {feature} AS feature FROM {table} t WHERE {condition} LIMIT 1")


@dataclass(frozen=True)
class Page:
    """Which page is wanted.

    Attributes:
        condition: on a row ``t``, None for all rows.
        order: of the features.
        place: after which the page begins, None for the first.
        limit: features of a page.
        matched: the number of features that answer, when it is known.
    """

    condition: sql.Composable | None
    order: Order
    place: Place | None
    limit: int
    matched: int | None


def page_statement(collection: Collection, page: Page, system: System, values: Values) -> tuple[sql.Composable, dict[str, Any]]:
    """Return the statement for a page, and its values.

    Columns of its one row: ``release``; ``matched`` (at most ``MAX_COUNT`` + 1); ``found``, the features from the place on up to one more
    than the limit; ``shown``, those that fit the limit and ``MAX_PAGE_BYTES``; ``features``, their JSON text with commas between, null for
    none; ``last``, the sort values and the row number of the last one.
    """
    table = sql.Identifier("geo", collection.id)
    keys = page.order.keys()
    names: list[sql.Composable] = [sql.Identifier(f"k{number}") for number in range(len(keys))]
    narrowed = page.condition or sql.SQL("true")
    matched: sql.Composable = values.bind(page.matched)
    if page.matched is None:
        matched = _COUNTED.format(table=table, condition=narrowed, most=sql.Literal(MAX_COUNT + 1))
    condition = narrowed if page.place is None else sql.SQL("{} AND {}").format(narrowed, page.order.after(page.place, values))
    statement = _PAGE.format(
        keys=sql.SQL("").join(sql.SQL(", {} AS {}").format(key, name) for key, name in zip(keys, names, strict=True)),
        feature=feature_text(collection, system),
        table=table,
        condition=condition,
        order=page.order.clause(keys, sql.SQL("t._id")),
        placed_order=page.order.clause(names, sql.SQL("_id")),
        texts=sql.SQL("").join(sql.SQL("kept.{}::text, ").format(name) for name in names),
        weight=weight(collection),
        most=sql.Literal(MAX_PAGE_BYTES),
        layer=values.bind(collection.id),
        matched=matched,
        limit=values.bind(page.limit),
        more=values.bind(page.limit + 1),
    )
    return statement, values.bound


def feature_statement(collection: Collection, feature_id: str, system: System) -> tuple[sql.Composable, dict[str, Any]]:
    """Return the statement for one feature (column ``feature``, JSON text); without a key column its id is the row number."""
    values = Values()
    by_row = collection.row["key_column"] is None
    row = int(feature_id) if by_row and feature_id.isascii() and feature_id.isdigit() and len(feature_id) < 10 else -1
    condition = sql.SQL("t._id = {}" if by_row else "t._fid = {}").format(values.bind(row if by_row else feature_id))
    table = sql.Identifier("geo", collection.id)
    return _ONE.format(feature=feature_text(collection, system), table=table, condition=condition), values.bound


def weight(collection: Collection) -> sql.Composable:
    """Return SQL of about the bytes that a row ``t`` needs as text."""
    texts = [sql.Identifier("t", column.name) for column in collection.columns if column.type == "text"]
    return row_weight(texts, sql.Identifier("t", "_geom"))


def feature_text(collection: Collection, system: System) -> sql.Composable:
    """Return SQL of a row ``t`` as a GeoJSON feature, its shape in a system."""
    return _FEATURE.format(geometry=shown_geometry(system), properties=properties_text(collection))


def properties_text(collection: Collection, *, with_id: bool = False) -> sql.Composable:
    """Return SQL of the published columns of a row ``t`` as a JSON object, with the feature's id as ``_fid`` when wanted."""
    names = [*(["_fid"] if with_id else []), *collection.names]
    columns = sql.SQL(", ").join(sql.Identifier("t", name) for name in names)
    return _PROPERTIES.format(columns) if names else sql.SQL("'{}'")
