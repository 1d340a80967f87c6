"""The findings of this package, in the form of ``ingest.check_file``'s (codes in docs/ingest/findings.md), and how publishing can fail."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.core.type_words import type_word

__all__ = ["PublishError", "Refusal", "finding"]

_TEXTS: dict[str, tuple[str, str, str, str]] = {
    "key-column-missing": (
        "Cột khóa “{value}” không có trong tệp.",
        "The key column “{value}” is not in the file.",
        "Sửa tên cột khóa của tài nguyên, hoặc bỏ trống.",
        "Correct the resource's key column, or leave it empty.",
    ),
    "key-column-empty": (
        "Cột khóa “{value}” có {count} dòng để trống.",
        "The key column “{value}” is empty in {count} rows.",
        "Điền đủ giá trị khóa cho mọi dòng, hoặc bỏ khai báo cột khóa.",
        "Fill in the key in every row, or declare no key column.",
    ),
    "key-column-repeated": (
        "Cột khóa “{value}” có giá trị lặp lại: {understood}.",
        "The key column “{value}” repeats a value: {understood}.",
        "Mỗi dòng cần một giá trị khóa riêng; sửa các dòng trùng, hoặc bỏ khai báo cột khóa.",
        "Every row needs a key of its own; correct the repeated rows, or declare no key column.",
    ),
    "table-in-use": (
        "Bảng đang được đọc liên tục nên chưa thay được.",
        "The table is being read without a pause, so it could not be replaced.",
        "Dữ liệu cũ vẫn được phục vụ. Tải lại tệp sau, hoặc nhờ quản trị viên chạy lại.",
        "The old data is still served. Upload the file again later, or ask an administrator to run it again.",
    ),
    "disk-full": (
        "Đĩa của cổng đã đầy nên tệp này chưa được công bố.",
        "The portal's disk is full, so this file is not published yet.",
        "Không phải làm gì: cổng tự thử lại khi có chỗ trống. Dữ liệu cũ vẫn được phục vụ.",
        "Nothing to do: the portal tries again by itself when there is room. The old data is still served.",
    ),
    "dataset-deleted": (
        "Tập dữ liệu bị xóa trong khi tệp này chờ công bố.",
        "The dataset was deleted while this file waited to be published.",
        "Khôi phục tập dữ liệu rồi tải lại tệp, hoặc nhờ quản trị viên chạy lại.",
        "Restore the dataset and upload the file again, or ask an administrator to run it again.",
    ),
    "returned": (
        "Người duyệt trả lại tệp này: {value}",
        "The approver returned this file: {value}",
        "Sửa theo lý do đã nêu rồi tải tệp lên lại.",
        "Correct what the reason says and upload the file again.",
    ),
    "time-cleared": (
        "Thời điểm công bố của tệp này đã bị bỏ, nên tệp không được công bố.",
        "The time at which this file was to be published was cleared, so it is not published.",
        "Tải tệp lên lại để công bố ngay, hoặc đặt thời điểm khác rồi tải lên.",
        "Upload the file again to publish it at once, or set another time and upload it.",
    ),
    "machine-failure": (
        "Hệ thống gặp lỗi khi xử lý tệp này (mã {value}).",
        "The system failed while it worked on this file (incident {value}).",
        "Dữ liệu cũ vẫn được phục vụ. Báo mã lỗi cho quản trị viên.",
        "The old data is still served. Tell an administrator the incident number.",
    ),
    "column-lost": (
        "Tệp không còn cột “{value}” của bản đang công bố.",
        "The file no longer has the column “{value}” of the published release.",
        "Nếu không cố ý bỏ cột, thêm lại rồi tải tệp lên: ứng dụng và bản đồ đang dùng cột này.",
        "Unless it was left out on purpose, put it back and upload the file again: programs and maps use the column.",
    ),
    "column-type-changed": (
        "Cột “{column}” trước đây có kiểu {value_word}, nay có kiểu {understood_word}.",
        "The column “{column}” was of type {value_word} before and is of type {understood_word} now.",
        "Viết các ô của cột này như lần trước rồi tải lại tệp, nếu không cố ý đổi kiểu.",
        "Unless the type was changed on purpose, write the column's cells as last time and upload the file again.",
    ),
    "column-new": (
        "Cột “{value}” là cột mới so với bản đang công bố.",
        "The column “{value}” is new since the published release.",
        "Không phải làm gì nếu đúng như vậy.",
        "Nothing to do if this is right.",
    ),
}
"""code → (message vi, message en, remedy vi, remedy en); {value_word} and {understood_word} are names of types in words"""


def finding(
    code: str, *, severity: str = "error", column: str | None = None, value: Any = None, understood: Any = None, count: int = 1
) -> dict[str, Any]:
    """Make a finding in the form of the flight-check report."""
    values = {"value": value, "understood": understood, "count": count}
    vi, en, remedy_vi, remedy_en = (
        text.format(**values, column=column, value_word=type_word(str(value), at % 2), understood_word=type_word(str(understood), at % 2))
        for at, text in enumerate(_TEXTS[code])
    )
    return {
        "code": code,
        "severity": severity,
        "place": {"column": column} if column else {},
        **values,
        "message": {"vi": vi, "en": en},
        "remedy": {"vi": remedy_vi, "en": remedy_en},
    }


class PublishError(Exception):
    """A release cannot be published; ``finding`` says why."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.finding = finding(code, **values)


class Refusal(PublishError):
    """The data is not what its publisher declared: the release is refused."""
