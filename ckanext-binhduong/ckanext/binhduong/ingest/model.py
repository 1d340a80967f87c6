"""The values that pass between the parts of this package, and the two that leave it: ``Detected`` and ``Checked``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Report = dict[str, Any]
"""The flight-check report of ``docs/ingest/README.md``: plain dicts, lists, strings, numbers; ready for JSON."""

Progress = Callable[[int, int | None], None]
"""Called as ``progress(rows done, rows in all or None)``. Raising from it stops the child and passes the exception on."""

BATCH_ROWS = 50_000
"""Rows held in memory at once; the bound of an Arrow batch of the checked table."""

BATCH_BYTES = 16 * 2**20
"""Bytes of geometry held at once, where shapes are large: a batch has as many rows as both bounds allow, one at least."""

WKB = "_wkb"
"""The last column of a checked table with shapes: those of its GeoJSON column once more, as WKB (EPSG:4326), so that nobody has to parse
the text. No published column starts with "_"."""


@dataclass(frozen=True)
class Detected:
    """What a file is by its content: ``kind`` table, layer or other; ``format`` as people call it ("CSV", "XLSX", "GeoJSON")."""

    kind: str
    format: str
    mimetype: str


@dataclass(frozen=True)
class Checked:
    """What a check gives: the report, and the typed table as an Arrow IPC file (the report's columns; shapes also as ``WKB``), or None
    when the report is not ``ok``."""

    report: Report
    table: Path | None


@dataclass(frozen=True)
class Options:
    """What a person may say about a file: the sheet or layer to read, its encoding, its CRS ("EPSG:9210"), its Table Schema; ``table``:
    one of several tables of a sheet by its name in the report, or "all" for the sheet as one; ``records``: the findings, parted by commas,
    whose rows are records after all ("numbering-row,totals-row")."""

    sheet: str | None = None
    table: str | None = None
    layer: str | None = None
    encoding: str | None = None
    crs: str | None = None
    records: str | None = None
    schema: dict[str, Any] | None = None

    @property
    def kept_rows(self) -> frozenset[str]:
        """The findings whose rows are published after all."""
        return frozenset(code.strip() for code in (self.records or "").split(","))

    @classmethod
    def from_dict(cls, values: dict[str, Any] | None) -> "Options":
        """Read options as they come from a form or the API; unknown names and empty values are left out."""
        known = {name: value for name, value in (values or {}).items() if name in cls.__dataclass_fields__ and value not in (None, "")}
        schema = known.pop("schema", None)
        return cls(**{name: str(value) for name, value in known.items()}, schema=schema)


@dataclass
class Source:
    """Where the rows were found in the file, and what they are called above their header; the report's ``source``.

    ``tables``: where the sheet has several, or may have, each one's ``name``, ``range`` ("A1:F40") and ``heading`` (or None); ``table`` is
    the name of the one that was read, None when the sheet was read as one.
    """

    name: str = ""
    sha256: str = ""
    format: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    table: str | None = None
    tables: list[dict[str, str | None]] | None = None
    header_row: int | None = None
    heading: str | None = None
    layer: str | None = None
    crs: str | None = None
    crs_understood_from: str | None = None


@dataclass
class Plan:
    """How one column is to be read: decided from the whole column, carried out batch by batch.

    ``style`` and ``date_style`` are the package ``vn``'s; ``form`` names the converter where the type alone does not
    ("serial", "dms", "pair", "wkt", "geojson", "epoch-1904"). ``said_role`` is the role that a person declares ("none" too).
    """

    index: int
    title: str
    name: str
    type: str = "text"
    role: str | None = None
    said_role: str | None = None
    unit: str | None = None
    style: Any = None
    date_style: Any = None
    form: str | None = None
    digits: tuple[int, int] = (0, 0)
    declared: bool = False
    constraints: dict[str, Any] = field(default_factory=dict)
    remembered: dict[int, dict[str, Any]] = field(default_factory=dict, repr=False)


class Refused(Exception):
    """The file as a whole cannot be read: ``code`` is the finding, ``place`` and ``values`` fill its message."""

    def __init__(self, code: str, place: dict[str, Any] | None = None, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.place = place or {}
        self.values = values
