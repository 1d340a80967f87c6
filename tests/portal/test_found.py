"""What the finder says about one row: its parts, its state, its hours in words, and the charts of its readings."""

from datetime import datetime

import pytest

from ckanext.binhduong.portal.finder.card_facts import opening_words, picture_of, row_of, status_kind
from ckanext.binhduong.portal.stations.reading_charts import HEIGHT, WIDTH, series_of
from ckanext.binhduong.vn import VIETNAM_TIME

FIELDS = [
    {"id": "ma", "role": "key", "type": "text"},
    {"id": "ten", "role": "name", "type": "text"},
    {"id": "huong", "role": "category", "type": "text"},
    {"id": "trang_thai", "role": "category", "type": "text"},
    {"id": "loai_hinh", "role": "category", "type": "text"},
    {"id": "dien_thoai", "role": "phone", "type": "text"},
    {"id": "kinh_do", "role": "longitude", "type": "decimal"},
    {"id": "so_giuong", "role": None, "type": "integer"},
    {"id": "du_lieu_mau", "role": None, "type": "boolean"},
]
VALUES = {
    "ma": "1", "ten": "Trạm A", "huong": "Tây", "trang_thai": "Hoạt động", "loai_hinh": "Trạm", "dien_thoai": "0274", "kinh_do": 106.6,
    "so_giuong": 0,
}  # fmt: skip


def test_a_row_has_its_parts() -> None:
    """The kind is the category that is called a kind, the state has a place of its own; a zero is a value; positions stay on the map."""
    row = row_of({"id": "1", "properties": VALUES}, FIELDS)
    assert row["name"] == "Trạm A"
    assert row["by_role"] == {"key": "1", "name": "Trạm A", "phone": "0274", "status": "Hoạt động", "category": "Trạm"}
    assert [(field["id"], value) for field, value in row["more"]] == [("huong", "Tây"), ("so_giuong", 0)]


@pytest.mark.parametrize(("mark", "sample"), [(True, True), ("có", True), (False, False), ("không", False), (None, False)])
def test_a_sample_row_says_so(mark: object, sample: bool) -> None:
    """The seed's column `du_lieu_mau` marks invented rows, whatever type it was read as."""
    assert row_of({"properties": {**VALUES, "du_lieu_mau": mark}}, FIELDS)["sample"] is sample


def test_a_row_without_a_name_is_called_by_what_it_is() -> None:
    """A planning zone has no name: its use and its key; a feature always has something to be called by."""
    assert row_of({"id": "7", "properties": {"ma": "LO-1", "loai_hinh": "Đất ở"}}, FIELDS)["name"] == "Đất ở · LO-1"
    assert row_of({"id": "7", "properties": {}}, FIELDS)["name"] == "7"


@pytest.mark.parametrize(("status", "kind"), [("Hoạt động", "good"), ("mất kết nối", "bad"), ("Bảo trì", "quiet")])
def test_a_state_has_a_look(status: str, kind: str) -> None:
    """Good and bad by the words that tables use; any other word is quiet."""
    assert status_kind(status) == kind


def test_a_picture_is_an_address_of_one() -> None:
    """Only an http address that ends as pictures do."""
    assert picture_of({"a": "https://x.example/1.jpg?", "b": "file:///1.jpg", "c": "https://x.example/2.PNG"}) == "https://x.example/2.PNG"
    assert picture_of({"a": 1}) == ""


@pytest.mark.parametrize(
    ("is_open", "changes", "sentence"),
    [
        (True, "2026-11-22T21:00:00+07:00", ("open-until", {"time": "21:00", "day": "6"})),
        (True, None, ("open", {})),
        (False, "2026-11-22T13:30:00+07:00", ("closed-until", {"time": "13:30", "day": "6"})),
        (False, "2026-11-23T07:00:00+07:00", ("closed-until-tomorrow", {"time": "07:00", "day": "0"})),
        (False, "2026-11-25T07:00:00+07:00", ("closed-until-day", {"time": "07:00", "day": "2"})),
        (False, None, ("closed", {})),
        (None, None, ("unknown", {})),
    ],
)
def test_hours_in_words(is_open: bool | None, changes: str | None, sentence: tuple[str, dict[str, str]]) -> None:
    """Until when today, tomorrow, on which day; not known is said."""
    assert opening_words(is_open, changes, datetime(2026, 11, 22, 12, 30, tzinfo=VIETNAM_TIME)) == sentence


def test_a_chart_of_readings() -> None:
    """The line runs from the oldest at the left to the newest at the right, the least at the bottom; empty cells are left out."""
    records = [
        {"luc": "2026-11-22T03:00:00", "pm": 30.0, "ph": None},
        {"luc": "2026-11-22T01:00:00", "pm": 10.0, "ph": 7},
        {"luc": "2026-11-22T02:00:00", "pm": None, "ph": None},
    ]
    (series,) = series_of(records, [{"id": "pm", "title": "PM"}, {"id": "ph", "title": "pH"}], "luc")
    assert series["rows"] == [("2026-11-22T03:00:00", 30.0), ("2026-11-22T01:00:00", 10.0)]
    assert series["path"] == f"M4.0 {HEIGHT - 4:.1f}L{WIDTH - 4:.1f} 4.0"
    assert (series["least"], series["greatest"], series["last"], series["until"]) == (10.0, 30.0, 30.0, "2026-11-22T03:00:00")


def test_a_constant_runs_along_the_middle() -> None:
    """No division by nothing."""
    records = [{"luc": f"2026-11-22T0{hour}:00:00", "pm": 5} for hour in (1, 2)]
    (series,) = series_of(records, [{"id": "pm", "title": "PM"}], "luc")
    assert series["path"] == f"M4.0 {HEIGHT / 2:.1f}L{WIDTH - 4:.1f} {HEIGHT / 2:.1f}"
