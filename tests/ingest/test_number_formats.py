"""What a cell's format shows beside its number, and what a long one costs."""

from __future__ import annotations

import pytest

from ckanext.binhduong.ingest.readers.spreadsheets.number_formats import PLAIN, shown_by
from ckanext.binhduong.ingest.readers.spreadsheets.ods_formats import shown_as


@pytest.mark.parametrize(
    ("number_format", "unit"),
    [
        ('0.0" ha"', "ha"),
        ("0.0\\ \\m", "m"),
        ('General" kg"', "kg"),
        ("#,##0 ₫", "₫"),
        ("[$$-409]#,##0.00", "$"),
        ('_-* #,##0.00\\ "₫"_-;-* #,##0.00\\ "₫"_-', "₫"),
        ('[Red]0.0" m²"', "m²"),
        ('0"%"', "%"),
        ('[<1000]0" kg";0.0" tấn"', "kg | tấn"),
        ('"khoảng "#,##0', ""),
        ('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', ""),
        ("0.00E+00", ""),
        ("# ?/?", ""),
        ("@", ""),
    ],
)
def test_a_unit_stands_behind_the_number(number_format: str, unit: str) -> None:
    """Or a currency before it; a label before it, brackets and powers are none."""
    assert shown_by(number_format).unit == unit


@pytest.mark.parametrize(
    ("number_format", "lacks"),
    [
        *(("mm/yyyy", "day"), ("[$-42A]mmmm yyyy", "day"), ("yyyy", "day"), ("mm", "day"), ("dddd", "day")),
        *(("d-mmm", "year"), ("dd/mm", "year"), ("dd/mm/yyyy", ""), ("dddd, d mmmm yyyy", ""), ("General", ""), ("0.0", "")),
    ],
)
def test_a_date_is_shown_without_a_part(number_format: str, lacks: str) -> None:
    """Months and years lack the day, days and months the year."""
    assert shown_by(number_format).lacks == lacks


@pytest.mark.parametrize("start", ["[$", '"', "\\", "0 ", "- ", "/", "0,"])
def test_a_format_longer_than_any_is_not_read(start: str) -> None:
    """Excel takes 255 characters: of 10,000 a pattern would take seconds, for each style of the workbook."""
    assert shown_by(start * 5000 + ' "ha"') == PLAIN


@pytest.mark.parametrize("text", ["1" + " " * 1000 + "x", "1," * 500, "1" + "\u00a0" * 1000])
def test_a_long_text_of_a_cell_is_not_read(text: str) -> None:
    """An OpenDocument's number of 1,000 signs shows nothing that is looked for."""
    assert shown_as(text, "float", "1") == PLAIN


@pytest.mark.parametrize("text", [" -   ₫ ", "###", "45 1000 đồng", "1'234'567"])
def test_what_is_no_number_of_the_cell_is_not_known(text: str) -> None:
    """It is no bare number either, beside which others would have a unit."""
    assert not shown_as(text, "float", "45").is_known


@pytest.mark.parametrize("number_format", ["0%", "[Red]0%", "0.0\\ %", "0.00%_)", "_(* 0%_)", "0.0 %"])
def test_a_per_cent_of_the_workbook(number_format: str) -> None:
    """With a colour, a space or a fill as well; a sign in quotes is a unit."""
    assert shown_by(number_format).percent
    assert not shown_by(number_format.replace("%", '"%"')).percent


@pytest.mark.parametrize(
    ("text", "kind", "value", "thousands", "unit"),
    [
        ("1.234,5 ha", "float", "1234.5", 0, "ha"),
        ("1.500", "float", "1500000", 1, ""),
        ("1,5", "float", "1500000", 2, ""),
        ("1.500", "float", "1500", 0, ""),
        ("1.23E+06", "float", "1234567", 0, ""),
        ("$1,500.00", "currency", "1500", 0, "$"),
        ("1.500 ₫", "currency", "1500", 0, "₫"),
        ("5 m2", "float", "5", 0, "m2"),
        ("5 m3", "float", "5", 0, "m3"),
        ("0,33", "float", "0.3333", 0, ""),
        ("-$5.00", "currency", "-5", 0, "$"),
        ("(5) ha", "float", "-5", 0, "ha"),
        ("45 1000 đồng", "float", "45", 0, ""),
        ("1'234'567", "float", "1234567", 0, ""),
        ("1", "float", "1234567", 2, ""),
        ("0", "float", "1234567", 0, ""),
        ("5 ha (ước)", "float", "5", 0, "ha (ước)"),
    ],
)
def test_an_opendocument_shows_its_number(text: str, kind: str, value: str, thousands: int, unit: str) -> None:
    """By the text beside the value: a unit, and how often it is divided by a thousand."""
    shown = shown_as(text, kind, value)
    assert (shown.thousands, shown.unit) == (thousands, unit)
