"""What an address asks of a resource's table."""

import pytest

from ckanext.binhduong.portal.resource.table_query import PAGE_ROWS, TableView, Typed

VIEW = TableView.from_arguments({"tab": "table", "q": " an ", "sort": "ten", "page": "3"}, ["gia:from:5", "gia:from:5", "ten:filled"])


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
    view = VIEW.added(typed.as_filter("number", "vi"))
    assert (view.filters[-1], view.typed.is_filter, view.page) == ("gia:to:1000.5", False, 1)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (Typed("gia", "empty", ""), "gia:empty"),
        (Typed("gia", "contains", "1.2"), "gia:contains:1.2"),
        (Typed("x", "is", "a:b"), "x:is:a:b"),
    ],
)
def test_a_typed_filter_as_text(typed: Typed, text: str) -> None:
    """Conditions without a value have none; a part of a number is looked for as typed."""
    assert typed.as_filter("text", "vi") == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (Typed("luc", "to", "31/01/2025"), "luc:to:2025-01-31T23:59:59.999999"),
        (Typed("luc", "to", "31/01/2025 00:00"), "luc:to:2025-01-31T00:00:00"),
        (Typed("luc", "from", "31/01/2025"), "luc:from:2025-01-31T00:00:00"),
    ],
)
def test_up_to_a_day_is_the_whole_day(typed: Typed, text: str) -> None:
    """Who types a day as the end means its evening; who types a time means that time."""
    assert typed.as_filter("timestamp", "vi") == text


@pytest.mark.parametrize("typed", [Typed(), Typed("ten", "is", ""), Typed("", "is", "a")])
def test_half_a_filter_is_none(typed: Typed) -> None:
    """The form may be sent for its words alone."""
    assert not typed.is_filter


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "1000000", "99999999", "9" * 5000])
def test_a_page_that_is_none_is_said(page: str) -> None:
    """The first one is shown instead."""
    view = TableView.from_arguments({"page": page}, [])
    assert (view.page, view.bad_page) == (1, True)
