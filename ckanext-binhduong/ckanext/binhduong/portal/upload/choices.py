"""What the check asks back, as controls of a form, and what was chosen, as the check's options. Knows no CKAN."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.binhduong.vn import ZONES

__all__ = ["CRS", "ENCODINGS", "TYPES", "Asked", "asked", "is_as_read", "key_problem", "options_from", "reading_of"]

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
TYPES: dict[str, dict[str, str]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer", "groupChar": "."},
    "number-comma": {"type": "number", "decimalChar": ",", "groupChar": "."},
    "number-point": {"type": "number", "decimalChar": ".", "groupChar": ","},
    "date": {"type": "date", "format": "%d/%m/%Y"},
    "date-month-first": {"type": "date", "format": "%m/%d/%Y"},
    "yes-no": {"type": "boolean"},
}
"""What an officer may say of a column → its field in a Table Schema."""

_ASKS = {
    "crs": {"crs-unknown", "crs-unsettled", "crs-unreadable", "crs-missing", "crs-by-extent", "outside-vietnam", "outside-province"},
    "sheet": {"sheets-several", "sheet-unknown"},
    "layer": {"layers-several", "layer-unknown"},
    "encoding": {"encoding-unknown", "encoding-broken", "encoding-converted", "encoding-mojibake"},
    "types": {"number-ambiguous", "number-style-mixed", "column-mixed", "date-month-first", "date-order-assumed", "schema-type-differs"},
}
_LEFT_OUT = ("numbering-row", "totals-row", "repeated-header", "section-row", "signature-row")
"""Findings of rows that are not published unless the officer says that they are records."""

_PLACED = {"longitude", "latitude", "geometry"}


@dataclass(frozen=True)
class Asked:
    """The controls to show: each option that may be chosen, with its choices; ``open`` names those that a finding asks for,
    ``records`` the findings, parted by commas, whose rows were left out and may be published."""

    names: tuple[str, ...]
    open: frozenset[str]
    sheets: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    columns: frozenset[str] = field(default_factory=frozenset)
    records: str = ""


def asked(report: dict[str, Any], options: dict[str, Any]) -> Asked:
    """Say which choices a report asks for or allows.

    Args:
        options: what was chosen before; a control that was used stays.
    """
    codes = {finding["code"] for finding in report["findings"]}
    open_ = frozenset(name for name, wanted in _ASKS.items() if codes & wanted)
    text_file = report["source"]["format"] in ("CSV", "TSV")
    allowed = {"encoding": text_file, "crs": report["geometry"] is not None, "types": bool(report["columns"])}
    names = tuple(name for name in _ASKS if name in open_ or allowed.get(name) or options.get(name))
    records = ",".join(code for code in _LEFT_OUT if code in codes or code in str(options.get("records") or "").split(","))
    columns = frozenset(
        str(finding["place"].get("column")) for finding in report["findings"] if finding["code"] in _ASKS["types"] and finding["place"]
    )
    names += ("records",) if records else ()
    return Asked(names, open_, _listed(report, _ASKS["sheet"]), _listed(report, _ASKS["layer"]), columns, records)


def _listed(report: dict[str, Any], codes: set[str]) -> tuple[str, ...]:
    """Give the sheets or layers that a finding names, the one that was read among them."""
    texts = [finding["value"] if finding["code"].endswith("several") else finding["understood"] for finding in _of(report, codes)]
    names = [name.strip() for text in texts if text for name in str(text).split(", ")]
    return tuple(dict.fromkeys(name for name in names if name and "…" not in name))


def _of(report: dict[str, Any], codes: set[str]) -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["code"] in codes]


def options_from(values: dict[str, Any], report: dict[str, Any] | None) -> dict[str, Any]:
    """Give the check's options from the form: ``read:crs`` …, and ``type:<column>`` as a Table Schema.

    A schema that names one column must name them all, or the others were told to be superfluous; these stay as the portal finds them.
    """
    options: dict[str, Any] = {
        name: str(values[f"read:{name}"]).strip() for name in ("sheet", "layer", "encoding", "crs", "records") if values.get(f"read:{name}")
    }
    columns = [column for column in (report or {}).get("columns", []) if column["role"] not in _PLACED]
    chosen = {column["name"]: TYPES[said] for column in columns if (said := values.get(f"type:{column['name']}")) in TYPES}
    if chosen:
        options["schema"] = {"fields": [{"name": column["name"], **chosen.get(column["name"], {"type": "any"})} for column in columns]}
    return options


def is_as_read(values: dict[str, Any], report: dict[str, Any], options: dict[str, Any]) -> bool:
    """Say whether the form still says how the file was read: with these options, for this report.

    What was said of a column that turned out to be a coordinate stays as it was; the form does not ask about it any more.
    """
    asked_of = {column["name"] for column in report["columns"] if column["role"] not in _PLACED}

    def said(options: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        fields = options.get("schema", {}).get("fields", [])
        return reading_of(options), [each for each in fields if each["name"] in asked_of and each["type"] != "any"]

    return said(options_from(values, report)) == said(options)


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


def reading_of(options: dict[str, Any]) -> dict[str, Any]:
    """Give the options that a resource keeps in ``read_as``."""
    return {name: value for name, value in options.items() if name != "schema"}
