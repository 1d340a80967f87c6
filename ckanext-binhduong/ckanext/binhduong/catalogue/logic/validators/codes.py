"""Codes of the vocabularies and ids of administrative units, one or a list."""

import json
from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.scheming.validation import scheming_validator

from ckanext.binhduong.catalogue import themes, vocabularies
from ckanext.binhduong.core.language import say
from ckanext.binhduong.places import descriptions

__all__ = ["binhduong_code", "binhduong_codes", "binhduong_high_value", "binhduong_unit", "binhduong_units"]


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
        elif value not in (known := _codes(vocabulary)):
            errors[key].append(_not_a_code(value, known))

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


def _codes(vocabulary: str) -> list[str]:
    """Return the codes that a field takes; themes are the administrators' own."""
    return themes.codes() if vocabulary == "themes" else vocabularies.codes(vocabulary)


def _not_a_code(value: Any, codes: list[str]) -> str:
    known = ", ".join(codes)
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
        known = _codes(vocabulary)
        errors[key].extend(_not_a_code(value, known) for value in values if value not in known)
        data[key] = json.dumps(values)

    return validator


def binhduong_high_value(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Refuse a high-value category without a legal basis, which DCAT-AP for high-value datasets (3.0.0) demands."""
    basis = data.get((*key[:-1], "legal_basis"))
    if _as_list(data.get(key)) and not errors[key] and (_is_empty(basis) or not str(basis).strip()):
        errors[key].append(
            say(
                "Dữ liệu có giá trị cao phải có căn cứ pháp lý. Hãy ghi ở ô “Căn cứ pháp lý”, hoặc bỏ đánh dấu.",
                "High-value data need a legal basis. Write it in the field “Legal basis”, or take the tick away.",
            )
        )


def _unknown_unit(unit_id: Any) -> str | None:
    """Say what is wrong with a unit id, or None when the unit is in one of the two lists."""
    if isinstance(unit_id, str) and descriptions.find(unit_id):
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
