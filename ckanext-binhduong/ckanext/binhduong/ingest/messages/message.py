"""One kind of finding: its severity and its words in both languages, with blanks.

Blanks: {row}, {column}, {sheet}, {layer}, {feature} from the place; {value}, {understood}, {count}; others by name from the finding's
details. A blank without a value reads "–".
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
        """Give message and remedy, each in both languages, with the blanks filled."""
        known = {key: each for key, each in (place | details | {"value": value, "understood": understood}).items() if each is not None}
        blanks = _Blanks(known | {"count": count, "at_vi": _at(place, _VI), "at_en": _at(place, _EN)})
        message = {"vi": self.vi.format_map(blanks), "en": self.en.format_map(blanks)}
        return message, {"vi": self.remedy_vi.format_map(blanks), "en": self.remedy_en.format_map(blanks)}


_VI = (("layer", "lớp “{}”"), ("sheet", "trang tính “{}”"), ("feature", "đối tượng {}"), ("row", "dòng {}"), ("column", "cột “{}”"))
_EN = (("layer", "layer “{}”"), ("sheet", "sheet “{}”"), ("feature", "feature {}"), ("row", "row {}"), ("column", "column “{}”"))


def _at(place: dict[str, Any], words: tuple[tuple[str, str], ...]) -> str:
    text = ", ".join(word.format(place[name]) for name, word in words if place.get(name) is not None)
    return f"{text[:1].upper()}{text[1:]}: " if text else ""


def error(vi: str, en: str, remedy_vi: str, remedy_en: str) -> Message:
    """Give a finding by which the file is refused."""
    return Message("error", f"{{at_vi}}{vi}", f"{{at_en}}{en}", remedy_vi, remedy_en)


def warning(vi: str, en: str, remedy_vi: str, remedy_en: str) -> Message:
    """Give a finding that a person should look at; the file is published."""
    return Message("warning", f"{{at_vi}}{vi}", f"{{at_en}}{en}", remedy_vi, remedy_en)


def note(
    vi: str, en: str, remedy_vi: str = "Không phải làm gì nếu đúng như vậy.", remedy_en: str = "Nothing to do if this is right."
) -> Message:
    """Give a finding that only says what was understood."""
    return Message("note", f"{{at_vi}}{vi}", f"{{at_en}}{en}", remedy_vi, remedy_en)
