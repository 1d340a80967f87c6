"""A live portal as the clients' readings are held against it: its datasets and the rows of its tables by the plain Action API."""

from __future__ import annotations

import json
import math
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

__all__ = ["Portal", "Reading", "Table"]

_PAGE = 10_000
_TRIES = 60
"""How often the portal is asked again while it says to wait: it limits one address, and makes some files when they are first wanted."""
_NUMBERS = ("int", "numeric", "float", "double")


@dataclass(frozen=True)
class Reading:
    """What a client read: in words, how much, and why it is not equal ("" when it is)."""

    client: str
    read: str
    differs: str = ""


@dataclass(frozen=True)
class Table:
    """A published table.

    Attributes:
        page: the address of its resource.
        types: column → type in the DataStore, in order.
        rows: column → value, in the plain form of :meth:`plain`.
        shapes: the shape of each row, None where a row has none; empty for a table without places.
        shape_column: the column of GeoJSON text, if the shapes are in one.
    """

    dataset: str
    name: str
    page: str
    types: dict[str, str]
    rows: list[dict[str, Any]]
    shapes: list[BaseGeometry | None]
    shape_column: str | None

    def plain(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row as any reader's types can be compared: numbers, ISO 8601 texts of days and times; without shapes."""
        return {name: _plain(row.get(name), kind) for name, kind in self.types.items() if name != self.shape_column}

    def difference(self, rows: Iterable[dict[str, Any]]) -> str:
        """Return the first difference of what a reader found, "" when there is none."""
        found = [self.plain(row) for row in rows]
        if len(found) != len(self.rows):
            return f"{self.dataset}: {len(found)} rows for {len(self.rows)}"
        pairs = zip(found, self.rows, strict=True)
        return next((f"{self.dataset}: {mine} for {given}" for mine, given in pairs if mine != given), "")

    def layer_difference(self, rows: list[dict[str, Any]], shapes: list[BaseGeometry | None], *, in_order: bool = True) -> str:
        """Return the first difference of rows and their shapes, a shape within a hundredth of a metre (1e-7 degrees).

        Args:
            in_order: whether the format keeps the order of rows; FlatGeobuf sorts them along a curve for its index of space.
        """
        if not in_order and len(rows) == len(self.rows) == len(shapes):
            mine, given = _sorted([self.plain(row) for row in rows], shapes), _sorted(self.rows, self.shapes)
            same_rows = "" if [row for row, _ in mine] == [row for row, _ in given] else f"{self.dataset}: rows"
            same_shapes = all(_same_shape(one[1], other[1]) for one, other in zip(mine, given, strict=True))
            return same_rows or ("" if same_shapes else f"{self.dataset}: shapes")
        same = len(shapes) == len(self.shapes) and all(map(_same_shape, shapes, self.shapes))
        return self.difference(rows) or ("" if same else f"{self.dataset}: shapes")


def _sorted(rows: list[dict[str, Any]], shapes: list[BaseGeometry | None]) -> list[tuple[dict[str, Any], BaseGeometry | None]]:
    return sorted(zip(rows, shapes, strict=True), key=lambda pair: json.dumps(pair[0], sort_keys=True))


def _plain(value: Any, kind: str) -> Any:
    value = value.decode() if isinstance(value, bytes) else value
    if value is None or value == "" or str(value) in ("NaT", "nan", "<NA>") or (isinstance(value, float) and math.isnan(value)):
        return None
    if kind.startswith(_NUMBERS):
        return float(value)
    forms = {"date": lambda text: text[:10], "timestamp": lambda text: text.replace(" ", "T")[:19], "time": lambda text: text[-8:]}
    return bool(value) if kind == "bool" else forms.get(kind, str)(str(value))


def _same_shape(one: BaseGeometry | None, other: BaseGeometry | None) -> bool:
    if one is None or other is None or one.is_empty:
        return other is None and (one is None or one.is_empty)
    return bool(shapely.hausdorff_distance(one, other) <= 1e-7)


class Portal:
    """A running portal by its address."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def get(self, path: str) -> bytes:
        """Read an address of the portal, or one that it gave."""
        address = path if path.startswith("http") else self.url + path
        for _ in range(_TRIES):
            try:
                with urllib.request.urlopen(address, timeout=300) as answer:
                    if answer.status != 202:
                        return answer.read()
                    wait = answer.headers["Retry-After"]
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503):
                    raise
                wait = error.headers["Retry-After"]
            time.sleep(float(wait or 5))
        raise TimeoutError(address)

    def json(self, path: str) -> Any:
        """Read JSON."""
        return json.loads(self.get(path))

    def action(self, name: str, **asked: Any) -> Any:
        """Call an action that reads."""
        return self.json(f"/api/3/action/{name}?{urlencode(asked)}")["result"]

    def saved(self, table: Table, ext: str, folder: Path) -> Path:
        """Save a table's file."""
        path = folder / f"{table.dataset}-{table.page.rpartition('/')[2]}.{ext}"
        if not path.exists():
            path.write_bytes(self.get(f"{table.page}/export.{ext}"))
        return path

    @cached_property
    def datasets(self) -> list[dict[str, Any]]:
        """All public datasets."""
        return self.action("package_search", rows=1000, sort="name asc")["results"]

    @cached_property
    def tables(self) -> list[Table]:
        """All published tables."""
        return [
            self._table(dataset, resource)
            for dataset in self.datasets
            for resource in dataset["resources"]
            if resource.get("datastore_active")
        ]

    def _table(self, dataset: dict[str, Any], resource: dict[str, Any]) -> Table:
        records: list[dict[str, Any]] = []
        while True:
            found = self.action("datastore_search", resource_id=resource["id"], limit=_PAGE, offset=len(records), sort="_id")
            records += found["records"]
            if len(found["records"]) < _PAGE:
                break
        fields = [field for field in found["fields"] if not field["id"].startswith("_")]
        by_role = {(field.get("info") or {}).get("role"): field["id"] for field in fields}
        column = by_role.get("geometry")
        table = Table(
            dataset["name"],
            resource["name"],
            f"{self.url}/dataset/{dataset['name']}/resource/{resource['id']}",
            {field["id"]: field["type"] for field in fields},
            [],
            [_shape(record, column, by_role) for record in records] if column or "longitude" in by_role else [],
            column,
        )
        table.rows.extend(table.plain(record) for record in records)
        return table


def _shape(record: dict[str, Any], column: str | None, by_role: dict[str | None, str]) -> BaseGeometry | None:
    if column:
        return shape(json.loads(record[column])) if record[column] else None
    place = [record[by_role[role]] for role in ("longitude", "latitude")]
    return None if None in place else Point(*map(float, place))
