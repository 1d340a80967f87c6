"""Digits that are no numbers, or are published otherwise than they are written."""

from ckanext.binhduong.ingest.findings.messages.message import Message, note, warning

MESSAGES: dict[str, Message] = {
    "period-as-text": warning(
        "“{value}” có thể là tháng, ngày hoặc giờ viết bằng dấu chấm: cột giữ dạng chữ.",
        "“{value}” may be a month, a day or a time of day written with a point: the column stays text.",
        "Nếu là số đo, chọn kiểu số cho cột ở phần “Cách đọc tệp”; nếu là ngày hay giờ, nên viết dd/mm/yyyy, hh:mm.",
        "If it is measured, choose the column's type under “How the file is read”; if a date or time, better write dd/mm/yyyy, hh:mm.",
    ),
    "number-rewritten": note(
        "“{value}” được công bố là số {understood} ({count} ô); tên cột không nói đó là số đo.",
        "“{value}” is published as the number {understood} ({count} cells); the title does not say that it is a measure.",
        "Nếu là mã, số điện thoại hay số mục, chọn kiểu Chữ cho cột ở phần “Cách đọc tệp”.",
        "If it is a code, a telephone number or an outline, choose the type Text under “How the file is read”.",
    ),
    "times-by-form": note(
        "“{value}” được hiểu là giờ trong ngày ({count} ô); tên cột không nói vậy.",
        "“{value}” is read as a time of day ({count} cells); the title does not say so.",
        "Nếu là tỷ lệ hay mã, chọn kiểu Chữ cho cột ở phần “Cách đọc tệp”.",
        "If it is a ratio or a code, choose the type Text under “How the file is read”.",
    ),
    "time-zone-converted": note(
        "thời điểm ghi theo múi giờ khác, ví dụ “{value}”, được đổi sang giờ Việt Nam: {understood} ({count} ô).",
        "moments of another time zone, such as “{value}”, were turned into Vietnamese time: {understood} ({count} cells).",
    ),
}
