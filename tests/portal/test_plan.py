"""Where a plot is, as people type it, and what its zone means, as the columns of plans say it."""

import pytest

from ckanext.binhduong.portal.plan.plan_query import read_where
from ckanext.binhduong.portal.plan.zone_facts import MEANINGS, meaning_of, zone_of

POINT = (106.6512, 10.9804)


@pytest.mark.parametrize(
    "typed",
    [
        *("10.9804, 106.6512", "106.6512,10.9804", "10.9804 106.6512", "10,9804 106,6512", "10,9804; 106,6512"),
        *("Vĩ độ: 10.9804 Kinh độ: 106.6512", "lat 10.9804, lon 106.6512", "10.9804° N, 106.6512° E", "(10.9804, 106.6512)"),
        *("10°58'49.44\"N 106°39'4.32\"E", "106º39,072' Đ; 10º58,824' B"),
    ],
)
def test_degrees_are_read_in_either_order(typed: str) -> None:
    """With points or commas, with or without names."""
    where = read_where(typed)
    assert (where.kind, where.point) == ("degrees", POINT)


@pytest.mark.parametrize(
    "typed",
    [
        "1214436.117 598294.674",
        "598294.674; 1214436.117",
        "X=1214436,117 Y=598294,674",
        "1.214.436,117; 598.294,674",
        "VN-2000: 1214436.117, 598294.674",
    ],
)
def test_metres_are_vn2000_of_the_province(typed: str) -> None:
    """The same point by the official transformation, to a decimetre."""
    where = read_where(typed)
    assert where.kind == "vn2000"
    assert where.point
    assert where.point == pytest.approx(POINT, abs=1e-6)


@pytest.mark.parametrize("typed", ["1, 2", "106.65, 106.65", "999999 111111"])
def test_numbers_that_are_no_place_are_told(typed: str) -> None:
    """Nothing is guessed: no point, and not words either."""
    assert (read_where(typed).kind, read_where(typed).point) == ("unreadable", None)


@pytest.mark.parametrize("typed", ["LO-25741-01", "12 Đại lộ Bình Dương, Phú Lợi", "thửa 25 tờ 3", "10.9804", "Dĩ An"])
def test_words_are_no_point(typed: str) -> None:
    """A plot's number, an address, one number alone."""
    assert read_where(typed).kind == "words"


FIELDS = [
    {"id": name, "type": "text", "title": name}
    for name in ("ma_lo", "ma_loai_dat", "loai_dat", "do_an", "so_quyet_dinh", "ngay_phe_duyet", "tang_cao")
]


def test_a_zones_facts_are_found_by_the_names_of_columns() -> None:
    """What an owner asks first; the other columns follow."""
    values = {
        "ma_lo": "L1",
        "ma_loai_dat": "ODT",
        "loai_dat": "Đất ở tại đô thị",
        "do_an": "Phân khu 1",
        "so_quyet_dinh": "12/QĐ",
        "tang_cao": 5,
    }
    found = zone_of({"properties": {**values, "ngay_phe_duyet": "", "du_lieu_mau": "có"}}, [*FIELDS, {"id": "du_lieu_mau", "type": "text"}])
    assert {fact: value for fact, (_, value) in found["facts"].items()} == {
        **{"plan": "Phân khu 1", "use": "Đất ở tại đô thị", "sign": "ODT", "decision": "12/QĐ"}
    }
    assert [(field["id"], value) for field, value in found["more"]] == [("ma_lo", "L1"), ("tang_cao", 5)]


@pytest.mark.parametrize(
    ("use", "beginning"), [("Đất ở tại đô thị", "Quy hoạch là đất ở"), ("ĐẤT GIAO THÔNG", "Quy hoạch là đường"), ("Đất hỗn hợp", "")]
)
def test_what_a_use_means(use: str, beginning: str) -> None:
    """A use that the table does not have gets no meaning."""
    assert meaning_of(use, "vi").startswith(beginning)
    assert bool(meaning_of(use, "vi")) == bool(beginning) == bool(meaning_of(use, "en"))
    assert len({beginning for beginning, _ in MEANINGS}) == len(MEANINGS)
