"""What the parts of one check share: options, source, findings, a private folder, progress."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ckanext.binhduong.ingest.cell_text import clean_title
from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.layout.headers import Header
from ckanext.binhduong.ingest.layout.headings import table_heading
from ckanext.binhduong.ingest.model import Detected, Options, Progress, Source
from ckanext.binhduong.ingest.spool import Spool
from ckanext.binhduong.vn import nfc


def silent(done: int, total: int | None) -> None:
    """Take progress and say nothing."""


@dataclass
class Job:
    """One file on its way. ``work`` is a folder of its own; ``tell`` is called with the rows done; ``heading`` are the texts above the
    header, ``cut`` the columns (from 0) whose texts lost half a letter, with a feature and what is left of it,
    ``fractions`` those of a workbook whose numbers are all shown as per cent: 0.5 is no half of one, ``divided`` those whose
    numbers are shown in thousands or millions, ``shown_units`` the units that formats show, with a row and its value,
    ``top`` the first row of the sheet's part that is read."""

    path: Path
    name: str
    detected: Detected
    options: Options
    work: Path
    tell: Progress = silent
    findings: Findings = field(default_factory=Findings)
    source: Source = field(default_factory=Source)
    untitled: set[int] = field(default_factory=set)
    optional: set[int] = field(default_factory=set)
    cut: dict[int, tuple[int, str]] = field(default_factory=dict)
    heading: list[str] = field(default_factory=list)
    layer_crs: str | None = None
    epoch_1904: bool = False
    top: int = 1
    fractions: set[int] = field(default_factory=set)
    divided: set[int] = field(default_factory=set)
    shown_units: dict[int, tuple[str, int, str]] = field(default_factory=dict)
    layer_without_crs: bool = False

    def progress(self, done: int, total: int | None = None) -> None:
        """Report the rows done."""
        self.tell(done, total)

    def header_found(self, header: Header, row: int, above: Sequence[Sequence[tuple[str, int]]] = ()) -> None:
        """Note where the header stands (``row`` as the officer sees it), what was above and below it, and the texts of the rows above."""
        self.heading = [text for cells in above for text, _ in cells if text]
        self.source.header_row = row
        self.source.heading = table_heading(self.heading) or None
        if row > self.top:
            self.findings.add("rows-above-header", place={"row": row}, count=row - self.top)
        if header.two_rows:
            self.findings.add("header-two-rows", place={"row": row}, understood=", ".join(header.titles))
        if header.dated:
            self.findings.add("titles-dates", place={"row": row}, value=", ".join(header.dated), count=len(header.dated))
        if header.counted:
            self.findings.add("titles-counted", place={"row": row}, value=", ".join(header.counted), count=len(header.counted))

    def leave_numbering(self, header: Header, row: tuple[int, Sequence[tuple[str, int]]], spool: Spool) -> None:
        """Count the row of column numbers (its number and cells) among those left out, where the header has one."""
        if header.numbering:
            spool.refuse("numbering-row", row[0], value=" | ".join(text for text, _ in row[1] if text))

    def titles(self, found: Sequence[str]) -> list[str]:
        """Name the columns apart: an empty title becomes "Cột n" (the column goes later if it proves empty), equal titles are numbered."""
        titles: list[str] = []
        for at, title in enumerate(nfc(clean_title(title)).strip() for title in found):
            if not title.strip():
                self.untitled.add(at)
                title = f"Cột {at + 1}"
            elif title in titles:
                number = 1 + sum(each == title for each in found[:at])
                self.findings.add("title-repeated", place={"column": title}, value=title, understood=f"{title} ({number})")
                title = f"{title} ({number})"
            titles.append(title)
        return titles
