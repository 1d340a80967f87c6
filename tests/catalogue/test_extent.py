"""The plain rule for a dataset's extent."""

import json

import pytest

from ckanext.binhduong.catalogue.rules.extent import MAX_VERTICES, ExtentError, clean_extent

SQUARE = [[106.0, 11.0], [107.0, 11.0], [107.0, 12.0], [106.0, 12.0], [106.0, 11.0]]


def polygon(ring: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [ring]}


def test_valid_shape_is_kept() -> None:
    """A good polygon comes back with the same ring, compact."""
    assert json.loads(clean_extent(json.dumps(polygon(SQUARE)))) == polygon(SQUARE)


def test_feature_gives_its_geometry() -> None:
    """Tools export features; the geometry is what is meant."""
    assert json.loads(clean_extent({"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)})) == polygon(SQUARE)


def test_clockwise_ring_is_turned() -> None:
    """Solr reads a clockwise outer ring as everything but the polygon."""
    assert json.loads(clean_extent(polygon(SQUARE[::-1]))) == polygon([SQUARE[0], SQUARE[1], SQUARE[2], SQUARE[3], SQUARE[0]])


def test_open_ring_is_closed() -> None:
    """A ring without its last point is clear in its meaning."""
    assert json.loads(clean_extent(polygon(SQUARE[:-1]))) == polygon(SQUARE)


def test_heights_are_dropped() -> None:
    """An extent is two-dimensional."""
    assert json.loads(clean_extent({"type": "Point", "coordinates": [106.5, 11.0, 20.0]})) == {
        "type": "Point",
        "coordinates": [106.5, 11.0],
    }


def test_spike_is_removed() -> None:
    """Making a polygon with a spike valid leaves a line, which is not part of the extent."""
    spiked = polygon([[0, 0], [1, 0], [1, 1], [2, 1], [1, 1], [0, 1], [0, 0]])
    kept = json.loads(clean_extent(spiked))
    assert kept["type"] == "Polygon"
    assert sorted(map(tuple, kept["coordinates"][0][:-1])) == [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("POINT(1 2)", "not-geojson"),
        ("[]", "not-geojson"),
        ("{}", "not-geojson"),
        ('{"type":"Polygon"}', "not-geojson"),
        ('{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}', "not-geojson"),
        ('{"type":"Point","coordinates":["a","b"]}', "not-geojson"),
        ("[" * 100_000, "not-geojson"),
        ('{"type":"GeometryCollection","geometries":[]}', "wrong-type"),
        ('{"type":"FeatureCollection","features":[]}', "wrong-type"),
        ('{"type":"Point","coordinates":[]}', "empty"),
        ('{"type":"Point","coordinates":[NaN,1]}', "out-of-range"),
        ('{"type":"Point","coordinates":[Infinity,1]}', "out-of-range"),
        ('{"type":"Point","coordinates":[598294.7,1214436.1]}', "out-of-range"),
        ('{"type":"Point","coordinates":[10.98,106.65]}', "swapped"),
    ],
)
def test_unusable_shape_is_refused(value: str, code: str) -> None:
    """Each failing shape is told apart, because each has its own remedy."""
    with pytest.raises(ExtentError) as error:
        clean_extent(value)
    assert error.value.code == code


def test_huge_shape_is_refused() -> None:
    """One vertex over the limit is too many."""
    line = {"type": "LineString", "coordinates": [[106 + n * 1e-6, 11.0] for n in range(MAX_VERTICES + 1)]}
    with pytest.raises(ExtentError) as error:
        clean_extent(line)
    assert error.value.code == "too-large"
