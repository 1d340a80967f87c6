"""Clients that exist, against the service over HTTP: GDAL's driver OAPIF (what ogr2ogr, QGIS and geopandas read with), and OWSLib."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import Any

import pytest
from owslib.ogcapi.features import Features
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.features.conftest import box

ROWS = [(f"R{number:03}", f"Nhà thuốc số {number}", "2024-01-05", number / 2, 106.5 + number / 1000, 11.0) for number in range(250)]


class _Quiet(WSGIRequestHandler):
    def log(self, *_args, **_values):
        """Nothing."""


@pytest.fixture(scope="module")
def served(store):
    """The address of the service, answered by a server of this process; links lead to it."""
    from ckan.plugins import toolkit as tk

    from ckanext.binhduong.core.connections.connection_pool import Database
    from ckanext.binhduong.features.light_path.middleware import LightPath
    from ckanext.binhduong.features.light_path.reads import Reads
    from ckanext.binhduong.features.ogc.service import GeoService

    store.points("hai-tram-nam-muoi", ROWS)
    store.zones("vung", [("Khu A", box(106.6, 10.9, 106.7, 11.0)), ("Khu B", box(106.7, 10.9, 106.8, 11.0))])
    database = Database(tk.config["ckanext.binhduong.geo_read_url"])
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=_Quiet)
    site = f"http://127.0.0.1:{server.server_port}"
    server.app = LightPath(lambda *_: [], GeoService(database, site, "secret"), Reads(site))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"{site}/geo"
    server.shutdown()
    database.close()


# GDAL does not let other threads of its process run while it waits for an answer: it reads in a process of its own.
_READ = """
import json, sys
import pyogrio
address, layer, options = json.loads(sys.argv[1])
if layer is None:
    print(json.dumps(sorted(str(name) for name, _ in pyogrio.list_layers(address))))
else:
    options = {name: tuple(value) if name == "bbox" else value for name, value in options.items()}
    frame = pyogrio.read_dataframe(address, layer=layer, **options)
    print(frame.to_json(show_bbox=False, default=str))
"""


def read(served: str, layer: str | None, **options: Any) -> Any:
    """A collection as GDAL reads it, as GeoJSON's features; without a layer the names of all."""
    words = [sys.executable, "-c", _READ, json.dumps([f"OAPIF:{served}", layer, options])]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True)
    found = json.loads(done.stdout)
    return found if layer is None else found["features"]


def test_gdal_lists_the_collections(served):
    """All of them."""
    assert read(served, None) == ["hai-tram-nam-muoi", "vung"]


def test_gdal_reads_a_whole_collection(served):
    """All rows over all pages, the same values and the same places."""
    found = [each["properties"] | {"at": each["geometry"]["coordinates"]} for each in read(served, "hai-tram-nam-muoi")]
    found.sort(key=lambda row: row["ma"])
    assert [(row["ma"], row["ten"], row["so_giuong"]) for row in found] == [(ma, ten, beds) for ma, ten, _, beds, _, _ in ROWS]
    assert [row["at"] for row in found] == [[pytest.approx(lon), lat] for *_, lon, lat in ROWS]
    assert {row["ngay"][:10] for row in found} == {"2024-01-05"}


def test_gdal_asks_for_a_part(served):
    """By a box and by a condition, which the server answers."""
    assert len(read(served, "hai-tram-nam-muoi", bbox=(106.5, 10.9, 106.5095, 11.1))) == 10
    assert [each["properties"]["ten"] for each in read(served, "hai-tram-nam-muoi", where="ma = 'R007'")] == ["Nhà thuốc số 7"]


def test_gdal_reads_shapes(served):
    """Polygons with their corners."""
    found = {each["properties"]["ten"]: each["geometry"]["coordinates"] for each in read(served, "vung")}
    assert found == {
        name: [box(west, 10.9, east, 11.0)["coordinates"]] for name, west, east in (("Khu A", 106.6, 106.7), ("Khu B", 106.7, 106.8))
    }


def test_owslib(served):
    """Its calls for features, with a box, a filter, a page and one feature."""
    client = Features(served)
    assert client.feature_collections() == ["hai-tram-nam-muoi", "vung"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in client.conformance()["conformsTo"]
    assert client.api()["openapi"] == "3.0.3"
    assert sorted(client.collection_queryables("vung")["properties"]) == ["geometry", "ten"]
    found = client.collection_items("hai-tram-nam-muoi", bbox=[106.5, 10.9, 106.5095, 11.1], limit=4)
    assert (found["numberMatched"], found["numberReturned"]) == (10, 4)
    assert client.collection_items("hai-tram-nam-muoi", filter="so_giuong BETWEEN 1 AND 2")["numberMatched"] == 3
    assert client.collection_item("hai-tram-nam-muoi", "R003")["properties"]["ten"] == "Nhà thuốc số 3"
