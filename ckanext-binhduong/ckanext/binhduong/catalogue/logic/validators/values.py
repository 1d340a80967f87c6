"""Extents, data dictionaries, days, periods, degrees and numbers of answers."""

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.binhduong import vn
from ckanext.binhduong.catalogue.rules.column_dictionary import KEYS, ColumnsError, clean_columns
from ckanext.binhduong.catalogue.rules.extent import MAX_VERTICES, ExtentError, clean_extent
from ckanext.binhduong.catalogue.rules.read_options import KEYS as READING_KEYS
from ckanext.binhduong.catalogue.rules.read_options import ReadingError, clean_reading
from ckanext.binhduong.catalogue.rules.table_schema import TYPES, TableSchemaError, clean_table_schema
from ckanext.binhduong.core.language import both, say

__all__ = [
    "binhduong_columns",
    "binhduong_date",
    "binhduong_end_of_period",
    "binhduong_extent",
    "binhduong_latitude",
    "binhduong_limit",
    "binhduong_longitude",
    "binhduong_reading",
    "binhduong_table_schema",
]

_EXTENT_MESSAGES = {
    "not-geojson": (
        "Không đọc được GeoJSON. Hãy dán nguyên một hình (geometry) GeoJSON.",
        "This is not GeoJSON. Paste one whole GeoJSON geometry.",
    ),
    "wrong-type": (
        "Chỉ nhận Point, LineString, Polygon và dạng Multi của chúng. Hãy tách GeometryCollection hoặc FeatureCollection.",
        "Only Point, LineString, Polygon and their Multi forms are taken. Split a GeometryCollection or FeatureCollection.",
    ),
    "too-large": (
        f"Hình có quá {MAX_VERTICES} đỉnh. Hãy đơn giản hóa hình.",
        f"The shape has more than {MAX_VERTICES} vertices. Simplify it.",
    ),
    "out-of-range": (
        "Toạ độ nằm ngoài phạm vi kinh độ ±180, vĩ độ ±90. Hãy chuyển VN-2000 sang WGS 84 (độ).",
        "Coordinates are beyond longitude ±180 or latitude ±90. Convert VN-2000 to WGS 84 degrees.",
    ),
    "swapped": (
        "Kinh độ và vĩ độ bị đảo. GeoJSON ghi kinh độ trước: đổi chỗ hai số.",
        "Longitude and latitude are swapped. GeoJSON has longitude first: exchange the two.",
    ),
    "empty": ("Hình rỗng. Hãy bỏ trống trường này nếu không có hình.", "The shape is empty. Leave the field empty when there is no shape."),
}


def binhduong_extent(value: Any) -> str:
    """Take a GeoJSON geometry, correct what is clear, refuse the rest."""
    try:
        return clean_extent(value)
    except ExtentError as error:
        raise tk.Invalid(say(*_EXTENT_MESSAGES[error.code])) from error


def _cleaned(clean: Callable[[Any], str], value: Any, vi: str, en: str) -> str:
    """Return what ``clean`` makes of a value; when it refuses, the message with the place that it names."""
    try:
        return clean(value)
    except (ColumnsError, ReadingError, TableSchemaError) as error:
        raise tk.Invalid(say(vi, en).format(place=error.place)) from error


def binhduong_columns(value: Any) -> str:
    """Take a data dictionary, as JSON text or an object."""
    return _cleaned(
        clean_columns,
        value,
        f"Từ điển dữ liệu sai ở {{place}}. Mỗi cột là một đối tượng với các khóa chữ: {', '.join(KEYS)}.",
        f"The data dictionary is wrong at {{place}}. Each column is an object with the text keys {', '.join(KEYS)}.",
    )


def binhduong_reading(value: Any) -> str:
    """Take how a file is to be read, as JSON text or an object."""
    return _cleaned(
        clean_reading,
        value,
        f"Cách đọc tệp sai ở {{place}}. Là một đối tượng JSON với các khóa chữ: {', '.join(READING_KEYS)}.",
        f"How the file is read is wrong at {{place}}. It is a JSON object with the text keys {', '.join(READING_KEYS)}.",
    )


def binhduong_table_schema(value: Any) -> str:
    """Take a Table Schema, as JSON text or an object."""
    return _cleaned(
        clean_table_schema,
        value,
        f"Lược đồ bảng sai ở {{place}}. Ghi theo Frictionless Table Schema; kiểu là một trong: {', '.join(TYPES)}.",
        f"The table schema is wrong at {{place}}. Write a Frictionless Table Schema; types are {', '.join(TYPES)}.",
    )


def binhduong_date(value: Any) -> str:
    """Take a day as ``yyyy-mm-dd`` or ``dd/mm/yyyy``; keep it as ``yyyy-mm-dd``."""
    day = vn.parse_date(str(value).strip())
    if day is None:
        raise tk.Invalid(
            say(
                f"“{value}” không phải là ngày. Ghi ngày/tháng/năm hoặc năm-tháng-ngày.",
                f"“{value}” is no date. Write dd/mm/yyyy or yyyy-mm-dd.",
            )
        )
    return day.isoformat()


_PERIOD_START = {"temporal_end": "temporal_start", "valid_to": "valid_from"}


def binhduong_end_of_period(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Refuse an end before its start. The start may not have been validated yet (fields run in alphabetical order), so it is read here."""
    start = vn.parse_date(str(data.get((*key[:-1], _PERIOD_START[key[-1]]), "")))
    if errors[key] or start is None:
        return
    if data[key] < start.isoformat():
        errors[key].append(
            say(
                f"Ngày kết thúc sớm hơn ngày bắt đầu ({start:%d/%m/%Y}). Sửa một trong hai ngày.",
                f"The end is before the start ({start:%d/%m/%Y}). Correct one of the two days.",
            )
        )


def _degrees(value: Any, limit: int) -> float:
    try:
        degrees = float(value)
    except (TypeError, ValueError):
        degrees = limit + 1.0
    if not -limit <= degrees <= limit:
        raise tk.Invalid(
            both(f"“{value}” không phải là số độ từ −{limit} đến {limit}.", f"“{value}” is no number of degrees from −{limit} to {limit}.")
        )
    return degrees


def binhduong_longitude(value: Any) -> float:
    """Take a longitude in degrees."""
    return _degrees(value, 180)


def binhduong_latitude(value: Any) -> float:
    """Take a latitude in degrees."""
    return _degrees(value, 90)


def binhduong_limit(value: Any) -> int:
    """Take a number of answers from 1 to 100, also written as text."""
    number = int(value) if str(value).isdecimal() and len(str(value)) <= 3 else 0
    if not 1 <= number <= 100:
        raise tk.Invalid(both("Chỉ nhận số nguyên từ 1 đến 100.", "Only whole numbers from 1 to 100 are taken."))
    return number
