"""Which tables a sheet has and which of them is read, from its cells alone."""

from pathlib import Path
from typing import Any

import pytest

from ckanext.binhduong.ingest.detection.file_kinds import detect
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.layout import table_choice
from ckanext.binhduong.ingest.layout.sheet_areas import SEARCHED_ROWS
from ckanext.binhduong.ingest.layout.table_choice import Part
from ckanext.binhduong.ingest.model import Options, Refused
from ckanext.binhduong.ingest.typing.evidence import TEXT
from tests.ingest.helpers import read_text

BESIDE = ["STT|Chợ||STT|Trường", "1|Chợ Thủ||1|THCS A", "2|Chợ Búng||2|THCS B"]
UNDER = ["STT|Chợ", "1|Chợ Thủ", "", "STT|Trường", "1|THCS A"]


def choose(lines: list[str], asked: str | None = None, **where: int) -> tuple[Part, Job]:
    """Choose a table among lines whose cells are parted by bars."""
    job = Job(Path("bang.csv"), "bang.csv", detect(Path(__file__), "bang.csv"), Options(table=asked), Path())
    return table_choice.choose([[(text, TEXT) for text in line.split("|")] for line in lines], job, **where), job


def test_a_table_that_reaches_the_end_is_open() -> None:
    """What comes below the rows that were looked at, or right of them, is of the last table; the others end where they end."""
    assert choose(BESIDE, "STT | Trường")[0] == Part(slice(None), slice(3, None))
    assert choose(BESIDE, "STT | Chợ")[0] == Part(slice(None), slice(None, 2))
    assert choose(UNDER, "STT | Trường")[0] == Part(slice(3, None), slice(None))
    assert choose(UNDER, "STT | Chợ")[0] == Part(slice(None, 2), slice(None))


def test_a_range_is_as_a_spreadsheet_names_it() -> None:
    """Rows and columns count from the sheet's own beginning; after Z comes AA."""
    ranges = [table["range"] for table in choose(BESIDE, first=3, left=24)[1].source.tables or []]
    assert ranges == ["Y3:Z5", "AB3:AC5"]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (UNDER, ["STT | Chợ", "STT | Trường"]),
        (["STT|Số||STT|Số", "1|5||1|7"], ["STT | Số (1/2)", "STT | Số (2/2)"]),
        (["Bảng một|||Bảng hai", "STT|Số||STT|Số", "1|5||1|7"], ["STT | Số – Bảng một", "STT | Số – Bảng hai"]),
        (["Bảng một|||Bảng một", "STT|Số||STT|Số", "1|5||1|7"], ["STT | Số (1/2)", "STT | Số (2/2)"]),
    ],
    ids=["by titles", "by number", "by heading", "headings alike"],
)
def test_what_a_table_is_called(lines: list[str], names: list[str]) -> None:
    """By its titles; those with the same ones by heading, else by number and count, so that another count is another name."""
    assert [table["name"] for table in choose(lines)[1].source.tables or []] == names


@pytest.mark.parametrize("asked", ["STT | Số", "STT | Số (1/3)", "A1:B3"])
def test_a_table_that_is_not_there_is_refused(asked: str) -> None:
    """A name that stood for one table of an earlier file stands for none of two; the finding lists what there is."""
    with pytest.raises(Refused) as caught:
        choose(["STT|Số||STT|Số", "1|5||1|7"], asked)
    assert (caught.value.code, caught.value.values["value"]) == ("table-unknown", asked)
    assert caught.value.values["understood"] == "A1:B2 STT | Số (1/2); D1:E2 STT | Số (2/2)"


def test_one_table_has_no_list() -> None:
    """A sheet with one table names none, and is read whole."""
    part, job = choose(["STT|Chợ", "1|Chợ Thủ"])
    assert (part, job.source.table, job.source.tables, job.findings.as_list()) == (Part(), None, None, [])


def test_rows_far_below_belong_to_the_last_table(tmp_path: Path) -> None:
    """Tables are looked for in the first rows only: the second goes on to the file's end, and a row that is too long there is told."""
    rows = "".join(f"{number};Trường {number}\n" for number in range(1, SEARCHED_ROWS + 500))
    text = f"STT;Chợ\n1;Chợ Thủ\n;\nSTT;Trường\n{rows}9;A;thừa\n"
    found: Any = read_text(tmp_path, text, table="STT | Trường")
    assert (found.report["rows"]["in"], found.report["rows"]["out"], found.codes) == (
        SEARCHED_ROWS + 500,
        SEARCHED_ROWS + 499,
        ["row-long"],
    )
    first = read_text(tmp_path, text, table="STT | Chợ")
    assert (first.report["rows"]["in"], first.codes) == (1, [])
