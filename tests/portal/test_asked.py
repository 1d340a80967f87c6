"""What an address asks of a resource's table."""

import pytest

from ckanext.binhduong.portal.resource.table_query import PAGE_ROWS, TableView
from ckanext.binhduong.portal.resource.typed_filter import Typed, said_filter

ASKED = [("tab", "table"), ("q", " an "), ("sort", "ten"), ("page", "3")]
VIEW = TableView.from_arguments([*ASKED, ("filter", "gia:from:5"), ("filter", "gia:from:5"), ("filter", "ten:filled")])


def test_an_address_becomes_the_arguments_of_table_search() -> None:
    """Page 3 leaves out two pages; a filter given twice is one."""
    assert VIEW.search_arguments() == {
        **{"q": "an", "filters": ["gia:from:5", "ten:filled"], "sort": "ten", "limit": PAGE_ROWS, "offset": 2 * PAGE_ROWS}
    }


def test_a_change_begins_at_the_first_page() -> None:
    """Another order or filter has other rows on its third page; a page keeps all else."""
    kept = [("tab", "table"), ("q", "an"), ("filter", "gia:from:5"), ("filter", "ten:filled")]
    assert VIEW.sorted_by("gia") == [*kept, ("sort", "gia")]
    assert VIEW.address(page=2) == [*kept, ("sort", "ten"), ("page", "2")]


def test_sorting_twice_turns_the_order_round() -> None:
    """The heading's link asks for the other direction, and says which one is shown."""
    assert ("sort", "-ten") in VIEW.sorted_by("ten")
    assert (VIEW.direction("ten"), VIEW.direction("gia")) == ("ascending", "")


def test_a_filter_is_taken_away() -> None:
    """The other filters stay."""
    assert [value for name, value in VIEW.without("gia:from:5") if name == "filter"] == ["ten:filled"]


def test_a_typed_filter_joins_the_others() -> None:
    """As programs write it; the form is then empty again."""
    typed = Typed("gia", "to", "1.000,5")
    view = VIEW.added(typed.as_filters("number", "vi"))
    assert (view.filters[-1], view.typed.is_filter, view.page) == ("gia:to:1000.5", False, 1)


@pytest.mark.parametrize(
    ("typed", "kind", "texts"),
    [
        (Typed("gia", "empty", ""), "number", ["gia:empty"]),
        (Typed("ten", "contains", "1.2"), "text", ["ten:contains:1.2"]),
        (Typed("gia", "contains", "1,2"), "number", ["gia:is:1.2"]),
        (Typed("x", "is", "a:b"), "text", ["x:is:a:b"]),
        (Typed("gia", "between", "1,5", "30"), "number", ["gia:from:1.5", "gia:to:30"]),
        (Typed("gia", "between", "", "30"), "number", ["gia:to:30"]),
        (Typed("gia", "from", "1,5", "30"), "number", ["gia:from:1.5"]),
        (Typed("ngay", "between", "01/02/2024", "29/02/2024"), "date", ["ngay:from:2024-02-01", "ngay:to:2024-02-29"]),
        (Typed("gia", "among", "1,5; 2;1,5"), "number", ["gia:among:1.5,2"]),
        (Typed("ten", "among", "a; b, c"), "text", ['ten:among:["a", "b, c"]']),
        (Typed("ten", "among", "a"), "text", ["ten:is:a"]),
        (Typed("ten", "contains", "z", ticks=("a; b", "c")), "text", ["ten:among:a; b,c"]),
        (Typed("co", "contains", ticks=("true",)), "boolean", ["co:is:true"]),
        (Typed("co", "contains", ticks=("true", "false")), "boolean", ["co:filled"]),
        (Typed("ten", "contains", ticks=("[a", "c")), "text", ['ten:among:["[a", "c"]']),
    ],
)
def test_a_typed_filter_as_text(typed: Typed, kind: str, texts: list[str]) -> None:
    """A range is two filters, several values are one; what is ticked is a value as it stands, whatever signs it has."""
    assert typed.as_filters(kind, "vi") == texts


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (Typed("luc", "to", "31/01/2025"), "luc:to:2025-01-31T23:59:59.999999"),
        (Typed("luc", "between", "", "31/01/2025"), "luc:to:2025-01-31T23:59:59.999999"),
        (Typed("luc", "to", "31/01/2025 00:00"), "luc:to:2025-01-31T00:00:00"),
        (Typed("luc", "from", "31/01/2025"), "luc:from:2025-01-31T00:00:00"),
    ],
)
def test_up_to_a_day_is_the_whole_day(typed: Typed, text: str) -> None:
    """Who types a day as the end means its evening; who types a time means that time."""
    assert typed.as_filters("timestamp", "vi") == [text]


def test_the_wrong_one_of_several_values_is_named() -> None:
    """Also at the end of a range."""
    for typed in (Typed("gia", "among", "1; x"), Typed("gia", "between", "1", "x")):
        with pytest.raises(ValueError, match=r"^x$"):
            typed.as_filters("number", "vi")


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("column", "ten"), ("condition", "is"), ("value", " ")],
        [("column", "ten"), ("condition", "among"), ("value", " ; ;")],
        [("column", "ten"), ("condition", "from"), ("until", "3")],
        [("condition", "is"), ("value", "a")],
    ],
)
def test_half_a_filter_is_none(pairs: list[tuple[str, str]]) -> None:
    """The form may be sent for its words alone, or to see the values of a column."""
    assert not TableView.from_arguments(pairs).typed.is_filter


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("gia:among:1.5,2", "number", ("among", "1,5; 2")),
        ('ten:among:["a", "b, c"]', "text", ("among", "a; b, c")),
        ("ten:among:[a", "text", ("among", "[a")),
        ("ten:empty", "text", ("empty", "")),
        ("gia:contains:1.5", "number", ("contains", "1.5")),
    ],
)
def test_a_filter_is_said_as_people_write_it(text: str, kind: str, said: tuple[str, str]) -> None:
    """Several values have semicolons between; what nobody can read stays as it is."""
    assert said_filter(text, kind, "vi") == said


def test_columns_and_cards_stay_in_every_link() -> None:
    """The choice of columns goes with the order, the filters and the pages."""
    view = TableView.from_arguments([("show", "ten"), ("show", "gia"), ("show", "ten"), ("show", ""), ("layout", "cards")])
    assert (view.show, view.is_cards) == (("ten", "gia"), True)
    assert view.sorted_by("gia") == [("sort", "gia"), ("show", "ten"), ("show", "gia"), ("layout", "cards")]


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "1000000", "99999999", "9" * 5000])
def test_a_page_that_is_none_is_said(page: str) -> None:
    """The first one is shown instead."""
    view = TableView.from_arguments([("page", page)])
    assert (view.page, view.bad_page) == (1, True)
