"""What a question about features is refused for, said in Vietnamese and English, with the argument's name and what to send instead."""

from __future__ import annotations

__all__ = ["MESSAGES", "ArgumentError", "LayerNotFoundError", "UnavailableError"]

MESSAGES: dict[str, tuple[str, str]] = {
    "unknown-argument": (
        "không phải là tham số; các tham số: {allowed}",
        "is no argument; the arguments are: {allowed}",
    ),
    "twice": ("được gửi nhiều lần; hãy gửi một giá trị", "was sent several times; send one value"),
    "required": ("là bắt buộc", "is required"),
    "not-text": ("phải là văn bản", "must be text"),
    "too-long": ("dài quá {limit} ký tự; hãy rút gọn", "is longer than {limit} characters; shorten it"),
    "control-character": (
        "chứa ký tự điều khiển; hãy bỏ các ký tự không nhìn thấy",
        "contains a control character; remove invisible characters",
    ),
    "not-a-number": ("không phải là số hữu hạn; hãy gửi số thập phân với dấu chấm", "is not a finite number; send decimals with a point"),
    "not-a-whole-number": ("phải là số nguyên", "must be a whole number"),
    "out-of-range": ("nằm ngoài khoảng {allowed}", "is outside {allowed}"),
    "position": (
        "phải là kinh độ,vĩ độ theo độ (WGS 84), ví dụ 106.6512,10.9804",
        "must be longitude,latitude in degrees (WGS 84), for example 106.6512,10.9804",
    ),
    "box": (
        "phải là tây,nam,đông,bắc theo độ (WGS 84), ví dụ 106.3,10.8,107.0,11.5",
        "must be west,south,east,north in degrees (WGS 84), for example 106.3,10.8,107.0,11.5",
    ),
    "needs": ("cần đi cùng {allowed}", "needs {allowed} beside it"),
    "unknown-unit": (
        "không có trong danh mục đơn vị hành chính; hãy dùng mã như 718@2024",
        "is in no list of administrative units; use an id such as 718@2024",
    ),
    "bad-cursor": (
        "không đọc được hoặc thuộc về câu hỏi khác; hãy bắt đầu lại từ trang đầu",
        "cannot be read or belongs to another question; begin again with the first page",
    ),
    "not-true-or-false": ("phải là true hoặc false", "must be true or false"),
    "filters-form": (
        'phải là JSON gồm tên cột và giá trị (một giá trị, hoặc một danh sách), ví dụ {{"loai_hinh": "Nhà thuốc", "gpp": true}}',
        'must be JSON of column names and values (one, or a list of them), for example {{"loai_hinh": "Nhà thuốc", "gpp": true}}',
    ),
    "unknown-column": (
        "không lọc được theo «{column}»; các cột lọc được: {allowed}",
        "cannot filter by «{column}»; the columns that can be filtered: {allowed}",
    ),
    "unknown-value": (
        "không có giá trị «{value}» ở cột {column}; các giá trị có: {allowed}",
        "has no value «{value}» in column {column}; the values are: {allowed}",
    ),
    "no-hours": (
        "không trả lời được: không lớp nào được hỏi ghi giờ mở cửa",
        "cannot be answered: none of the layers asked has opening hours",
    ),
    "too-many-hours": (
        "không trả lời được: có hơn {allowed} cách ghi giờ khác nhau; hãy thu hẹp phạm vi",
        "cannot be answered: there are more than {allowed} different texts of hours; ask for a smaller area",
    ),
    "busy": (
        "Máy chủ bản đồ chưa trả lời kịp; hãy thu hẹp phạm vi hoặc thử lại sau ít giây.",
        "The map database did not answer in time; ask for a smaller area or try again in a few seconds.",
    ),
}


class ArgumentError(ValueError):
    """An argument cannot be used: its name ``argument``, ``code`` (a key of ``MESSAGES``), the messages ``vi`` and ``en``."""

    messages = MESSAGES

    def __init__(self, argument: str, code: str, **values: object) -> None:
        vi, en = self.messages[code]
        self.argument = argument
        self.code = code
        self.vi = f"{argument} {vi.format(**values)}."
        self.en = f"{argument} {en.format(**values)}."
        super().__init__(f"{self.vi} / {self.en}")


class LayerNotFoundError(LookupError):
    """There is no such published layer, or no such feature in it."""


class UnavailableError(RuntimeError):
    """The database did not answer in time, or not at all; asking again may help."""
