"""The register as a table: the CSV file has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ckanext.binhduong.core.spreadsheet_text import as_text
from ckanext.binhduong.workflow.data_requests.clock import day_of
from ckanext.binhduong.workflow.data_requests.listing import Listed

__all__ = ["STATE_NAMES", "TITLES", "rows_of"]

STATE_NAMES = {
    "accepted": "Chờ trả lời",
    "listed": "Đã có trong danh mục",
    "published": "Đã công bố",
    "refused": "Không mở",
    "lost": "Đã công bố rồi rút lại",
}
TITLES = (
    *("Số", "Ngày gửi", "Dữ liệu đề nghị", "Mô tả", "Cơ quan", "Hạn trả lời", "Ngày trả lời", "Tình trạng", "Số ngày", "Số ngày quá hạn"),
    *("Mục kế hoạch", "Hạn công bố", "Tập dữ liệu", "Căn cứ từ chối", "Trả lời"),
)


def rows_of(found: Iterable[Listed]) -> list[Sequence[Any]]:
    """Return a row a request, as ``TITLES`` names its cells; texts of others begin nothing that a spreadsheet would run."""
    return [[as_text(cell) if isinstance(cell, str) else cell for cell in _row(each)] for each in found]


def _row(each: Listed) -> Sequence[Any]:
    request, shown = each.request, each.texts()
    asked = (request.id, day_of(request.received), request.title, request.description, each.agency[1] if each.agency else "")
    clock = (request.due, day_of(request.closed) if request.closed else None, STATE_NAMES[each.standing], each.clock.days, each.clock.late)
    item = (each.item.code, each.item.due_now) if each.item else ("", None)
    return (*asked, *clock, *item, each.dataset[0] if each.dataset else "", shown["ground"], shown["reply"])
