"""What a search refuses, said in Vietnamese and English, with the argument's name and what to send instead.

``SearchArgumentError`` is CKAN's ``SearchQueryError``: the Action API answers it with 400 and the search page with an error page.
"""

from __future__ import annotations

from ckan.lib.search import SearchQueryError

__all__ = ["MESSAGES", "SearchArgumentError"]

MESSAGES: dict[str, tuple[str, str]] = {
    "control-character": (
        "chứa ký tự điều khiển; hãy bỏ các ký tự không nhìn thấy",
        "contains a control character; remove invisible characters",
    ),
    "too-long": (
        "dài quá {limit} ký tự; hãy rút gọn",
        "is longer than {limit} characters; shorten it",
    ),
    "too-many-words": (
        "có quá {limit} từ hoặc điều kiện; hãy rút gọn",
        "has more than {limit} words or clauses; shorten it",
    ),
    "too-many-values": (
        "có quá {limit} giá trị; hãy rút gọn",
        "has more than {limit} values; send fewer",
    ),
    "too-deep": (
        "có quá {limit} tầng ngoặc; hãy viết đơn giản hơn",
        "nests more than {limit} brackets; write it more simply",
    ),
    "local-parameters": (
        "không được dùng {{!…}}, _query_ hay _val_; hãy dùng các tham số đã công bố",
        "may not use {{!…}}, _query_ or _val_; use the documented arguments",
    ),
    "pattern": (
        "không được bắt đầu từ bằng * hay ? và không nhận biểu thức chính quy; hãy gõ phần đầu của từ",
        "may not begin a word with * or ? nor use regular expressions; type the beginning of the word",
    ),
    "wrong-value": (
        "có giá trị không hợp lệ; cho phép: {allowed}",
        "has a value that is not allowed; allowed: {allowed}",
    ),
    "not-a-number": (
        "không phải là số; hãy gửi số thập phân với dấu chấm",
        "is not a number; send decimal numbers with a point",
    ),
    "out-of-range": (
        "nằm ngoài khoảng {allowed}",
        "is outside {allowed}",
    ),
    "position": (
        "phải là kinh độ,vĩ độ theo độ (WGS 84), ví dụ 106.65,10.98",
        "must be longitude,latitude in degrees (WGS 84), for example 106.65,10.98",
    ),
    "box": (
        "phải là tây,nam,đông,bắc theo độ (WGS 84), ví dụ 106.3,10.8,107.0,11.5",
        "must be west,south,east,north in degrees (WGS 84), for example 106.3,10.8,107.0,11.5",
    ),
    "not-a-shape": (
        "không phải là WKT hay GeoJSON đọc được (điểm, đường, đa giác)",
        "is no readable WKT or GeoJSON (points, lines, polygons)",
    ),
    "too-many-vertices": (
        "có quá {limit} đỉnh; hãy làm đơn giản hình",
        "has more than {limit} vertices; simplify the shape",
    ),
    "invalid-shape": (
        "là hình không hợp lệ (cạnh cắt hoặc chồng nhau) ở gần {where}; hãy vẽ lại chỗ đó",
        "is not a valid shape (its edges cross or overlap) near {where}; draw it anew there",
    ),
    "antimeridian": (
        "rộng quá 180 độ; hãy chia hình ở kinh tuyến 180",
        "is wider than 180 degrees; split the shape at the antimeridian",
    ),
    "unknown-unit": (
        "không có trong danh mục đơn vị hành chính; hãy dùng mã như 718@2024",
        "is in no list of administrative units; use an id such as 718@2024",
    ),
    "needs": (
        "cần đi cùng {allowed}",
        "needs {allowed} beside it",
    ),
}


class SearchArgumentError(SearchQueryError):
    """An argument of a search cannot be used: its name ``argument``, ``code`` (a key of ``MESSAGES``), the messages ``vi`` and ``en``."""

    def __init__(self, argument: str, code: str, **values: object) -> None:
        vi, en = MESSAGES[code]
        self.argument = argument
        self.code = code
        self.vi = f"{argument} {vi.format(**values)}."
        self.en = f"{argument} {en.format(**values)}."
        super().__init__(f"{self.vi} / {self.en}")
