"""How a file's columns differ from those that readers have now: programs and maps are built on these. Knows no CKAN.

The previous release does not overrule how a file is read. Its types were found in other cells ("1.234" was a decimal there because of
"1.234,5" beside it), and obeying them would read new cells in silence where the check asks. So the check reads as always, and what came
out differently is told. It is no error: a corrected file may well lose or change a column. But what breaks programs needs an explicit yes.
"""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.releases.publish.errors import finding

__all__ = ["breaks", "with_differences"]

Column = dict[str, Any]

_ORDER = ("error", "warning", "note")
_BREAKING = ("column-lost", "column-type-changed")


def with_differences(report: dict[str, Any], before: list[Column]) -> dict[str, Any]:
    """Return a flight-check report with the differences from an earlier report's columns among its findings.

    Args:
        before: ``columns`` of the release that readers have; empty when there is none.
    """
    now = {column["name"]: column for column in report["columns"]}
    if not before or not now:
        return report
    known = {column["name"]: column for column in before}
    told = [_lost(column) for name, column in known.items() if name not in now]
    told += [_changed(known[name], column) for name, column in now.items() if name in known and known[name]["type"] != column["type"]]
    told += [_new(column) for name, column in now.items() if name not in known]
    return {**report, "findings": sorted([*report["findings"], *told], key=lambda each: _ORDER.index(each["severity"]))}


def breaks(report: dict[str, Any]) -> bool:
    """Whether a report from `with_differences` tells of a change that breaks programs and maps: a column gone, or of another type."""
    return any(each["code"] in _BREAKING for each in report["findings"])


def _lost(column: Column) -> dict[str, Any]:
    return finding("column-lost", severity="warning", value=column["title"])


def _changed(before: Column, now: Column) -> dict[str, Any]:
    return finding("column-type-changed", severity="warning", column=now["title"], value=before["type"], understood=now["type"])


def _new(column: Column) -> dict[str, Any]:
    return finding("column-new", severity="note", column=column["title"], value=column["title"])
