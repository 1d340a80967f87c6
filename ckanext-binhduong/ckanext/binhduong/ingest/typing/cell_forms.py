"""The form of one cell, by its kind and shape: what a cell looks like, before the column decides what it is."""

import re
from collections.abc import Callable

from ckanext.binhduong.ingest.typing.evidence import BOOLEAN, DATE, DATETIME, DURATION, ERROR, NUMBER, TEXT, TIME
from ckanext.binhduong.ingest.typing.positions import form_of_degrees, pair_of
from ckanext.binhduong.vn import NumberStyle, fold, looks_like_date, nfc, parse_datetime, parse_number, parse_time

NULL_WORDS = frozenset(["-", "--", "---", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "<null>", "...", "…", "..", ".", "?"]) | {
    "khong co",
    "khong co du lieu",
    "khong ro",
    "khong xac dinh",
    "khong ap dung",
    "chua co",
    "\\n",
    "chua co du lieu",
    "chua cap nhat",
    "chua ro",
    "chua xac dinh",
    "dang cap nhat",
    "no data",
}
"""What officers write for "nothing here" (folded): read as empty, with a note, among numbers, dates, yes and no."""

NULL_MARKS = ("N/A", "n/a", "#N/A", "NULL", "<null>", "<Null>", "<NULL>", "NaN", "\\N")
"""What programs write for "nothing here", exactly: no words of any language, so read as empty among words too."""

ABSENT_WORDS = frozenset({"khong co", "chua co"})
"""Of these, what beside "có" means no rather than nothing."""

PAIRS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"có"}), frozenset({"không", "không có", "chưa có"})),
    (frozenset({"đúng"}), frozenset({"sai"})),
    (frozenset({"true"}), frozenset({"false"})),
    (frozenset({"yes"}), frozenset({"no"})),
    (frozenset({"✓", "✔", "√", "☑"}), frozenset({"☐", "✗", "✘", "☒"})),
    (frozenset({"x"}), frozenset()),
    (frozenset({"co"}), frozenset({"khong", "khong co", "chua co"})),
    (frozenset({"dung"}), frozenset({"sai"})),
)
"""Words for yes and for no that belong together, in lower case with their marks. Those of two pairs in one column are a list of words:
CO and NO are gases."""
UNMARKED_PAIRS = PAIRS[-2:]
"""Words without marks that may mean much else: "co" alone is never yes."""

TRUE_WORDS = frozenset({"co", "dung", "true", "yes", "x", "✓", "✔", "√", "☑"})
FALSE_WORDS = frozenset({"khong", "sai", "false", "no", "☐", "✗", "✘", "☒"})
"""What is read as yes and as no (folded) once a column is known to say nothing else."""
WKT = re.compile(
    r"(?:SRID=(?P<srid>\d+);)?\s*(?:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*(?:ZM|Z|M)?\s*(?:\(|EMPTY)", re.IGNORECASE
)
GEOJSON = re.compile(r"""\{\s*"(?:type|coordinates)"\s*:\s*(?:"(?:Multi)?(?:Point|LineString|Polygon)"|\[)""")
WKB = re.compile(r"(?:\\x)?(?:01[0-9A-F]{2}0[03]00[0-9A-F]{2}|00[0-9A-F]{2}0[03][0-9A-F]{4})(?:[0-9A-F]{2}){12,}", re.IGNORECASE)
"""Hexadecimal WKB or EWKB, as PostGIS shows a geometry."""
MEASURE = re.compile(
    r"(?P<number>[-−–]?[0-9][0-9.,\u00a0 ]*?)\s*(?P<unit>[^\W\d_°][^\s0-9]{0,11}(?: [^\W\d_]{2,6})?[0-9²³]?(?:/[^\s]{1,8})?)"
)
MEASURED = frozenset(
    (
        "mm", "cm", "dm", "m", "km", "mm2", "cm2", "m2", "km2", "ha", "cm3", "dm3", "lit", "ml", "mg", "g", "kg", "tan", "ta", "yen",
        "kw", "kwh", "mw", "mwh", "mwp", "kwp", "kva", "mva", "kv", "hz", "khz", "mhz", "db", "dba", "mg/l", "mg/m2", "ug/m2", "μg/m2",
        "m/s", "km/h", "m2/ngay", "m2/s", "m2/h", "l/s", "tan/ha", "ta/ha", "dong", "vnd", "usd", "trieu", "trieu dong", "nghin dong",
        "ty dong", "ty", "nguoi", "ho", "can", "chiec", "cai", "giuong", "phong", "luot", "ppm", "ntu", "nguoi/km2",
    )
)  # fmt: skip
"""Units in cells, folded, each digit as 2. Hours, minutes and days are none: "4 giờ" is a time of day or how long something takes."""
_CODED = re.compile(r"0[01]+")


def is_null_word(text: str, column_type: str = "text") -> bool:
    """Return whether a cell says that there is nothing to say; among numbers stars do, which a DBF shows of one that did not fit."""
    if len(text) > 24:
        return False
    if not text.strip("*"):
        return column_type in ("integer", "decimal")
    folded = fold(text)
    return folded in NULL_WORDS and not (column_type == "boolean" and folded in ABSENT_WORDS)


def form_of(kind: int, shape: str) -> str:
    """Name the form of a cell by its kind and shape: number, date, timestamp, time, boolean, null, stars, code, dms, pair or text."""
    if kind != TEXT:
        return _FORM_OF_KIND[kind]
    return next((form for form, says in _FORMS if says(shape)), "text")


def _is_number(shape: str) -> bool:
    return any(parse_number(shape, style) is not None for style in (NumberStyle.DECIMAL_COMMA, NumberStyle.DECIMAL_POINT))


def _is_measure(shape: str) -> bool:
    found = MEASURE.fullmatch(shape)
    if not found or found["unit"] in ("đ", "₫"):
        return found is not None and _is_number(found["number"].strip())
    if len(found["unit"]) == 1 and not found["unit"].islower():  # 5M is a size
        return False
    return bool(fold(found["unit"]).replace("1", "2") in MEASURED and _is_number(found["number"].strip()))


def word_of_boolean(shape: str) -> str:
    """Return a cell as the words of ``PAIRS`` are written."""
    return nfc(shape).lower()


def _is_boolean(shape: str) -> bool:
    word = word_of_boolean(shape)
    return any(word in yes | no for yes, no in PAIRS) and word not in ("không có", "chưa có", "khong co", "chua co")


def _may_be_time(shape: str) -> bool:
    return shape[:1].isdigit() or shape[:4].lower() == "ngày"


_FORM_OF_KIND = {
    NUMBER: "number",
    DATE: "date",
    DATETIME: "timestamp",
    TIME: "time",
    BOOLEAN: "boolean",
    ERROR: "null",
    DURATION: "duration",
}
_FORMS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("stars", lambda shape: not shape.strip("*")),
    ("null", is_null_word),
    ("code", _CODED.fullmatch),
    ("number", _is_number),
    ("boolean", _is_boolean),
    ("date", lambda shape: _may_be_time(shape) and looks_like_date(shape)),
    ("time", lambda shape: _may_be_time(shape) and parse_time(shape)),
    ("timestamp", lambda shape: _may_be_time(shape) and parse_datetime(shape)),
    ("measure", _is_measure),
    ("pair", lambda shape: shape[-1:] != "%" and any(map(str.isdigit, shape)) and pair_of(shape)),
    ("dms", lambda shape: form_of_degrees(shape) == "dms"),
    ("dms-bare", form_of_degrees),
)
"""The forms of a text cell, in the order in which they are tried."""
