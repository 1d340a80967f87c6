"""The preview: the first rows of a file and those that something was found in, and where each finding is seen. Knows no CKAN."""

from __future__ import annotations

from typing import Any

__all__ = ["SEVERITIES", "grouped", "preview"]

SEVERITIES = ("error", "warning", "note")
_SHOWN = 40
"""Rows with findings that are shown beside the first ones."""
_ALIKE = 5
"""Findings of one kind in one column that are told in full."""


def preview(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rows in the file's order: ``{number, values, found}``.

    ``values`` is None for a row that only its findings are known of; ``found`` are ``{column title: value in the file}`` of those.
    """
    shown = report["preview"]
    numbers = shown.get("numbers") or [None] * len(shown["rows"])
    rows: dict[Any, dict[str, Any]] = {}
    for at, (number, values) in enumerate(zip(numbers, shown["rows"], strict=True)):
        rows[number or f"-{at}"] = {"number": number, "values": values, "found": {}, "feature": at}
    for number, column, value in _places(report):
        row = rows.get(number) or (rows.setdefault(number, {"number": number, "values": None, "found": {}}) if len(rows) < _SHOWN else None)
        if row and column:
            row["found"][column] = value
    return sorted(rows.values(), key=lambda row: row["number"] or 0)


def _places(report: dict[str, Any]) -> list[tuple[int, str, Any]]:
    found = []
    for finding in report["findings"]:
        if finding["severity"] == "note":
            continue
        for each in (finding, *finding.get("examples", ())):
            number = each["place"].get("row") or each["place"].get("feature")
            if number and (each["place"].get("column") or finding["severity"] == "error"):
                found.append((number, each["place"].get("column") or "", each["value"]))
    return found


def grouped(report: dict[str, Any], rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return ``(severity, findings)`` for every severity that there is.

    A finding's ``shown`` is the number of its row in the preview. Of many alike in one column a few stand for themselves; the last of
    these has the rest as ``more``.
    """
    numbers = {row["number"] for row in rows}
    groups = []
    for severity in SEVERITIES:
        alike: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for finding in report["findings"]:
            if finding["severity"] == severity:
                shown = number if (number := _number(finding)) in numbers else None
                place = finding["place"]
                kind = (finding["code"], place.get("sheet"), place.get("layer"), place.get("column"))
                alike.setdefault(kind, []).append(finding | {"shown": shown, "more": []})
        for found in alike.values():
            found[_ALIKE - 1 : _ALIKE] = [each | {"more": found[_ALIKE:]} for each in found[_ALIKE - 1 : _ALIKE]]
        if alike:
            groups.append((severity, [finding for found in alike.values() for finding in found[:_ALIKE]]))
    return groups


def _number(finding: dict[str, Any]) -> int | None:
    return finding["place"].get("row") or finding["place"].get("feature")
