"""What a column's title says: a safe name, a unit, a role.

A title decides nothing about a type by itself (``decide`` asks the whole column), except that what is called a code, a phone or a
tax number is text, because arithmetic on it means nothing and its leading zeros mean much.
"""

import re
import unicodedata

from ckanext.binhduong.ingest.typing.titles.axes import axis_of, part_of
from ckanext.binhduong.vn import fold

MAX_NAME = 63
"""Bytes of a PostgreSQL identifier."""

_UNIT = re.compile(
    r"[(\[]\s*(?:đvt\s*:|đơn vị(?: tính)?\s*:|don vi(?: tinh)?\s*:|dvt\s*:)?\s*(?P<unit>[^()\[\]]{1,24}?)\s*[)\]]\s*$", re.IGNORECASE
)
_UNITS = frozenset(
    (
        "m", "km", "cm", "mm", "m2", "m3", "km2", "ha", "kg", "g", "tan", "ta", "yen", "lit", "l", "%", "‰", "°c", "do c",
        "dong", "vnd", "usd", "trieu", "ty", "tr.dong", "trd", "nghin", "trieu dong", "nghin dong", "ty dong", "1000 dong",
        "nguoi", "ho", "can", "chiec", "cai", "co so", "giuong", "luot", "don vi", "ban", "ghe", "phong", "nguoi/km2",
        "gio", "phut", "giay", "ngay", "thang", "nam", "mg/l", "mg/m3", "ug/m3", "µg/m3", "μg/m3", "ppm", "ntu", "mpn/100ml",
        "db", "dba", "m/s", "km/h", "kwh", "mw", "mw/h", "kv",
    )
)  # fmt: skip
_MONEY_SIGNS = {"₫": "dong", "d": "dong", "vnd": "dong", "vn dong": "dong", "viet nam dong": "dong", "$": "usd", "us$": "usd", "€": "eur"}
COUNTED = frozenset({"nguoi", "ho", "cai", "chiec", "co so", "giuong", "dong", "vnd", "luot", "can", "phong", "ban", "ghe", "don vi"})
"""Units of things that are counted in wholes: "1.234 người" is 1234 people, never 1.234."""

_UNIT_WORDS = (
    "don vi hanh chinh|tinh|tinh thanh|tinh thanh pho|huyen|quan|quan huyen|huyen thi|huyen thi thanh pho|huyen thi xa thanh pho|xa|phuong"
    "|phuong xa|xa phuong|xa phuong thi tran|phuong xa thi tran|thi xa|thanh pho|dia ban|px|qh"
)
_UNIT_ENGLISH = "(ward|district|province|commune)"
_ROLE_WORDS: tuple[tuple[str, str], ...] = (
    ("phone", r"(so )?(dien thoai|dt|sdt|di dong|dtdd|hotline|fax|phone|tel|telephone|mobile|duong day nong)\b.*"),
    ("geometry", r"(geometry|geom|wkt|wkb|the geom|hinh hoc|geojson|shape|wkb geometry|ewkb|geom wkb)"),
    ("opening_hours", r"(gio|thoi gian) (mo cua|hoat dong|lam viec|phuc vu|dong cua|mo|tiep dan).*|opening.?hours?"),
    ("unit_code", rf"ma (dvhc|{_UNIT_WORDS})\b.*|{_UNIT_ENGLISH}.?(code|id)"),
    ("unit_name", rf"(ten )?({_UNIT_WORDS})|{_UNIT_ENGLISH}"),
    ("address", r"(dia chi|dia diem|address|so nha|vi tri dia chi|noi o|tru so)\b.*"),
    ("name", r"(ten|ho ten|ho va ten)\b.*|name|co so"),
)  # fmt: skip
_CODE = re.compile(
    r"(ma|ma so|so hieu|mst|cccd|cmnd|code|id|sku|postcode|zip|ma vach|so giay phep|so gcn|so quyet dinh|so dkkd|so tai khoan|so gp|so cccd"
    r"|so cmnd|gpkd|so chung chi|so dang ky|bien so|bien kiem soat|(so |the )?can cuoc( cong dan)?|(so |ma )?dinh danh)( .*)?"
)
_SERIAL = re.compile(r"(stt|tt|so tt|so thu tu|no\.?|#)")
_DATE = re.compile(r"(tu |den )?(ngay|date|thoi diem)\b.*|han( su dung| hieu luc)?|hieu luc (tu|den).*|.* (ngay|date)")
_RATIO = re.compile(r"(.* )?(ty le|ti le|scale|ratio)( .*)?")
_NOT_DATE = re.compile(r"so ngay.*|.*\b(so luong|thang ngay)\b.*")
_PER_DAY = re.compile(r"/\s*ngay\W*$")
"""Cubic metres or vehicles a day."""
_AREA = re.compile(r"(so )?dt\b")


def title_role(title: str) -> str | None:
    """Return the role a title suggests, or None; whether the column bears it out is for ``roles`` to say."""
    folded = bare(title)
    if axis := axis_of(title):
        return axis.role
    if part_of(title):
        return None
    role = next((role for role, words in _ROLE_WORDS if re.fullmatch(words, folded)), None)
    # Without its stroke "ĐT" (điện thoại) is "DT" (diện tích), and a title's marks are all that tells them apart.
    return None if role == "phone" and _AREA.match(folded) and "đt" not in title.lower() else role


def is_code(title: str) -> bool:
    """Return whether a title names a code, a licence or document number, an account: text whatever its digits."""
    return bool(_CODE.fullmatch(bare(title)))


def names_code(title: str) -> bool:
    """Return whether a title names what is text though it is written in digits: a code, a telephone number, a unit's code."""
    return is_code(title) or title_role(title) in ("phone", "unit_code")


def is_serial_number(title: str) -> bool:
    """Return whether a title is "STT": a row's number in its list."""
    return bool(_SERIAL.fullmatch(bare(title)))


def names_date(title: str) -> bool:
    """Return whether a title promises a date ("Ngày cấp", "Hạn hiệu lực"), not something a day."""
    folded = bare(title)
    return bool(_DATE.fullmatch(folded) and not _NOT_DATE.fullmatch(folded) and not _PER_DAY.search(fold(title)))


def names_ratio(title: str) -> bool:
    """Return whether a title promises a ratio ("Tỷ lệ bản đồ"), in which "1:50" is no time of day."""
    return bool(_RATIO.fullmatch(bare(title)))


def unit_of(title: str) -> str | None:
    """Return the unit in a title's brackets: "Diện tích (ha)" → "ha"; None when the brackets hold no unit."""
    match = _UNIT.search(title)
    if not match:
        return None
    unit = match["unit"].strip()
    said = re.search(r"(đvt|đơn vị|dvt|don vi)", match[0], re.IGNORECASE)
    return unit if said or fold(unit) in _UNITS else None


def is_unit(text: str) -> bool:
    """Return whether a text is a unit of measure or a currency."""
    plain = _plain_unit(text)
    return plain in _UNITS or plain in _MONEY_SIGNS.values()


def same_unit(one: str, other: str) -> bool:
    """Return whether two spellings mean one unit: m2 and m², đ, ₫, VNĐ and đồng."""
    return _plain_unit(one) == _plain_unit(other)


def _plain_unit(text: str) -> str:
    folded = fold(unicodedata.normalize("NFKC", text))
    return _MONEY_SIGNS.get(folded, folded)


def bare(title: str) -> str:
    """Return a title folded, without marks, its words parted by single spaces."""
    text = re.sub(r"[_\s/,\-\n]+", " ", fold(title))
    return re.sub(r"\s*[*:]+\s*", "", text).strip()


def safe_name(title: str, position: int, taken: set[str]) -> str:
    """Return a column's safe, unique name: folded, ``[a-z_][a-z0-9_]*``, at most 63 bytes; ``taken`` is extended.

    No name starts with "_" (those are the portal's own columns) or a digit ("2020" → "cot_2020").
    """
    name = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_") or f"cot_{position}"
    name = (f"cot_{name}" if name[0].isdigit() else name)[:MAX_NAME].rstrip("_")
    unique, number = name, 2
    while unique in taken:
        suffix = f"_{number}"
        unique, number = f"{name[: MAX_NAME - len(suffix)]}{suffix}", number + 1
    taken.add(unique)
    return unique
