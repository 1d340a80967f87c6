"""A catalogue of generated datasets: the same for every peer, the same in every run."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import mapping

from ckanext.binhduong import places

SUBJECTS = [
    ("Quy hoạch phân khu xây dựng", "Planning zones", "quy-hoach"),
    ("Nhà thuốc đạt chuẩn GPP", "Pharmacies", "nha-thuoc"),
    ("Cơ sở khám bệnh, chữa bệnh", "Health facilities", "y-te"),
    ("Điểm bán mặt hàng thiết yếu", "Essential-goods points", "mat-hang-thiet-yeu"),
    ("Quan trắc không khí", "Air monitoring", "moi-truong"),
    ("Camera giao thông", "Traffic cameras", "camera-giao-thong"),
    ("Trạm dừng xe buýt", "Bus stops", "giao-thong-cong-cong"),
    ("Dịch vụ công trực tuyến", "Online services", "chuyen-doi-so"),
]
NOTES = "Số liệu do cơ quan quản lý tổng hợp hằng quý từ báo cáo của các xã, phường; gồm tên, địa chỉ, toạ độ và tình trạng hoạt động."
STAMP = "2026-01-01T00:00:00"


def datasets(count: int, seed: int = 25) -> Iterator[dict[str, Any]]:
    """Give ``count`` datasets as `package_show` would: of ten, six of one commune, two of a box, one of two parts, one of no place."""
    choose = random.Random(seed)
    communes = places.all_units("2024", "commune")
    for number in range(count):
        subject, subject_en, theme = choose.choice(SUBJECTS)
        unit = choose.choice(communes)
        units, spatial = _extent(choose, unit.id, [commune.id for commune in communes])
        yield {
            "id": str(uuid.UUID(int=choose.getrandbits(128))),
            "name": f"bench-{number}",
            "title": f"{subject} {unit.name_with_type} {2015 + number % 11}",
            "title_en": f"{subject_en}, {unit.name_en}",
            "notes": NOTES,
            "theme": theme,
            "units": units,
            "spatial": spatial,
            "frequency": "QUARTERLY",
            "data_kind": "sample",
            "license_id": "CC-BY-4.0",
            "format": choose.choice(["CSV", "XLSX", "GeoJSON", "PDF"]),
        }


def _extent(choose: random.Random, unit: str, communes: list[str]) -> tuple[list[str], str]:
    kind = choose.random()
    if kind < 0.6:
        return [unit], _geojson(places.boundary_of(unit))
    if kind < 0.8:
        west, south = choose.uniform(106.35, 106.9), choose.uniform(10.87, 11.4)
        return [], _geojson(shapely.box(west, south, west + choose.uniform(0.01, 0.1), south + choose.uniform(0.01, 0.1)))
    if kind < 0.9:
        pair = [unit, choose.choice(communes)]
        return pair, _geojson(shapely.union_all([places.boundary_of(each) for each in pair]))
    return [], ""


def _geojson(shape: Any) -> str:
    return json.dumps(mapping(shape))


def document(dataset: dict[str, Any], organization: dict[str, str], own_schema: bool) -> dict[str, Any]:
    """Give the dictionary that CKAN's index takes, as the peer's schema would have made it: own fields, or extras."""
    resource = {
        "name": "Tệp dữ liệu",
        "description": "",
        "format": dataset["format"],
        "url": "http://example.vn/tep.csv",
        "resource_type": None,
    }
    fields = {key: dataset[key] for key in ("id", "name", "title", "notes", "license_id")}
    extra_keys = ["spatial", *(["title_en", "theme", "frequency", "data_kind"] if own_schema else [])]
    package = {
        **fields,
        "type": "dataset",
        "state": "active",
        "private": False,
        "owner_org": organization["id"],
        "organization": organization,
        "groups": [],
        "tags": [],
        "resources": [resource],
        "extras": [{"key": key, "value": dataset[key]} for key in extra_keys if dataset[key]],
        "metadata_created": STAMP,
        "metadata_modified": STAMP,
    }
    shown = {**package, "extras": []} | {key: dataset[key] for key in ("title_en", "theme", "units", "spatial", "frequency", "data_kind")}
    return {**package, "with_custom_schema": shown if own_schema else package}
