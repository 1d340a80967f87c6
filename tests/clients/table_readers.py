"""Readers of tables and layers: every row and every shape."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import geopandas
import mlcroissant
import pandas
import pyogrio
import shapely
from csvw import CSVW

from tests.clients.portal import Portal, Reading, Table

__all__ = ["READERS"]

_LAYERS = ("gpkg", "geojson", "fgb")
_MOST_CSVW = 5000
"""Rows of a table up to which csvw reads it: it needs a second for four hundred."""


def _each(portal: Portal, client: str, what: str, read: Callable[[Table], str], tables: list[Table] | None = None) -> Reading:
    """Read every table; the reading says how many rows, or the first difference."""
    chosen = portal.tables if tables is None else tables
    differs = next(filter(None, map(read, chosen)), "")
    return Reading(client, f"{what}: {len(chosen)} tables, {sum(len(table.rows) for table in chosen)} rows", differs)


def _layers(portal: Portal) -> list[Table]:
    return [table for table in portal.tables if table.shapes]


def _frictionless(portal: Portal, folder: Path) -> Iterator[Reading]:
    def read(table: Table) -> str:
        package = frictionless.Package(f"{table.page}/datapackage.json")
        (found,) = package.resources
        report = found.validate()
        return table.difference(row.to_dict() for row in found.read_rows()) if report.valid else str(report.flatten(["note"])[:1])

    yield _each(portal, "frictionless", "datapackage.json and its CSV", read)


def _csvw(portal: Portal, folder: Path) -> Iterator[Reading]:
    def read(table: Table) -> str:
        found = CSVW(f"{table.page}/export.csv", validate=True)
        return table.difference(found.tables[0]) if found.is_valid else f"{table.dataset}: {found.warnings[:1]}"

    few = [table for table in portal.tables if len(table.rows) <= _MOST_CSVW]
    yield _each(portal, "csvw", "export.csv, its metadata found by the Link header", read, few)


def _croissant(portal: Portal, folder: Path) -> Iterator[Reading]:
    def read(table: Table) -> str:
        address = f"{portal.url}/dataset/{table.dataset}/croissant.jsonld"
        described = portal.json(address)
        (name,) = [each["@id"] for each in described["recordSet"] if each["description"] == table.name]
        found = mlcroissant.Dataset(jsonld=address)
        issues = [*found.metadata.ctx.issues.errors, *found.metadata.ctx.issues.warnings]
        if issues:
            return f"{table.dataset}: {issues[0]}"
        return table.difference(
            {key.partition("/")[2]: value for key, value in record.items() if key.partition("/")[2] != table.shape_column}
            for record in found.records(name)
        )

    logging.getLogger("absl").setLevel(logging.ERROR)
    yield _each(portal, "mlcroissant", "croissant.jsonld and its records", read)


def _duckdb(portal: Portal, folder: Path) -> Iterator[Reading]:
    def read(table: Table) -> str:
        path = portal.saved(table, "parquet", folder)
        columns = ", ".join('"' + name.replace('"', '""') + '"' for name in table.types if name != table.shape_column)
        with duckdb.connect() as connection:
            found = connection.execute(f"SELECT {columns} FROM read_parquet(?)", [str(path)])
            names = [each[0] for each in found.description or []]
            return table.difference(dict(zip(names, row, strict=True)) for row in found.fetchall())

    yield _each(portal, "DuckDB", "export.parquet", read)


def _pandas(portal: Portal, folder: Path) -> Iterator[Reading]:
    def parquet(table: Table) -> str:
        return table.difference(pandas.read_parquet(portal.saved(table, "parquet", folder)).to_dict("records"))  # type: ignore[arg-type]

    def lines(table: Table) -> str:
        text = portal.saved(table, "ndjson", folder).read_text(encoding="utf-8").splitlines()
        return table.difference(map(json.loads, text))

    def csv(table: Table) -> str:
        texts = {name: str for name, kind in table.types.items() if kind == "text"}
        frame = pandas.read_csv(portal.saved(table, "csv", folder), dtype=texts, keep_default_na=False, na_values=[""])  # type: ignore[call-overload]
        return table.difference(frame.to_dict("records"))

    yield _each(portal, "pandas", "export.parquet", parquet)
    yield _each(portal, "pandas", "export.csv", csv)
    yield _each(portal, "json (Python)", "export.ndjson", lines)


def _gdal(portal: Portal, folder: Path) -> Iterator[Reading]:
    for ext in _LAYERS:

        def read(table: Table, ext: str = ext) -> str:
            metadata, _, shapes, columns = pyogrio.raw.read(str(portal.saved(table, ext, folder)))
            rows = [dict(zip(metadata["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
            return table.layer_difference(rows, list(shapely.from_wkb(shapes)), in_order=ext != "fgb")

        yield _each(portal, f"GDAL {'.'.join(map(str, pyogrio.__gdal_version__))}", f"export.{ext}", read, _layers(portal))


def _geopandas(portal: Portal, folder: Path) -> Iterator[Reading]:
    def read(table: Table) -> str:
        frame = geopandas.read_parquet(portal.saved(table, "parquet", folder))
        rows: list[dict[str, Any]] = frame.drop(columns=frame.geometry.name).to_dict("records")  # type: ignore[assignment]
        return table.layer_difference(rows, list(frame.geometry))

    yield _each(portal, "geopandas", "export.parquet (GeoParquet)", read, _layers(portal))


READERS = (_frictionless, _csvw, _croissant, _duckdb, _pandas, _gdal, _geopandas)
"""Each gives its readings of a portal; files go to the folder."""
