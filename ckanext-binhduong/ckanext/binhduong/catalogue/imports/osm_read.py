"""The objects of one theme in an OpenStreetMap extract, as rows of our columns. Knows GDAL's OSM driver, not CKAN."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from ckanext.binhduong.catalogue.imports.osm_themes import KINDS, NAME, PHONE, THEMES, OsmColumn, OsmTheme
from ckanext.binhduong.places import assign_communes, boundary_of, get_unit
from ckanext.binhduong.vn import nfc

__all__ = ["OsmImportError", "read_rows"]

LAYERS = ("points", "multipolygons")
PROVINCE = "74@2024"
ADDRESS_TAGS = ("addr:full", "addr:housenumber", "addr:street")


class OsmImportError(Exception):
    """The extract cannot be imported; the message (Vietnamese, then English) says why and what to do."""


def read_rows(extract: Path, theme: OsmTheme) -> list[dict[str, str]]:
    """Return the theme's objects in the province in the order of their ids; an area becomes a point inside it.

    Raises:
        OsmImportError: the file is no OpenStreetMap extract.
    """
    objects = [found for layer in LAYERS for found in _objects(extract, theme, layer)]
    return sorted(_placed(objects, theme), key=lambda row: row["ma"])


def _placed(objects: list[dict[str, Any]], theme: OsmTheme) -> Iterator[dict[str, str]]:
    places = [found["geometry"].representative_point() for found in objects]
    communes = assign_communes([place.x for place in places], [place.y for place in places])
    for found, place, commune in zip(objects, places, communes, strict=True):
        if commune is not None:
            yield _row(found, theme, place.x, place.y, commune)


def _objects(extract: Path, theme: OsmTheme, layer: str) -> list[dict[str, Any]]:
    """Read one layer's objects of the theme near the province: their filled tags, ids and geometry.

    As SQL, not as a layer with a filter: only then does the driver leave the other layers' objects unread, which in a
    country's extract would otherwise pile up until it gives up.
    """
    wanted = " OR ".join(f"{_name(tag)} IN ({_quoted(values)})" for tag, values in theme.objects.items())
    province = boundary_of(PROVINCE)
    assert province is not None
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "osmconf.ini"
        config.write_text(_driver_config(theme), encoding="utf-8")
        sql = " ".join(("SELECT * FROM", _name(layer), "WHERE", wanted))
        try:
            frame = pyogrio.read_dataframe(extract, sql=sql, bbox=province.bounds, CONFIG_FILE=str(config))
        except (DataSourceError, DataLayerError, FeatureError) as error:
            raise OsmImportError(
                f"“{extract.name}” không đọc được như tệp OpenStreetMap (.osm.pbf hoặc .osm); hãy tải lại tệp. / "
                f"“{extract.name}” cannot be read as an OpenStreetMap file (.osm.pbf or .osm); download it again."
            ) from error
    return [
        {key: value for key, value in found.items() if key == "geometry" or isinstance(value, str)} for found in frame.to_dict("records")
    ]


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _quoted(values: tuple[str, ...]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


def _driver_config(theme: OsmTheme) -> str:
    """The driver's configuration: our tags as columns under their own names, and a closed way with a selecting tag an area."""
    tags = {*theme.objects, *ADDRESS_TAGS, *(tag for column in (NAME, PHONE, *theme.columns) for tag in column.tags)}
    areas = {tag for each in THEMES.values() for tag in each.objects}
    layers = "".join(f"[{layer}]\nosm_id=yes\nattributes={','.join(sorted(tags))}\n" for layer in LAYERS)
    return f"closed_ways_are_polygons={','.join(sorted(areas))}\nattribute_name_laundering=no\n{layers}"


def _row(found: dict[str, Any], theme: OsmTheme, x: float, y: float, commune_id: str) -> dict[str, str]:
    commune = get_unit(commune_id)
    district = get_unit(str(commune.parent))
    units = (commune.name_with_type, district.name_with_type)
    return {
        "ma": _identifier(found),
        NAME.name: _value(found, NAME),
        "loai_hinh": next(KINDS[found[tag]] for tag, values in theme.objects.items() if found.get(tag) in values),
        "dia_chi": _address(found, *units),
        "xa_phuong": units[0],
        "quan_huyen": units[1],
        "ma_xa": commune.code,
        "danh_sach": commune.list,
        PHONE.name: _value(found, PHONE),
        **{column.name: _value(found, column) for column in theme.columns},
        "kinh_do": f"{x:.6f}",
        "vi_do": f"{y:.6f}",
    }


def _identifier(found: dict[str, Any]) -> str:
    """``node/1``, ``way/2`` or ``relation/3``: with the site's address before it, the object's page."""
    if found["geometry"].geom_type == "Point":
        return f"node/{found['osm_id']}"
    return f"way/{found['osm_way_id']}" if "osm_way_id" in found else f"relation/{found['osm_id']}"


def _value(found: dict[str, Any], column: OsmColumn) -> str:
    filled = next((found[tag] for tag in column.tags if found.get(tag)), "")
    return nfc(column.rewrite(filled)) if filled else ""


def _address(found: dict[str, Any], *units: str) -> str:
    """The address as mapped; a house number and street are completed by the units; no street, no address."""
    if "addr:full" in found:
        return nfc(found["addr:full"].strip())
    street = " ".join(found[tag].strip() for tag in ("addr:housenumber", "addr:street") if tag in found)
    return nfc(", ".join((street, *units))) if "addr:street" in found else ""
