"""The catalogue of findings and the officers' page say the same, in both languages."""

import json
import re
from pathlib import Path

import pytest

from ckanext.binhduong.ingest import MESSAGES, check_file
from ckanext.binhduong.ingest.findings.documentation import BEGIN, END, findings_table

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "ckanext-binhduong" / "ckanext" / "binhduong" / "ingest"
CODE = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.parent.name != "messages")
_RECORDS = [{"type": "Feature", "properties": {"ma_so_thue": number}, "geometry": None} for number in (3701234567, 302345678)]
_LAYER = json.dumps({"type": "FeatureCollection", "features": _RECORDS})


def test_the_page_holds_the_catalogue() -> None:
    """docs/ingest/findings.md has the table that `ckan binhduong ingest findings` prints."""
    page = (ROOT / "docs" / "ingest" / "findings.md").read_text(encoding="utf-8")
    assert page.split(BEGIN)[1].split(END)[0].strip() == findings_table()


@pytest.mark.parametrize("code", MESSAGES)
def test_a_finding_is_used_and_told_in_both_languages(code: str) -> None:
    """Each code is kebab-case, used in the package, and has message and remedy in Vietnamese and English."""
    message, remedy = MESSAGES[code].render({"row": 3, "column": "Ngày"}, "giá trị", "hiểu", 2, {})
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert f'"{code}"' in CODE
    assert message["vi"].startswith("Dòng 3, cột “Ngày”: ")
    assert message["en"].startswith("Row 3, column “Ngày”: ")
    assert len(remedy["vi"]) > 10 < len(remedy["en"])


def test_every_finding_of_the_code_is_in_the_catalogue() -> None:
    """No part of the package names a finding that the catalogue lacks."""
    used = set(re.findall(r"(?:\.add|Refused|\.refuse|_tell)\(\s*\"([a-z0-9]+(?:-[a-z0-9]+)+)\"", CODE))
    assert used - set(MESSAGES) == set()


@pytest.mark.parametrize(
    ("name", "text", "begins"),
    [
        ("lop.geojson", _LAYER, "Đối tượng 2, cột “ma_so_thue”: "),
        ("bang.csv", "Mã số thuế;Số\n3701234567;1\n302345678;2\n", "Dòng 3, cột “Mã số thuế”: "),
    ],
)
def test_a_layer_has_features_and_a_table_rows(tmp_path: Path, name: str, text: str, begins: str) -> None:
    """What is told of a column names its first cell as people count records in that kind of file."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    # In the child, as the portal does: GDAL is confined for as long as its process lives.
    findings = check_file(tmp_path / name, name=name, work_dir=tmp_path).report["findings"]
    (told,) = [finding for finding in findings if finding["code"] == "zero-missing"]
    assert told["message"]["vi"].startswith(begins)


def test_a_finding_says_how_often_once() -> None:
    """The count stands where the text has it, else at its end, with the language's own separators; once needs no count."""
    message, _ = MESSAGES["row-duplicate"].render({}, None, None, 12345, {})
    assert message["vi"] == "12.345 dòng giống hệt một dòng khác; vẫn công bố."
    assert message["en"] == "12,345 rows are exactly like another one; they are published all the same."
    place = {"row": 5, "column": "Ngày"}
    many, _ = MESSAGES["date-impossible"].render(place, "31/02/2024", None, 51, {})
    assert many["vi"] == "Dòng 5, cột “Ngày”: “31/02/2024” không phải là ngày có thật (51 chỗ)."
    assert many["en"] == "Row 5, column “Ngày”: “31/02/2024” is no real date (51 places)."
    once, _ = MESSAGES["date-impossible"].render(place, "31/02/2024", None, 1, {})
    assert once["vi"] == "Dòng 5, cột “Ngày”: “31/02/2024” không phải là ngày có thật."


def test_types_and_lists_have_names_in_both_languages() -> None:
    """What programs call "decimal" and "@2025" is said in words; a message without a place begins with a capital."""
    message, _ = MESSAGES["schema-type-differs"].render({"column": "Giá"}, "integer", "decimal", 1, {})
    assert message["vi"] == "Cột “Giá”: lược đồ khai báo kiểu số nguyên, nội dung giống kiểu số thập phân; đọc theo lược đồ."
    assert (
        message["en"] == "Column “Giá”: the schema declares whole number, the content looks like decimal number; the schema was followed."
    )
    message, _ = MESSAGES["unit-list"].render({}, "38/40", "@2025", 1, {})
    assert message["vi"] == "38/40 giá trị có trong danh mục 2025 (Quyết định 19/2025/QĐ-TTg)."
    assert MESSAGES["file-empty"].render({}, None, None, 1, {})[0] == {"vi": "Tệp rỗng.", "en": "The file is empty."}
