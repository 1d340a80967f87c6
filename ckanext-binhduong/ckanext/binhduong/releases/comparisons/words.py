"""What differs between two releases in a sentence, in Vietnamese and in English: the same words on pages and in feeds."""

from __future__ import annotations

from typing import Any

__all__ = ["column_words", "summary_words"]

Words = dict[str, str]

_COLUMNS: dict[str, tuple[str, str]] = {
    "column-removed": ("bỏ cột “{vi}”", "column “{en}” removed"),
    "type-changed": ("cột “{vi}” đổi kiểu từ {from_vi} sang {to_vi}", "column “{en}” changed from {from_en} to {to_en}"),
    "column-added": ("thêm cột “{vi}”", "column “{en}” added"),
    "title-changed": ("cột {column} đổi tên gọi từ “{from_vi}” thành “{to_vi}”", "column {column} renamed from “{from_en}” to “{to_en}”"),
    "key-changed": ("cột khóa đổi từ {from_vi} sang {to_vi}", "key column changed from {from_en} to {to_en}"),
    "geometry-changed": ("loại hình đổi từ {from_vi} sang {to_vi}", "shapes changed from {from_en} to {to_en}"),
}
_TYPES: dict[str, tuple[str, str]] = {
    "text": ("chữ", "text"),
    "integer": ("số nguyên", "integer"),
    "decimal": ("số thập phân", "decimal"),
    "boolean": ("có/không", "yes/no"),
    "date": ("ngày", "date"),
    "timestamp": ("ngày giờ", "date and time"),
    "time": ("giờ", "time"),
}
_NONE = ("không có", "none")


def column_words(change: dict[str, Any]) -> Words:
    """Put one change of a table's columns into words."""
    vi, en = _COLUMNS[change["change"]]
    values = {"column": change["column"], **change["title"]}
    for side in ("from", "to"):
        for number, language in enumerate(("vi", "en")):
            values[f"{side}_{language}"] = _side(change[side], number, language)
    return {"vi": vi.format(**values), "en": en.format(**values)}


def _side(value: Any, number: int, language: str) -> str:
    if isinstance(value, dict):
        return value[language]
    return _NONE[number] if value is None else _TYPES.get(value, (value, value))[number]


def summary_words(summary: dict[str, Any] | None) -> Words:
    """Put a release's summary into words; None is a release that is not compared yet."""
    if summary is None:
        return {"vi": "Đang được so sánh với bản trước.", "en": "Being compared with the release before."}
    if "added" not in summary:
        return {"vi": "Bản phát hành đầu tiên.", "en": "The first release."}
    parts = [*_rows(summary), *(column_words(change) for change in summary["columns"])]
    if not parts:
        return {"vi": "Không có gì thay đổi.", "en": "Nothing changed."}
    return {language: _sentence([part[language] for part in parts]) for language in ("vi", "en")}


def _rows(summary: dict[str, Any]) -> list[Words]:
    told = []
    if count := summary["added"]:
        told.append({"vi": f"thêm {count} dòng", "en": f"{count} rows added" if count > 1 else "1 row added"})
    if count := summary["removed"]:
        told.append({"vi": f"bớt {count} dòng", "en": f"{count} rows removed" if count > 1 else "1 row removed"})
    if count := summary["changed"]:
        moved = _moved(summary)
        told.append(
            {
                "vi": f"sửa {count} dòng{moved['vi']}",
                "en": f"{count} rows changed{moved['en']}" if count > 1 else f"1 row changed{moved['en']}",
            }
        )
    return told


def _moved(summary: dict[str, Any]) -> Words:
    if not summary["moved"]:
        return {"vi": "", "en": ""}
    metres = f"{summary['moved_most_m']:.0f}" if summary["moved_most_m"] >= 10 else f"{summary['moved_most_m']:.2f}"
    return {
        "vi": f" ({summary['moved']} dời chỗ, xa nhất {metres.replace('.', ',')} m)",
        "en": f" ({summary['moved']} moved, {metres} m at most)",
    }


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
