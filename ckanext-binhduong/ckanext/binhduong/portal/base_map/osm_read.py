"""The objects of an OpenStreetMap extract that a base map shows, one after the other. Knows GDAL's OSM driver, not CKAN."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from shapely.geometry import mapping

from ckanext.binhduong.portal.base_map.osm_rules import KEYS, Rule, rule_of
from ckanext.binhduong.vn import nfc

__all__ = ["HIGHEST", "ExtractError", "osm_features"]

HIGHEST = 14
_NAMES = ("name:vi", "name", "ref")
_BATCH = 20_000


class ExtractError(Exception):
    """The file cannot be read as OpenStreetMap data."""


def osm_features(extract: Path, bounds: tuple[float, float, float, float]) -> Iterator[dict[str, Any]]:
    """Return the objects within bounds (west, south, east, north; degrees) as GeoJSON features for tippecanoe, a batch in memory at a time.

    Each has its layer and zooms, and as properties ``kind``, ``name`` (the Vietnamese one, if there are several) and of roads ``ref``.

    Raises:
        ExtractError: the file is no OpenStreetMap extract.
    """
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "osmconf.ini"
        config.write_text(_driver_config(), encoding="utf-8")
        for layer in KEYS:
            try:
                yield from _of_layer(extract, layer, bounds, config)
            except (DataSourceError, DataLayerError, FeatureError) as error:
                raise ExtractError(str(error)) from error


def _of_layer(extract: Path, layer: str, bounds: tuple[float, float, float, float], config: Path) -> Iterator[dict[str, Any]]:
    # By SQL the driver leaves the other layers unread: those of a country would pile up until it gives up.
    wanted = " OR ".join(f'"{key}" IS NOT NULL' for key in KEYS[layer])
    sql = f'SELECT * FROM "{layer}" WHERE {wanted}'  # noqa: S608 - names of our own table
    given = {"sql": sql, "bbox": bounds, "batch_size": _BATCH, "use_pyarrow": True, "CONFIG_FILE": str(config)}
    with pyogrio.open_arrow(extract, **given) as (meta, batches):
        shape = meta["geometry_name"] or "wkb_geometry"
        for batch in batches:
            rows = batch.to_pylist()
            for row, geometry in zip(rows, shapely.from_wkb([row[shape] for row in rows]), strict=True):
                rule = rule_of(layer, row)
                if rule and geometry is not None and not geometry.is_empty:
                    yield _feature(rule, row, geometry)


def _feature(rule: Rule, tags: dict[str, Any], geometry: Any) -> dict[str, Any]:
    name = next((tags[tag] for tag in _NAMES[:2] if tags.get(tag)), None)
    properties = {"kind": rule.kind, "name": nfc(name.strip()) if name and rule.layer != "building" else None}
    if rule.layer == "road":
        properties["ref"] = tags.get("ref")
    return {
        "type": "Feature",
        "tippecanoe": {"layer": rule.layer, "minzoom": rule.zoom, "maxzoom": HIGHEST},
        "properties": {key: value for key, value in properties.items() if value},
        "geometry": mapping(geometry),
    }


def _driver_config() -> str:
    """The driver's configuration: the tags we read as columns under their own names, and closed ways of areas as areas."""
    layers = "".join(f"[{layer}]\nosm_id=yes\nattributes={','.join((*keys, *_NAMES))}\n" for layer, keys in KEYS.items())
    return f"closed_ways_are_polygons={','.join(KEYS['multipolygons'])}\nattribute_name_laundering=no\n{layers}"
