"""Reading the seed catalogue for the tests: its descriptions, its rows and the communes they must lie in."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import shapely
import yaml
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

__all__ = ["AGENCIES", "DATASETS", "ROOT", "SAMPLES", "communes", "features", "resources", "rows"]

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "datasets"


def _read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


DATASETS: dict[str, dict[str, Any]] = {path.parent.name: _read_yaml(path) for path in sorted(FOLDER.glob("*/dataset.yaml"))}
AGENCIES: dict[str, dict[str, Any]] = {agency["name"]: agency for agency in _read_yaml(FOLDER / "agencies.yaml")}
SAMPLES = [name for name, dataset in DATASETS.items() if dataset["data_kind"] == "sample"]


def resources() -> list[tuple[str, dict[str, Any]]]:
    """Every file of the seed as (dataset name, description)."""
    return [(name, resource) for name, dataset in DATASETS.items() for resource in dataset["resources"]]


def features(dataset: str, file: str) -> list[dict[str, Any]]:
    """The features of a GeoJSON file."""
    return json.loads((FOLDER / dataset / file).read_text(encoding="utf-8"))["features"]


@cache
def rows(dataset: str, file: str) -> list[dict[str, Any]]:
    """The rows of a file as an officer would read them: the cells of a CSV as text, or the properties of a GeoJSON."""
    if file.endswith(".geojson"):
        return [feature["properties"] for feature in features(dataset, file)]
    text = (FOLDER / dataset / file).read_text(encoding="utf-8-sig")
    head = text.split("\n", 1)[0]
    return list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in head else ","))


@cache
def communes() -> dict[str, BaseGeometry]:
    """The outlines of the 91 communes of 2024 by code, prepared for many questions."""
    outlines = {f["properties"]["ma"]: shape(f["geometry"]) for f in features("don-vi-hanh-chinh-2024", "cap-xa-2024.geojson")}
    for outline in outlines.values():
        shapely.prepare(outline)
    return outlines
