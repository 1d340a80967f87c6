"""What a reading means: the class of the air by Decision 1459/QĐ-TCMT, the limits of QCVN, states and pictures that are not of now."""

from datetime import date, datetime, timedelta

import pytest

from ckanext.binhduong.portal.finder.row_state import has_picture_column, is_present, picture_fault
from ckanext.binhduong.portal.stations.air_quality import CLASSES, class_of, is_index
from ckanext.binhduong.portal.stations.limits import Judgement, judged

START = datetime.fromisoformat("2025-02-28T23:00:00")


def hours(values: list[float], start: datetime = START) -> list[tuple[str, float]]:
    """Readings an hour apart, newest first."""
    return [((start - timedelta(hours=number)).isoformat(), value) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0, "Tốt"),
        (50.4, "Tốt"),
        (51, "Trung bình"),
        (100, "Trung bình"),
        (101, "Kém"),
        (151, "Xấu"),
        (201, "Rất xấu"),
        (301, "Nguy hại"),
        (500, "Nguy hại"),
    ],
)
def test_the_class_of_an_index(value: float, word: str) -> None:
    """Both sides of each border of table 1."""
    found = class_of(value)
    assert found
    assert found.word[0] == word


@pytest.mark.parametrize("value", [-1, 501])
def test_what_no_index_can_be_has_no_class(value: float) -> None:
    """The scale is 0 to 500."""
    assert class_of(value) is None


def test_the_colours_are_those_of_the_decision() -> None:
    """Green, yellow, orange, red, purple, brown; each class has advice in both languages."""
    assert [each.colour for each in CLASSES] == ["#00e400", "#ffff00", "#ff7e00", "#ff0000", "#8f3f97", "#7e0023"]
    assert all(len({*each.advice, *each.sensitive}) >= 2 for each in CLASSES)
    assert is_index("AQI")
    assert not is_index("aqi_cu_the")


AIR, WATER = "QCVN 05:2023/BTNMT", "QCVN 08:2023/BTNMT"
MICROGRAMS = "µg/m³"


@pytest.mark.parametrize(
    ("column", "unit", "readings", "found"),
    [
        ("pm25", MICROGRAMS, hours([50.0] * 24), Judgement("day", 50.0, 50.0, False, "", AIR)),
        ("pm25", MICROGRAMS, hours([51.0] * 24), Judgement("day", 51.0, 50.0, True, "", AIR)),
        (
            "pm25",
            MICROGRAMS,
            hours([46.0] * 24, datetime.fromisoformat("2026-01-02T00:00:00")),
            Judgement("day", 46.0, 45.0, True, "", AIR),
        ),
        ("pm25", MICROGRAMS, hours([10.0] * 17), None),
        ("pm10", MICROGRAMS, hours([*[90.0] * 24, *[900.0] * 20]), Judgement("day", 90.0, 100.0, False, "", AIR)),
        ("no2", MICROGRAMS, hours([201.0]), Judgement("hour", 201.0, 200.0, True, "", AIR)),
        ("no2", "µg/m3", hours([201.0, 10.0]), Judgement("hour", 201.0, 200.0, True, "", AIR)),
        ("oxy_hoa_tan", "mg/l", hours([5.9]), Judgement("level", 5.9, None, False, "B", WATER)),
        ("oxy_hoa_tan", "mg/L", hours([1.9]), Judgement("level", 1.9, None, True, "worse", WATER)),
        ("ph", "", hours([6.5]), Judgement("level", 6.5, None, False, "A", WATER)),
        ("ph", "", hours([6.4]), Judgement("level", 6.4, None, False, "B", WATER)),
        ("nhiet_do", "°C", hours([30.0]), None),
        ("pm25", MICROGRAMS, [], None),
    ],
)
def test_a_quantity_is_held_against_the_limit_of_its_time(
    column: str, unit: str, readings: list[tuple[str, float]], found: Judgement | None
) -> None:
    """A day's limit against a day's mean, never against an hour; what has no limit is not judged."""
    assert judged(column, readings, unit) == found


@pytest.mark.parametrize(("column", "unit"), [("co", "mg/m³"), ("co", "ppm"), ("no2", ""), ("do", ""), ("cod", "µg/l"), ("pm25", "mg/l")])
def test_another_unit_is_not_judged(column: str, unit: str) -> None:
    """Milligrams are no micrograms, and a column that names no unit may be anything."""
    assert judged(column, hours([1.0] * 24), unit) is None


def test_many_readings_of_few_hours_are_no_day() -> None:
    """Four hours of readings every five minutes: 48 readings, and no mean of 24 hours."""
    start = datetime.fromisoformat("2025-02-28T12:00:00")
    readings = [((start - timedelta(minutes=5 * n)).isoformat(), 60.0) for n in range(48)]
    assert judged("pm25", readings, MICROGRAMS) is None


def test_a_mean_of_a_day_is_not_held_against_an_hours_limit() -> None:
    """Readings a day apart."""
    assert judged("no2", [("2025-02-28T00:00:00", 201.0), ("2025-02-27T00:00:00", 10.0)], MICROGRAMS) is None


@pytest.mark.parametrize(
    ("state", "as_of", "present"),
    [
        ("fresh", "2026-11-01", True),
        ("none", "2026-11-27", True),
        ("none", "2026-11-26", False),
        ("overdue", "2018-07-15", False),
        ("fresh", "", False),
    ],
)
def test_a_state_is_as_old_as_its_data(state: str, as_of: str, present: bool) -> None:
    """ "Working" of last year is no state of now."""
    assert is_present(state, as_of, date(2026, 11, 29)) == present


@pytest.mark.parametrize(
    ("picture", "kind", "fault"),
    [
        ("https://camera.binhduong.example/1.jpg", "good", "invented"),
        ("https://camera.binhduong.gov.vn/1.jpg", "bad", "off"),
        ("https://camera.binhduong.gov.vn/1.jpg", "quiet", ""),
        ("", "good", "none"),
    ],
)
def test_a_missing_picture_has_a_reason(picture: str, kind: str, fault: str) -> None:
    """An invented address, a camera out of order, no address."""
    assert picture_fault(picture, kind) == fault
    assert has_picture_column([{"id": "anh_url"}])
    assert not has_picture_column([{"id": "ten"}])
