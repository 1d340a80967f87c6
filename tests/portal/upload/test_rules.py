"""What the form suggests, asks and shows, worked out from a flight-check report alone."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ckanext.binhduong.ingest import check_file
from ckanext.binhduong.ingest.layout import table_choice
from ckanext.binhduong.ingest.typing.declared.roles import ROLES
from ckanext.binhduong.portal.upload import choices, prefill, reading, rows
from ckanext.binhduong.releases.intake.read_options import OPTIONS
from ckanext.binhduong.vn import ZONES


def report_of(folder: Path, lines: list[tuple[Any, ...]], name: str = "nha-thuoc_2024 (1).xlsx", **options: Any) -> dict[str, Any]:
    """The report of a workbook with this table."""
    book = Workbook()
    sheet: Any = book.active
    for row in lines:
        sheet.append(row)
    book.save(folder / "file.xlsx")
    return check_file(folder / "file.xlsx", name=name, options=options, work_dir=folder).report


AMBIGUOUS = [("Mã", "Số hộ"), *((f"A{number:03d}", f"1.{number + 100}") for number in range(1, 20))]
DATES = [("Mã", "Ngày"), *((f"A{number:03d}", "31/02/2024" if number == 30 else "05/03/2024") for number in range(1, 40))]


@pytest.mark.parametrize(
    ("file_name", "title"),
    [("nha-thuoc_2024 (1).xlsx", "Nha thuoc 2024"), ("Nhà thuốc.final.csv", "Nhà thuốc"), ("C:\\temp\\bảng.csv", "Bảng"), ("v2.csv", "V2")],
)
def test_a_title_from_a_file_name(file_name: str, title: str) -> None:
    """Words with spaces, without marks of a copy."""
    assert prefill.title_of(file_name) == title


def test_the_data_fill_in_the_form(tmp_path: Path) -> None:
    """The title from the name, the period from the dates, the key from the column that looks like one."""
    good = [row for row in DATES if row[1] != "31/02/2024"]
    assert prefill.suggested(report_of(tmp_path, good)) == {
        "title": "Nha thuoc 2024",
        "res_name": "Nha thuoc 2024",
        "temporal_start": "2024-03-05",
        "temporal_end": "2024-03-05",
        "key_column": "ma",
    }


def test_the_title_is_that_above_the_table(tmp_path: Path) -> None:
    """What the sheet calls itself comes before the file's name."""
    report = report_of(tmp_path, [("SỞ Y TẾ", ""), ("DANH SÁCH TRẠM Y TẾ", ""), ("", ""), *AMBIGUOUS])
    assert prefill.suggested(report)["title"] == "Danh sách trạm y tế"


def test_the_dictionary_prefers_what_was_typed(tmp_path: Path) -> None:
    """Typed, then kept, then as the file says; notes that the resource has stay."""
    report = report_of(tmp_path, AMBIGUOUS)
    kept = {"ma": {"vi": "Mã số", "en": "Code", "notes": "Do Sở cấp"}}
    assert prefill.dictionary(report, {"en:so_ho": "Households", "vi:ma": "Mã cơ sở"}, kept) == {
        "ma": {"notes": "Do Sở cấp", "vi": "Mã cơ sở", "en": "Code"},
        "so_ho": {"vi": "Số hộ", "en": "Households"},
    }


def test_a_column_is_asked_about_and_the_answer_settles_it(tmp_path: Path) -> None:
    """ "1.101" may be a thousand or a fraction: the control is open, and what is chosen there is what the check then finds."""
    report = report_of(tmp_path, AMBIGUOUS)
    asked = choices.asked(report, {})
    assert ("types" in asked.open, asked.columns) == (True, frozenset({"Số hộ"}))
    options = reading.options_from({"type:so_ho": "integer"}, report)
    assert options == {
        "schema": {"fields": [{"name": "ma", "type": "any"}, {"name": "so_ho", "type": "integer", "groupChar": "."}]},
    }
    again = report_of(tmp_path, AMBIGUOUS, **options)
    assert (again["ok"], again["columns"][1]["type"], again["columns"][1]["min"]) == (True, "integer", 1101)
    assert again["findings"] == []


def test_a_choice_that_was_not_read_yet_is_seen(tmp_path: Path) -> None:
    """What is published is what was read: another type, sheet or system of coordinates needs another reading; the same ones do not."""
    values = {"read:sheet": "", "type:ma": "", "type:so_ho": "integer"}
    before = report_of(tmp_path, AMBIGUOUS)
    assert not reading.is_as_read(values, before, {})
    options = reading.options_from(values, before)
    read = report_of(tmp_path, AMBIGUOUS, **options)
    assert reading.is_as_read(values, read, options)
    assert not reading.is_as_read({**values, "type:so_ho": "number-point"}, read, options)
    assert not reading.is_as_read({**values, "type:so_ho": ""}, read, options)
    assert not reading.is_as_read({**values, "read:crs": "EPSG:9210"}, read, options)


def test_rows_that_were_left_out_can_be_published(tmp_path: Path) -> None:
    """The control stands where rows were left out, and stays when they are records; a file without such rows has none."""
    rows: list[tuple[Any, ...]] = [("STT", "Tên", "Ghi chú"), ("(1)", "(2)", "(3)"), ("1", "An", "x"), ("2", "Bình", "y")]
    report = report_of(tmp_path, rows)
    asked = choices.asked(report, {})
    assert (asked.records, "records" in asked.names, report["rows"]["out"]) == ("numbering-row", True, 2)
    options = reading.options_from({"read:records": asked.records}, report)
    assert options == {"records": "numbering-row"}
    again = report_of(tmp_path, rows, **options)
    assert (again["rows"]["out"], choices.asked(again, options).records) == (3, "numbering-row")
    assert reading.is_as_read({"read:records": "numbering-row"}, again, options)
    assert "records" not in choices.asked(report_of(tmp_path, [rows[0], *rows[2:]]), {}).names


def test_a_system_that_is_not_settled_is_asked_for() -> None:
    """The table is published without a map; the chooser of the system stands open."""
    report = {
        "findings": [{"code": "crs-unsettled", "place": {"column": "X"}}],
        "source": {"format": "CSV"},
        "geometry": None,
        "columns": [],
    }
    assert "crs" in choices.asked(report, {}).open


PLACED = [
    ("Mã", "P", "Q", "Số"),
    *((f"A{at:02d}", 106.6 + at / 100, 10.9 + at / 100, "đang sửa" if at < 4 else at) for at in range(1, 12)),
]


def test_roles_units_and_empty_words_are_a_schema(tmp_path: Path) -> None:
    """What is chosen of columns makes them a position and a number; the schema that a resource keeps gives the same form again."""
    values = {"read:missing": "đang sửa; -", "role:p": "longitude", "role:q": "latitude", "unit:so": "giường", "type:ma": ""}
    options = reading.options_from(values, report_of(tmp_path, PLACED))
    assert options["schema"] == {
        "fields": [
            {"name": "ma", "type": "any"},
            {"name": "p", "type": "any", "role": "longitude"},
            {"name": "q", "type": "any", "role": "latitude"},
            {"name": "so", "type": "any", "unit": "giường"},
        ],
        "missingValues": ["", "đang sửa", "-"],
    }
    report = report_of(tmp_path, PLACED, **options)
    roles = {column["name"]: (column["type"], column["role"], column["unit"]) for column in report["columns"]}
    assert (roles["p"], roles["q"], roles["so"]) == (
        ("decimal", "longitude", None),
        ("decimal", "latitude", None),
        ("integer", None, "giường"),
    )
    assert reading.options_from(reading.form_of(options), report) == options
    assert reading.is_as_read(values, report, options)
    assert not reading.is_as_read({**values, "role:p": ""}, report, options)


def test_what_the_form_cannot_say_of_a_declared_schema_stays(tmp_path: Path) -> None:
    """Constraints, a year and the key of a schema that a resource has outlive the form; a choice taken back is taken back."""
    report = report_of(tmp_path, PLACED)
    declared = {
        "fields": [{"name": "ma", "type": "string", "constraints": {"unique": True}}, {"name": "so", "type": "year", "unit": "năm"}],
        "primaryKey": "ma",
    }
    form = reading.form_of({"schema": declared})
    assert form == {"type:ma": "text", "type:so": "declared", "unit:so": "năm"}
    assert reading.options_from(form, report, declared) == {"schema": declared}
    emptied = reading.options_from({**form, "type:ma": "", "unit:so": ""}, report, declared)
    assert emptied["schema"] == {
        "fields": [{"name": "ma", "constraints": {"unique": True}, "type": "any"}, {"name": "so", "type": "year"}],
        "primaryKey": "ma",
    }


def test_a_finding_leads_to_its_choice(tmp_path: Path) -> None:
    """To the column's control, the row choice or the one of the whole file; a finding that no choice settles leads nowhere."""
    report = report_of(tmp_path, PLACED)
    asked = choices.asked(report, {})
    found = {finding["code"]: choices.choice_of(finding, report, asked) for finding in report["findings"]}
    assert found == {"position-unread": "role-p", "column-mixed": "type-so"}
    repeated = {"code": "row-duplicate", "place": {}}
    assert choices.choice_of(repeated, report, asked) == ""
    left_out = {"code": "totals-row", "place": {"row": 5}}
    assert choices.choice_of(left_out, report, choices.asked({**report, "findings": [left_out]}, {})) == "read-records"


def test_the_form_knows_the_readers_roles() -> None:
    """Every role that a schema may declare can be chosen."""
    assert sorted(choices.ROLES) == sorted(ROLES)


def test_the_form_knows_every_option_of_the_check() -> None:
    """What an upload may say of a file, the page can say and keep."""
    assert set(reading.OPTIONS) == set(OPTIONS)


def test_the_form_asks_for_a_whole_sheet_as_the_check_knows_it() -> None:
    """The word is an option of the API; the page, which calls actions only, says the same one."""
    assert choices.WHOLE_SHEET == table_choice.WHOLE


def test_sheets_are_offered_by_name(tmp_path: Path) -> None:
    """Both sheets with data are choices; an unknown one is asked for again with the same choices."""
    book = Workbook()
    first: Any = book.active
    first.title = "Danh sách"
    for sheet in (first, book.create_sheet("Khác")):
        for row in AMBIGUOUS:
            sheet.append(row)
    book.save(tmp_path / "file.xlsx")
    for options in ({}, {"sheet": "Không có"}):
        report = check_file(tmp_path / "file.xlsx", name="file.xlsx", options=options, work_dir=tmp_path).report
        asked = choices.asked(report, options)
        assert ("sheet" in asked.open, asked.sheets) == (True, ("Danh sách", "Khác"))


def test_a_table_that_is_gone_is_asked_for(tmp_path: Path) -> None:
    """The chooser stands open with the tables that there are, and the finding leads to it; a file with one table has no chooser."""
    table = [(*row, None, *row) for row in AMBIGUOUS]
    report = report_of(tmp_path, table, table="Mã | Số nhà")
    asked = choices.asked(report, {"table": "Mã | Số nhà"})
    assert asked.tables == {f"Mã | Số hộ ({at}/2)": f"{where} · Mã | Số hộ ({at}/2)" for at, where in ((1, "A1:B20"), (2, "D1:E20"))}
    assert [choices.choice_of(finding, report, asked) for finding in report["findings"]] == ["read-table"]
    assert "table" in asked.open
    assert "table" not in choices.asked(report_of(tmp_path, AMBIGUOUS), {}).names


def test_only_what_is_text_is_kept_with_the_resource() -> None:
    """The schema has a field of its own."""
    assert reading.reading_of({"crs": "EPSG:9210", "schema": {}}) == {"crs": "EPSG:9210"}


def test_a_row_with_a_finding_is_shown_beside_the_first_ones(tmp_path: Path) -> None:
    """Row 31 is refused and far from the first ten: it stands in the preview with the cell that is known, and the finding leads there."""
    report = report_of(tmp_path, DATES)
    shown = rows.preview(report)
    assert [row["number"] for row in shown] == [*range(2, 12), 31]
    assert shown[-1] == {"number": 31, "values": None, "found": {"Ngày": "31/02/2024"}}
    groups = dict(rows.grouped(report, shown))
    assert [(finding["code"], finding["shown"]) for finding in groups["error"]] == [("date-impossible", 31)]


def test_many_findings_alike_are_told_in_a_few_lines(tmp_path: Path) -> None:
    """Nine impossible dates in one column: five are told in full, the fifth has the other four behind it."""
    table = [("Mã", "Ngày"), *((f"A{number:03d}", "31/02/2024" if number < 10 else "05/03/2024") for number in range(1, 40))]
    report = report_of(tmp_path, table)
    found = dict(rows.grouped(report, rows.preview(report)))["error"]
    assert [finding["place"]["row"] for finding in found] == [2, 3, 4, 5, 6]
    assert [[each["place"]["row"] for each in finding["more"]] for finding in found] == [[], [], [], [], [7, 8, 9, 10]]


def test_a_column_that_cannot_be_the_key(tmp_path: Path) -> None:
    """A column with one value twice or with an empty cell is no key; a column that the file lacks is not for the form to judge."""
    report = report_of(tmp_path, [("Mã", "Tên", "Số"), ("A1", "Một", "1"), ("A2", "Một", "2"), ("A3", "Ba", None)])
    assert [choices.key_problem(report, name) for name in ("ma", "ten", "so", "khong_co", "")] == ["", "repeated", "empty", "", ""]


def test_every_zone_can_be_chosen() -> None:
    """A finding may name any zone of VN-2000 as possible; Bình Dương's stands first."""
    assert next(iter(choices.CRS)) == "EPSG:9210"
    assert {f"EPSG:{code}" for code in ZONES} <= set(choices.CRS)


def test_untouched_fields_are_left_to_the_next_report() -> None:
    """A blank that stood there and a suggestion that was left are not kept; what was typed or emptied is, and how the file is read."""
    suggested = {"title": "Tram", "key_column": "", "notes": "", "res_name": "Tram"}
    typed = {"title": "Trạm y tế", "key_column": "", "notes": "", "res_name": "Tram", "read:crs": "", "vi:ma": "Mã", "theme": "y-te"}
    assert prefill.touched(typed, suggested) == {"title": "Trạm y tế", "read:crs": "", "vi:ma": "Mã", "theme": "y-te"}
    assert prefill.touched({"key_column": ""}, {"key_column": "ma"}) == {"key_column": ""}
