"""A plan as a table: the columns that an agency can import again, then what the portal found. The files and the datasets are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ckanext.binhduong.workflow.plan.listing import Listed
from ckanext.binhduong.workflow.plan.workbook.columns import COLUMNS

__all__ = ["FIGURE_TITLES", "STATE_NAMES", "TITLES", "figure_rows", "rows_of"]

STATE_NAMES = {
    "waiting": "Chưa đến hạn",
    "late": "Trễ hạn",
    "on_time": "Công bố đúng hạn",
    "came_late": "Công bố trễ",
    "already": "Đã có từ trước",
    "lost": "Không còn đạt mức",
    "refused": "Không mở",
    "refused_late": "Từ chối sau hạn",
}
TITLES = (
    *(column.title for column in COLUMNS),
    *(
        "Cơ quan",
        "Kế hoạch",
        "Hạn đầu tiên",
        "Hạn hiện nay",
        "Mức đo được",
        "Ngày đạt",
        "Tình trạng",
        "Số ngày trễ",
        "Số ngày làm việc trễ",
    ),
)
FIGURE_TITLES = (
    *("Mã cơ quan", "Cơ quan", "Số mục", "Số mục đến hạn", "Đúng hạn", "Đang trễ", "Đến trễ", "Không mở", "Đã có từ trước"),
    *("Tỷ lệ đúng hạn (%)", "Số ngày trễ trung vị", "Số ngày trễ nhiều nhất", "Số mục dời hạn"),
    *("Rà soát gần nhất", "Hạn rà soát tới", "Số ngày quá hạn rà soát"),
)


def rows_of(found: Iterable[Listed]) -> list[Sequence[Any]]:
    """Return a row an item, as ``TITLES`` names its cells."""
    return [_row(each) for each in found]


def _row(each: Listed) -> Sequence[Any]:
    item, late = each.item, each.lateness
    values = {column.name: getattr(item, column.name, None) for column in COLUMNS} | {
        "due": item.due_now,
        "dataset": each.dataset[0] if each.dataset else None,
    }
    own = [column.show(values[column.name]) if values[column.name] not in (None, "", []) else None for column in COLUMNS]
    found = (each.agency[2] or each.agency[1], each.plan.title, item.due_first, item.due_now, item.level, item.reached)
    return (*own, *found, STATE_NAMES[late.state], late.days, late.working_days)


def figure_rows(agencies: Iterable[dict[str, Any]]) -> list[Sequence[Any]]:
    """Return a row an agency, as ``FIGURE_TITLES`` names its cells."""
    return [
        (
            *(each["agency"]["name"], each["agency"]["title"]),
            *(each[name] for name in ("items", "due", "on_time", "late", "came_late", "refused", "already")),
            None if each["share_on_time"] is None else round(100 * each["share_on_time"], 1),
            *(each[name] for name in ("median_days", "most_days", "moved")),
            *(each["review"][name] for name in ("last", "due", "overdue_days")),
        )
        for each in agencies
    ]
