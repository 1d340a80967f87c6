"""GDAL with nothing in it but the drivers this package reads with.

GDAL opens a VRT named .geojson, and a VRT opens any file or address. So every other driver is skipped before GDAL is loaded (the
environment is read once, then), and what was loaded is checked: a newer GDAL with a driver this list does not know is refused.
"""

import os
from types import ModuleType
from typing import Any

ALLOWED = frozenset({"ESRI Shapefile", "GPKG", "GeoJSON", "LIBKML", "KML", "FlatGeobuf", "Memory", "MEM"})
"""The drivers this package uses, and the in-memory one GDAL cannot do without."""

SKIPPED = (
    "PCIDSK,PDS4,VICAR,PDF,MBTiles,EEDA,OGCAPI,GDALG,MapInfo File,LVBAG,S57,DGN,OGR_VRT,CSV,GML,GPX,GeoJSONSeq,ESRIJSON,TopoJSON,OGR_GMT,"
    "SQLite,WAsP,OpenFileGDB,DXF,GeoRSS,VFK,PGDUMP,OSM,GPSBabel,OGR_PDS,WFS,OAPIF,EDIGEO,Idrisi,ODS,XLSX,XLS,Elasticsearch,Carto,AmigoCloud,SXF,"
    "Selafin,JML,PLSCENES,CSW,VDV,MVT,NGW,MapML,GTFS,PMTiles,JSONFG,MiraMonVector,ADBC,AVCBin,AVCE00,AIVector,HTTP,Parquet,Arrow,PostgreSQL,MySQL,"
    "MSSQLSpatial,ODBC,PGEO,FileGDB,Interlis 1,Interlis 2,GMLAS,NAS,SOSI,CAD,VRT,WMS,WMTS,WCS,TIGER,UK .NTF,SDTS"
)

SETTINGS = {
    "OGR_SKIP": SKIPPED,
    "GDAL_SKIP": SKIPPED,
    "GDAL_DRIVER_PATH": "disable",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{noext}",
    "GDAL_HTTP_TIMEOUT": "1",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "OGR_SQLITE_LIST_VIRTUAL_OGR": "NO",
    "SQLITE_LIST_ALL_TABLES": "NO",
    "LIBKML_RESOLVE_STYLE": "NO",
    "SHAPE_RESTORE_SHX": "YES",
}
"""Environment of the process that loads GDAL."""


def pyogrio() -> Any:
    """Load pyogrio with only the allowed drivers, and check that it is so."""
    os.environ |= SETTINGS
    module: ModuleType = __import__("pyogrio")
    others = set(module.list_drivers()) - ALLOWED
    if others:
        raise RuntimeError(f"GDAL drivers outside the allow-list: {sorted(others)}")
    return module
