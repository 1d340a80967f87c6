"""What the finder's list and the map's popups say about one feature. Imports no CKAN."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

__all__ = ["kind_field", "opening_words", "picture_of", "row_of", "status_kind"]

# Roles of the flight-check report that a row shows with a look of their own; positions are on the map, not in the list.
_SHOWN_ROLES = ("address", "phone", "opening_hours")
_POSITION_ROLES = {"longitude", "latitude", "easting", "northing", "geometry"}
# The column that marks a sample row in every seed dataset; it is shown as a badge.
_SAMPLE_COLUMN = "du_lieu_mau"
# How Vietnamese tables call the column with the state of a thing, and with its kind.
_STATUS_NAMES = ("trang_thai", "tinh_trang")
_KIND_NAMES = ("loai", "kieu", "nhom")
_STATUS_KINDS = {
    **dict.fromkeys(("hoạt động", "đang hoạt động", "đã phê duyệt", "bình thường"), "good"),
    **dict.fromkeys(("mất kết nối", "ngừng hoạt động", "hỏng", "đã hủy"), "bad"),
}
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")


def row_of(feature: Mapping[str, Any], fields: list[dict[str, Any]]) -> dict[str, Any]:
    """Sort the values of one feature.

    Args:
        feature: a GeoJSON Feature of ``feature_search`` (``layer``, ``dataset``, ``distance_m`` beside ``properties``).
        fields: the layer's fields, ``[{id, type, title, role}]`` in order.

    Returns:
        ``name``; ``by_role`` (role → value: address, phone, opening_hours, ``category`` (the kind), ``status``); ``more`` ([(field,
        value)] of the remaining ones); ``picture`` (an address or ""); ``sample`` (whether the row calls itself sample data).
    """
    values = feature.get("properties") or {}
    filled = [field for field in fields if values.get(field["id"]) not in (None, "") and field["id"] != _SAMPLE_COLUMN]
    shown: dict[str, dict[str, Any]] = {}
    for field in filled:
        shown.setdefault(field.get("role") or "", field)
    shown = {role: field for role, field in shown.items() if role in _SHOWN_ROLES or role in ("name", "key")}
    shown |= {role: field for role, field in (("status", _named(filled, _STATUS_NAMES)), ("category", kind_field(filled))) if field}
    by_role = {role: values[field["id"]] for role, field in shown.items()}
    key = by_role.get("key") or feature.get("id") or ""
    # What has no name is called by what it is and by its key: "Đất ở tại đô thị · LO-25741-01".
    name = by_role.get("name") or " · ".join(str(part) for part in (by_role.get("category"), key) if part)
    rest = [field for field in filled if field not in shown.values() and field.get("role") not in _POSITION_ROLES]
    more = [(field, values[field["id"]]) for field in rest if values[field["id"]] not in (name, key)]
    return {
        "name": name,
        "by_role": by_role,
        "more": more,
        "picture": picture_of(values),
        "sample": values.get(_SAMPLE_COLUMN) in (True, "có"),
    }


def _named(fields: list[dict[str, Any]], beginnings: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the first column of few values that is called so."""
    return next((field for field in fields if field.get("role") == "category" and field["id"].startswith(beginnings)), None)


def kind_field(fields: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the column that says what kind of thing a row is; None without one."""
    others = [field for field in fields if field.get("role") == "category" and not field["id"].startswith(_STATUS_NAMES)]
    return _named(others, _KIND_NAMES) or next(iter(others), None)


def status_kind(status: str) -> str:
    """Return the look of a state's badge: ``good``, ``bad`` or ``quiet``."""
    return _STATUS_KINDS.get(status.strip().lower(), "quiet")


def picture_of(values: Mapping[str, Any]) -> str:
    """Return the address of the first picture among a row's values; empty without one."""
    texts = (value for value in values.values() if isinstance(value, str))
    return next((text for text in texts if text.startswith(("https://", "http://")) and text.lower().endswith(_PICTURES)), "")


def opening_words(is_open: bool | None, changes: str | None, moment: datetime) -> tuple[str, dict[str, str]]:
    """Choose the sentence about opening hours.

    Args:
        is_open: as ``feature_search`` gives it.
        changes: when that ends, ISO 8601 with its offset, or None.
        moment: now (aware).

    Returns:
        a key of the page's sentences (``open``, ``open-until``, ``closed``, ``closed-until``, ``closed-until-tomorrow``,
        ``closed-until-day``, ``unknown``) and its values ``time`` ("21:00"), ``day`` (0 Monday … 6 Sunday).
    """
    if is_open is None:
        return "unknown", {}
    if changes is None:
        return "open" if is_open else "closed", {}
    end = datetime.fromisoformat(changes)
    days = (end.date() - moment.astimezone(end.tzinfo).date()).days
    values = {"time": f"{end:%H:%M}", "day": str(end.weekday())}
    if is_open:
        return "open-until", values
    return {0: "closed-until", 1: "closed-until-tomorrow"}.get(days, "closed-until-day"), values
