"""Every format, read back by a program that is not its writer, gives the canonical rows; what a format cannot say is told here."""

from __future__ import annotations

import csv
import io
import json
import math
import sqlite3
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import numpy as np
import openpyxl
import pyarrow.csv
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from ckanext.binhduong.exports.formats.registry import FORMATS, formats_for, write_export
from ckanext.binhduong.releases.canonical.parquet_table import Canonical
from tests.exports.tables import FACTS, VALUES, plain, points, polygons

Row = dict[str, Any]
TABLES = {"points": points, "polygons": polygons, "plain": plain}


def _write(table: Canonical, ext: str, folder: Path, epsg: int = 4326) -> Path:
    target = folder / f"export.{ext}"
    write_export(FORMATS[ext], table, target, FACTS, epsg)
    return target


def _expected(table: Canonical) -> list[Row]:
    """The canonical rows: values by column, shapes as shapely has them under "shape"."""
    rows: list[Row] = []
    for batch in table.batches():
        for row in batch.to_pylist():
            shape = row.pop(table.geometry_column) if table.geometry_column else None
            rows.append(row | ({"shape": shapely.from_wkb(shape)} if table.geometry_column else {}))
    return rows


_READ: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": float,
    "boolean": lambda text: {"true": True, "false": False}[text.lower()],
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "time": time.fromisoformat,
    "text": str,
}


def _typed(table: Canonical, row: Row) -> Row:
    """Read texts back by the types of the table; big decimals stay exact."""
    kinds = {column["name"]: column["type"] for column in table.columns}
    read = {**row}
    for name, value in row.items():
        if isinstance(value, str) and name in kinds:
            read[name] = Decimal(value) if name == "so_dai" else _READ[kinds[name]](value)
    return read


def _csv(table: Canonical, path: Path) -> list[Row]:
    # Python's csv cannot tell "" from nothing, as Arrow's reader can.
    texts = dict.fromkeys(table.schema.names, "string")
    read = pyarrow.csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""], column_types=texts)
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    rows = pyarrow.csv.read_csv(path, parse_options=options, convert_options=read).to_pylist()
    for row in rows:
        if table.geometry_type and table.geometry_type != "Point":
            row["shape"] = shapely.from_wkt(row.pop(table.geometry_column))
    lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    assert next(lines) == [column["name"] for column in table.columns]
    return rows


def _json(table: Canonical, path: Path) -> list[Row]:
    text = path.read_text(encoding="utf-8")
    return _shaped(table, json.loads(text, parse_float=str), json.loads(text))


def _ndjson(table: Canonical, path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return _shaped(table, [json.loads(line, parse_float=str) for line in lines], [json.loads(line) for line in lines])


def _shaped(table: Canonical, exact: list[Row], rows: list[Row]) -> list[Row]:
    """Numbers as they were written, shapes as numbers."""
    for precise, row in zip(exact, rows, strict=True):
        if table.geometry_column in precise:
            precise["shape"] = shapely.from_geojson(json.dumps(row[table.geometry_column])) if precise.pop(table.geometry_column) else None
    return exact


def _geojson(table: Canonical, path: Path) -> list[Row]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    exact = json.loads(path.read_text(encoding="utf-8"), parse_float=str)
    assert (collection["type"], {feature["type"] for feature in collection["features"]}) == ("FeatureCollection", {"Feature"})
    assert [feature["id"] for feature in collection["features"]] == VALUES["ma"]
    return [
        precise["properties"] | {"shape": shapely.from_geojson(json.dumps(feature["geometry"])) if feature["geometry"] else None}
        for feature, precise in zip(collection["features"], exact["features"], strict=True)
    ]


def _geopackage(table: Canonical, path: Path) -> list[Row]:
    """By SQLite alone: the standard's blob is a header of 8 bytes, an envelope, then WKB."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute('SELECT * FROM "nha-thuoc" ORDER BY _id')]
    assert [row.pop("_id") for row in rows] == [1, 2, 3, 4, 5]
    for row in rows:
        blob = row.pop("geom")
        row["shape"] = shapely.from_wkb(blob[8 + {0: 0, 1: 32}[(blob[3] >> 1) & 7] :]) if blob else None
        row["hoat_dong"] = None if row["hoat_dong"] is None else bool(row["hoat_dong"])
        row["luc"] = row["luc"] and row["luc"].removesuffix("Z")
    return rows


def _flatgeobuf(table: Canonical, path: Path) -> list[Row]:
    """Its index may reorder the rows."""
    meta, _, shapes, columns = pyogrio.raw.read(path)
    kinds = {column["name"]: column["type"] for column in table.columns}
    rows = []
    for number, shape in enumerate(shapes):
        row = {name: _plain(column[number], kinds[name]) for name, column in zip(meta["fields"], columns, strict=True)}
        rows.append(row | {"shape": shapely.from_wkb(shape)})
    return sorted(rows, key=lambda row: VALUES["ma"].index(row["ma"]))


def _plain(value: Any, kind: str) -> Any:
    """NumPy's values as Python's; it has numbers for what is missing."""
    if isinstance(value, np.datetime64):
        moment = None if np.isnat(value) else value.item()
        return moment.date() if moment and kind == "date" and isinstance(moment, datetime) else moment
    if isinstance(value, float) and math.isnan(value):
        return None
    return {"integer": int, "boolean": bool, "decimal": float}[kind](value) if isinstance(value, np.generic) else value


def _kml(table: Canonical, path: Path) -> list[Row]:
    space = {"k": "http://www.opengis.net/kml/2.2"}
    rows = []
    for mark in ElementTree.parse(path).getroot().iterfind(".//k:Placemark", space):
        row: Row = {column["name"]: None for column in table.columns if column["name"] != table.geometry_column}
        row |= {cell.get("name"): cell.text or "" for cell in mark.iterfind(".//k:SimpleData", space)}
        polygons = []
        for polygon in mark.iterfind(".//k:Polygon", space):
            outer, *inner = [_pairs(ring) for ring in polygon.iterfind(".//k:coordinates", space)]
            polygons.append(shapely.Polygon(outer, inner))
        point = mark.find("k:Point/k:coordinates", space)
        row["shape"] = shapely.Point(_pairs(point)) if point is not None else shapely.MultiPolygon(polygons) if polygons else None
        rows.append(row)
    return rows


def _pairs(coordinates: ElementTree.Element) -> list[tuple[float, ...]]:
    return [tuple(map(float, pair.split(","))) for pair in (coordinates.text or "").split()]


def _xlsx(table: Canonical, path: Path) -> list[Row]:
    sheet = openpyxl.load_workbook(path)["Dữ liệu"]
    names = [column["name"] for column in table.columns if column["name"] != table.geometry_column]
    return [dict(zip(names, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=2)]


def _parquet(table: Canonical, path: Path) -> list[Row]:
    frame = geopandas.read_parquet(table.path) if table.geometry_column else None
    rows = pq.read_table(table.path).to_pylist()
    for number, row in enumerate(rows):
        if frame is not None:
            row.pop(table.geometry_column)
            row["shape"] = frame.geometry.iloc[number]
    return rows


READERS = {
    "csv": _csv, "json": _json, "ndjson": _ndjson, "geojson": _geojson, "gpkg": _geopackage, "fgb": _flatgeobuf, "kml": _kml, "xlsx": _xlsx,
    "parquet": _parquet,
}  # fmt: skip
TEXTS = {"csv", "json", "ndjson", "geojson", "kml"}


def _told(row: Row, ext: str, kind: str | None) -> Row:
    """A row as the format can say it."""
    told = dict(row)
    if ext in TEXTS and told.get("shape") is not None:
        told["shape"] = shapely.transform(told["shape"], lambda pairs: np.round(pairs, 7))
    if (ext in ("csv", "json", "ndjson") and kind == "Point") or ext == "xlsx":
        told.pop("shape", None)  # points are in their two columns; a spreadsheet has no shapes
    if ext == "kml":
        told["ten"] = told["ten"] and told["ten"].replace("\r\n", "\n")  # XML knows one end of line
    if ext == "xlsx":
        told |= _in_excel(told)
    return told


def _in_excel(row: Row) -> Row:
    """In Excel a line ends in LF, a day is a midnight, a number has 15 digits; longer ones and older days are texts, read back here."""
    told: Row = {"ten": row["ten"] and row["ten"].replace("\r\n", "\n")}
    if row["so_dai"] is not None and len(str(row["so_dai"])) < 16:
        told["so_dai"] = float(row["so_dai"])
    if row["ngay"] and row["ngay"].year > 1900:
        told["ngay"] = datetime.combine(row["ngay"], time())
    return told


@pytest.mark.parametrize("kind", list(TABLES))
@pytest.mark.parametrize("ext", list(READERS))
def test_what_is_read_is_what_was_published(tmp_path: Path, ext: str, kind: str) -> None:
    """Vietnamese text, leading zeros, nulls, empty texts, big numbers, decimals, dates, times and shapes, in the rows' order."""
    table = TABLES[kind](tmp_path)
    if FORMATS[ext] not in formats_for(table.geometry_type):
        assert (kind, FORMATS[ext].layers_only) == ("plain", True)
        return
    path = _write(table, ext, tmp_path) if FORMATS[ext].write else table.path
    found = [_typed(table, row) for row in READERS[ext](table, path)]
    expected = [_told(row, ext, table.geometry_type) for row in _expected(table)]
    assert len(found) == len(expected)
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert _comparable(one) == _comparable(other), number


def _comparable(row: Row) -> Row:
    """Shapes as WKT with their rings in one direction."""
    shape = row.get("shape")
    texts = {"shape": shapely.to_wkt(shapely.normalize(shape), rounding_precision=-1)} if shape is not None else {}
    return row | texts
