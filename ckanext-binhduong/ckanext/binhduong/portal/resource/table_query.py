"""What a visitor asks of a resource's table, read from the page's address. Imports no CKAN.

The address is the state, so every view can be copied and opened again, and everything works without a script. ``filter`` (repeated) is
``column:condition:value`` as the action ``table_search`` takes it; ``column``, ``condition`` and ``value`` are the form's fields for one
filter more, its value as a person types it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ckanext.binhduong.portal.resource.typed_values import read_typed

__all__ = ["CONDITIONS", "PAGE_ROWS", "TABS", "TableView", "Typed"]

TABS = ("table", "map", "chart", "columns")
PAGE_ROWS = 25
#: Conditions in the order of the form; the last two need no value.
CONDITIONS = ("contains", "is", "from", "to", "empty", "filled")
_WITHOUT_VALUE = ("empty", "filled")


@dataclass(frozen=True)
class Typed:
    """The fields of the form for one more filter, as they were sent."""

    column: str = ""
    condition: str = ""
    value: str = ""

    @property
    def is_filter(self) -> bool:
        """Whether there is anything to filter by."""
        return bool(self.column and self.condition and (self.value or self.condition in _WITHOUT_VALUE))

    def as_filter(self, kind: str, lang: str) -> str:
        """Return the filter as ``table_search`` takes it, for a column of this kind. Raises ValueError for a value that is none."""
        if self.condition in _WITHOUT_VALUE:
            return f"{self.column}:{self.condition}"
        # A part of a number or date is looked for as text is, so it is sent as typed.
        value = self.value.strip() if self.condition == "contains" else read_typed(self.value, kind, lang)
        if kind == "timestamp" and self.condition == "to" and ":" not in self.value:
            # A day without a time is meant whole.
            value = value.replace("T00:00:00", "T23:59:59.999999")
        return f"{self.column}:{self.condition}:{value}"


@dataclass(frozen=True)
class TableView:
    """One view of a table: ``sort`` is a column, with ``-`` before it downwards; ``page`` counts from 1; ``draw``, ``measure``,
    ``series`` are the chart's columns; ``tab`` is empty when none was asked for."""

    tab: str = ""
    q: str = ""
    filters: tuple[str, ...] = ()
    typed: Typed = Typed()
    sort: str = ""
    page: int = 1
    draw: str = ""
    measure: str = ""
    series: str = ""
    bad_page: bool = False

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, str], filters: list[str]) -> "TableView":
        """Read a page's query arguments; ``filters`` are all the values of ``filter``."""
        text = {name: (arguments.get(name) or "").strip() for name in ("tab", "q", "sort", "draw", "measure", "series", "page")}
        page = text.pop("page") or "1"
        # The length first: Python refuses to read thousands of digits.
        good = len(page) < 7 and page.isascii() and page.isdigit() and int(page) > 0
        typed = Typed(*(arguments.get(name) or "" for name in ("column", "condition", "value")))
        return cls(**text, filters=tuple(dict.fromkeys(filters)), typed=typed, page=int(page) if good else 1, bad_page=not good)

    def added(self, text: str) -> "TableView":
        """The same view with one filter more, from its first page on."""
        return replace(self, filters=tuple(dict.fromkeys((*self.filters, text))), typed=Typed(), page=1)

    def search_arguments(self) -> dict[str, Any]:
        """The arguments of ``table_search`` and, without ``sort``, ``limit`` and ``offset``, of ``table_chart``."""
        asked = {"q": self.q, "filters": list(self.filters), "sort": self.sort, "limit": PAGE_ROWS, "offset": (self.page - 1) * PAGE_ROWS}
        return {name: value for name, value in asked.items() if value}

    def address(self, **changes: Any) -> list[tuple[str, str]]:
        """The query arguments of this view with some changed; a change that is not a page's own begins at page 1 again."""
        view = replace(self, **({"page": 1} | changes))
        pairs = [("tab", view.tab), ("q", view.q), *(("filter", each) for each in view.filters), ("sort", view.sort)]
        pairs += [("page", str(view.page) if view.page > 1 else ""), ("draw", view.draw), ("measure", view.measure)]
        pairs += [("series", view.series)]
        return [(name, value) for name, value in pairs if value]

    def without(self, text: str) -> list[tuple[str, str]]:
        """The query arguments of this view without one filter."""
        return self.address(filters=tuple(each for each in self.filters if each != text))

    def sorted_by(self, column: str) -> list[tuple[str, str]]:
        """The query arguments of this view sorted by a column; asked again, downwards."""
        return self.address(sort=f"-{column}" if self.sort == column else column)

    def direction(self, column: str) -> str:
        """How the view is sorted by a column, in the words of ``aria-sort``; empty when it is not."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")
