"""Land-use classes: sign, name and the colour of official maps. Imports no CKAN.

Signs, names and colours (red, green, blue) as the maps of present and planned land use have them: Circular 27/2018/TT-BTNMT of 14 December
2018 and Circular 08/2024/TT-BTNMT of 31 July 2024 (annexes on signs of land-use maps). Classes that a plan of construction names otherwise
have no official colour here.
"""

from ckanext.binhduong.vn import fold

__all__ = ["CLASSES", "colour_of"]

#: Sign → (name, red, green, blue).
CLASSES: dict[str, tuple[str, int, int, int]] = {
    "LUA": ("Đất trồng lúa", 255, 252, 130),
    "LUC": ("Đất chuyên trồng lúa nước", 255, 252, 140),
    "LUK": ("Đất trồng lúa nước còn lại", 255, 252, 150),
    "HNK": ("Đất trồng cây hàng năm khác", 255, 240, 180),
    "CLN": ("Đất trồng cây lâu năm", 255, 210, 160),
    "RSX": ("Đất rừng sản xuất", 180, 255, 180),
    "RPH": ("Đất rừng phòng hộ", 190, 255, 30),
    "RDD": ("Đất rừng đặc dụng", 110, 255, 100),
    "NTS": ("Đất nuôi trồng thủy sản", 170, 255, 255),
    "LMU": ("Đất làm muối", 255, 255, 254),
    "NKH": ("Đất nông nghiệp khác", 245, 255, 180),
    "ONT": ("Đất ở tại nông thôn", 255, 208, 255),
    "ODT": ("Đất ở tại đô thị", 255, 160, 255),
    "TSC": ("Đất xây dựng trụ sở cơ quan", 255, 170, 160),
    "CQP": ("Đất quốc phòng", 255, 100, 80),
    "CAN": ("Đất an ninh", 255, 80, 70),
    "DYT": ("Đất xây dựng cơ sở y tế", 255, 170, 160),
    "DGD": ("Đất xây dựng cơ sở giáo dục và đào tạo", 255, 170, 160),
    "DVH": ("Đất xây dựng cơ sở văn hóa", 255, 170, 160),
    "DTT": ("Đất xây dựng cơ sở thể dục thể thao", 255, 170, 160),
    "CCC": ("Đất có mục đích công cộng", 255, 170, 160),
    "SKK": ("Đất khu công nghiệp", 250, 170, 160),
    "SKN": ("Đất cụm công nghiệp", 250, 170, 160),
    "TMD": ("Đất thương mại, dịch vụ", 250, 170, 160),
    "SKC": ("Đất cơ sở sản xuất phi nông nghiệp", 250, 170, 160),
    "SKS": ("Đất sử dụng cho hoạt động khoáng sản", 205, 170, 205),
    "SKX": ("Đất sản xuất vật liệu xây dựng, làm đồ gốm", 205, 170, 205),
    "DGT": ("Đất giao thông", 255, 170, 50),
    "DTL": ("Đất thủy lợi", 170, 255, 255),
    "DKV": ("Đất khu vui chơi, giải trí công cộng", 255, 170, 160),
    "DRA": ("Đất bãi thải, xử lý chất thải", 205, 170, 205),
    "TON": ("Đất cơ sở tôn giáo", 255, 170, 160),
    "TIN": ("Đất cơ sở tín ngưỡng", 255, 170, 160),
    "NTD": ("Đất làm nghĩa trang, nhà tang lễ, nhà hỏa táng", 210, 210, 210),
    "SON": ("Đất sông, ngòi, kênh, rạch, suối", 160, 255, 255),
    "MNC": ("Đất có mặt nước chuyên dùng", 180, 255, 255),
    "CSD": ("Đất chưa sử dụng", 255, 255, 254),
    "BCS": ("Đất bằng chưa sử dụng", 255, 255, 254),
}
_SIGNS = {name: sign for sign, (name, *_) in CLASSES.items()}
_BY_NAME = {fold(name): sign for name, sign in _SIGNS.items()}


def colour_of(value: str) -> str | None:
    """Return the official colour of a land-use class as ``#rrggbb``, by its sign or its name; None for anything else."""
    sign = value.strip().upper()
    known = CLASSES.get(sign) or CLASSES.get(_BY_NAME.get(fold(value.strip()), ""))
    return "#{:02x}{:02x}{:02x}".format(*known[1:]) if known else None
