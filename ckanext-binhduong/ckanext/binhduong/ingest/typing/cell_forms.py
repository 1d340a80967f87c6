"""The form of one cell, by its kind and shape: what a cell looks like, before the column decides what it is."""

import re
from collections.abc import Callable

from ckanext.binhduong.ingest.typing.evidence import BOOLEAN, DATE, DATETIME, ERROR, NUMBER, TEXT, TIME
from ckanext.binhduong.vn import NumberStyle, fold, looks_like_date, parse_datetime, parse_number, parse_time

NULL_WORDS = frozenset(["-", "--", "---", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "<null>", "...", "…", "..", ".", "?"]) | {
    "khong co",
    "khong co du lieu",
    "khong ro",
    "khong xac dinh",
    "khong ap dung",
    "chua co",
    "chua co du lieu",
    "chua cap nhat",
    "chua ro",
    "chua xac dinh",
    "dang cap nhat",
    "no data",
}
"""What officers write for "nothing here" (folded): read as empty, with a note."""

ABSENT_WORDS = frozenset({"khong co", "chua co"})
"""Of these, what beside "có" means no rather than nothing."""

TRUE_WORDS = frozenset({"co", "dung", "true", "yes", "x", "✓", "✔", "√", "☑"})
FALSE_WORDS = frozenset({"khong", "sai", "false", "no", "☐"})
DMS = re.compile(
    r"""^[NSEWBĐTnsewbđt]?\s*-?[01]{1,3}\s*[°ºo˚d:\s]\s*[01]{1,2}(?:[.,][01]+)?\s*(?:['’′`:\s]\s*(?:[01]{1,2}(?:[.,][01]+)?\s*(?:"|''|”|″|’’|′′)?)?)?\s*[NSEWBĐTnsewbđt]?$"""
)
PAIR = re.compile(r"^[\[(]?\s*-?[01]{1,3}[.,][01]{2,}\s*[,;\s]\s*-?[01]{1,3}[.,][01]{2,}\s*[\])]?$")
WKT = re.compile(
    r"(?:SRID=(?P<srid>\d+);)?\s*(?:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*(?:ZM|Z|M)?\s*(?:\(|EMPTY)", re.IGNORECASE
)
GEOJSON = re.compile(r"""\{\s*"(?:type|coordinates)"\s*:\s*(?:"(?:Multi)?(?:Point|LineString|Polygon)"|\[)""")
_CODED = re.compile(r"0[01]+")


def is_null_word(text: str, column_type: str = "text") -> bool:
    """Say whether a cell says that there is nothing to say; among numbers stars do, which a DBF shows of one that did not fit."""
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


def _may_be_time(shape: str) -> bool:
    return shape[:1].isdigit() or shape[:4].lower() == "ngày"


_FORM_OF_KIND = {NUMBER: "number", DATE: "date", DATETIME: "timestamp", TIME: "time", BOOLEAN: "boolean", ERROR: "null"}
_FORMS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("stars", lambda shape: not shape.strip("*")),
    ("null", is_null_word),
    ("code", _CODED.fullmatch),
    ("number", _is_number),
    ("boolean", lambda shape: fold(shape) in TRUE_WORDS | FALSE_WORDS),
    ("date", lambda shape: _may_be_time(shape) and looks_like_date(shape)),
    ("time", lambda shape: _may_be_time(shape) and parse_time(shape)),
    ("timestamp", lambda shape: _may_be_time(shape) and parse_datetime(shape)),
    ("dms", lambda shape: DMS.match(shape) and re.search(r"[°º˚'′’:NSEWBĐT]", shape)),
    ("pair", PAIR.match),
)
"""The forms of a text cell, in the order in which they are tried."""
