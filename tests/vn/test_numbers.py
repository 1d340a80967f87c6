"""Numbers read by the whole column."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.binhduong.vn.numbers import NumberEvidence, NumberStyle, decide_style, is_ambiguous, parse_number, weigh_styles

COMMA, POINT, UNDECIDED = NumberStyle.DECIMAL_COMMA, NumberStyle.DECIMAL_POINT, NumberStyle.UNDECIDED


@pytest.mark.parametrize(
    ("values", "style"),
    [
        (["1.234", "12,5"], COMMA),
        (["1.234", "2.722.527"], COMMA),
        (["1.234,56"], COMMA),
        (["0,125"], COMMA),
        (["1234,567"], COMMA),
        (["1 234,567"], COMMA),
        (["1,234", "12.5"], POINT),
        (["1,234.56"], POINT),
        (["106.6512", "10.9804"], POINT),
        (["0.125"], POINT),
        (["1.234", "5.678"], UNDECIDED),
        (["12", "", "abc"], UNDECIDED),
        (["12,5", "12.5"], UNDECIDED),
    ],
)
def test_the_column_decides(values: list[str], style: NumberStyle) -> None:
    """One value that fits only one style decides for all; nothing or a contradiction leaves the column undecided."""
    assert decide_style(values) is style


def test_evidence_tells_a_silent_column_from_a_contradictory_one() -> None:
    """The counts let a report say why a column is undecided."""
    assert weigh_styles(["1.234", "1,234", "7", "x"]) == NumberEvidence(comma=0, point=0, ambiguous=2)
    assert weigh_styles(["12,5", "12.5", "0.5"]) == NumberEvidence(comma=1, point=2, ambiguous=0)


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("1.234", COMMA, 1234),
        ("1.234", POINT, Decimal("1.234")),
        ("1,234", POINT, 1234),
        ("2.722.527", COMMA, 2722527),
        ("1.234,56", COMMA, Decimal("1234.56")),
        ("0,10", COMMA, Decimal("0.10")),
        ("1 234 567,8", COMMA, Decimal("1234567.8")),
        ("1\u00a0234\u202f567", POINT, 1234567),
        (" 42 ", UNDECIDED, 42),
        ("12,5", UNDECIDED, Decimal("12.5")),
        ("-5", COMMA, -5),
        ("−5,5", COMMA, Decimal("-5.5")),
        ("– 5", POINT, -5),
        ("(1.234)", COMMA, -1234),
        ("12,5%", COMMA, Decimal("0.125")),
        ("100 %", POINT, Decimal(1)),
        ("1,23E+05", COMMA, Decimal(123000)),
        ("0", COMMA, 0),
        ("12345678901234567890", POINT, 12345678901234567890),
        ("9" * 38, POINT, int("9" * 38)),
    ],
)
def test_numbers_are_read_exactly(text: str, style: NumberStyle, number: int | Decimal) -> None:
    """Integers come back as int, the rest as Decimal with every digit."""
    assert parse_number(text, style) == number
    assert isinstance(parse_number(text, style), type(number))


@pytest.mark.parametrize("style", list(NumberStyle))
@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "00123", "0274 3822111", "0912345678", "+84912345678", "1900 1234", "12a", "1.23.4", "1,2,3", "1..2", "(-5)", "5%%"),
        *("NaN", "inf", "0x10", "١٢", "9" * 39, "1E5", "1 23", "--5", "%", "9" * 5000, "1.234.56"),
    ],
)
def test_codes_phones_and_junk_are_no_numbers(text: str, style: NumberStyle) -> None:
    """A leading zero, a plus sign, crooked groups or endless digits mark text, in every style."""
    assert parse_number(text, style) is None


@pytest.mark.parametrize(
    ("text", "style"), [("1.234", UNDECIDED), ("12,500", UNDECIDED), ("12.5", COMMA), ("12,5", POINT), ("1.234,56", POINT)]
)
def test_what_does_not_fit_the_style_is_refused(text: str, style: NumberStyle) -> None:
    """A value is never bent into the column's style, and an ambiguous one is never guessed."""
    assert parse_number(text, style) is None


def test_is_ambiguous_names_the_cells_to_ask_about() -> None:
    """Only the shapes that are two different numbers are ambiguous."""
    assert [text for text in ("1.234", "12,500", "1234", "0,5", "1.2", "mười") if is_ambiguous(text)] == ["1.234", "12,500"]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_every_decimal_survives_both_ways_of_writing_it(number: Decimal) -> None:
    """A number written with grouping in either style is read back exactly."""
    english = f"{number:,f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    assert parse_number(english, POINT) == number
    assert parse_number(vietnamese, COMMA) == number
