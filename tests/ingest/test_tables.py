"""Which tables a sheet has and which of them is read, from its cells alone."""

from pathlib import Path
from typing import Any

import pytest

from ckanext.binhduong.ingest.detection.file_kinds import detect
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.layout import cell_contents, headers, table_choice
from ckanext.binhduong.ingest.layout.sheet_areas import SEARCHED_ROWS
from ckanext.binhduong.ingest.layout.table_choice import Part
from ckanext.binhduong.ingest.layout.tables import MOST_TABLES
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


class Work:
    """How often a header was looked for, in how many cells, and how often the form of a cell was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.headers = self.cells = self.forms = 0
        find_header, form_of = headers.find_header, cell_contents.form_of

        def find(rows: Any, **more: Any) -> headers.Header:
            self.headers += 1
            self.cells += sum(map(len, rows))
            return find_header(rows, **more)

        def form(kind: int, shape: str) -> str:
            self.forms += 1
            return form_of(kind, shape)

        monkeypatch.setattr(headers, "find_header", find)
        monkeypatch.setattr(cell_contents, "form_of", form)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """What the search for tables costs, counted."""
    return Work(monkeypatch)


def blocks(count: int, width: int = 20, records: int = 2) -> list[str]:
    """Give the lines of one table under another, each below its commune."""
    lines = []
    for number in range(count):
        titles = [f"Chỉ tiêu {number}.{column}" for column in range(width - 1)]
        lines += [f"Xã số {number}", "|".join(["STT", *titles])]
        lines += ["|".join(str(row * column) for column in range(1, width + 1)) for row in range(1, records + 1)]
        lines.append("")
    return lines


@pytest.mark.parametrize("count", [10, 20, MOST_TABLES])
def test_the_search_costs_as_much_as_there_is_to_find(work: Work, count: int) -> None:
    """At most four headers a table are looked for, and a form is asked once a shape, of which digits make few."""
    job = choose(blocks(count))[1]
    assert len(job.source.tables or []) == count
    assert work.headers <= 4 * count
    assert work.forms <= 20


@pytest.mark.parametrize("asked", [None, "all"])
def test_the_search_ends_where_there_is_too_much(work: Work, asked: str | None) -> None:
    """Hundreds of tables cost no more than the most that are told apart; the sheet is read as one, and that is said unless it was asked."""
    part, job = choose(blocks(390), asked)
    assert (part, job.source.tables) == (Part(), None)
    assert [finding["code"] for finding in job.findings.as_list()] == ([] if asked else ["tables-too-many"])
    assert work.headers <= 4 * (MOST_TABLES + 1)


def test_rows_that_begin_no_table_cost_one_look(work: Work) -> None:
    """Of hundreds of rows of titles that are in no table's header, since figures stand right below, each is looked at once."""
    figures = "|".join(map(str, range(11, 21)))
    lines = ["T|U|V|W|X|Y|Z|A|B|C", figures]
    for number in range(390):
        lines += ["", f"T|U{number}{8 * '|'}", f"x|{number}{8 * '|'}", figures, figures]
    part, job = choose(lines)
    assert (part, job.source.tables) == (Part(), None)
    assert 390 < work.headers <= 2 * 390 + 1
    assert work.cells <= work.headers * headers.SAMPLE_ROWS * 10


def test_a_header_of_two_half_filled_rows_is_one_table() -> None:
    """No row above the gap has two cells then, and what would be a second table below it stays a part of this one."""
    part, job = choose(["A|", "|B", *["5|"] * 198, "|", "X|Y", "1|2", "1|2"])
    assert (part, job.source.tables) == (Part(), None)


@pytest.mark.parametrize(("count", "code"), [(MOST_TABLES, "tables-several"), (MOST_TABLES + 1, "tables-too-many")])
def test_tables_side_by_side_are_bounded_too(count: int, code: str) -> None:
    """One more than are told apart, and the sheet is read as one."""
    row = "|".join
    _part, job = choose([row(["STT|Tên|Số|"] * count), *(row([f"{number}|A{number}|{number}|"] * count) for number in range(1, 4))])
    assert [finding["code"] for finding in job.findings.as_list()] == [code]


@pytest.mark.parametrize("below", [[], ["", "Nguồn: Sở Công Thương|"]], ids=["nothing", "a remark"])
def test_one_table_is_known_by_its_gaps_alone(work: Work, below: list[str]) -> None:
    """Of a sheet without words below a gap no cell is looked at twice, however many rows it has."""
    lines = ["Danh sách chợ", "", "STT|Chợ", *(f"{number}|Chợ {number}" for number in range(1, 500)), *below]
    assert choose(lines)[0] == Part()
    assert (work.headers, work.forms) == (0, 0)


@pytest.mark.parametrize("asked", ["STT | Chợ", "x"])
def test_a_choice_is_not_dropped_where_there_is_too_much(asked: str) -> None:
    """One of very many tables is refused as any that is not there, never answered with the whole sheet."""
    with pytest.raises(Refused) as caught:
        choose(blocks(MOST_TABLES + 1), asked)
    assert (caught.value.code, caught.value.values) == ("table-unknown", {"value": asked})


@pytest.mark.parametrize("length", range(290, 303))
def test_a_long_name_is_one_that_a_form_gives_back(length: int) -> None:
    """Wherever a name is cut, it has no space at its end, so that a form's answer finds its table."""
    title = f"{'x' * (length - 20)} và cả chợ loại hai ba bốn"
    lines = [f"STT|A{title}", "1|5", "", f"STT|B{title}", "1|7"]
    names = [table["name"] or "" for table in choose(lines)[1].source.tables or []]
    assert [name.strip() for name in names] == names
    assert [choose(lines, name)[1].source.table for name in names] == names


def test_another_order_of_tables_alike_is_told(tmp_path: Path) -> None:
    """A table that only its number tells from another may be another one in the next file: each time it is said which was read."""
    first = read_text(tmp_path, "Chợ;Quầy;;Chợ;Quầy\nA;1;;D;4\nB;2;;E;5\n", table="Chợ | Quầy (1/2)")
    next_ = read_text(tmp_path, "Chợ;Quầy;;Chợ;Quầy\nD;4;;A;1\nE;5;;B;2\n", table="Chợ | Quầy (1/2)")
    assert (first.values("cho"), next_.values("cho")) == (["A", "B"], ["D", "E"])
    assert [read.finding("tables-several")["understood"] for read in (first, next_)] == ["A1:B3 Chợ | Quầy (1/2)"] * 2


LONG = "Mã;Tên\n" + "".join(f"M{at:04d};Chợ\n" for at in range(2_100))


@pytest.mark.parametrize(
    ("below", "row"),
    [
        ("\nMã trại;Xã\nT01;An Bình\n", 2_103),
        ("TRANG TRẠI;\nMã trại;Xã\nT01;An Bình\n", 2_103),
        ("\nMã;Tên\nM9001;Chợ\n", None),
        ("\nM9001;Chợ\nM9002;Chợ\n", None),
        ("\nNgười lập;Giám đốc\n", None),
    ],
    ids=["after a blank row", "after a title", "the same header", "records", "signers"],
)
def test_a_table_below_those_looked_at_is_told_of(tmp_path: Path, below: str, row: int | None) -> None:
    """A row of words above figures, after a gap and below the first 2,000 rows, is a finding with its row; other rows are none."""
    found = read_text(tmp_path, LONG + below)
    assert [each["place"]["row"] for each in found.report["findings"] if each["code"] == "table-may-follow"] == ([row] if row else [])
