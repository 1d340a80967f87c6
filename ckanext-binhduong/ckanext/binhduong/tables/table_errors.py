"""What a question about a table's rows is refused for; the rest is as for features."""

from __future__ import annotations

from ckanext.binhduong.core.problems.argument_errors import ArgumentError

__all__ = ["TABLE_MESSAGES", "TableArgumentError"]

TABLE_MESSAGES: dict[str, tuple[str, str]] = {
    "unknown-column": (
        "nêu cột “{value}” không có trong bảng; các cột: {allowed}",
        "names the column “{value}”, which the table does not have; its columns are: {allowed}",
    ),
    "filter-form": (
        "“{value}” không đúng dạng; hãy viết cột:điều kiện:giá trị, ví dụ ten:contains:an",
        "“{value}” is not of the form column:condition:value, for example ten:contains:an",
    ),
    "unknown-condition": (
        "dùng điều kiện “{value}” không hợp với cột “{column}”; các điều kiện: {allowed}",
        "uses the condition “{value}”, which does not fit the column “{column}”; the conditions are: {allowed}",
    ),
    "no-value": ("thiếu giá trị cho cột “{column}”", "has no value for the column “{column}”"),
    "bad-number": (
        "cần một số cho cột “{column}”, không phải “{value}”; viết với dấu chấm thập phân, ví dụ 1234.5",
        "needs a number for the column “{column}”, not “{value}”; write it with a decimal point, for example 1234.5",
    ),
    "bad-date": (
        "cần một ngày cho cột “{column}”, không phải “{value}”; viết như 2025-07-01",
        "needs a date for the column “{column}”, not “{value}”; write it as 2025-07-01",
    ),
    "bad-timestamp": (
        "cần một thời điểm cho cột “{column}”, không phải “{value}”; viết như 2025-07-01T08:00",
        "needs a time for the column “{column}”, not “{value}”; write it as 2025-07-01T08:00",
    ),
    "bad-boolean": (
        "cần true hoặc false cho cột “{column}”, không phải “{value}”",
        "needs true or false for the column “{column}”, not “{value}”",
    ),
    "no-numbers": (
        "nêu cột “{value}” không phải là cột số; hãy chọn một cột số",
        "names the column “{value}”, which has no numbers; choose a column of numbers",
    ),
    "not-drawn": (
        "nêu cột “{value}” không vẽ được thành biểu đồ; các cột vẽ được: {allowed}",
        "names the column “{value}”, which cannot be drawn; the columns that can are: {allowed}",
    ),
}


class TableArgumentError(ArgumentError):
    """An argument that does not fit the table; ``code`` is a key of ``TABLE_MESSAGES``."""

    messages = TABLE_MESSAGES
