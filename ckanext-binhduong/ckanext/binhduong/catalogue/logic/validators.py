"""Validators that the schemas name. Each turns a plain rule into CKAN's errors; messages say where, why and how to mend."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.binhduong import vn
from ckanext.binhduong.catalogue import places, vocabularies
from ckanext.binhduong.catalogue.columns import KEYS, ColumnsError, clean_columns
from ckanext.binhduong.catalogue.extent import MAX_VERTICES, ExtentError, clean_extent
from ckanext.binhduong.catalogue.language import say
from ckanext.binhduong.catalogue.naming import free_name
from ckanext.scheming.validation import scheming_validator

__all__ = [
    "binhduong_code",
    "binhduong_codes",
    "binhduong_columns",
    "binhduong_date",
    "binhduong_end_of_period",
    "binhduong_extent",
    "binhduong_latitude",
    "binhduong_limit",
    "binhduong_longitude",
    "binhduong_name_from_title",
    "binhduong_nfc",
    "binhduong_release_field",
    "binhduong_resource_address",
    "binhduong_unit",
    "binhduong_units",
    "binhduong_web_address",
]

_EXTENT_MESSAGES = {
    "not-geojson": ("Không đọc được GeoJSON. Hãy dán nguyên một hình (geometry) GeoJSON.", "This is not GeoJSON. Paste one whole GeoJSON geometry."),
    "wrong-type": (
        "Chỉ nhận Point, LineString, Polygon và dạng Multi của chúng. Hãy tách GeometryCollection hoặc FeatureCollection.",
        "Only Point, LineString, Polygon and their Multi forms are taken. Split a GeometryCollection or FeatureCollection.",
    ),
    "too-large": (f"Hình có quá {MAX_VERTICES} đỉnh. Hãy đơn giản hóa hình.", f"The shape has more than {MAX_VERTICES} vertices. Simplify it."),
    "out-of-range": (
        "Tọa độ nằm ngoài phạm vi kinh độ ±180, vĩ độ ±90. Hãy chuyển VN-2000 sang WGS 84 (độ).",
        "Coordinates are beyond longitude ±180 or latitude ±90. Convert VN-2000 to WGS 84 degrees.",
    ),
    "swapped": ("Kinh độ và vĩ độ bị đảo. GeoJSON ghi kinh độ trước.", "Longitude and latitude are swapped. GeoJSON has longitude first."),
    "empty": ("Hình rỗng. Hãy bỏ trống trường này nếu không có hình.", "The shape is empty. Leave the field empty when there is no shape."),
}


def _composed(value: Any) -> Any:
    """Give a value with every text in it in NFC; uploads and numbers are left as they are."""
    if isinstance(value, str):
        return vn.nfc(value)
    if isinstance(value, list):
        return [_composed(item) for item in value]
    if isinstance(value, dict):
        return {_composed(key): _composed(item) for key, item in value.items()}
    return value


def binhduong_nfc(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Put all text of a dataset, its files and tags, of an agency or a theme in NFC before any other validator sees it.

    macOS and some PDFs give decomposed text; CKAN refuses such tags, and two spellings of one word would be two values.
    """
    for name, value in data.items():
        data[name] = _composed(value)


def binhduong_name_from_title(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Make the name from the title when the caller gives none; a name in use gets ``-2``, ``-3`` …"""
    title = data.get((*key[:-1], "title"))
    existing = context.get("group") or context.get("package")
    if data.get(key) or existing or not isinstance(title, str):
        return
    table = model.Group if "packages" in context.get("schema_keys", ()) else model.Package
    data[key] = free_name(title, lambda name: model.Session.query(table).filter_by(name=name).first() is not None)


def _is_empty(value: Any) -> bool:
    return value is tk.missing or value is None or value == "" or value == []


@scheming_validator
def binhduong_code(field: dict[str, Any], schema: dict[str, Any]) -> Callable[..., Any]:
    """Take one code of the field's vocabulary, else the field's default; a required field must have one."""
    vocabulary = field["vocabulary"]

    def validator(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
        value = data.get(key, tk.missing)
        if _is_empty(value):
            _fill_or_stop(field, key, data, errors)
        elif value not in vocabularies.codes(vocabulary):
            errors[key].append(_not_a_code(value, vocabulary))

    return validator


def _fill_or_stop(field: dict[str, Any], key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict) -> None:
    """Put the default of an empty field, or leave the field out, or say that it must be filled in."""
    if "default" in field:
        data[key] = field["default"]
        return
    data.pop(key, None)
    if field.get("required"):
        errors[key].append(say("Thiếu giá trị", "Missing value"))
    raise tk.StopOnError


def _not_a_code(value: Any, vocabulary: str) -> str:
    known = ", ".join(vocabularies.codes(vocabulary))
    return say(f"Không có mã “{value}”. Các mã dùng được: {known}.", f"There is no code “{value}”. The codes are: {known}.")


def _as_list(value: Any) -> list[Any]:
    """Read a list as forms, API callers and stored values give it: a list, one text, or JSON text of a list."""
    if _is_empty(value):
        return []
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return [value]
    return value if isinstance(value, list) else [value]


@scheming_validator
def binhduong_codes(field: dict[str, Any], schema: dict[str, Any]) -> Callable[..., Any]:
    """Take a list of codes of the field's vocabulary, kept as JSON text, in the order given and each once; the default when empty."""
    vocabulary = field["vocabulary"]

    def validator(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
        values = list(dict.fromkeys(map(str, _as_list(data.get(key))))) or field.get("default", [])
        errors[key].extend(_not_a_code(value, vocabulary) for value in values if value not in vocabularies.codes(vocabulary))
        data[key] = json.dumps(values)

    return validator


def _unknown_unit(unit_id: Any) -> str | None:
    """Say what is wrong with a unit id, or None when the unit is in one of the two lists."""
    if isinstance(unit_id, str) and places.find(unit_id):
        return None
    return say(
        f"Không có đơn vị hành chính “{unit_id}”. Ghi mã kèm danh mục, ví dụ 718@2024 hoặc 25747@2025.",
        f"There is no administrative unit “{unit_id}”. Write the code with its list, for example 718@2024 or 25747@2025.",
    )


def binhduong_units(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Take a list of unit ids of either list, kept as JSON text, each once."""
    units = list(dict.fromkeys(map(str, _as_list(data.get(key)))))
    errors[key].extend(message for unit in units if (message := _unknown_unit(unit)))
    data[key] = json.dumps(units)


def binhduong_unit(value: Any) -> Any:
    """Take one unit id of either list."""
    if message := _unknown_unit(value):
        raise tk.Invalid(message)
    return value


def binhduong_extent(value: Any) -> str:
    """Take a GeoJSON geometry, mend what is clear, refuse the rest."""
    try:
        return clean_extent(value)
    except ExtentError as error:
        raise tk.Invalid(say(*_EXTENT_MESSAGES[error.code])) from error


def binhduong_columns(value: Any) -> str:
    """Take a data dictionary, as JSON text or an object."""
    try:
        return clean_columns(value)
    except ColumnsError as error:
        where = " → ".join(part for part in (error.column, error.key) if part) or "JSON"
        message = say(
            f"Từ điển dữ liệu sai ở {where}. Mỗi cột là một đối tượng với các khóa chữ: {', '.join(KEYS)}.",
            f"The data dictionary is wrong at {where}. Each column is an object with the text keys {', '.join(KEYS)}.",
        )
        raise tk.Invalid(message) from error


def binhduong_date(value: Any) -> str:
    """Take a day as ``yyyy-mm-dd`` or ``dd/mm/yyyy``; keep it as ``yyyy-mm-dd``."""
    day = vn.parse_date(str(value).strip())
    if day is None:
        raise tk.Invalid(say(f"“{value}” không phải là ngày. Ghi ngày/tháng/năm hoặc năm-tháng-ngày.", f"“{value}” is no date. Write yyyy-mm-dd."))
    return day.isoformat()


_PERIOD_START = {"temporal_end": "temporal_start", "valid_to": "valid_from"}


def binhduong_end_of_period(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Refuse an end before its start. The start may not have been validated yet (fields run in alphabetical order), so it is read here."""
    start = vn.parse_date(str(data.get((*key[:-1], _PERIOD_START[key[-1]]), "")))
    if errors[key] or start is None:
        return
    if data[key] < start.isoformat():
        errors[key].append(say(f"Ngày kết thúc sớm hơn ngày bắt đầu ({start.isoformat()}).", f"The end is before the start ({start.isoformat()})."))


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def binhduong_web_address(value: str) -> str:
    """Take an http(s) address only: ``javascript:`` and ``data:`` addresses run in the reader's browser, ``file:`` ones on our server."""
    if not _is_web_address(value):
        raise tk.Invalid(say(f"“{value}” không phải là địa chỉ http:// hoặc https://.", f"“{value}” is no http:// or https:// address."))
    return value


def binhduong_resource_address(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Take an http(s) link, or the bare file name that CKAN keeps for what it stores itself (``url_type`` upload, datastore …)."""
    value = data[key]
    stored_here = bool(data.get((*key[:-1], "url_type"))) and not urlsplit(value.replace("\\", "/")).scheme
    if value and not stored_here and not _is_web_address(value):
        errors[key].append(
            say(
                f"“{value}” không phải là địa chỉ http:// hoặc https://. Hãy tải tệp lên hoặc sửa địa chỉ.",
                f"“{value}” is no http:// or https:// address. Upload the file or correct the address.",
            )
        )


def binhduong_release_field(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Keep what the portal itself wrote: only code that acts with ``ignore_auth`` (the loading job) can change it.

    A client's value is dropped in silence, because clients send back what ``package_show`` gave them.
    """
    given = data.get(key, tk.missing)
    if given is not tk.missing and context.get("ignore_auth"):
        return
    resource = model.Resource.get(data.get((*key[:-1], "id")) or "")
    stored = (resource.extras or {}).get(key[-1]) if resource else None
    if stored is None:
        data.pop(key, None)
    else:
        data[key] = stored


def _degrees(value: Any, limit: int) -> float:
    try:
        degrees = float(value)
    except (TypeError, ValueError):
        degrees = limit + 1.0
    if not -limit <= degrees <= limit:
        raise tk.Invalid(say(f"“{value}” không phải là số độ từ −{limit} đến {limit}.", f"“{value}” is no number of degrees from −{limit} to {limit}."))
    return degrees


def binhduong_longitude(value: Any) -> float:
    """Take a longitude in degrees."""
    return _degrees(value, 180)


def binhduong_latitude(value: Any) -> float:
    """Take a latitude in degrees."""
    return _degrees(value, 90)


def binhduong_limit(value: int) -> int:
    """Take a number of answers from 1 to 100."""
    if not 1 <= value <= 100:
        raise tk.Invalid(say("Chỉ nhận từ 1 đến 100.", "Only 1 to 100 is taken."))
    return value
