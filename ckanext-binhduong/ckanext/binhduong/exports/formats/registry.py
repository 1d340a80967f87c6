"""The files of a release: one row a format. Knows no CKAN.

A format's ``ext`` is what stands after ``export.`` in its address and at the end of its files' names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ckanext.binhduong.exports.formats.delimited import stream_csv, stream_excel_csv
from ckanext.binhduong.exports.formats.export_table import Facts, Table
from ckanext.binhduong.exports.formats.json_text import stream_geojson, stream_json, stream_ndjson
from ckanext.binhduong.exports.formats.kml import stream_kml
from ckanext.binhduong.exports.formats.shapefile import write_shapefile
from ckanext.binhduong.exports.formats.vector import WGS84, write_flatgeobuf, write_geopackage
from ckanext.binhduong.exports.formats.workbook import write_workbook

__all__ = ["FORMATS", "VN2000", "Format", "formats_for", "write_export"]

VN2000 = 9210
"""Bình Dương's zone of VN-2000, by the transformation pinned in ``vn``."""

Stream = Callable[[Table, Facts], Iterator[bytes]]
Write = Callable[[Table, Path, Facts, int], None]


@dataclass(frozen=True)
class Format:
    """One format that a release can be had in.

    Attributes:
        use: what it is for, "sheet", "map" or "program": how pages group the list.
        vi, en: its label, in the words of somebody who wants to open it.
        media_type: as registered with IANA where it is.
        layers_only: it needs shapes.
        at_once: made with the release; the others when first asked for.
        stream: gives it as text, also of a part of the rows; None for formats that are written to disk.
        write: writes it (table, target, facts, EPSG code); None for the canonical file, which is there already.
        epsg: the systems of coordinates it can be had in, the first without asking; empty when it carries none or only WGS 84.
        kinds: the kinds of geometry it can hold; empty for all.
        filtered: also a part of the rows can be had in it, so whoever writes it takes rows of a question too.
    """

    ext: str
    use: str
    vi: str
    en: str
    media_type: str
    layers_only: bool = False
    at_once: bool = False
    stream: Stream | None = None
    write: Write | None = None
    epsg: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    filtered: bool = False

    def holds(self, geometry_type: str | None) -> bool:
        """Whether a table with shapes of this type, or None, can be had in it."""
        return (geometry_type is not None or not self.layers_only) and (not self.kinds or geometry_type in self.kinds)


def _streamed(stream: Stream, table: Table, target: Path, facts: Facts, epsg: int) -> None:
    with target.open("wb") as file:
        for block in stream(table, facts):
            file.write(block)


def _workbook(table: Table, target: Path, facts: Facts, epsg: int) -> None:
    write_workbook(table, target, facts)


def _text(
    ext: str,
    use: str,
    vi: str,
    en: str,
    media_type: str,
    stream: Stream,
    *,
    layers_only: bool = False,
    at_once: bool = False,
    filtered: bool = True,
) -> Format:
    return Format(ext, use, vi, en, media_type, layers_only, at_once, stream, partial(_streamed, stream), filtered=filtered)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KML = "application/vnd.google-earth.kml+xml"
_TWO = (WGS84, VN2000)
_LAYER = {"use": "map", "layers_only": True}

FORMATS: dict[str, Format] = {
    format.ext: format
    for format in (
        Format("xlsx", "sheet", "Mở bằng Excel", "Open in Excel", _XLSX, at_once=True, write=_workbook, filtered=True),
        _text("excel.csv", "sheet", "CSV cho Excel tiếng Việt", "CSV for Vietnamese Excel", "text/csv", stream_excel_csv, at_once=True),
        _text(
            "geojson", "map", "GeoJSON cho bản đồ trên web", "GeoJSON for web maps", "application/geo+json", stream_geojson,
            layers_only=True, at_once=True,
        ),
        Format("gpkg", vi="GeoPackage cho bản đồ (QGIS)", en="GeoPackage for maps (QGIS)", media_type="application/geopackage+sqlite3",
               at_once=True, write=write_geopackage, epsg=_TWO, **_LAYER),
        Format("fgb", vi="FlatGeobuf", en="FlatGeobuf", media_type="application/flatgeobuf", write=write_flatgeobuf, **_LAYER),
        _text("kml", "map", "KML cho Google Earth", "KML for Google Earth", _KML, stream_kml, layers_only=True, filtered=False),
        Format("shp.zip", vi="Shapefile (nén)", en="Shapefile (zipped)", media_type="application/zip", write=write_shapefile, epsg=_TWO,
               kinds=("Point", "MultiLineString", "MultiPolygon"), **_LAYER),
        _text("csv", "program", "CSV cho chương trình (UTF-8)", "CSV for programs (UTF-8)", "text/csv", stream_csv, at_once=True),
        _text("json", "program", "JSON", "JSON", "application/json", stream_json),
        _text("ndjson", "program", "NDJSON, mỗi dòng một đối tượng", "NDJSON, an object a line", "application/x-ndjson", stream_ndjson),
        Format("parquet", "program", "Parquet cho phân tích", "Parquet for analysis", "application/vnd.apache.parquet", at_once=True),
    )
}  # fmt: skip


def formats_for(geometry_type: str | None) -> list[Format]:
    """Return the formats that a table with shapes of this type, or None, can be had in."""
    return [format for format in FORMATS.values() if format.holds(geometry_type)]


def write_export(format: Format, table: Table, target: Path, facts: Facts, epsg: int = WGS84) -> None:
    """Write a release in a format; memory is that of a batch. An interrupted call leaves a part of the file."""
    assert format.write
    format.write(table, target, facts, epsg)
