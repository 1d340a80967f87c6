"""Cutting tiles: what is said when the program is missing or refuses, and that a file is replaced only by a complete one."""

from pathlib import Path

import pytest

from ckanext.binhduong.portal.base_map import tippecanoe as module
from ckanext.binhduong.portal.base_map.tippecanoe import Tileset, TippecanoeError, write_tiles

TILES = Tileset("tried", "nobody", (0, 2))
POINT = {
    "type": "Feature",
    "tippecanoe": {"layer": "place", "minzoom": 0, "maxzoom": 2},
    "properties": {"name": "Thủ Dầu Một"},
    "geometry": {"type": "Point", "coordinates": [106.65, 10.98]},
}


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is written without it."""
    monkeypatch.setattr(module, "tippecanoe", lambda: None)
    with pytest.raises(TippecanoeError, match="tippecanoe is not installed"):
        write_tiles(tmp_path / "out.pmtiles", TILES, [POINT])
    assert not list(tmp_path.iterdir())


def test_a_refusal_keeps_the_old_file_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program's own words are passed on."""
    program = tmp_path / "refuses"
    program.write_text("#!/bin/sh\necho 'no features' >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(module, "tippecanoe", lambda: str(program))
    target = tmp_path / "tiles" / "out.pmtiles"
    target.parent.mkdir()
    target.write_bytes(b"old")
    with pytest.raises(TippecanoeError, match="no features"):
        write_tiles(target, TILES, [POINT])
    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == ["out.pmtiles"]
