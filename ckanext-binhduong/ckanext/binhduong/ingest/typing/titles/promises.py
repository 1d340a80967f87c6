"""What a column's title promises of its cells, word by word and mark by mark: a time of day, yes or no, a numbered outline, money.

A promise is half of a proof: the cells must have the form as well. Marks count, since "gió" (wind) is no "giờ" (hour) and "Đồng" (money) no
"Đông" (east); only a title that is written without any mark at all is read without them.
"""

import re

from ckanext.binhduong.vn import nfc, tone_placed, unmarked

_SIGNS = re.compile(r"[^\w°/]+|_")


class Words:
    """A pattern over a title's words, tried with marks, or without them on a title that has none."""

    def __init__(self, pattern: str) -> None:
        self.marked, self.bare = re.compile(pattern), re.compile(unmarked(pattern))

    def __call__(self, title: str) -> bool:
        text = words(title)
        return bool((self.bare if text.isascii() else self.marked).search(text))


def words(title: str) -> str:
    """Return a title in lower case with its marks, words parted by single spaces, without brackets and signs."""
    return " ".join(_SIGNS.sub(" ", tone_placed(nfc(title)).lower()).split())


promises_duration = Words(
    r"\b(thời lượng|thời hạn|thành tích|kỷ lục|duration|(tổng|số) (giờ|phút|giây)|giờ (chạy|bay|công|giảng|học)|mất bao lâu"
    r"|thời gian (chờ|chạy|xử lý|thực hiện|di chuyển|giải quyết|trung bình|đi|bay|vận hành))\b"
)
"""How long something takes, which is no time of day."""
promises_either = Words(r"^thời gian( \(?(giờ|phút|h)\)?)?$")
"""A time of day or how long something takes: the cells tell."""
_clock = Words(
    r"\b(giờ|lúc|thời gian|thời điểm|khởi hành|xuất bến|chuyến (đầu|cuối)|bắt đầu|kết thúc|mở( cửa)?|đóng( cửa)?|check ?in|check ?out"
    r"|time|hour|open|close|from|until)\b|^(đi|đến|vào|ra)$"
)
promises_boolean = Words(
    r"^(có|đã|được|còn|là|is|has|đạt)\b|\b(không|chưa|có không|yes/no)$"
    r"|^(hoạt động|hiệu lực|sử dụng|active|enabled|kích hoạt|trạng thái|đúng|sai)$"
)
promises_money = Words(
    r"\b(tiền|giá|đơn giá|phí|lương|đồng|vnđ|vnd|usd|doanh thu|lợi nhuận|lãi|lỗ|chi phí|thu nhập|vốn|nợ|ngân sách|giá trị|kinh phí"
    r"|chênh lệch|số dư|cân đối|thu|chi|thặng dư|thâm hụt|tăng|giảm|tăng giảm|biến động|balance|profit|loss|amount|net)\b"
)
promises_footnote = Words(r"\b(chú thích|ghi chú|note|footnote|cước chú|tham chiếu|chú dẫn)\b")
promises_year = Words(r"\b(năm|year|niên độ|niên khóa)\b")
promises_lunar = Words(r"\b(âm lịch|lịch âm|lunar)\b")
"""Dates of the lunar calendar, which has a 30 February."""
promises_weight = Words(r"\b(khối lượng|trọng lượng|cân nặng|weight|tải trọng|sản lượng)\b")
promises_ratio = Words(r"\b(tỷ lệ|tỉ lệ|tỷ số|tỉ số|cấp phối|mác|pha( loãng)?|trộn|scale|ratio|mái|độ dốc|slope)\b")
promises_measure = Words(
    r"\b(diện tích|(chiều|độ) (dài|rộng|cao|sâu|dày)|(khối|trọng|hàm|dung|lưu|sản|số|chất|năng|tải) lượng|lượng|thể tích|dung tích"
    r"|công suất|năng suất|nồng độ|mật độ|nhiệt độ|độ|ph|bod5?|cod|tss|do|pm ?10|pm ?2 ?5|(tỷ|tỉ) (lệ|trọng)|hệ số|chỉ số|hằng số"
    r"|điểm|bình quân|trung bình|tb|mức|vận tốc|tốc độ|áp suất|tăng trưởng|trị số|sai số|kết quả (đo|phân tích)|số liệu|gdp|grdp|tuổi"
    r"|dân số|kinh độ|vĩ độ|tọa độ|cao độ|lý trình|cự ly|khoảng cách|kwh|ha|km|kg|tấn)\b"
)
"""Something measured or counted, of which 2.10 is 2.1."""
promises_degrees = Words(r"\b(tọa độ|vĩ độ|kinh độ|vĩ tuyến|kinh tuyến|latitude|longitude|lat|lon|lng|long|coordinates?)\b|^(kinhdo|vido)")
"""A place in degrees."""


def promises_time(title: str) -> bool:
    """Return whether a title promises a time of day ("Giờ bắt đầu"), not how long something takes nor a ratio."""
    return _clock(title) and not promises_duration(title) and not promises_ratio(title)
