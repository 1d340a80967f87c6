# ruff: noqa: S608 - this module quotes every identifier it writes
"""The SQL of a release's table, from the flight-check report: what the columns are, where the geometry comes from, how a view shows it.

Points: ``_geom`` is made from the longitude and latitude columns. Other shapes: from the visible text column that holds GeoJSON, for which
the check gives the same shape as WKB, a tenth of the work to read. At the load one statement makes it for all rows; from then on a trigger
does, so that it cannot disagree with what ``datastore_upsert`` writes.
(Generated columns cannot build on one another: each would parse the text anew.) Plain strings in and out; every identifier is quoted here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong.datastore_schema.tables import HIDDEN_COLUMNS, SPATIAL_COLUMNS
from ckanext.binhduong.ingest import WKB

__all__ = ["Geometry", "TableSpec", "identifier", "literal"]

_TYPES = {
    "text": "text",
    "integer": "bigint",
    "decimal": "numeric",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "time": "time",
}
COORDINATES = ("longitude", "latitude")
_POINT = "Point"
_MULTI = {"LineString": "MultiLineString", "MultiLineString": "MultiLineString", "Polygon": "MultiPolygon", "MultiPolygon": "MultiPolygon"}
HIDDEN = HIDDEN_COLUMNS


def identifier(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def literal(text: str) -> str:
    """Quote a text for SQL (``standard_conforming_strings`` is on)."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


@dataclass(frozen=True)
class Geometry:
    """Where shapes come from.

    Attributes:
        type: Point, MultiLineString, MultiPolygon or, for a mixture, Geometry.
        expression: SQL of the shape in EPSG:4326 over a row of the raw table.
        columns: the columns that the shape is made of: one of GeoJSON text, or longitude and latitude.
    """

    type: str
    expression: str
    columns: tuple[str, ...]

    @property
    def rank(self) -> str:
        """SQL of ``_rank`` over the other two: m² of a polygon, m of a line (EPSG:3857), a fixed share 0–1 of a point; what a low zoom
        shows first."""
        if self.type == _POINT:
            return "(((hashfloat8(ST_X(_geom)) # hashfloat8(ST_Y(_geom))) & 2147483647) / 2147483648.0)::real"
        return "greatest(ST_Area(_geom_3857), ST_Length(_geom_3857))::real"


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
        """Give a column's PostgreSQL type; coordinates are binary so that the generated point costs no conversion."""
        return "double precision" if column.get("role") in COORDINATES else _TYPES[column["type"]]

    def create(self, table: str) -> str:
        """SQL that makes the empty table with its hidden columns and its own sequence."""
        parts = ["_id serial", "_full_text tsvector"]
        parts += [f"{identifier(column['name'])} {self.sql_type(column)}" for column in self.columns]
        if shape := self.geometry:
            parts += [f"_geom geometry({shape.type}, 4326)", f"_geom_3857 geometry({shape.type}, 3857)", "_rank real"]
        return f"CREATE TABLE public.{identifier(table)} ({', '.join(parts)})"

    def create_raw(self, table: str) -> str:
        """SQL that makes the temporary table into which the batches are copied: the published columns, and the WKB of shapes."""
        columns = [f"{identifier(column['name'])} {self.sql_type(column)}" for column in self.columns]
        columns += [f"{WKB} geometry"] if self.wordless else []
        return f"CREATE TEMP TABLE {identifier(table)} ({', '.join(columns)}) ON COMMIT DROP"

    def fill(self, table: str, raw: str) -> str:
        """SQL that moves the copied rows into the table in the file's order, with the words each row is found by."""
        names = ", ".join(identifier(name) for name in self.names)
        words = ", ".join(f"{identifier(name)}::text" for name in self.names if name not in self.wordless)
        # A checked text is composed (NFC) already; the triggers compose what others write.
        text = f"to_tsvector('public.vi', concat_ws(' ', {words}))" if words else "''::tsvector"
        if not self.geometry:
            return f"INSERT INTO public.{identifier(table)} (_full_text, {names}) SELECT {text}, {names} FROM {identifier(raw)}"
        # OFFSET 0 keeps each step from being computed again by those that use it.
        shaped = f"SELECT *, {self.geometry.expression} AS _geom FROM {identifier(raw)} OFFSET 0"
        both = f"SELECT *, ST_Transform(_geom, 3857) AS _geom_3857 FROM ({shaped}) shaped OFFSET 0"
        return (
            f"INSERT INTO public.{identifier(table)} (_full_text, {names}, _geom, _geom_3857, _rank) "
            f"SELECT {text}, {names}, _geom, _geom_3857, {self.geometry.rank} FROM ({both}) placed"
        )

    @property
    def wordless(self) -> list[str]:
        """The columns whose content is no words: GeoJSON would fill the search index with coordinates."""
        return [column["name"] for column in self.columns if column.get("role") == "geometry"]

    def triggers(self, table: str) -> str:
        """SQL of the triggers that keep words and shapes right from the load on; that of the words has the name CKAN looks for."""
        wanted = [("zfulltext", "fill_full_text", self.wordless)]
        if shape := self.geometry:
            wanted.append(("geometry", "fill_geometry", [shape.type, *shape.columns]))
        return "; ".join(
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON public.{identifier(table)} "
            f"FOR EACH ROW EXECUTE FUNCTION portal.{function}({', '.join(map(literal, arguments))})"
            for name, function, arguments in wanted
        )

    def comments(self, table: str, titles: dict[str, dict[str, str]]) -> list[str]:
        """SQL of the data dictionary, as ``datastore_info`` reads it; ``titles`` maps column → {vi, en, notes, notes_en}."""
        return [
            # The leading space marks the newer form of CKAN's comments.
            f"COMMENT ON COLUMN public.{identifier(table)}.{identifier(column['name'])} IS "
            + literal(" " + json.dumps({"_info": dictionary_entry(column, titles)}, ensure_ascii=False, separators=(",", ":")))
            for column in self.columns
        ]

    def fields(self, titles: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
        """Give ``geo.layers.fields``: [{id, type, title, title_en, role}] in order."""
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


def dictionary_entry(column: dict[str, Any], titles: dict[str, dict[str, str]]) -> dict[str, str]:
    """Give one column's entry of the data dictionary: what the publisher says of it, else its title in the file."""
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


def view_columns(names: list[str], key: str | None) -> str:
    """Give the select list of ``geo.<layer>``: published columns, then the hidden ones; ``_fid`` is stable across releases with a key
    column."""
    feature_id = identifier(key) if key else "_id"
    listed = [identifier(name) for name in names]
    return ", ".join([*listed, "_id", f"{feature_id}::text AS _fid", *SPATIAL_COLUMNS, "_full_text"])


def _geometry(columns: tuple[dict[str, Any], ...], found: dict[str, Any] | None) -> Geometry | None:
    if not found:
        return None
    by_role = {column["role"]: column["name"] for column in columns if column.get("role") in (*COORDINATES, "geometry")}
    if "geometry" in by_role:
        name = by_role["geometry"]
        shape = f"ST_SetSRID({WKB}, 4326)"
        if found["type"] in _MULTI:
            return Geometry(_MULTI[found["type"]], f"ST_Multi({shape})", (name,))
        return Geometry(_POINT if found["type"] == _POINT else "Geometry", shape, (name,))
    longitude, latitude = (by_role[role] for role in COORDINATES)
    return Geometry(_POINT, f"ST_SetSRID(ST_MakePoint({identifier(longitude)}, {identifier(latitude)}), 4326)", (longitude, latitude))
