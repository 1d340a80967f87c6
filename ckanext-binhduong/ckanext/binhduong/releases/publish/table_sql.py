"""The SQL of a release's table, from the flight-check report: what the columns are, where the geometry comes from, how a view shows it.

Points: ``_geom`` is made from the longitude and latitude columns. Other shapes: from the visible text column that holds GeoJSON, for which
the check gives the same shape as WKB, a tenth of the work to read. At the load one statement makes it for all rows; from then on a trigger
does, so that it cannot disagree with what ``datastore_upsert`` writes.
(Generated columns cannot build on one another: each would parse the text anew.) Names and texts come in as they are; psycopg2 quotes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg2.sql import SQL, Composable, Identifier, Literal

from ckanext.binhduong.core.type_words import SQL_TYPES
from ckanext.binhduong.datastore_schema.tables import HIDDEN_COLUMNS, SPATIAL_COLUMNS
from ckanext.binhduong.ingest import WKB

__all__ = ["Geometry", "TableSpec", "listed", "view_columns"]

COORDINATES = ("longitude", "latitude")
_POINT = "Point"
_MULTI = {"LineString": "MultiLineString", "MultiLineString": "MultiLineString", "Polygon": "MultiPolygon", "MultiPolygon": "MultiPolygon"}
HIDDEN = HIDDEN_COLUMNS


@dataclass(frozen=True)
class Geometry:
    """Where shapes come from.

    Attributes:
        type: Point, MultiLineString, MultiPolygon or, for a mixture, Geometry.
        expression: SQL of the shape in EPSG:4326 over a row of the raw table.
        columns: the columns that the shape is made of: one of GeoJSON text, or longitude and latitude.
    """

    type: str
    expression: Composable
    columns: tuple[str, ...]

    @property
    def rank(self) -> SQL:
        """SQL of ``_rank`` over the other two: m² of a polygon, m of a line (EPSG:3857), a fixed share 0–1 of a point; what a low zoom
        shows first."""
        if self.type == _POINT:
            return SQL("(((hashfloat8(ST_X(_geom)) # hashfloat8(ST_Y(_geom))) & 2147483647) / 2147483648.0)::real")
        return SQL("greatest(ST_Area(_geom_3857), ST_Length(_geom_3857))::real")


def listed(parts: Iterable[Composable]) -> Composable:
    """Return parts of SQL with commas between."""
    return SQL(", ").join(parts)


@dataclass(frozen=True)
class TableSpec:
    """A release's table: its report's columns in order, its geometry and its declared key column."""

    columns: tuple[dict[str, Any], ...]
    geometry: Geometry | None
    key: str | None

    @classmethod
    def from_report(cls, report: dict[str, Any], key: str | None = None) -> TableSpec:
        """Read the report of an accepted file; ``key`` is a column's name."""
        columns = tuple(report["columns"])
        return cls(columns, _geometry(columns, report.get("geometry")), key)

    @property
    def names(self) -> list[str]:
        """The published columns' names, in order."""
        return [column["name"] for column in self.columns]

    def sql_type(self, column: dict[str, Any]) -> str:
        """Return a column's PostgreSQL type; coordinates are binary so that the generated point costs no conversion."""
        return "double precision" if column.get("role") in COORDINATES else SQL_TYPES[column["type"]]

    def create(self, table: str) -> Composable:
        """SQL that makes the empty table with its hidden columns and its own sequence."""
        parts: list[Composable] = [SQL("_id serial"), SQL("_full_text tsvector"), *self._typed_columns()]
        if shape := self.geometry:
            # Of our own types, never of a file's.
            kind = SQL(shape.type)
            parts += [SQL("_geom geometry({}, 4326)").format(kind), SQL("_geom_3857 geometry({}, 3857)").format(kind), SQL("_rank real")]
        return SQL("CREATE TABLE {} ({})").format(Identifier("public", table), listed(parts))

    def create_raw(self, table: str) -> Composable:
        """SQL that makes the temporary table into which the batches are copied: the published columns, and the WKB of shapes."""
        columns = [*self._typed_columns(), *([SQL("{} geometry").format(Identifier(WKB))] if self.unindexed_columns else [])]
        return SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(Identifier(table), listed(columns))

    def _typed_columns(self) -> list[Composable]:
        return [SQL("{} {}").format(Identifier(column["name"]), SQL(self.sql_type(column))) for column in self.columns]

    def fill(self, table: str, raw: str) -> Composable:
        """SQL that moves the copied rows into the table in the file's order, with the words each row is found by."""
        parts = {
            "table": Identifier("public", table),
            "names": listed(map(Identifier, self.names)),
            "words": self._search_words(),
            "raw": Identifier(raw),
        }
        if not self.geometry:
            return SQL("INSERT INTO {table} (_full_text, {names}) SELECT {words}, {names} FROM {raw}").format(**parts)
        # OFFSET 0 keeps each step from being computed again by those that use it.
        return SQL(
            "INSERT INTO {table} (_full_text, {names}, _geom, _geom_3857, _rank) SELECT {words}, {names}, _geom, _geom_3857, {rank} "
            "FROM (SELECT *, ST_Transform(_geom, 3857) AS _geom_3857 "
            "FROM (SELECT *, {shape} AS _geom FROM {raw} OFFSET 0) shaped OFFSET 0) placed"
        ).format(**parts, shape=self.geometry.expression, rank=self.geometry.rank)

    def _search_words(self) -> Composable:
        """SQL of a row's ``_full_text``. A checked text is composed (NFC) already; the triggers compose what others write."""
        words = [SQL("{}::text").format(Identifier(name)) for name in self.names if name not in self.unindexed_columns]
        return SQL("to_tsvector('public.vi', concat_ws(' ', {}))").format(listed(words)) if words else SQL("''::tsvector")

    @property
    def unindexed_columns(self) -> list[str]:
        """The columns whose content is no words: GeoJSON would fill the search index with coordinates."""
        return [column["name"] for column in self.columns if column.get("role") == "geometry"]

    def triggers(self, table: str) -> Composable:
        """SQL of the triggers that keep words and shapes right from the load on; that of the words has the name CKAN looks for."""
        wanted = [("zfulltext", "fill_full_text", self.unindexed_columns)]
        if shape := self.geometry:
            wanted.append(("geometry", "fill_geometry", [shape.type, *shape.columns]))
        return SQL("; ").join(
            SQL("CREATE TRIGGER {} BEFORE INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION {}({})").format(
                Identifier(name), Identifier("public", table), Identifier("portal", function), listed(map(Literal, arguments))
            )
            for name, function, arguments in wanted
        )

    def comments(self, table: str, titles: dict[str, dict[str, str]]) -> list[Composable]:
        """SQL of the data dictionary, as ``datastore_info`` reads it; ``titles`` maps column → {vi, en, notes, notes_en}."""
        return [
            SQL("COMMENT ON COLUMN {} IS {}").format(Identifier("public", table, column["name"]), Literal(_comment(column, titles)))
            for column in self.columns
        ]

    def fields(self, titles: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
        """Return ``geo.layers.fields``: [{id, type, title, title_en, role}] in order."""
        return [
            {
                "id": column["name"],
                "type": column["type"],
                "title": entry["label"],
                "title_en": entry.get("label_en", ""),
                "role": column.get("role"),
            }
            for column in self.columns
            for entry in (dictionary_entry(column, titles),)
        ]


def _comment(column: dict[str, Any], titles: dict[str, dict[str, str]]) -> str:
    # The leading space marks the newer form of CKAN's comments.
    return " " + json.dumps({"_info": dictionary_entry(column, titles)}, ensure_ascii=False, separators=(",", ":"))


def dictionary_entry(column: dict[str, Any], titles: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return one column's entry of the data dictionary: what the publisher says of it, else its title in the file."""
    said = titles.get(column["name"]) or {}
    entry = {
        "label": said.get("vi") or column.get("title") or column["name"],
        "label_en": said.get("en", ""),
        "notes": said.get("notes", ""),
        "notes_en": said.get("notes_en", ""),
        "unit": column.get("unit") or "",
        "role": column.get("role") or "",
    }
    return {name: str(value) for name, value in entry.items() if value}


def view_columns(names: list[str], key: str | None) -> Composable:
    """Return the select list of ``geo.<layer>``: published columns, then the hidden ones; ``_fid`` is stable across releases with a key
    column."""
    feature_id = SQL("{}::text AS _fid").format(Identifier(key or "_id"))
    return listed([*map(Identifier, [*names, "_id"]), feature_id, *map(Identifier, [*SPATIAL_COLUMNS, "_full_text"])])


def _geometry(columns: tuple[dict[str, Any], ...], found: dict[str, Any] | None) -> Geometry | None:
    if not found:
        return None
    by_role = {column["role"]: column["name"] for column in columns if column.get("role") in (*COORDINATES, "geometry")}
    if "geometry" in by_role:
        name = by_role["geometry"]
        shape = SQL("ST_SetSRID({}, 4326)").format(Identifier(WKB))
        if found["type"] in _MULTI:
            return Geometry(_MULTI[found["type"]], SQL("ST_Multi({})").format(shape), (name,))
        return Geometry(_POINT if found["type"] == _POINT else "Geometry", shape, (name,))
    longitude, latitude = (by_role[role] for role in COORDINATES)
    point = SQL("ST_SetSRID(ST_MakePoint({}, {}), 4326)").format(Identifier(longitude), Identifier(latitude))
    return Geometry(_POINT, point, (longitude, latitude))
