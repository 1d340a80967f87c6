"""A schema declared on the resource stands before what its files look like."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.releases.conftest import TABLE, act, add, rows

pytestmark = pytest.mark.usefixtures("clean")

TEXT = {"fields": [{"name": "so_luong", "type": "string"}]}


def _types(report: dict[str, Any]) -> dict[str, str]:
    return {column["name"]: column["type"] for column in report["columns"]}


@pytest.mark.parametrize("schema", [TEXT, json.dumps(TEXT)], ids=["object", "text"])
def test_a_declared_type_is_the_tables(dataset: dict[str, Any], schema: Any) -> None:
    """Numbers that the agency declares to be text are published as text; the others are found as before."""
    assert [row["so_luong"] for row in rows(add(dataset, TABLE, "bang.csv", name="Bảng", schema=schema))] == ["12", "7"]
    assert [row["so_luong"] for row in rows(add(dataset, TABLE, "bang.csv", name="Bảng khác"))] == [12, 7]


def test_the_check_of_a_resource_uses_its_schema(dataset: dict[str, Any]) -> None:
    """The flight check says what the upload would do."""
    resource = add(dataset, TABLE, "bang.csv", name="Bảng", schema=TEXT)
    assert _types(act("ingest_check", resource_id=resource["id"]))["so_luong"] == "text"
    other = {"fields": [{"name": "so_luong", "type": "number"}]}
    assert _types(act("ingest_check", resource_id=resource["id"], options={"schema": other}))["so_luong"] == "decimal"


def test_a_value_against_the_schema_refuses_the_file(dataset: dict[str, Any]) -> None:
    """What the agency itself declares is held against its file, with row and column."""
    schema = {"fields": [{"name": "ten", "type": "integer"}]}
    resource = add(dataset, TABLE, "bang.csv", name="Bảng", schema=schema)
    assert resource["release_state"] == "refused"
    places = [found["place"] for found in act("release_status", id=resource["id"])["findings"] if found["severity"] == "error"]
    assert (places[0]["row"], places[0]["column"]) == (2, "ten")


def test_what_an_officer_chose_is_how_the_file_is_read(dataset: dict[str, Any]) -> None:
    """VN-2000 points of a neighbour's zone are placed by the choice that is kept with the resource."""
    points = "ma,x,y\nA1,1214000,598500\nA2,1215000,599500\n"
    by_choice = add(dataset, points, "diem.csv", name="Điểm", read_as={"crs": "EPSG:9211"})
    assert act("release_status", id=by_choice["id"])["attempt"]["report"]["source"]["crs"] == "EPSG:9211"
    assert act("ingest_check", resource_id=by_choice["id"])["source"]["crs_understood_from"] == "options"
    by_itself = add(dataset, points, "diem.csv", name="Điểm khác")
    assert act("release_status", id=by_itself["id"])["attempt"]["report"]["source"]["crs_understood_from"] == "extent"
