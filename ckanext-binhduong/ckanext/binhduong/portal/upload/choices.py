"""What the check asks back, as controls of a form, and what was chosen, as the check's options. Knows no CKAN."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.binhduong.vn import ZONES

__all__ = ["CRS", "ENCODINGS", "ROLES", "WHOLE_SHEET", "Asked", "asked", "choice_of", "key_problem"]

CRS: dict[str, str] = {
    **{f"EPSG:{code}": f"{zone.name} (EPSG:{code})" for code, zone in ZONES.items()},
    "EPSG:4326": "WGS 84 (EPSG:4326)",
    "EPSG:32648": "WGS 84 / UTM 48N (EPSG:32648)",
    "EPSG:3857": "Web Mercator (EPSG:3857)",
}
"""The zones, Bình Dương's and its neighbours' first: every one that a finding may name can be chosen."""

ENCODINGS: dict[str, str] = {
    "utf-8": "Unicode UTF-8",
    "utf-16": "Unicode UTF-16",
    "cp1258": "Windows-1258",
    "tcvn3": "TCVN3 (ABC, .VnTime)",
    "vni": "VNI",
}
ROLES = ("none", "longitude", "latitude", "easting", "northing", "name", "address", "phone", "opening_hours", "unit_name", "unit_code")
"""What a person may say that a column is, in the order of the form."""
WHOLE_SHEET = "all"
"""What is chosen to have a sheet of several tables read as one."""

_ASKS = {
    "crs": {"crs-unknown", "crs-unsettled", "crs-unreadable", "crs-missing", "crs-by-extent", "outside-vietnam", "outside-province"},
    "sheet": {"sheets-several", "sheet-unknown"},
    "table": {"tables-several", "tables-joined", "table-unknown"},
    "layer": {"layers-several", "layer-unknown"},
    "encoding": {"encoding-unknown", "encoding-broken", "encoding-converted", "encoding-mojibake"},
    "missing": {"null-words", "null-words-kept"},
    "roles": {"position-implausible", "position-unread", "axes-swapped", "axis-alone", "units-not-found", "unit-list", "unit-list-unsure"},
    "types": {"number-ambiguous", "number-style-mixed", "column-mixed", "date-month-first", "date-order-assumed", "schema-type-differs"},
}
_LEFT_OUT = ("numbering-row", "totals-row", "repeated-header", "section-row", "signature-row")
"""Findings of rows that are not published unless the officer says that they are records."""

_QUIET = {"missing", "roles"}
"""Choices that a finding leads to, but that stay closed: most such findings are right as they are."""
_OF_COLUMNS = {"types": "type", "roles": "role"}
"""Choices of each column → the first part of their controls' ids."""


@dataclass(frozen=True)
class Asked:
    """The controls to show: each option that may be chosen, with its choices; ``open`` names those that a finding asks for, ``tables`` are
    names and what they are shown as, ``records`` the findings, parted by commas, whose rows were left out and may be published."""

    names: tuple[str, ...]
    open: frozenset[str]
    sheets: tuple[str, ...] = ()
    tables: dict[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    columns: frozenset[str] = field(default_factory=frozenset)
    records: str = ""


def asked(report: dict[str, Any], options: dict[str, Any]) -> Asked:
    """Say which choices a report asks for or allows.

    Args:
        options: what was chosen before; a control that was used stays.
    """
    codes = {finding["code"] for finding in report["findings"]}
    open_ = frozenset(name for name, wanted in _ASKS.items() if codes & wanted and name not in _QUIET)
    encoded = report["source"]["format"] in ("CSV", "TSV", "Shapefile")
    table = bool(report["columns"])
    allowed = {
        "table": bool(_tables(report)),
        "encoding": encoded,
        "crs": report["geometry"] is not None,
        "types": table,
        "roles": table,
        "missing": table,
    }
    names = tuple(name for name in _ASKS if name in open_ or allowed.get(name) or options.get(name))
    records = ",".join(code for code in _LEFT_OUT if code in codes or code in str(options.get("records") or "").split(","))
    columns = frozenset(
        str(finding["place"].get("column")) for finding in report["findings"] if finding["code"] in _ASKS["types"] and finding["place"]
    )
    names += ("records",) if records else ()
    sheets, layers = (_listed(report, _ASKS[name]) for name in ("sheet", "layer"))
    return Asked(names, open_, sheets, _tables(report), layers, columns, records)


def _tables(report: dict[str, Any]) -> dict[str, str]:
    """Return each table of a sheet by name, with where it stands and what it is called."""
    found = report["source"].get("tables") or []
    return {each["name"]: f"{each['range']} · {each['heading'] or each['name']}" for each in found}


def _listed(report: dict[str, Any], codes: set[str]) -> tuple[str, ...]:
    """Return the sheets or layers that a finding names, the one that was read among them."""
    texts = [finding["value"] if finding["code"].endswith("several") else finding["understood"] for finding in _of(report, codes)]
    names = [name.strip() for text in texts if text for name in str(text).split(", ")]
    return tuple(dict.fromkeys(name for name in names if name and "…" not in name))


def _of(report: dict[str, Any], codes: set[str]) -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["code"] in codes]


def key_problem(report: dict[str, Any], key: str) -> str:
    """Say why a column cannot be the key of the rows to publish: ``empty``, ``repeated``, or nothing.

    Of more distinct values than the check counts nothing is said; the release finds it.
    """
    rows = report["rows"]["out"]
    column = next((each for each in report["columns"] if each["name"] == key), None)
    if column is None:
        return ""
    if column["filled"] < rows:
        return "empty"
    return "repeated" if column["distinct"] is not None and column["distinct"] < rows else ""


def choice_of(finding: dict[str, Any], report: dict[str, Any], asked_: Asked) -> str:
    """Return the id of the control on the page that settles a finding, or nothing where none does."""
    code = finding["code"]
    if code in _LEFT_OUT:
        return "read-records" if asked_.records else ""
    name = next((name for name, codes in _ASKS.items() if code in codes and name in asked_.names), "")
    if name not in _OF_COLUMNS:
        return name and f"read-{name}"
    title = str((finding["place"] or {}).get("column", ""))
    column = next((each["name"] for each in report["columns"] if each["title"] in (title, title.split(", ")[0])), "")
    return column and f"{_OF_COLUMNS[name]}-{column}"
