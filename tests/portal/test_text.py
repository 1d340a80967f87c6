"""Numbers, dates, sizes and distances in both languages."""

import pytest

from ckanext.binhduong.portal.text import cell_text, date_text, distance_text, number_text, size_text


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [(1234.5, 1, "1.234,5", "1,234.5"), (2722527, 0, "2.722.527", "2,722,527"), (0, 0, "0", "0"), (-1000, 0, "-1.000", "-1,000")],
)
def test_numbers_have_the_signs_of_the_language(value: float, decimals: int, vi: str, en: str) -> None:
    """Vietnamese writes a decimal comma and groups by points, English the other way round."""
    assert (number_text(value, "vi", decimals), number_text(value, "en", decimals)) == (vi, en)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("2026-11-22", "22/11/2026", "22 Nov 2026"),
        ("2025-07-01T09:30:00.123", "01/07/2025", "1 Jul 2025"),
        ("không rõ", "không rõ", "không rõ"),
        (None, "", ""),
    ],
)
def test_dates_are_day_first_in_vietnamese(value: str | None, vi: str, en: str) -> None:
    """An ISO date is dd/mm/yyyy in Vietnamese; what is no date stays as it is."""
    assert (date_text(value, "vi"), date_text(value, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("size", "text"), [(0, ""), (None, ""), ("x", ""), (512, "512 B"), (160_400, "160 kB"), (2_560_000, "2,6 MB"), (150_000_000, "150 MB")]
)
def test_sizes_are_in_round_units(size: int | str | None, text: str) -> None:
    """A size has at most one decimal, and nothing is said when it is unknown."""
    assert size_text(size, "vi") == text


@pytest.mark.parametrize(("metres", "text"), [(203.4, "200 m"), (994, "990 m"), (996, "1,0 km"), (12_340, "12,3 km")])
def test_distances_turn_to_kilometres_at_one_thousand(metres: float, text: str) -> None:
    """Below a kilometre a distance is rounded to 10 m."""
    assert distance_text(metres, "vi") == text


@pytest.mark.parametrize(
    ("value", "kind", "lang", "expected"),
    [
        (2024, "int8", "vi", ("2024", True)),
        (12345, "int8", "vi", ("12.345", True)),
        (93.6, "float8", "vi", ("93,6", True)),
        (5e-05, "float8", "vi", ("0,00005", True)),
        (1.25e-07, "float8", "en", ("0.000000125", True)),
        (True, "bool", "vi", ("có", False)),
        (False, "bool", "en", ("no", False)),
        ("2020-09-05", "date", "vi", ("05/09/2020", False)),
        ("02740000031", "text", "vi", ("02740000031", False)),
        (None, "text", "vi", ("", False)),
    ],
)
def test_cells_read_as_people_write_them(value: object, kind: str, lang: str, expected: tuple[str, bool]) -> None:
    """A year keeps its four digits, a phone number its zero, and a date is not the machine's."""
    assert cell_text(value, kind, lang) == expected
