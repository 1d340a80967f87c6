"""What differs between two releases in a sentence, in Vietnamese and in English: the same words on pages and in feeds."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.core.type_words import type_word

__all__ = ["age_words", "column_words", "summary_words"]

Words = dict[str, str]

_COLUMNS: dict[str, tuple[str, str]] = {
    "column-removed": ("bỏ cột “{vi}”", "column “{en}” removed"),
    "type-changed": ("cột “{vi}” đổi kiểu từ {from_vi} sang {to_vi}", "column “{en}” changed from {from_en} to {to_en}"),
    "column-added": ("thêm cột “{vi}”", "column “{en}” added"),
    "title-changed": ("cột {column} đổi tên gọi từ “{from_vi}” thành “{to_vi}”", "column {column} renamed from “{from_en}” to “{to_en}”"),
    "key-changed": ("cột khóa đổi từ {from_vi} sang {to_vi}", "key column changed from {from_en} to {to_en}"),
    "geometry-changed": ("loại hình đổi từ {from_vi} sang {to_vi}", "shapes changed from {from_en} to {to_en}"),
}
_NONE = ("không có", "none")


_STATES: dict[str, tuple[str, str]] = {
    "fresh": ("Còn trong hạn.", "Up to date."),
    "due": ("Đến hạn cập nhật.", "Update due."),
    "overdue": ("Quá hạn {days} ngày.", "{days} days overdue."),
    "none": ("Không cam kết cập nhật.", "No updates promised."),
}


def age_words(freshness: dict[str, Any]) -> str:
    """Put a dataset's ``freshness`` into one line of both languages; empty without it."""
    if not freshness:
        return ""
    day = freshness["data_as_of"]
    as_of = (f"Số liệu đến {day[8:10]}/{day[5:7]}/{day[:4]}. ", f"Data as of {day}. ") if day else ("", "")
    said = [words.format(days=freshness["overdue_days"]) for words in _STATES[freshness["state"]]]
    return f"{as_of[0]}{said[0]} / {as_of[1]}{said[1]}"


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
    return _NONE[number] if value is None else type_word(value, number)


def summary_words(summary: dict[str, Any] | None, number: int | None = None) -> Words:
    """Put the summary of release ``number`` into words; None is a release that is not compared yet, the first has nothing to wait for."""
    if summary is None and number != 1:
        return {"vi": "Đang được so sánh với bản trước.", "en": "Being compared with the release before."}
    if summary and summary.get("gone"):
        return {
            "vi": "Không còn lưu tệp để so sánh với bản trước.",
            "en": "The files to compare with the release before are no longer kept.",
        }
    if summary is None or "added" not in summary:
        return {"vi": "Bản phát hành đầu tiên.", "en": "The first release."}
    parts = [*_rows(summary), *(column_words(change) for change in summary["columns"])]
    if not parts:
        return {"vi": "Không có gì thay đổi.", "en": "Nothing changed."}
    return {language: _sentence([part[language] for part in parts]) for language in ("vi", "en")}


def _rows(summary: dict[str, Any]) -> list[Words]:
    told = [_count("thêm", "added", summary["added"]), _count("bớt", "removed", summary["removed"])]
    changed = _count("sửa", "changed", summary["changed"])
    if changed and summary["moved"]:
        changed = {language: f"{text} ({_moved(summary, language)})" for language, text in changed.items()}
    return [words for words in (*told, changed) if words]


def _count(vi: str, en: str, count: int) -> Words | None:
    if not count:
        return None
    return {"vi": f"{vi} {_number(count, 'vi')} dòng", "en": f"{_number(count, 'en')} {'row' if count == 1 else 'rows'} {en}"}


def _moved(summary: dict[str, Any], language: str) -> str:
    most = summary["moved_most_m"]
    count, metres = _number(summary["moved"], language), _number(most, language, 0 if most >= 10 else 2)
    return f"{count} dời chỗ, xa nhất {metres} m" if language == "vi" else f"{count} moved, {metres} m at most"


def _number(value: float, language: str, decimals: int = 0) -> str:
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
