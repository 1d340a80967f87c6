"""What a visitor asks of a resource's table, read from the page's address. Imports no CKAN.

The address is the state, so every view can be copied and opened again, and everything works without a script. ``filter`` (repeated) is
``column:condition:value`` as the action ``table_search`` takes it; the form's fields for one filter more are :class:`Typed`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ckanext.binhduong.portal.resource.typed_filter import NOTHING, Typed

__all__ = ["PAGE_ROWS", "TABS", "TableView"]

TABS = ("table", "map", "chart", "columns")
PAGE_ROWS = 25
_TEXTS = ("tab", "q", "sort", "draw", "measure", "series", "layout")


@dataclass(frozen=True)
class TableView:
    """One view of a table: ``sort`` is a column, with ``-`` before it downwards; ``page`` counts from 1; ``show`` are the columns to show
    (none: all), ``layout`` is ``cards`` for a card a row; ``draw``, ``measure``, ``series`` are the chart's columns; ``tab`` is empty when
    none was asked for."""

    tab: str = ""
    q: str = ""
    filters: tuple[str, ...] = ()
    typed: Typed = NOTHING
    sort: str = ""
    page: int = 1
    show: tuple[str, ...] = ()
    layout: str = ""
    draw: str = ""
    measure: str = ""
    series: str = ""
    bad_page: bool = False

    @classmethod
    def from_arguments(cls, pairs: Iterable[tuple[str, str]]) -> "TableView":
        """Read a page's query arguments, each as often as it stands there; of one that stands for itself the first counts."""
        every: dict[str, list[str]] = {}
        for name, value in pairs:
            every.setdefault(name, []).append(value)
        text = {name: every.get(name, [""])[0].strip() for name in (*_TEXTS, "page")}
        page = text.pop("page") or "1"
        # The length first: Python refuses to read thousands of digits.
        good = len(page) < 7 and page.isascii() and page.isdigit() and int(page) > 0
        filters, show = (tuple(dict.fromkeys(filter(None, every.get(name, [])))) for name in ("filter", "show"))
        typed = Typed.from_arguments(every)
        return cls(**text, filters=filters, show=show, typed=typed, page=int(page) if good else 1, bad_page=not good)

    @property
    def is_cards(self) -> bool:
        """Whether each row is a card."""
        return self.layout == "cards"

    def added(self, texts: Iterable[str]) -> "TableView":
        """The same view with filters more, from its first page on."""
        return replace(self, filters=tuple(dict.fromkeys((*self.filters, *texts))), typed=NOTHING, page=1)

    def search_arguments(self) -> dict[str, Any]:
        """The arguments of ``table_search`` and, without ``sort``, ``limit`` and ``offset``, of ``table_chart``."""
        asked = {"q": self.q, "filters": list(self.filters), "sort": self.sort, "limit": PAGE_ROWS, "offset": (self.page - 1) * PAGE_ROWS}
        return {name: value for name, value in asked.items() if value}

    def address(self, **changes: Any) -> list[tuple[str, str]]:
        """The query arguments of this view with some changed; a change that is not a page's own begins at page 1 again."""
        view = replace(self, **({"page": 1} | changes))
        pairs = [("tab", view.tab), ("q", view.q), *(("filter", each) for each in view.filters), ("sort", view.sort)]
        pairs += [("page", str(view.page) if view.page > 1 else ""), *(("show", each) for each in view.show)]
        pairs += [(name, getattr(view, name)) for name in ("layout", "draw", "measure", "series")]
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
