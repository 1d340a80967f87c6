"""Values between what people type and what programs send."""

import pytest

from ckanext.binhduong.portal.resource.typed_values import read_typed, said_value


@pytest.mark.parametrize(
    ("text", "kind", "lang", "value"),
    [
        ("1.234,5", "number", "vi", "1234.5"),
        (" 1234,5 ", "number", "vi", "1234.5"),
        ("-7", "number", "vi", "-7"),
        ("1,234.5", "number", "en", "1234.5"),
        ("31/01/2024", "date", "vi", "2024-01-31"),
        ("2024-01-31", "date", "en", "2024-01-31"),
        ("31/01/2024 08:30", "timestamp", "vi", "2024-01-31T08:30:00"),
        ("Có", "boolean", "vi", "true"),
        ("no", "boolean", "en", "false"),
        (" Đức ", "text", "vi", "Đức"),
    ],
)
def test_what_people_type_is_read(text: str, kind: str, lang: str, value: str) -> None:
    """Decimal commas, days first and yes or no become what the actions take."""
    assert read_typed(text, kind, lang) == value


@pytest.mark.parametrize(
    ("text", "kind", "lang"),
    [
        ("1.23", "number", "vi"),
        ("1,23,4", "number", "en"),
        ("abc", "number", "vi"),
        ("31/02/2024", "date", "vi"),
        ("maybe", "boolean", "en"),
    ],
)
def test_what_is_no_value_is_not_guessed(text: str, kind: str, lang: str) -> None:
    """1.23 is no Vietnamese number, and there is no 31 February."""
    with pytest.raises(ValueError, match=r".*"):
        read_typed(text, kind, lang)


@pytest.mark.parametrize(
    ("value", "kind", "lang", "text"),
    [
        ("1234.5", "number", "vi", "1.234,5"),
        ("2024", "number", "vi", "2024"),
        ("12345", "number", "vi", "12.345"),
        ("2024-01-31", "date", "vi", "31/01/2024"),
        ("2024-01-31T08:30:00", "timestamp", "vi", "31/01/2024 08:30"),
        ("true", "boolean", "en", "yes"),
        ("x", "number", "vi", "x"),
    ],
)
def test_values_are_said_as_people_read_them(value: str, kind: str, lang: str, text: str) -> None:
    """The filters in use are shown in the reader's language."""
    assert said_value(value, kind, lang) == text
