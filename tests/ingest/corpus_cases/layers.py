# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""Layers: GeoJSON, Shapefile, GeoPackage, KML/KMZ, FlatGeobuf, GeoParquet, and what goes wrong with shapes.

pyogrio writes them under the package's own driver list, so making the corpus proves that list too.
"""

import io
import json
import struct
import warnings
import zipfile
from pathlib import Path
from typing import Any

from tests.ingest.corpus_cases.case import Case

POINTS = [("Trạm A", 106.6512, 10.9804), ("Trạm B", 106.7, 11.0)]
SQUARE = [[106.6, 11.0], [106.7, 11.0], [106.7, 11.1], [106.6, 11.1], [106.6, 11.0]]
BOX = (106.6, 11.0, 106.7, 11.1)
POINT_BOX = ("Point", 106.6512, 10.9804, 106.7, 11.0)
COLUMNS = "ten:text:name so:integer kinh_do:decimal:longitude vi_do:decimal:latitude"
ROWS = [["Trạm A", 5, 106.6512, 10.9804], ["Trạm B", 7, 106.7, 11.0]]
SHAPED = "ten:text:name so:integer hinh_hoc:text:geometry"


def feature(properties: dict[str, Any], kind: str | None, coordinates: Any = None) -> dict[str, Any]:
    """Give one GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates} if kind else None}


def collection(*features: dict[str, Any], **more: Any) -> bytes:
    """Give a GeoJSON file."""
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)}, ensure_ascii=False).encode()


def stations(swap: bool = False) -> list[dict[str, Any]]:
    """Give the two stations as features."""
    places = [(name, lat, lon) if swap else (name, lon, lat) for name, lon, lat in POINTS]
    return [feature({"Tên": name, "Số": 5 + 2 * at}, "Point", [x, y]) for at, (name, x, y) in enumerate(places)]


def polygon(name: str, ring: list[list[float]], kind: str = "Polygon") -> dict[str, Any]:
    """Give one polygon."""
    return feature({"Tên": name, "Số": 5}, kind, [ring])


def shaped(ring: list[list[float]], name: str = "A") -> list[Any]:
    """Give the row of a polygon as published."""
    return [name, 5, json.dumps({"type": "Polygon", "coordinates": [ring]}, separators=(",", ":"))]


def _written(path: Path, driver: str, suffix: str, crs: str | None = "EPSG:4326", **more: Any) -> Path:
    """Write the stations with a GDAL driver to a file of that suffix beside ``path``."""
    import geopandas
    import shapely

    from ckanext.binhduong.ingest.readers.gdal_drivers import pyogrio
    from ckanext.binhduong.vn import from_wgs84

    pyogrio()
    shapes = [shapely.Point(lon, lat) for _, lon, lat in POINTS]
    if crs == "EPSG:9210":
        shapes = [shapely.Point(*(float(value) for value in from_wgs84(lon, lat))) for _, lon, lat in POINTS]
    frame = geopandas.GeoDataFrame({"Ten": [name for name, *_ in POINTS], "So": [5, 7]}, geometry=shapes, crs=crs)
    target = path.with_name(f"corpus-part{suffix}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame.to_file(target, driver=driver, engine="pyogrio", **more)
    return target


def gpkg(path: Path) -> None:
    """Write the stations as GeoPackage."""
    _written(path, "GPKG", ".gpkg", layer="tram").rename(path)


def gpkg_with_view(path: Path) -> None:
    """Write a GeoPackage with a registered view that never ends."""
    import sqlite3

    gpkg(path)
    with sqlite3.connect(path) as database:
        database.execute("CREATE VIEW vo_tan AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
        database.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('vo_tan', 'attributes', 'vo_tan')")


def flatgeobuf(path: Path) -> None:
    """Write the stations as FlatGeobuf; without an index the features keep their order."""
    _written(path, "FlatGeobuf", ".fgb", SPATIAL_INDEX="NO").rename(path)


def indexed_flatgeobuf(path: Path) -> None:
    """Write the stations as FlatGeobuf with its index, whose header says how many features follow."""
    _written(path, "FlatGeobuf", ".fgb").rename(path)


def parquet(path: Path) -> None:
    """Write the stations as GeoParquet."""
    import geopandas

    names, lons, lats = zip(*POINTS, strict=True)
    frame = geopandas.GeoDataFrame({"Tên": names, "Số": [5, 7]}, geometry=geopandas.points_from_xy(lons, lats), crs="OGC:CRS84")
    frame.to_parquet(path)


def plain_parquet(path: Path) -> None:
    """Write a Parquet file without geometry."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"Tên": ["A", "B"], "Số": [5, 7]}), path)


def endless_parquet(path: Path) -> None:
    """Numbers that are none: NaN is no value, infinity no number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"ten": ["A", "B", "C", "D"], "so": [1.5, float("inf"), float("nan"), float("-inf")]}), path)


def shapefile(parts: tuple[str, ...], crs: str | None = "EPSG:4326", *, encoding: str = "UTF-8", names: Any = None, upper: bool = False):
    """Give a writer of the stations as zipped Shapefile with only the given parts; ``names`` maps a part's bytes."""

    def write(path: Path) -> None:
        target = _written(path, "ESRI Shapefile", ".shp", crs, encoding=encoding)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                data = target.with_suffix(f".{part}").read_bytes()
                archive.writestr(f"tram.{part.upper() if upper else part}", names(part, data) if names else data)
        for left in path.parent.glob("corpus-part.*"):
            left.unlink()

    return write


ALL = ("shp", "shx", "dbf", "prj", "cpg")


def dbf_shapefile(texts: list[bytes], cpg: str | None = None):
    """Give a writer of a zipped Shapefile of one point a text, whose DBF holds the bytes as they are."""
    return dbf_fields([(b"TEN", b"C", 60)], [[text] for text in texts], cpg)


def dbf_fields(fields: list[tuple[bytes, bytes, int]], records: list[list[bytes]], cpg: str | None = None, deleted: int = -1):
    """Give a writer of a zipped Shapefile of one point a record, whose DBF has fields of (name, type, width) and holds the bytes as they
    are; the record ``deleted`` is marked so."""

    def write(path: Path) -> None:
        header = struct.pack("<4BIHH20x", 3, 126, 1, 1, len(records), 32 + 32 * len(fields) + 1, 1 + sum(width for *_, width in fields))
        header += b"".join(struct.pack("<11sc4xB15x", *field) for field in fields) + b"\r"
        lines = (b"".join(cell.ljust(width) for cell, (*_, width) in zip(record, fields, strict=True)) for record in records)
        dbf = header + b"".join((b"*" if at == deleted else b" ") + line for at, line in enumerate(lines)) + b"\x1a"
        points = b""
        index = b""
        for at in range(len(records)):
            index += struct.pack(">ii", (100 + at * 28) // 2, 10)
            points += struct.pack(">ii", at + 1, 10) + struct.pack("<idd", 1, 106.65 + at / 100, 10.98)
        with zipfile.ZipFile(path, "w") as archive:
            for part, body in (("shp", points), ("shx", index)):
                box = struct.pack("<8d", 106.65, 10.98, 106.65 + (len(records) - 1) / 100, 10.98, 0, 0, 0, 0)
                archive.writestr(
                    f"tram.{part}",
                    struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(body)) // 2) + struct.pack("<ii", 1000, 1) + box + body,
                )
            archive.writestr("tram.dbf", dbf)
            archive.writestr("tram.prj", WGS84)
            if cpg:
                archive.writestr("tram.cpg", cpg)

    return write


WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
NAMES = ["Trạm y tế phường Phú Cường", "Bệnh viện đa khoa tỉnh", "Chợ Thủ Dầu Một"]


def _tcvn3() -> list[bytes]:
    from ckanext.binhduong.vn import to_tcvn3

    return [to_tcvn3(name).encode("latin-1") for name in NAMES]


def _cp1258() -> list[bytes]:
    from tests.ingest.corpus_cases.layouts import _cp1258 as encode

    return [encode(name) for name in NAMES]


NAMED = "ten:text:name kinh_do:decimal:longitude vi_do:decimal:latitude"
NAMED_ROWS = [[name, 106.65 + at / 100, 10.98] for at, name in enumerate(NAMES)]

KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{extra}<Folder><name>tram</name>
<Placemark><name>Trạm A</name><Point><coordinates>106.6512,10.9804,0</coordinates></Point></Placemark>
<Placemark><name>Trạm B</name><Point><coordinates>106.7,11.0,0</coordinates></Point></Placemark></Folder></Document></kml>"""
KML_COLUMNS = "name:text:name kinh_do:decimal:longitude vi_do:decimal:latitude"
KML_ROWS = [["Trạm A", 106.6512, 10.9804], ["Trạm B", 106.7, 11.0]]


def kmz(text: str) -> bytes:
    """Give a KMZ."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", text)
    return out.getvalue()


BOW_TIE = [[106.6, 11.0], [106.7, 11.1], [106.7, 11.0], [106.6, 11.1], [106.6, 11.0]]
METRES = [feature({"Tên": "Trạm A", "Số": 5}, "Point", [598294.674, 1214436.117])]

CASES = [
    Case("tram.geojson", collection(*stations()), COLUMNS, ROWS, geometry=POINT_BOX, source={"format": "GeoJSON", "crs": "EPSG:4326"}),
    Case("ma-chu.geojson", collection(feature({"ma": "00718", "sl": 5}, "Point", [106.65, 10.98])),
         "ma:text:key sl:integer kinh_do:decimal:longitude vi_do:decimal:latitude", [["00718", 5, 106.65, 10.98]]),
    Case("doi-cho.geojson", collection(*stations(swap=True)), COLUMNS, ROWS, ["axes-swapped"], geometry=POINT_BOX),
    Case("met-khong-crs.geojson", collection(*METRES), COLUMNS, [["Trạm A", 5, 106.6512, 10.9804]], ["crs-by-extent"], source={"crs": "EPSG:9210"}),
    Case("met-khai-bao.geojson", collection(*METRES), COLUMNS, [["Trạm A", 5, 106.6512, 10.9804]], options={"crs": "EPSG:9210"}),
    Case("vung.geojson", collection(polygon("A", SQUARE)), SHAPED, [shaped(SQUARE)], geometry=("Polygon", *BOX)),
    Case("khong-hinh.geojson", collection(polygon("A", SQUARE), feature({"Tên": "B", "Số": 5}, None)), SHAPED, [shaped(SQUARE), ["B", 5, None]],
         ["geometry-missing@2"], geometry=("Polygon", *BOX)),
    Case("no-buom.geojson", collection(polygon("A", BOW_TIE)), SHAPED,
         [["A", 5, '{"type":"MultiPolygon","coordinates":[[[[106.7,11.1],[106.7,11.0],[106.65,11.05],[106.7,11.1]]],[[[106.6,11.1],[106.65,11.05],[106.6,11.0],[106.6,11.1]]]]}']],
         ["geometry-mended@1"], geometry=("MultiPolygon", *BOX)),
    Case("trung-hinh.geojson", collection(polygon("A", SQUARE), polygon("B", SQUARE)), SHAPED, [shaped(SQUARE), shaped(SQUARE, "B")], ["geometry-repeated"]),
    Case("nhieu-loai.geojson", collection(polygon("A", SQUARE), feature({"Tên": "B", "Số": 5}, "Point", [106.65, 11.05])), SHAPED,
         [shaped(SQUARE), ["B", 5, '{"type":"Point","coordinates":[106.65,11.05]}']], ["geometry-mixed"], geometry=("Geometry", *BOX)),
    Case("co-cao-do.geojson", collection(feature({"Tên": "A", "Số": 5}, "LineString", [[106.6, 11.0, 5], [106.7, 11.1, 7]])), SHAPED,
         [["A", 5, '{"type":"LineString","coordinates":[[106.6,11.0],[106.7,11.1]]}']], ["geometry-flattened@1"], geometry=("LineString", *BOX)),
    Case("ngoai-nuoc.geojson", collection(*stations(), feature({"Tên": "C", "Số": 9}, "Point", [2.35, 48.85])), COLUMNS, ROWS, ["outside-vietnam@3"], ok=False,
         counts=(3, 2, 1)),
    Case("khong-doi-tuong.geojson", collection(), ok=False, findings=["table-empty"]),
    Case("tram.gpkg", gpkg, COLUMNS, ROWS, geometry=POINT_BOX, source={"format": "GeoPackage", "layer": "tram"}),
    Case("tram-co-view.gpkg", gpkg_with_view, COLUMNS, ROWS, ["views-ignored"], geometry=POINT_BOX),
    Case("tram.fgb", flatgeobuf, COLUMNS, ROWS, geometry=POINT_BOX, source={"format": "FlatGeobuf"}),
    Case("tram.parquet", parquet, COLUMNS, ROWS, geometry=POINT_BOX, source={"format": "Parquet"}),
    Case("vo-cung.parquet", endless_parquet, "ten:text:name so:decimal", [["A", 1.5], ["C", None]],
         ["number-unreadable@2|so", "number-unreadable@4|so"], ok=False, counts=(4, 2, 2)),
    Case("bang.parquet", plain_parquet, "ten:text:name so:integer", [["A", 5], ["B", 7]]),
    Case("tram.kml", KML.format(extra="").encode(), KML_COLUMNS, KML_ROWS, ["geometry-flattened@1"], geometry=POINT_BOX, source={"format": "KML"}),
    Case("tram.kmz", kmz(KML.format(extra="")), KML_COLUMNS, KML_ROWS, ["geometry-flattened@1"], geometry=POINT_BOX, source={"format": "KMZ"}),
    Case("tram-shp.zip", shapefile(ALL), COLUMNS, ROWS, geometry=POINT_BOX, source={"format": "Shapefile", "crs": "EPSG:4326"}),
    Case("tram-shp-vn2000.zip", shapefile(ALL, "EPSG:9210"), COLUMNS, ROWS, geometry=POINT_BOX, source={"crs": "EPSG:9210", "crs_understood_from": "file"}),
    Case("tram-shp-khong-prj.zip", shapefile(("shp", "shx", "dbf", "cpg"), "EPSG:9210"), COLUMNS, ROWS, ["crs-missing", "crs-by-extent"], geometry=POINT_BOX,
         source={"crs": "EPSG:9210", "crs_understood_from": "extent"}),
    Case("tram-shp-khong-shx.zip", shapefile(("shp", "dbf", "prj", "cpg")), COLUMNS, ROWS, ["shapefile-index-rebuilt"], geometry=POINT_BOX),
    Case("tram-shp-khong-dbf.zip", shapefile(("shp", "shx", "prj")), ok=False, findings=["shapefile-part-missing"]),
    Case("tram-shp-hoa.zip", shapefile(ALL, upper=True), COLUMNS, ROWS, geometry=POINT_BOX),
    Case("tram-shp-khong-cpg.zip", shapefile(("shp", "shx", "dbf", "prj")), COLUMNS, ROWS, geometry=POINT_BOX),
    Case("tram-shp-tcvn3.zip", dbf_shapefile(_tcvn3()), NAMED, NAMED_ROWS, ["encoding-converted"], source={"encoding": "tcvn3"}),
    Case("tram-shp-tcvn3-cpg-sai.zip", dbf_shapefile(_tcvn3(), "UTF-8"), NAMED, NAMED_ROWS, ["encoding-converted"], source={"encoding": "tcvn3"}),
    Case("tram-shp-cp1258.zip", dbf_shapefile(_cp1258()), NAMED, NAMED_ROWS, ["encoding-converted"], source={"encoding": "cp1258"}),
]  # fmt: skip
