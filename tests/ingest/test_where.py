"""VN-2000 goes to WGS 84 by one operation, EPSG:6960, everywhere in the province."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.ingest.helpers import read_text

GOLDEN = [(106.6512, 10.9804, 598294.674, 1214436.117)]
"""Longitude, latitude, easting, northing of EPSG:6960 in zone EPSG:9210, from the reference; PROJ's own choice is 0.80 m off."""


def test_the_golden_point_lands_where_it_should(tmp_path: Path) -> None:
    """Within a millimetre's worth of degrees."""
    lon, lat, east, north = GOLDEN[0]
    found = read_text(tmp_path, f"Tên;X;Y\nA;{north};{east}\n")
    assert found.values("kinh_do") == [pytest.approx(lon, abs=1e-8)]
    assert found.values("vi_do") == [pytest.approx(lat, abs=1e-8)]


def test_degrees_are_calculated_to_a_tenth_of_a_millimetre(tmp_path: Path) -> None:
    """Nine decimals: further digits would be PROJ's, not the surveyor's."""
    *_, east, north = GOLDEN[0]
    (row,) = read_text(tmp_path, f"Tên;X;Y\nA;{north};{east}\n").rows
    assert (round(row["kinh_do"], 9), round(row["vi_do"], 9)) == (row["kinh_do"], row["vi_do"])


def test_there_is_no_seam_at_11_04_north(tmp_path: Path) -> None:
    """Equal steps of 10 m northwards across 11.04°N stay equal: PROJ's own choice would jump 0.80 m there."""
    lines = "\n".join(f"p{step};{1221000 + 10 * step};598000" for step in range(100))
    latitudes = read_text(tmp_path, f"Tên;X;Y\n{lines}\n").values("vi_do")
    steps = [after - before for before, after in pairwise(latitudes)]
    assert min(latitudes) < 11.04 < max(latitudes)
    assert max(steps) - min(steps) < 3e-9  # degrees are rounded to 1e-9


def test_the_preview_shows_rows_on_the_map(tmp_path: Path) -> None:
    """Each previewed row is a feature whose properties are the other columns."""
    found = read_text(tmp_path, "Tên;Kinh độ;Vĩ độ\nA;106,65;10,98\nB;;\n")
    features = found.report["preview"]["features"]["features"]
    assert features[0] == {"type": "Feature", "geometry": {"type": "Point", "coordinates": [106.65, 10.98]}, "properties": {"ten": "A"}}
    assert features[1]["geometry"] is None
    assert json.loads(json.dumps(found.report, allow_nan=False))["rows"]["out"] == 2
