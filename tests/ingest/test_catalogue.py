"""The catalogue of findings and the officers' page say the same, in both languages."""

import re
from pathlib import Path

import pytest

from ckanext.binhduong.ingest import MESSAGES
from ckanext.binhduong.ingest.documentation import BEGIN, END, findings_table

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "ckanext-binhduong" / "ckanext" / "binhduong" / "ingest"
CODE = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.parent.name != "messages")


def test_the_page_holds_the_catalogue() -> None:
    """docs/ingest.md has the table that `ckan binhduong ingest findings` prints."""
    page = (ROOT / "docs" / "ingest.md").read_text(encoding="utf-8")
    assert page.split(BEGIN)[1].split(END)[0].strip() == findings_table()


@pytest.mark.parametrize("code", MESSAGES)
def test_a_finding_is_used_and_told_in_both_languages(code: str) -> None:
    """Each code is kebab-case, used in the room, and has message and remedy in Vietnamese and English."""
    message, remedy = MESSAGES[code].render({"row": 3, "column": "Ngày"}, "giá trị", "hiểu", 2, {})
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert f'"{code}"' in CODE
    assert message["vi"].startswith("Dòng 3, cột “Ngày”: ")
    assert message["en"].startswith("Row 3, column “Ngày”: ")
    assert len(remedy["vi"]) > 10 < len(remedy["en"])


def test_every_finding_of_the_code_is_in_the_catalogue() -> None:
    """No part of the room names a finding that the catalogue lacks."""
    used = set(re.findall(r"(?:\.add|Refused|\.refuse|_tell)\(\s*\"([a-z0-9]+(?:-[a-z0-9]+)+)\"", CODE))
    assert used - set(MESSAGES) == set()
