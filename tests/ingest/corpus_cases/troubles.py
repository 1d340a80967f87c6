# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""What goes wrong with layers: wrong or other CRS, wrong encodings of the attributes, several layers, shapes that cannot stay as drawn."""

import json
from pathlib import Path
from typing import Any

from tests.ingest.corpus_cases.case import Case, text
from tests.ingest.corpus_cases.layers import (
    ALL,
    BOX,
    COLUMNS,
    KML,
    KML_COLUMNS,
    KML_ROWS,
    METRES,
    NAMED,
    NAMED_ROWS,
    NAMES,
    POINT_BOX,
    POINTS,
    ROWS,
    SHAPED,
    SQUARE,
    WGS84,
    _cp1258,
    _written,
    collection,
    dbf_shapefile,
    feature,
    polygon,
    shaped,
    shapefile,
)  # fmt: skip

STAR = [[106.6, 11.0], [106.7, 11.0], [106.62, 11.08], [106.65, 10.95], [106.68, 11.08], [106.6, 11.0]]
FLAT = [[106.6, 11.0], [106.7, 11.0], [106.6, 11.0], [106.6, 11.0]]
HANOI = [[105.8, 21.0], [105.9, 21.0], [105.9, 21.1], [105.8, 21.0]]
ONE = [["Trạm A", 5, 106.6512, 10.9804]]
WKT = "ten:text:name wkt:text:geometry"


def _prj(code: int):
    """Give what ``shapefile`` asks of ``names``: the .prj of another system, the other parts as they are."""

    def change(part: str, data: bytes) -> bytes:
        from pyproj import CRS

        return (WGS84 if code == 4326 else CRS(code).to_wkt("WKT1_ESRI")).encode() if part == "prj" else data

    return change


def _gpkg_vn2000(path: Path) -> None:
    _written(path, "GPKG", ".gpkg", "EPSG:9210", layer="tram").rename(path)


def _two_layers(path: Path) -> None:
    import geopandas
    import shapely

    from ckanext.binhduong.ingest.readers.gdal_drivers import pyogrio

    pyogrio()
    target = path.with_name("corpus-part.gpkg")
    for layer, (name, lon, lat) in zip(("tram", "duong"), POINTS, strict=True):
        geopandas.GeoDataFrame({"Ten": [name]}, geometry=[shapely.Point(lon, lat)], crs=4326).to_file(
            target, layer=layer, driver="GPKG", engine="pyogrio"
        )
    target.rename(path)


def _parquet(crs: int | None):
    """Give a writer of the stations as GeoParquet in metres of zone 9210, which says that it is of ``crs``."""

    def write(path: Path) -> None:
        import geopandas

        from ckanext.binhduong.vn import from_wgs84

        names, lons, lats = zip(*POINTS, strict=True)
        x, y = from_wgs84(lons, lats)
        geopandas.GeoDataFrame({"Tên": names, "Số": [5, 7]}, geometry=geopandas.points_from_xy(x, y), crs=crs).to_parquet(path)

    return write


def _nested(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"Tên": ["A", "B"], "Các số": [[1, 2], [3]], "Ai": [{"họ": "Lê"}, None]}), path)


def _huge(path: Path) -> None:
    """Write one line of 1,000,001 vertices, to and fro, which packs into a few kilobytes."""
    import geopandas
    import numpy as np
    import shapely

    ends = np.tile([[106.6, 11.0], [106.7, 11.1]], (500_001, 1))[:1_000_001]
    geopandas.GeoDataFrame({"Tên": ["A"], "Số": [5]}, geometry=[shapely.LineString(ends)], crs="OGC:CRS84").to_parquet(
        path, compression="zstd"
    )


def _vni() -> list[bytes]:
    from ckanext.binhduong.vn import to_vni

    return [to_vni(name).encode("latin-1") for name in NAMES]


def named(code: str) -> dict[str, Any]:
    """Give a GeoJSON's old member "crs"."""
    return {"crs": {"type": "name", "properties": {"name": code}}}


EXTENDED = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>D</name><ExtendedData><Data name="so"><value>12</value></Data>'
    '<Data name="ma"><value>00718</value></Data></ExtendedData><Point><coordinates>106.7,11.0</coordinates></Point></Placemark></Document></kml>'
)
FOLDERS = KML.format(extra="").replace(
    "</Folder>",
    "</Folder><Folder><name>khac</name><Placemark><name>C</name><Point><coordinates>106.7,11</coordinates></Point></Placemark></Folder>",
)

SYSTEMS = [
    Case("tram-vn2000.gpkg", _gpkg_vn2000, COLUMNS, ROWS, geometry=POINT_BOX, source={"crs": "EPSG:9210", "crs_understood_from": "file"}),
    Case("prj-sai-do.zip", shapefile(ALL, "EPSG:9210", names=_prj(4326)), COLUMNS, ROWS, ["crs-contradicted"], geometry=POINT_BOX,
         source={"crs": "EPSG:9210", "crs_understood_from": "extent"}, said={"crs-contradicted": ["EPSG:4326", "EPSG:9210", 1]}),
    Case("prj-sai-mui.zip", shapefile(ALL, "EPSG:9210", names=_prj(3405)), COLUMNS, ROWS, ["crs-contradicted"], geometry=POINT_BOX,
         said={"crs-contradicted": ["EPSG:3405", "EPSG:9210", 1]}),
    Case("prj-esri.zip", shapefile(ALL, "EPSG:9210", names=_prj(9210)), COLUMNS, ROWS, geometry=POINT_BOX, source={"crs": "EPSG:9210", "crs_understood_from": "file"}),
    Case("prj-rac.zip", shapefile(ALL, "EPSG:9210", names=lambda part, data: b"?" if part == "prj" else data), COLUMNS, ROWS, ["crs-by-extent"], geometry=POINT_BOX),
    Case("crs-cu.geojson", collection(*METRES, **named("urn:ogc:def:crs:EPSG::9210")), COLUMNS, ONE, source={"crs": "EPSG:9210", "crs_understood_from": "file"}),
    Case("crs-cu-tinh-khac.geojson", collection(*METRES, **named("EPSG:9209")), COLUMNS, [["Trạm A", 5, 106.401200673, 10.980401491]], source={"crs": "EPSG:9209"}),
    Case("vn2000.parquet", _parquet(9210), COLUMNS, ROWS, geometry=POINT_BOX, source={"crs": "EPSG:9210", "crs_understood_from": "file"}),
    Case("khong-crs.parquet", _parquet(None), COLUMNS, ROWS, ["crs-by-extent"], geometry=POINT_BOX, source={"crs_understood_from": "extent"}),
]  # fmt: skip

ATTRIBUTES = [
    Case("tram-shp-vni.zip", dbf_shapefile(_vni()), NAMED, NAMED_ROWS, ["encoding-converted"], source={"encoding": "vni"}, said={"encoding-converted": ["VNI", NAMES[0], 1]}),
    Case("tram-shp-cpg-1252.zip", dbf_shapefile([name.encode() for name in NAMES], "CP1252"), NAMED, NAMED_ROWS, source={"encoding": "utf-8"}),
    Case("tram-shp-cp1258-cpg-sai.zip", dbf_shapefile(_cp1258(), "UTF-8"), NAMED, NAMED_ROWS, ["encoding-converted"], source={"encoding": "cp1258"},
         said={"encoding-converted": ["CP1258", NAMES[0], 1]}),
    Case("thuoc-tinh.kml", EXTENDED.encode(), "name:text:name so:integer ma:text:key kinh_do:decimal:longitude vi_do:decimal:latitude", [["D", 12, "00718", 106.7, 11.0]]),
    Case("long-nhau.parquet", _nested, "ten:text:name cac_so:text ai:text", [["A", "[1, 2]", '{"họ": "Lê"}'], ["B", "[3]", None]],
         ["nested-as-json@|Các số", "nested-as-json@|Ai"]),
    Case("hai-lop.gpkg", _two_layers, COLUMNS.replace(" so:integer", ""), [["Trạm A", 106.6512, 10.9804]], ["layers-several"], source={"layer": "tram"},
         said={"layers-several": ["tram, duong", "tram", 2]}),
    Case("hai-lop-chon.gpkg", _two_layers, COLUMNS.replace(" so:integer", ""), [["Trạm B", 106.7, 11.0]], options={"layer": "duong"}, source={"layer": "duong"}),
    Case("lop-khong-co.gpkg", _two_layers, ok=False, findings=["layer-unknown"], options={"layer": "khong"}, said={"layer-unknown": ["khong", "tram, duong", 1]}),
    Case("hai-thu-muc.kml", FOLDERS.encode(), KML_COLUMNS, KML_ROWS, ["layers-several", "geometry-flattened@1"], source={"layer": "tram"}),
]  # fmt: skip

SHAPES = [
    Case("sao.geojson", collection(polygon("A", STAR), polygon("B", SQUARE)), SHAPED, [shaped(SQUARE, "B")], ["geometry-spoilt@1"], ok=False, counts=(2, 1, 1)),
    Case("det.geojson", collection(polygon("A", FLAT), polygon("B", SQUARE)), SHAPED, [shaped(SQUARE, "B")], ["geometry-spoilt@1"], ok=False, counts=(2, 1, 1)),
    Case("ve-hai-vong.geojson", collection(polygon("A", SQUARE + SQUARE[1:])), SHAPED, [shaped(SQUARE)], ["geometry-mended@1"], geometry=("Polygon", *BOX)),
    Case("hinh-rong.geojson", collection(polygon("A", SQUARE), feature({"Tên": "B", "Số": 5}, "Polygon", []), feature({"Tên": "C", "Số": 6}, "MultiPoint", [])), SHAPED,
         [shaped(SQUARE), ["B", 5, None], ["C", 6, None]], ["geometry-missing@2"], said={"geometry-missing": [None, None, 2]}),
    Case("vung-ngoai-tinh.geojson", collection(polygon("A", SQUARE), polygon("B", HANOI)), SHAPED, [shaped(SQUARE), shaped(HANOI, "B")], ["outside-province@2"]),
    Case("vung-ngoai-nuoc.geojson", collection(polygon("A", SQUARE), polygon("B", [[2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.0]])), SHAPED, [shaped(SQUARE)],
         ["outside-vietnam@2"], ok=False, counts=(2, 1, 1)),
    Case("vung-doi-cho.geojson", collection(polygon("A", [[lat, lon] for lon, lat in SQUARE])), SHAPED, [shaped(SQUARE)], ["axes-swapped"], geometry=("Polygon", *BOX)),
    Case("vung-doi-cho-mot.geojson", collection(polygon("A", SQUARE), polygon("B", SQUARE), polygon("C", [[lat, lon] for lon, lat in SQUARE])), SHAPED,
         [shaped(SQUARE), shaped(SQUARE, "B"), shaped(SQUARE, "C")], ["axes-swapped-rows@3", "geometry-repeated"]),
    Case("don-va-nhieu.geojson", collection(polygon("A", SQUARE), feature({"Tên": "B", "Số": 5}, "MultiPolygon", [[HANOI]])), SHAPED,
         [shaped(SQUARE), ["B", 5, json.dumps({"type": "MultiPolygon", "coordinates": [[HANOI]]})]], ["outside-province@2"], geometry=("MultiPolygon", 105.8, 11.0, 106.7, 21.1)),
    Case("qua-nhieu-dinh.parquet", _huge, ok=False, findings=["geometry-huge@1"], counts=(1, 0, 1)),
    Case("wkt-z-m.csv", text("Tên;WKT\nA;POINT Z (106.6512 10.9804 5)\nB;POINT ZM (106.7 11 5 6)\nC;POINT M (106.7 11.1 6)\n"), WKT,
         [["A", '{"type":"Point","coordinates":[106.6512,10.9804]}'], ["B", '{"type":"Point","coordinates":[106.7,11.0]}'], ["C", '{"type":"Point","coordinates":[106.7,11.1]}']],
         ["geometry-flattened@2|WKT"], said={"geometry-flattened": [None, None, 3]}),
    Case("wkt-rong.csv", text("Tên;WKT\nA;POLYGON EMPTY\nB;POINT (106.7 11)\n"), WKT, [["A", None], ["B", '{"type":"Point","coordinates":[106.7,11.0]}']],
         ["geometry-missing@2|WKT"]),
    Case("ewkt.csv", text("Tên,WKT\nA,SRID=4326;POINT (106.6512 10.9804)\n"), WKT,
         [["A", '{"type":"Point","coordinates":[106.6512,10.9804]}']], source={"crs": "EPSG:4326", "crs_understood_from": "file"}),
    Case("ewkt-vn2000.csv", text("Tên,WKT\nA,SRID=9210;POINT (598294.674 1214436.117)\n"), WKT, [["A", '{"type":"Point","coordinates":[106.6512,10.9804]}']],
         source={"crs": "EPSG:9210", "crs_understood_from": "file"}),
    Case("ewkt-lan-lon.csv", text("Tên,WKT\nA,SRID=9210;POINT (598294.674 1214436.117)\nB,SRID=4326;POINT (106.7 11)\n"), ok=False, findings=["crs-several@|WKT"], counts=(2, 0, 2)),
]  # fmt: skip

CASES = [*SYSTEMS, *ATTRIBUTES, *SHAPES]
