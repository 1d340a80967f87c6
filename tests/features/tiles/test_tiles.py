"""Vector tiles: what they hold, read with GDAL; how long they may be kept; what is refused; and the documents that lead to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.features.tiles import statements
from tests.features.ogc.conftest import BASE, Answer, get, layers

__all__ = ["get", "layers"]

TILES = "/collections/nha-thuoc/tiles/WebMercatorQuad"
HOME = "12/1922/3261"
"""Zoom, row and column of the tile around 106.65, 10.98."""


@pytest.fixture
def tile(app: Any, layers: None, tmp_path: Path) -> Callable[..., Any]:
    """Ask for a tile: its features as a frame in EPSG:4326, None for an empty one."""

    def ask(layer: str, place: str) -> Any:
        answer = app.get(f"/geo/collections/{layer}/tiles/WebMercatorQuad/{place}")
        assert answer.status_code in (200, 204)
        if answer.status_code == 204:
            assert answer.get_data() == b""
            return None
        zoom, row, column = place.split("/")
        (tmp_path / "tile.mvt").write_bytes(answer.get_data())
        frame = pyogrio.read_dataframe(tmp_path / "tile.mvt", layer=layer, X=column, Y=row, Z=zoom)
        return frame.set_crs(3857, allow_override=True).to_crs(4326)

    return ask


def test_a_tile_holds_the_features_in_it(tile):
    """With their columns, typed, and to half a step of the tile's side."""
    frame = tile("nha-thuoc", HOME).sort_values("ma")
    assert list(frame["ma"]) == ["NT01", "NT02", "NT03"]
    first = frame.iloc[0]
    assert (first["_fid"], first["ten"], first["ngay"], first["so_giuong"]) == ("NT01", "Nhà thuốc Đức An", "2024-01-05", 3.0)
    assert (first.geometry.x, first.geometry.y) == (pytest.approx(106.65, abs=2e-5), pytest.approx(10.98, abs=2e-5))


def test_shapes_are_cut_at_the_edge(tile):
    """A zone that goes on in the next tiles ends with this one (GDAL takes the margin off)."""
    west, _, east, _ = tile("phan-khu", "14/7689/13044").total_bounds
    assert (west, east) == (pytest.approx(106.611328, abs=1e-5), pytest.approx(106.633301, abs=1e-5))


def test_areas_that_no_one_could_see_are_left_out(tile):
    """Below zoom 14 those smaller than two steps of the tile's side; the zones of these tests are one square metre by their rank."""
    assert (tile("phan-khu", "13/3844/6522"), tile("phan-khu", "14/7689/13044") is None) == (None, False)


@pytest.mark.parametrize("place", ["12/0/0", "22/0/0", "0/0/0"])
def test_an_empty_tile_is_204(tile, place):
    """Where nothing lies; the world's tile has everything."""
    assert (tile("nha-thuoc", place) is None) == (place != "0/0/0")


def test_low_zooms_have_no_columns(tile):
    """A feature's id only, from zoom 10 on all columns."""
    found = [sorted(set(tile("nha-thuoc", place).columns) - {"mvt_id", "geometry"}) for place in ("9/240/407", "10/480/815")]
    assert found == [["_fid"], ["_fid", "kinh_do", "ma", "ngay", "so_giuong", "ten", "vi_do"]]


def test_low_zooms_have_few_features(tile, store, monkeypatch):
    """Those of the highest rank, at most as many as a tile may have; high zooms have all."""
    monkeypatch.setattr(statements, "MOST_FEATURES", 2)
    assert len(tile("nha-thuoc", HOME)) == 2
    assert len(tile("nha-thuoc", "14/7689/13045")) == 1


def test_a_tile_may_be_kept_when_it_names_its_release(get):
    """A year with the release in the address; without it, or with another's, not without asking."""
    lasting = "public, max-age=31536000, immutable"
    assert [get(f"{TILES}/{HOME}", **version).headers["Cache-Control"] for version in ({"v": 3}, {"v": 2}, {})] == [
        lasting,
        "no-cache",
        "no-cache",
    ]
    assert get(f"{TILES}/{HOME}").headers["Content-Type"] == "application/vnd.mapbox-vector-tile"


@pytest.mark.parametrize("place", [HOME, "12/0/0"], ids=["a tile", "an empty one"])
def test_nginx_may_keep_a_tile(app, layers, monkeypatch, tmp_path, place):
    """For an hour at most, whatever browsers may do with it; who has it already gets 304. Somebody's own is not kept."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.catalogue_version_file", str(tmp_path / "version"))
    first = app.get(f"/geo{TILES}/{place}?v=3")
    again = app.get(f"/geo{TILES}/{place}?v=3", headers={"If-None-Match": first.headers["ETag"]})
    assert [0 < int(each.headers["X-Accel-Expires"]) <= 3600 for each in (first, again)] == [True, True]
    assert (again.status_code, again.headers["Cache-Control"], again.get_data()) == (304, "public, max-age=31536000, immutable", b"")
    assert "X-Accel-Expires" not in app.get(f"/geo{TILES}/{place}", headers={"Authorization": "x"}).headers
    assert "X-Accel-Expires" not in app.get(f"/geo{TILES}/99/0/0").headers


@pytest.mark.parametrize("place", ["23/0/0", "30/1/1", "0/1/0", "0/0/1", "1/-1/0", "a/0/0", "1/0/nan", "1/0/99999999999", "٣/0/0"])
def test_a_place_that_there_is_not_is_refused(get, place):
    """400, naming the part."""
    answer = get(f"{TILES}/{place}")
    assert (answer.status, answer.json["parameter"] in ("tileMatrix", "tileRow", "tileCol")) == (400, True)


@pytest.mark.parametrize(
    "path", ["", "/WebMercatorQuad", "/WebMercatorQuad/tilejson.json", f"/WebMercatorQuad/{HOME}", f"/WebMercatorQuad/{HOME}?v=3"]
)
def test_a_withdrawn_layer_has_no_tiles(store, get, path):
    """It answers as a layer that never was."""
    store.points("rieng-tu-o", [("BM1", "Bí mật", None, 1, 106.65, 10.98)])
    store.withdraw("rieng-tu-o")
    hidden, unknown = (get(f"/collections/{name}/tiles{path}") for name in ("rieng-tu-o", "chua-co"))
    assert (hidden.status, hidden.text, dict(hidden.headers)) == (404, unknown.text, dict(unknown.headers))


def test_from_a_collection_to_its_tiles(get):
    """Each document leads to the next; the last one's address, filled in, is a tile."""
    listed: Answer = get(get("/collections/nha-thuoc").link("http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"))
    (tileset,) = listed.json["tilesets"]
    assert (tileset["dataType"], tileset["tileMatrixSetURI"].rpartition("/")[2]) == ("vector", "WebMercatorQuad")
    found = get(next(each["href"] for each in tileset["links"] if each["rel"] == "self"))
    template = found.link("item")
    assert template == f"{BASE}{TILES}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}?v=3"
    assert get(template.format(tileMatrix=12, tileRow=1922, tileCol=3261)).status == 200
    tilejson = get(found.link("describedby")).json
    assert (tilejson["tilejson"], tilejson["tiles"]) == ("3.0.0", [f"{BASE}{TILES}/{{z}}/{{y}}/{{x}}?v=3"])
    assert (tilejson["vector_layers"][0]["id"], tilejson["bounds"]) == ("nha-thuoc", [106.3, 10.8, 107.0, 11.5])


def test_a_column_named_as_a_part_of_a_tile(store, app):
    """Columns called ``geom`` or ``id`` are columns."""
    store.points("ten-la", [("A", "x", None, 1, 106.65, 10.98)])
    store.run('ALTER TABLE public._t_ten_la RENAME COLUMN so_giuong TO geom; DROP VIEW geo."ten-la"')
    store.run(
        'CREATE VIEW geo."ten-la" AS SELECT ma, geom, _id, ma AS _fid, _geom,'
        " ST_Transform(_geom, 3857) AS _geom_3857, 1::real AS _rank, _full_text"
        ' FROM public._t_ten_la; UPDATE portal.layer SET fields = \'[{"id": "ma", "type": "text"}, {"id": "geom", "type": "decimal"}]\''
        " WHERE layer = 'ten-la'"
    )
    assert app.get(f"/geo/collections/ten-la/tiles/WebMercatorQuad/{HOME}").status_code == 200
    assert app.get("/geo/collections/ten-la/items").json["features"][0]["properties"] == {"ma": "A", "geom": 1}
    store.withdraw("ten-la")
