"""The finder's question, read from an address, and its rows."""

import pytest

from ckanext.binhduong.portal.finder import Question, near_point, row_of


def test_an_address_becomes_the_arguments_of_feature_search() -> None:
    """What a visitor asked arrives at the action under the action's names."""
    question = Question.from_arguments({"theme": "nha-thuoc", "q": " 24h ", "near": "106.6512,10.9804", "radius": "2000", "place": ""})
    assert question.search_arguments() == {"theme": "nha-thuoc", "q": "24h", "near": "106.6512,10.9804", "radius": "2000", "limit": 20}


def test_a_radius_without_a_point_is_not_asked() -> None:
    """A distance says nothing before there is a point to measure from."""
    assert Question.from_arguments({"theme": "y-te", "radius": "2000"}).search_arguments() == {"theme": "y-te", "limit": 20}


@pytest.mark.parametrize("arguments", [{}, {"place": "di an"}, {"radius": "500"}, {"near": "here"}])
def test_an_empty_question_asks_nothing(arguments: dict[str, str]) -> None:
    """Without theme, layer, words, unit or point there is nothing to look for."""
    assert not Question.from_arguments(arguments).asks


def test_a_bad_point_is_said() -> None:
    """A point that cannot be read is not silently left out."""
    assert Question.from_arguments({"near": "10,9804 106"}).bad_near


@pytest.mark.parametrize(
    ("text", "point"),
    [("106.65,10.98", (106.65, 10.98)), (" 106 , 11 ", (106.0, 11.0)), ("181,0", None), ("0,91", None), ("a,b", None), ("1,2,3", None)],
)
def test_points_are_on_the_earth(text: str, point: tuple[float, float] | None) -> None:
    """Only longitude and latitude in their ranges make a point."""
    assert near_point(text) == point


def test_choosing_a_unit_forgets_the_typed_place_and_the_page() -> None:
    """A chosen unit takes the place of the words that led to it, from the first page on."""
    question = Question.from_arguments({"theme": "y-te", "place": "di an", "cursor": "abc"}).chosen("724@2024")
    assert question.address_arguments() == {"theme": "y-te", "within": "724@2024"}


FIELDS = [
    {"id": "ma", "role": "key", "type": "text"},
    {"id": "ten", "role": "name", "type": "text"},
    {"id": "loai_hinh", "role": "category", "type": "text"},
    {"id": "hinh_thuc", "role": "category", "type": "text"},
    {"id": "dien_thoai", "role": "phone", "type": "text"},
    {"id": "kinh_do", "role": "longitude", "type": "decimal"},
    {"id": "so_giuong", "role": None, "type": "integer"},
    {"id": "du_lieu_mau", "role": None, "type": "boolean"},
]
VALUES = {"ma": "1", "ten": "Trạm A", "loai_hinh": "Trạm", "hinh_thuc": "Công lập", "dien_thoai": "0274", "kinh_do": 106.6, "so_giuong": 0}


def test_a_row_has_the_first_column_of_each_role() -> None:
    """Name, phone and the first category have a look of their own; a zero counts as a value; positions stay on the map."""
    row = row_of({"id": "1", "properties": VALUES}, FIELDS)
    assert row["name"] == "Trạm A"
    assert row["by_role"]["category"] == "Trạm"
    assert row["by_role"]["phone"] == "0274"
    assert [(field["id"], value) for field, value in row["more"]] == [("hinh_thuc", "Công lập"), ("so_giuong", 0)]


@pytest.mark.parametrize(("mark", "sample"), [(True, True), ("có", True), (False, False), ("không", False), (None, False)])
def test_a_sample_row_says_so(mark: object, sample: bool) -> None:
    """The seed's column `du_lieu_mau` marks invented rows, whatever type it was read as."""
    assert row_of({"properties": {**VALUES, "du_lieu_mau": mark}}, FIELDS)["sample"] is sample


def test_a_row_without_a_name_is_called_by_its_key() -> None:
    """A feature always has something to be called by."""
    assert row_of({"id": "7", "properties": {"ma": "LO-1"}}, FIELDS)["name"] == "LO-1"
    assert row_of({"id": "7", "properties": {}}, FIELDS)["name"] == "7"
