"""Units side by side: which are meant, what stands in the table, and which address has another unit of the same name."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.portal.place.comparison import Row, chosen, instead, rows

UNITS: dict[str, dict[str, Any]] = {
    "724@2024": {"id": "724@2024", "type": "Thành phố", "list": "2024", "area_km2": 59.8},
    "25942@2025": {"id": "25942@2025", "type": "Phường", "list": "2025", "area_km2": None},
}
LAYERS = [
    {"id": "nha-thuoc", "theme": "nha-thuoc"},
    {"id": "camera", "theme": "camera-giao-thong"},
    {"id": "quy-hoach", "theme": "quy-hoach"},
]


def search(words: str) -> list[dict[str, Any]]:
    """Both units are called Dĩ An; nothing else has a name."""
    return list(UNITS.values()) if words == "di an" else []


def test_a_place_is_an_id_or_a_name() -> None:
    """An id is that unit; a name is the best, with the others beside it; what is nothing stays as typed; empty fields are left out."""
    found = chosen(["724@2024", "", "  di an ", "Sài Gòn"], UNITS.get, search)
    assert [(choice.words, choice.unit and choice.unit["id"], len(choice.others)) for choice in found] == [
        ("724@2024", "724@2024", 0),
        ("di an", "724@2024", 1),
        ("Sài Gòn", None, 0),
    ]


def test_at_most_three_places() -> None:
    """What one page asks of the database has a bound."""
    assert len(chosen(["724@2024"] * 9, UNITS.get, search)) == 3


def test_an_unknown_id_is_looked_for_by_name() -> None:
    """It is no place, and the page says so instead of failing."""
    assert chosen(["999@2024"], UNITS.get, search)[0].unit is None


def test_another_unit_of_the_name_keeps_the_rest() -> None:
    """The address has the other unit in its place, every other field as it was meant."""
    found = chosen(["di an", "724@2024", "Sài Gòn"], UNITS.get, search)
    assert instead(found, found[0], "25942@2025") == ["25942@2025", "724@2024", "Sài Gòn"]


def test_the_rows_of_the_table() -> None:
    """Facts first, unknown ones empty; then each layer that one of the units has; a unit that could not be counted is unknown, not zero."""
    found = rows(list(UNITS.values()), LAYERS, [{"nha-thuoc": 7, "camera": 0, "quy-hoach": None}, {"nha-thuoc": 0}])
    assert found == [
        Row("type", ("Thành phố", "Phường")),
        Row("list", ("2024", "2025")),
        Row("area_km2", (59.8, None)),
        Row("count", (7, 0), "nha-thuoc", LAYERS[0]),
        Row("count", (None, 0), "quy-hoach", LAYERS[2]),
    ]
    assert rows([UNITS["724@2024"]], LAYERS[:1], [None])[-1].values == (None,)
