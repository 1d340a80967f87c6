"""The columns of the list of open data: their names, their headings in an agency's workbook, and how a cell is read. Imports no CKAN.

The one table that the import, the export, the API and the pages share. No circular prescribes the headings, so each column is also
found by other words that agencies use for it; marks and case do not matter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.vn import parse_date
from ckanext.binhduong.vn.text import fold, nfc
from ckanext.binhduong.workflow.plan.minimum_levels import LEVELS
from ckanext.binhduong.workflow.plan.workbook.periods import frequency_of, last_day_of

__all__ = ["COLUMNS", "BadCell", "Column", "columns_of", "read_item", "required_columns"]

_MOST_TEXT = 2000
_YES = ("mo", "cong bo", "co", "open", "yes", "x")
_NO = ("khong mo", "khong cong bo", "tu choi", "khong", "refused", "no")


class BadCell(ValueError):
    """A cell cannot be read; ``code`` is the message's, ``allowed`` what can stand there."""

    def __init__(self, code: str, allowed: str = "") -> None:
        self.code, self.allowed = code, allowed
        super().__init__(code)


@dataclass(frozen=True)
class Column:
    """A column of the list.

    Attributes:
        name: the field of a plan item.
        title: the heading in Vietnamese.
        title_en: the heading in English.
        read: makes the field's value of a cell that is not empty; raises BadCell.
        others: further headings it is found by.
        required: whether every row has it.
        show: makes the cell of the field's value.
    """

    name: str
    title: str
    title_en: str
    read: Callable[[Any], Any]
    others: tuple[str, ...] = ()
    required: bool = False
    show: Callable[[Any], Any] = lambda value: value


def _text(value: Any) -> str:
    text = nfc(" ".join(str(value).split()))
    if len(text) > _MOST_TEXT:
        raise BadCell("too-long", str(_MOST_TEXT))
    return text


def _day(value: Any) -> date:
    given = value.date() if isinstance(value, datetime) else value
    found = given if isinstance(given, date) else parse_date(str(given).strip()) or last_day_of(str(given))
    if found is None or not 2000 <= found.year <= 2100:
        raise BadCell("not-a-day")
    return found


def _level(value: Any) -> int:
    digits = "".join(sign for sign in str(value) if sign.isdigit())
    if not digits.isascii() or digits not in map(str, LEVELS):
        raise BadCell("not-allowed", ", ".join(map(str, LEVELS)))
    return int(digits)


def _coded(vocabulary: str) -> Callable[[Any], str]:
    """Read a code or a name, in either language, of a vocabulary."""

    def read(value: Any) -> str:
        typed = fold(str(value))
        for entry in vocabularies.entries(vocabulary):
            if typed in (fold(entry["code"]), fold(entry["vi"]), fold(entry["en"])):
                return entry["code"]
        raise BadCell("not-allowed", ", ".join(entry["vi"] for entry in vocabularies.entries(vocabulary)))

    return read


def _frequency(value: Any) -> str:
    """Read a frequency by its code or name, else as people write it."""
    try:
        return _coded("frequency")(value)
    except BadCell:
        found = frequency_of(str(value))
        if not found:
            raise
        return found


def _formats(value: Any) -> list[str]:
    names = [part.strip() for part in str(value).replace(";", ",").split(",") if part.strip()]
    found = [vocabularies.find_format(name) for name in names]
    if not all(found):
        raise BadCell("not-allowed", ", ".join(vocabularies.codes("formats")))
    return list(dict.fromkeys(each["code"] for each in found if each))


def _decision(value: Any) -> str:
    typed = fold(str(value))
    if typed in _YES:
        return "open"
    if typed in _NO:
        return "refused"
    raise BadCell("not-allowed", "Mở, Không mở")


def _named(vocabulary: str) -> Callable[[Any], str]:
    return lambda code: vocabularies.label(vocabulary, code)


COLUMNS = (
    Column("code", "Mã", "Code", _text, ("mã dữ liệu", "ký hiệu", "mã số", "stt", "số thứ tự", "tt"), required=True),
    Column("title", "Tên dữ liệu", "Data", _text,
           ("dữ liệu", "tên bộ dữ liệu", "tên tập dữ liệu", "tên cơ sở dữ liệu", "danh mục dữ liệu"), required=True),
    Column("description", "Mô tả", "Description", _text, ("nội dung", "mô tả dữ liệu", "mô tả nội dung")),
    Column("sector", "Lĩnh vực", "Sector", _text, ("ngành", "ngành lĩnh vực", "chủ đề")),
    Column("phase", "Giai đoạn", "Phase", _text, ("đợt", "kỳ", "năm")),
    Column(
        "minimum_level", "Mức tối thiểu", "Minimum level", _level, ("mức độ tối thiểu", "mức độ", "mức", "mức độ tối thiểu cần đạt")
    ),
    Column("formats", "Định dạng", "Formats", _formats, ("định dạng dữ liệu", "định dạng tệp"), show=", ".join),
    Column(
        "frequency", "Tần suất cập nhật", "Update frequency", _frequency,
        ("tần suất", "chu kỳ cập nhật", "định kỳ cập nhật"), show=_named("frequency"),
    ),
    Column(
        "due", "Thời hạn công bố", "Due", _day,
        ("thời hạn", "hạn công bố", "ngày công bố", "thời gian công bố", "thời gian hoàn thành", "hạn hoàn thành"), required=True,
    ),
    Column("legal_basis", "Căn cứ pháp lý", "Legal basis", _text, ("căn cứ",)),
    Column(
        "decision", "Mở hay không", "Open or refused", _decision, ("công bố", "mở", "trạng thái"),
        show=lambda value: {"open": "Mở", "refused": "Không mở"}[value],
    ),
    Column("refusal_ground", "Căn cứ từ chối", "Ground of refusal", _text, ("lý do không mở", "lý do từ chối")),
    Column("dataset", "Tập dữ liệu", "Dataset", _text,
           ("bộ dữ liệu", "tập dữ liệu trên cổng", "bộ dữ liệu trên cổng", "tên trên cổng", "dataset")),
)  # fmt: skip

#: What a heading means, without marks and signs: the column, and how good the name is (0 is its own).
_BY_HEADING = {
    fold(words): (column, rank)
    for column in reversed(COLUMNS)
    for rank, words in reversed(list(enumerate((column.title, column.title_en, column.name.replace("_", " "), *column.others))))
}


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Return where the columns of a sheet's headings are: column name → index; of two with one meaning the better name has it."""
    found: dict[str, tuple[int, int]] = {}
    for index, heading in enumerate(headings):
        plain = " ".join("".join(sign if sign.isalnum() else " " for sign in fold(heading)).split())
        column, rank = _BY_HEADING.get(plain, (None, 0))
        if column:
            found[column.name] = min(found.get(column.name, (rank, index)), (rank, index))
    return {name: index for name, (_, index) in found.items()}


def required_columns() -> list[Column]:
    """Return the columns without which a row is no item."""
    return [column for column in COLUMNS if column.required]


def read_item(cells: dict[str, Any]) -> tuple[dict[str, Any], dict[str, BadCell]]:
    """Read one row.

    Args:
        cells: column name → cell; None and blank texts are empty.

    Returns:
        The fields that could be read (an empty cell leaves its field out), and what is wrong by column name.
    """
    fields: dict[str, Any] = {}
    wrong: dict[str, BadCell] = {}
    for column in COLUMNS:
        cell = cells.get(column.name)
        if cell is None or not str(cell).strip():
            if column.required:
                wrong[column.name] = BadCell("missing")
            continue
        try:
            fields[column.name] = column.read(cell)
        except BadCell as error:
            wrong[column.name] = error
    if fields.get("decision") == "refused" and not fields.get("refusal_ground") and "refusal_ground" not in wrong:
        wrong["refusal_ground"] = BadCell("ground-needed")
    return fields, wrong
