"""The finder's question, read from an address."""

import pytest

from ckanext.binhduong.portal.finder.finder_query import Question, near_point


def question(*pairs: tuple[str, str]) -> Question:
    """Read an address's arguments."""
    return Question.from_arguments(pairs)


def test_an_address_becomes_the_arguments_of_feature_search() -> None:
    """What a visitor asked arrives at the action under the action's names; themes have become layers."""
    asked = question(
        ("theme", "nha-thuoc"), ("q", " 24h "), ("near", "106.6512,10.9804"), ("radius", "2000"), ("place", ""), ("open_now", "true"),
        ("f.loai_hinh", "Nhà thuốc"), ("f.loai_hinh", "Quầy thuốc"), ("f.gpp", "true"), ("cursor", "abc"),
    )  # fmt: skip
    assert asked.themes == ("nha-thuoc",)
    assert asked.search_arguments(["nha-thuoc"]) == {
        "layer": "nha-thuoc",
        "q": "24h",
        "near": "106.6512,10.9804",
        "radius": "2000",
        "open_now": "true",
        "filters": '{"loai_hinh": ["Nhà thuốc", "Quầy thuốc"], "gpp": ["true"]}',
        "cursor": "abc",
    }


def test_the_address_is_written_back_without_the_page() -> None:
    """Every view has an address that restores it; a page of the list is no part of it."""
    pairs = (
        ("theme", "a"),
        ("theme", "b"),
        ("layer", "c,d"),
        ("within", "724@2024"),
        ("always_open", "1"),
        ("f.gpp", "true"),
        ("embed", "1"),
    )
    address = question(*pairs, ("cursor", "abc"), ("radius", "500")).address_arguments()
    assert address == {
        "theme": ["a", "b"],
        "layer": ["c", "d"],
        "within": "724@2024",
        "always_open": "true",
        "f.gpp": ["true"],
        "embed": "1",
    }


def test_where_the_map_looks_is_for_those_it_is_sent_to() -> None:
    """Longitude, latitude and zoom are part of a shared address, not of the question nor of the links within the page."""
    asked = question(("q", "an"), ("view", "106.65123, 10.9804,13.50"))
    assert (asked.view, asked.wrong) == ((106.65123, 10.9804, 13.5), ())
    assert (asked.search_arguments(), asked.address_arguments()) == ({"q": "an"}, {"q": "an"})
    assert asked.shared_arguments == {"q": "an", "view": "106.65123,10.9804,13.5"}


@pytest.mark.parametrize(
    "text", ["106.65,10.98", "106.65,10.98,", "106.65,10.98,23", "106.65,10.98,-1", "181,10.98,13", "a,b,c", "1,2,3,4", "1,2,1e1"]
)
def test_a_view_that_is_none_is_told(text: str) -> None:
    """A point on the earth and a zoom from 0 to 22, nothing else."""
    asked = question(("view", text))
    assert (asked.view, asked.wrong) == (None, (("view", text),))


def test_a_radius_without_a_point_is_not_asked() -> None:
    """A distance says nothing before there is a point to measure from."""
    assert question(("q", "an"), ("radius", "2000")).search_arguments() == {"q": "an"}


@pytest.mark.parametrize("pairs", [(), (("place", "di an"),), (("radius", "500"),), (("near", "here"),), (("embed", "1"),)])
def test_an_empty_question_asks_nothing(pairs: tuple[tuple[str, str], ...]) -> None:
    """Without theme, layer, words, unit, point, hours or filter there is nothing to look for."""
    assert not question(*pairs).asks


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("near", "10,9804 106"),
        ("at", "đây"),
        ("radius", "-5"),
        ("radius", "xa"),
        ("radius", "1000001"),
        ("open_now", "co"),
        ("always_open", "false"),
        ("embed", "yes"),
    ],
)
def test_what_cannot_be_read_is_kept_to_be_told(name: str, value: str) -> None:
    """Nothing is silently left out."""
    assert question((name, value)).wrong == ((name, value),)


def test_arguments_that_there_are_not_are_named() -> None:
    """A misspelt argument is told; a filter names a column."""
    assert question(("layers", "x"), ("f.", "x"), ("f.gpp", "true"), ("q", "an")).unknown == ("layers", "f.")


@pytest.mark.parametrize(
    ("text", "point"),
    [("106.65,10.98", (106.65, 10.98)), (" 106 , 11 ", (106.0, 11.0)), ("181,0", None), ("0,91", None), ("a,b", None), ("1,2,3", None)],
)
def test_points_are_on_the_earth(text: str, point: tuple[float, float] | None) -> None:
    """Only longitude and latitude in their ranges make a point."""
    assert near_point(text) == point


def test_choosing_a_unit_forgets_the_typed_place() -> None:
    """A chosen unit takes the place of the words that led to it."""
    asked = question(("theme", "y-te"), ("place", "di an")).chosen("724@2024")
    assert asked.address_arguments() == {"theme": ["y-te"], "within": "724@2024"}


@pytest.mark.parametrize(("name", "narrow"), [("near", True), ("at", True), ("q", True), ("within", True), ("theme", False)])
def test_an_answer_about_a_place_is_narrow(name: str, narrow: bool) -> None:
    """Only then do the first rows get pins of their own: of a whole layer they would be any twenty."""
    assert question((name, "106.6,10.9" if name in ("near", "at") else "x")).is_narrow is narrow


def test_a_radius_of_thousands_of_digits_is_wrong() -> None:
    """It is told as any other distance that is none."""
    question = Question.from_arguments([("near", "106.6,10.9"), ("radius", "9" * 5000)])
    assert (question.radius, [name for name, _ in question.wrong]) == (None, ["radius"])


@pytest.mark.parametrize(
    ("pairs", "wants"),
    [
        ([("theme", "y-te"), ("nowhere", "refused")], True),
        ([("theme", "y-te"), ("nowhere", "slow"), ("within", "724@2024")], False),
        ([("theme", "y-te"), ("nowhere", "slow"), ("near", "106.6,11")], False),
        ([("theme", "y-te")], False),
    ],
)
def test_without_a_position_a_place_is_asked_for(pairs: list[tuple[str, str]], wants: bool) -> None:
    """Until there is one, nothing is listed; an unknown reason is told."""
    assert Question.from_arguments(pairs).wants_place is wants
    assert Question.from_arguments([("nowhere", "x")]).wrong == (("nowhere", "x"),)
