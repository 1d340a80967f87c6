"""One kind of finding: its severity and its words in both languages, with blanks.

Blanks: {row}, {column}, {sheet}, {layer}, {feature} from the place; {value}, {understood}, {count}; {value_word}, {understood_word} where
these are names of types or lists; others by name from the finding's details. A blank without a value reads "–".
"""

from dataclasses import dataclass
from typing import Any


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


@dataclass(frozen=True)
class Message:
    """One kind of finding. ``severity``: error (the file is refused), warning (published; a person should look), note (published)."""

    severity: str
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str

    def render(
        self, place: dict[str, Any], value: str | None, understood: str | None, count: int, details: dict[str, Any]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return message and remedy, each in both languages, with the blanks filled."""
        known = {key: each for key, each in (place | details | {"value": value, "understood": understood}).items() if each is not None}
        vi = _Blanks(known | _words(value, understood, 0) | {"count": f"{count:,}".replace(",", "."), "at": _at(place, _VI)})
        en = _Blanks(known | _words(value, understood, 1) | {"count": f"{count:,}", "at": _at(place, _EN)})
        message = {"vi": _sentence(self.vi, vi, count, "({count} chỗ)"), "en": _sentence(self.en, en, count, "({count} places)")}
        return message, {"vi": self.remedy_vi.format_map(vi), "en": self.remedy_en.format_map(en)}


def _sentence(text: str, blanks: _Blanks, count: int, places: str) -> str:
    """Fill in a message; how often it holds stands at its end unless it says so itself."""
    if count > 1 and "{count}" not in text:
        text = f"{text.removesuffix('.')} {places}."
    words = text.format_map(blanks)
    return words[:1].upper() + words[1:]


_WORDS = {
    "text": ("chữ", "text"),
    "number": ("số", "number"),
    "integer": ("số nguyên", "whole number"),
    "decimal": ("số thập phân", "decimal number"),
    "boolean": ("có hay không", "yes or no"),
    "date": ("ngày", "date"),
    "timestamp": ("ngày giờ", "date and time"),
    "time": ("giờ", "time of day"),
    "degrees": ("độ phút giây", "degrees"),
    "position": ("toạ độ", "position"),
    "list": ("danh sách", "lists"),
    "struct": ("đối tượng", "objects"),
    "bytes": ("dãy byte", "bytes"),
    "@2024": ("danh mục 2024 (trước sáp nhập)", "the 2024 list (before the merger)"),
    "@2025": ("danh mục 2025 (Quyết định 19/2025/QĐ-TTg)", "the 2025 list (Decision 19/2025/QĐ-TTg)"),
}
"""A type or a list of units → its name in Vietnamese and in English."""


def _words(value: str | None, understood: str | None, language: int) -> dict[str, str]:
    return {
        f"{name}_word": _WORDS.get(said, (said, said))[language] for name, said in (("value", value), ("understood", understood)) if said
    }


_VI = (("layer", "lớp “{}”"), ("sheet", "trang tính “{}”"), ("feature", "đối tượng {}"), ("row", "dòng {}"), ("column", "cột “{}”"))
_EN = (("layer", "layer “{}”"), ("sheet", "sheet “{}”"), ("feature", "feature {}"), ("row", "row {}"), ("column", "column “{}”"))


def _at(place: dict[str, Any], words: tuple[tuple[str, str], ...]) -> str:
    text = ", ".join(word.format(place[name]) for name, word in words if place.get(name) is not None)
    return f"{text[:1].upper()}{text[1:]}: " if text else ""


def error(vi: str, en: str, remedy_vi: str, remedy_en: str) -> Message:
    """Return a finding by which the file is refused."""
    return Message("error", f"{{at}}{vi}", f"{{at}}{en}", remedy_vi, remedy_en)


def warning(vi: str, en: str, remedy_vi: str, remedy_en: str) -> Message:
    """Return a finding that a person should look at; the file is published."""
    return Message("warning", f"{{at}}{vi}", f"{{at}}{en}", remedy_vi, remedy_en)


def note(
    vi: str, en: str, remedy_vi: str = "Không phải làm gì nếu đúng như vậy.", remedy_en: str = "Nothing to do if this is right."
) -> Message:
    """Return a finding that only says what was understood."""
    return Message("note", f"{{at}}{vi}", f"{{at}}{en}", remedy_vi, remedy_en)
