"""What people and programs are told about a resource's release."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.releases.model import Release

__all__ = ["grouped", "status_of"]

_SEVERITIES = ("error", "warning", "note")
_PLACES = {
    "vi": {"sheet": "trang tính {}", "layer": "lớp {}", "row": "dòng {}", "column": "cột {}", "feature": "đối tượng {}"},
    "en": {"sheet": "sheet {}", "layer": "layer {}", "row": "row {}", "column": "column {}", "feature": "feature {}"},
}


def status_of(resource_id: str, with_attempt: bool) -> dict[str, Any]:
    """Give the answer of ``release_status``; ``with_attempt`` adds what only the resource's editors may see."""
    latest, current = Release.latest(resource_id), Release.current(resource_id)
    table = current if current and not current.is_plain else None
    status: dict[str, Any] = {
        "id": resource_id,
        "state": latest.state if latest and not latest.is_plain else "",
        "number": table.number if table else None,
        "rows": table.rows if table else None,
        "layer": table.layer if table else None,
        "published": table.finished.isoformat() if table and table.finished else None,
    }
    if with_attempt:
        status["attempt"] = _attempt(latest) if latest else None
    return status


def _attempt(release: Release) -> dict[str, Any]:
    times = {name: value.isoformat() if (value := getattr(release, name)) else None for name in ("created", "started", "finished")}
    report = release.report or {}
    plain = {name: getattr(release, name) for name in ("id", "state", "name", "size", "format", "author")}
    return {**plain, **times, "findings": report.get("findings", []), "report": report or None}


def grouped(findings: list[dict[str, Any]], lang: str) -> dict[str, list[dict[str, Any]]]:
    """Group findings by severity for a page, worst first.

    Args:
        findings: as in the flight-check report.
        lang: "vi" or "en".

    Returns:
        severity → [{code, where, message, remedy, value, count}], texts in ``lang``; severities without findings are left out.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for severity in _SEVERITIES:
        for item in findings:
            if item.get("severity") == severity:
                groups.setdefault(severity, []).append(_readable(item, lang))
    return groups


def _readable(item: dict[str, Any], lang: str) -> dict[str, Any]:
    words = _PLACES[lang]
    place = item.get("place") or {}
    return {
        "code": item["code"],
        "where": ", ".join(words[name].format(place[name]) for name in words if place.get(name) not in (None, "")),
        "message": item["message"][lang],
        "remedy": (item.get("remedy") or {}).get(lang, ""),
        "value": item.get("value"),
        "count": item.get("count", 1),
    }
