"""What an OpenStreetMap extract can give to each theme: which objects, and which tags become which of our columns.

OpenStreetMap has no planning zones, so ``quy-hoach`` is not here. Tags: https://wiki.openstreetmap.org/wiki/Map_features.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["FIXED_TITLES", "KINDS", "NAME", "PHONE", "THEMES", "OsmColumn", "OsmTheme", "opening_hours", "phone", "yes_no"]

_DAYS = {"Mo": "T2", "Tu": "T3", "We": "T4", "Th": "T5", "Fr": "T6", "Sa": "T7", "Su": "CN", "PH": "ngày lễ", "off": "nghỉ"}
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})\b")
_ANSWERS = {"yes": "có", "designated": "có", "24/7": "có", "no": "không"}


def yes_no(value: str) -> str:
    """``yes``/``no`` in Vietnamese; any other value says neither."""
    return _ANSWERS.get(value, "")


def phone(value: str) -> str:
    """Numbers as dialled inside the country: ``+84 274 3822 222`` → ``02743822222``; several are kept, separated by ``; ``."""
    numbers = (re.sub(r"[\s.\-()]", "", number) for number in re.split(r"[;,/]", value))
    return "; ".join(re.sub(r"^(\+|00)84", "0", number) for number in numbers if number)


def opening_hours(value: str) -> str:
    """OSM's opening hours in the portal's writing: ``Mo-Sa 07:00-21:00; PH off`` → ``T2-T7 07:00-21:00; ngày lễ nghỉ``."""
    return "00:00-24:00" if value.strip() == "24/7" else _DAY.sub(lambda day: _DAYS[day[1]], value)


def _always_open(value: str) -> str:
    return "có" if opening_hours(value).endswith("00:00-24:00") and ";" not in value else "không"


@dataclass(frozen=True)
class OsmColumn:
    """One of our columns: the tags it is read from (the first that is filled), how a value is rewritten, its titles."""

    name: str
    tags: tuple[str, ...]
    vi: str
    en: str
    rewrite: Callable[[str], str] = str.strip


@dataclass(frozen=True)
class OsmTheme:
    """One theme: the dataset to write, the agency it goes to by default, the objects to take (any tag with any of its values)."""

    dataset: str
    title: str
    title_en: str
    agency: str
    objects: dict[str, tuple[str, ...]]
    columns: tuple[OsmColumn, ...] = ()


NAME = OsmColumn("ten", ("name:vi", "name"), "Tên", "Name")
PHONE = OsmColumn("dien_thoai", ("phone", "contact:phone"), "Điện thoại", "Telephone", phone)
HOURS = (
    OsmColumn("mo_24h", ("opening_hours",), "Mở cửa 24 giờ", "Open 24 hours", _always_open),
    OsmColumn("gio_mo_cua", ("opening_hours",), "Giờ mở cửa", "Opening hours", opening_hours),
)
OPERATOR = OsmColumn("don_vi_van_hanh", ("operator",), "Đơn vị vận hành", "Operator")

# The columns that every theme has besides NAME and PHONE, and their titles in Vietnamese and English.
FIXED_TITLES = {
    "ma": ("Mã OpenStreetMap", "OpenStreetMap id"),
    "loai_hinh": ("Loại hình", "Kind"),
    "dia_chi": ("Địa chỉ", "Address"),
    "xa_phuong": ("Xã, phường, thị trấn", "Commune"),
    "quan_huyen": ("Huyện, thành phố", "District"),
    "ma_xa": ("Mã xã", "Commune code"),
    "danh_sach": ("Danh mục của mã xã", "List of the commune code"),
    "kinh_do": ("Kinh độ", "Longitude"),
    "vi_do": ("Vĩ độ", "Latitude"),
}

# The value of a selecting tag → what our column loai_hinh says; every value in THEMES is here.
KINDS = {
    "pharmacy": "Nhà thuốc",
    "hospital": "Bệnh viện",
    "clinic": "Phòng khám",
    "doctors": "Phòng khám",
    "dentist": "Nha khoa",
    "marketplace": "Chợ",
    "fuel": "Cửa hàng xăng dầu",
    "supermarket": "Siêu thị",
    "convenience": "Cửa hàng tiện lợi",
    "general": "Cửa hàng bách hóa",
    "department_store": "Trung tâm thương mại",
    "greengrocer": "Cửa hàng rau quả",
    "monitoring_station": "Trạm quan trắc",
    "traffic": "Camera giao thông",
    "speed_camera": "Camera tốc độ",
    "bus_stop": "Trạm dừng xe buýt",
    "bus_station": "Bến xe",
}

THEMES = {
    "nha-thuoc": OsmTheme(
        "nha-thuoc-osm",
        "Nhà thuốc theo OpenStreetMap",
        "Pharmacies from OpenStreetMap",
        "so-y-te",
        {"amenity": ("pharmacy",), "healthcare": ("pharmacy",)},
        HOURS,
    ),
    "y-te": OsmTheme(
        "co-so-y-te-osm",
        "Cơ sở khám bệnh, chữa bệnh theo OpenStreetMap",
        "Health facilities from OpenStreetMap",
        "so-y-te",
        {"amenity": ("hospital", "clinic", "doctors", "dentist"), "healthcare": ("hospital", "clinic", "doctors", "dentist")},
        (
            OsmColumn("so_giuong", ("beds", "capacity:beds"), "Số giường", "Beds"),
            OsmColumn("cap_cuu", ("emergency",), "Có cấp cứu", "Emergency care", yes_no),
            OPERATOR,
            *HOURS,
        ),
    ),
    "mat-hang-thiet-yeu": OsmTheme(
        "diem-hang-thiet-yeu-osm",
        "Địa điểm cung cấp mặt hàng thiết yếu theo OpenStreetMap",
        "Points of sale of essential goods from OpenStreetMap",
        "so-cong-thuong",
        {"shop": ("supermarket", "convenience", "general", "department_store", "greengrocer"), "amenity": ("marketplace", "fuel")},
        HOURS,
    ),
    "moi-truong": OsmTheme(
        "tram-quan-trac-osm",
        "Trạm quan trắc môi trường theo OpenStreetMap",
        "Environmental monitoring stations from OpenStreetMap",
        "so-tai-nguyen-va-moi-truong",
        {"man_made": ("monitoring_station",)},
        (
            OsmColumn("khong_khi", ("monitoring:air_quality",), "Đo không khí", "Measures air", yes_no),
            OsmColumn("muc_nuoc", ("monitoring:water_level",), "Đo mực nước", "Measures water level", yes_no),
            OPERATOR,
        ),
    ),
    "camera-giao-thong": OsmTheme(
        "camera-giao-thong-osm",
        "Camera giao thông theo OpenStreetMap",
        "Traffic cameras from OpenStreetMap",
        "trung-tam-dieu-hanh-thong-minh",
        {"surveillance": ("traffic",), "highway": ("speed_camera",)},
        (
            OsmColumn("huong", ("camera:direction", "direction"), "Hướng quan sát", "Direction of view"),
            OsmColumn("loai_camera", ("camera:type",), "Loại camera", "Kind of camera"),
            OPERATOR,
        ),
    ),
    "giao-thong-cong-cong": OsmTheme(
        "tram-dung-xe-buyt-osm",
        "Trạm dừng và bến xe theo OpenStreetMap",
        "Bus stops and stations from OpenStreetMap",
        "so-giao-thong-van-tai",
        {"highway": ("bus_stop",), "amenity": ("bus_station",)},
        (
            OsmColumn("tuyen", ("route_ref", "bus_routes"), "Tuyến xe buýt", "Bus routes"),
            OsmColumn("mang_luoi", ("network",), "Mạng lưới", "Network"),
            OPERATOR,
            OsmColumn("mai_che", ("shelter", "covered"), "Có mái che", "Covered", yes_no),
        ),
    ),
}
