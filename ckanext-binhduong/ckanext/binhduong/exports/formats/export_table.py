"""What a writer is given: the rows of a release in batches, and what a reader of the file must be told. Knows no CKAN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pyarrow as pa

from ckanext.binhduong.releases.publish.table_sql import dictionary_entry

__all__ = ["Facts", "Table", "labels", "pieces", "without_shapes"]

_PIECE_BYTES = 8 << 20
"""What is turned into text at once; the text of a shape is several times its WKB."""


class Table(Protocol):
    """The rows of a release: a canonical file (``releases.canonical``) or what a question left of them.

    ``columns``, ``titles``, ``key``, ``geometry_column``, ``geometry_type`` and ``schema`` are as ``Canonical`` has them.
    """

    @property
    def columns(self) -> list[dict[str, Any]]: ...
    @property
    def titles(self) -> dict[str, dict[str, str]]: ...
    @property
    def key(self) -> str | None: ...
    @property
    def geometry_column(self) -> str | None: ...
    @property
    def geometry_type(self) -> str | None: ...
    @property
    def schema(self) -> pa.Schema: ...
    def batches(self, size: int = 10_000) -> Iterator[pa.RecordBatch]: ...


@dataclass(frozen=True)
class Facts:
    """What a file says of itself.

    Attributes:
        dataset: the dataset's name in addresses.
        title, title_en: of the resource, in words.
        agency: the source agency's title.
        licence, licence_url: its title and its text's address ("" when it has none).
        sample: whether the data are made up.
        number: the release's number.
        published: the day of the release, in Vietnam.
        address: the dataset's page.
    """

    dataset: str
    title: str
    title_en: str
    agency: str
    licence: str
    licence_url: str
    sample: bool
    number: int
    published: date
    address: str

    @property
    def line(self) -> str:
        """Source, licence, sample or real and release in one line, for formats that have room for a line only."""
        kind = "dữ liệu mẫu (sample data)" if self.sample else "dữ liệu thật (real data)"
        return f"{self.agency}; {self.licence}; {kind}; bản phát hành {self.number} ({self.published.isoformat()}); {self.address}"


def labels(table: Table) -> list[dict[str, str]]:
    """Return the data dictionary's entry of each column in order: ``label``, and where known ``label_en``, ``notes``, ``unit``, …"""
    return [dictionary_entry(column, table.titles) for column in table.columns]


def without_shapes(table: Table) -> list[dict[str, Any]]:
    """Return the columns that have no shapes in them: those of a spreadsheet, whose cells are too small for a shape."""
    return [column for column in table.columns if column["name"] != table.geometry_column]


def pieces(table: Table) -> Iterator[pa.RecordBatch]:
    """Yield the rows in batches small enough for a text of each to be made in memory."""
    for batch in table.batches():
        step = max(1, min(len(batch), _PIECE_BYTES * len(batch) // max(1, batch.nbytes)))
        for start in range(0, len(batch), step):
            yield batch.slice(start, step)
