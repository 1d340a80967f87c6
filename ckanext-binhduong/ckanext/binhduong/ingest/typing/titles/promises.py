"""What a column's title promises of its cells, word by word and mark by mark: a time of day, yes or no, a numbered outline, money.

A promise is half of a proof: the cells must have the form as well. Marks count, since "gió" (wind) is no "giờ" (hour) and "Đồng" (money) no
"Đông" (east); only a title that is written without any mark at all is read without them.
"""

import re

from ckanext.binhduong.vn import nfc, tone_placed, unmarked

_SIGNS = re.compile(r"[^\w°/]+|_")


class _Words:
    """A pattern over a title's words, tried with marks, or without them on a title that has none."""

    def __init__(self, pattern: str) -> None:
        self.marked, self.bare = re.compile(pattern), re.compile(unmarked(pattern))

    def __call__(self, title: str) -> bool:
        text = words(title)
        return bool((self.bare if text.isascii() else self.marked).search(text))


def words(title: str) -> str:
    """Return a title in lower case with its marks, words parted by single spaces, without brackets and signs."""
    return " ".join(_SIGNS.sub(" ", tone_placed(nfc(title)).lower()).split())


promises_duration = _Words(
    r"\b(thời lượng|thời hạn|duration|(tổng|số) (giờ|phút|giây)|giờ (chạy|bay|công|giảng|học)|mất bao lâu"
    r"|thời gian (chờ|chạy|xử lý|thực hiện|di chuyển|giải quyết|trung bình|đi|bay|vận hành))\b"
)
"""How long something takes, which is no time of day."""
promises_either = _Words(r"^thời gian( \(?(giờ|phút|h)\)?)?$")
"""A time of day or how long something takes: the cells tell."""
_clock = _Words(
    r"\b(giờ|lúc|thời gian|thời điểm|khởi hành|bắt đầu|kết thúc|mở( cửa)?|đóng( cửa)?|check ?in|check ?out"
    r"|time|hour|open|close|from|until)\b|^(đi|đến|vào|ra)$"
)
promises_boolean = _Words(
    r"^(có|đã|được|còn|là|is|has|đạt)\b|\b(không|chưa|có không|yes/no)$"
    r"|^(hoạt động|hiệu lực|sử dụng|active|enabled|kích hoạt|trạng thái|đúng|sai)$"
)
promises_outline = _Words(
    r"^(số )?(mục( lục| số)?|chương|điều|khoản|phần|tiểu mục|đề mục|mục chi|phiên bản|version|ver|bản|outline|section|stt|tt|số thứ tự"
    r"|chỉ mục|số hiệu|ký hiệu|release)( số)?$|^(phiên bản|version|chương mục|số mục|mã mục)\b"
)
"""Numbers of an outline or of versions, of which 1.10 is the tenth."""
promises_money = _Words(
    r"\b(tiền|giá|đơn giá|phí|lương|đồng|vnđ|vnd|usd|doanh thu|lợi nhuận|lãi|lỗ|chi phí|thu nhập|vốn|nợ|ngân sách|giá trị|kinh phí"
    r"|chênh lệch|số dư|cân đối|thu|chi|thặng dư|thâm hụt|tăng|giảm|tăng giảm|biến động|balance|profit|loss|amount|net)\b"
)
promises_footnote = _Words(r"\b(chú thích|ghi chú|note|footnote|cước chú|tham chiếu|chú dẫn)\b")
promises_year = _Words(r"\b(năm|year|niên độ|niên khóa)\b")
promises_weight = _Words(r"\b(khối lượng|trọng lượng|cân nặng|weight|tải trọng|sản lượng)\b")
promises_ratio = _Words(r"\b(tỷ lệ|tỉ lệ|tỷ số|scale|ratio|mái|độ dốc|slope)\b")
promises_degrees = _Words(r"\b(tọa độ|vĩ độ|kinh độ|vĩ tuyến|kinh tuyến|latitude|longitude|lat|lon|lng|long|coordinates?)\b|^(kinhdo|vido)")
"""A place in degrees."""


def promises_time(title: str) -> bool:
    """Return whether a title promises a time of day ("Giờ bắt đầu"), not how long something takes nor a ratio."""
    return _clock(title) and not promises_duration(title) and not promises_ratio(title)
