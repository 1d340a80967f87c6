"""A chart to take away: as a picture that stands alone, and its numbers as CSV."""

import csv
import io
import json
import urllib.error
import urllib.request
from typing import Any
from xml.etree import ElementTree

import pytest

from ckanext.binhduong.portal.charts.shape import shape_of
from ckanext.binhduong.portal.charts.sheet import sheet_of
from ckanext.binhduong.portal.charts.table_file import table_file

SVG = "{http://www.w3.org/2000/svg}"
HISTOGRAM: dict[str, Any] = {
    **{"kind": "histogram", "step": 5, "measure": None},
    "bars": [{"from": 0, "to": 5, "rows": 2}, {"from": 5, "to": 10, "rows": 0}],
    "series": [
        {"value": True, "rows": 1, "bars": [{"rows": 1}, {"rows": 0}]},
        {"value": "=A1", "rows": 1, "bars": [{"rows": 1}, {"rows": 0}]},
    ],
}


def test_numbers_are_for_spreadsheets_and_programs() -> None:
    """Both edges of a range, a column for each series; a name that a spreadsheet would run stays text."""
    rows = list(csv.reader(io.StringIO(table_file(HISTOGRAM, "Diện tích", "Số dòng", "vi").removeprefix("\ufeff"))))
    assert rows == [["Diện tích ≥", "Diện tích <", "Số dòng", "có", "'=A1"], ["0", "5", "2", "1", "1"], ["5", "10", "0", "0", "0"]]


@pytest.mark.parametrize(("name", "cell"), [("＝1+1", "'＝1+1"), (" =1", "' =1"), ("-5", "-5"), ("- khác", "'- khác"), ("Khác", "Khác")])
def test_what_a_spreadsheet_would_run_stays_text(name: str, cell: str) -> None:
    """In full width and after blanks too; a number is a number."""
    chart = {"kind": "categories", "measure": None, "bars": [{"from": name, "rows": 1}]}
    assert list(csv.reader(io.StringIO(table_file(chart, "Loại", "Số dòng", "vi"))))[1] == [cell, "1"]


def test_a_gap_is_an_empty_cell() -> None:
    """No mean is no zero."""
    chart = {"kind": "time", "step": "day", "measure": "x", "bars": [{"from": "2025-01-01", "rows": 0, "mean": None}]}
    assert table_file(chart, "Ngày", "Trung bình", "vi") == "\ufeffNgày,Trung bình\r\n2025-01-01,\r\n"


def test_nothing_of_a_sheet_lies_outside() -> None:
    """Whatever the length of title and source, and the number of series."""
    shape = shape_of(HISTOGRAM, "vi")
    sheet = sheet_of("Số dòng theo Diện tích " * 8, shape, "Cổng dữ liệu mở Bình Dương (2025). " * 8)
    bottoms = [line["y"] for line in sheet["title"] + sheet["source"]] + [
        each["y"] + each["panel"]["frame"].height for each in sheet["panels"]
    ]
    assert max(bottoms) <= sheet["height"]
    assert max(each["x"] + each["panel"]["frame"].width for each in sheet["panels"]) <= sheet["width"]
    assert sheet["title"][-1]["y"] < sheet["panels"][0]["y"] < sheet["source"][0]["y"]


def test_categories_are_bars_with_their_names() -> None:
    """The longest bar and its number fit; a long name is cut with a sign."""
    bars = [{"from": "Cơ sở khám bệnh, chữa bệnh ngoài công lập", "rows": 9}, {"from": "B", "rows": 3}]
    sheet = sheet_of("Số dòng", shape_of({"kind": "categories", "measure": None, "bars": bars}, "vi"), "Nguồn")
    assert [row["label"] for row in sheet["rows"]] == ["Cơ sở khám bệnh, chữa bệnh ng…", "B"]
    assert (sheet["rows"][0]["width"], sheet["rows"][1]["width"]) == (230, 76.6)


@pytest.fixture(scope="module")
def chart(portal_url: str) -> str:
    """The address of the chart of the hourly readings, without its ending."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_show?id=quan-trac-moi-truong") as answer:
        resource = json.load(answer)["result"]["resources"][1]["id"]
    return f"{portal_url}/dataset/quan-trac-moi-truong/resource/{resource}/chart"


def fetched(url: str) -> tuple[int, str, str]:
    """Status, media type and text."""
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read().decode()


def test_stations_are_not_one_mean_line(chart: str) -> None:
    """The first chart of readings has a picture for each of the 14 stations that measure it; who made the data stands below."""
    status, kind, text = fetched(f"{chart}.svg")
    assert (status, kind) == (200, "image/svg+xml")
    drawn = ElementTree.fromstring(text)
    assert len(drawn.findall(f"{SVG}svg")) == 14
    words = " ".join(each.text or "" for each in drawn.iter(f"{SVG}text"))
    assert "bên tạo dữ liệu mẫu" in words


def test_the_numbers_are_those_of_the_picture(chart: str) -> None:
    """A line a day, a column a station."""
    rows = list(csv.reader(io.StringIO(fetched(f"{chart}.csv")[2].removeprefix("\ufeff"))))
    assert rows[0] == ["Thời điểm", "Trung bình của PM2.5 (µg/m³)", *(f"KK{number:02}" for number in range(1, 15))]
    assert (len(rows), rows[1][0]) == (91, "2024-12-01T00:00:00")


@pytest.mark.parametrize(
    ("question", "status"), [("?draw=khong_co", 400), ("?draw=pm25&series=pm25", 400), ("?draw=thoi_diem&filter=pm25:from:9999", 404)]
)
def test_what_cannot_be_drawn_is_no_picture(chart: str, question: str, status: int) -> None:
    """A wrong question and one without rows are told apart."""
    assert fetched(f"{chart}.svg{question}")[0] == status


def test_another_ending_or_dataset_has_no_chart(chart: str) -> None:
    """404, as for any file that is not there."""
    assert fetched(f"{chart}.png")[0] == 404
    assert fetched(f"{chart}.svg".replace("quan-trac-moi-truong", "nha-thuoc"))[0] == 404
