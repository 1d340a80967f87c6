"""VN-2000 to and from WGS 84 by the official operation, without the step PROJ's own choice makes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.transformer import TransformerGroup

from ckanext.binhduong.vn.crs import (
    BINH_DUONG,
    GEOGRAPHIC,
    OPERATION,
    ZONES,
    from_wgs84,
    pipeline,
    postgis_srid,
    proj4text,
    share_in_province,
    to_wgs84,
)

LON, LAT = 106.6512, 10.9804  # in Thủ Dầu Một, south of the seam


def test_golden_values_in_both_directions() -> None:
    """The point of Thủ Dầu Một has the coordinates that operation 6960 gives, to the millimetre."""
    easting, northing = from_wgs84(LON, LAT)
    assert (round(float(easting), 3), round(float(northing), 3)) == (598294.674, 1214436.117)
    lon, lat = to_wgs84(598294.674, 1214436.117)
    assert (round(float(lon), 8), round(float(lat), 8)) == (LON, LAT)


def test_the_pinned_operation_is_epsg_6960() -> None:
    """The numbers typed here are those of the EPSG register, so both give the same place within a micrometre."""
    registered = [t for t in TransformerGroup(9210, 4326, always_xy=True).transformers if "VN-2000 to WGS 84 (2)" in t.description]
    assert OPERATION == 6960
    assert len(registered) == 1
    lon, lat = registered[0].transform(598294.674, 1214436.117)
    assert np.allclose(to_wgs84(598294.674, 1214436.117), (lon, lat), atol=1e-11)


def test_there_is_no_seam_through_the_province() -> None:
    """Going north across 11.04°N in metre steps, every step is the same; left to itself PROJ jumps 0.80 m there."""
    lat = 11.04 + np.arange(-50, 51) * 9e-6
    lon = np.full_like(lat, 106.65)
    assert np.ptp(np.hypot(*np.diff(from_wgs84(lon, lat)))) < 1e-6
    steps = np.hypot(*np.diff(Transformer.from_crs(4326, 9210, always_xy=True).transform(lon, lat)))
    easting, northing = Transformer.from_crs(4326, 9210, always_xy=True).transform(LON, LAT)
    pinned = from_wgs84(LON, LAT)
    assert np.ptp(steps) > 0.03
    assert round(float(np.hypot(easting - pinned[0], northing - pinned[1])), 2) == 0.80


def test_postgis_gets_the_same_system() -> None:
    """The text for spatial_ref_sys has position-vector signs and agrees with the pipeline; the decree's own signs are 0.55 m off."""
    assert postgis_srid() == 909210
    assert proj4text() == (
        "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84"
        " +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +units=m +no_defs"
    )
    pinned = np.array(from_wgs84(LON, LAT))
    same = Transformer.from_crs("+proj=longlat +datum=WGS84 +no_defs", proj4text(), always_xy=True).transform(LON, LAT)
    wrong_signs = proj4text().replace("0.00928836,-0.01975479,0.00427372", "-0.00928836,0.01975479,-0.00427372")
    wrong = Transformer.from_crs("+proj=longlat +datum=WGS84 +no_defs", wrong_signs, always_xy=True).transform(LON, LAT)
    assert np.allclose(same, pinned, atol=1e-4)
    assert round(float(np.hypot(*(np.array(wrong) - pinned))), 2) == 0.55


def test_every_zone_of_the_register_is_in_the_table() -> None:
    """Codes, names, meridians, scales and false origins are EPSG's; Bình Dương's zone comes first."""
    registered = {
        int(info.code): info.name
        for info in query_crs_info(auth_name="EPSG", pj_types=PJType.PROJECTED_CRS)
        if info.name.startswith("VN-2000 /")
    }
    assert {zone.epsg: zone.name for zone in ZONES.values()} == registered
    assert next(iter(ZONES)) == BINH_DUONG == 9210
    for zone in ZONES.values():
        projection = {p["name"]: p["value"] for p in CRS.from_epsg(zone.epsg).to_json_dict()["conversion"]["parameters"]}
        assert projection == {
            "Latitude of natural origin": 0,
            "Longitude of natural origin": zone.central_meridian,
            "Scale factor at natural origin": zone.scale,
            "False easting": 500000,
            "False northing": 0,
        }


@pytest.mark.parametrize(("epsg", "meridian"), [(9210, "105.75"), (5899, "107.75"), (9209, "105.5"), (9212, "106.25"), (3405, "105.0")])
def test_neighbours_have_their_own_meridian(epsg: int, meridian: str) -> None:
    """Bình Dương 105°45', Đồng Nai and Bà Rịa - Vũng Tàu 107°45', Tây Ninh 105°30', Bình Phước 106°15'."""
    assert f"+lon_0={meridian} " in pipeline(epsg)


@given(st.floats(106.3, 107.0), st.floats(10.8, 11.6), st.sampled_from([*ZONES, GEOGRAPHIC]))
def test_there_and_back_again(lon: float, lat: float, epsg: int) -> None:
    """Any place of the province comes back to itself through every zone, to a quarter of a millimetre."""
    assert np.allclose(to_wgs84(*from_wgs84(lon, lat, epsg), epsg), (lon, lat), atol=2.2e-9, rtol=0)


def test_arrays_keep_their_shape_and_bad_places_are_nan() -> None:
    """A column is converted at once; empty and absurd cells become NaN and disturb no other."""
    lon, lat = to_wgs84([598294.674, np.nan, np.inf, 1e12], [1214436.117, 1214436.117, 0.0, 1e12])
    assert lon.shape == (4,)
    assert np.isnan(lon).tolist() == np.isnan(lat).tolist() == [False, True, True, True]
    assert [array.shape for array in to_wgs84([], [])] == [(0,), (0,)]


def test_share_in_province_finds_turned_columns() -> None:
    """A survey sheet's X (northing) and Y (easting) fit only one way round."""
    northing, easting = np.array([1214436.117, 1250000.0]), np.array([598294.674, 600000.0])
    assert share_in_province(easting, northing) == 1.0
    assert share_in_province(northing, easting) == 0.0
    assert share_in_province([], []) == 0.0


def test_unknown_systems_are_refused() -> None:
    """Only VN-2000 systems have a pipeline here."""
    with pytest.raises(KeyError):
        pipeline(32648)
