"""What people and programs are told about a resource's release."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.releases.ledger import progress
from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["status_of"]


def status_of(resource_id: str, with_attempt: bool) -> dict[str, Any]:
    """Return the answer of ``release_status``; ``with_attempt`` adds what only the resource's editors may see."""
    latest, current = Release.latest(resource_id), Release.current(resource_id)
    table = current if current and not current.is_plain else None
    status: dict[str, Any] = {
        "id": resource_id,
        "state": latest.state if latest and not (latest.is_plain and latest.state == "published") else "",
        "number": table.number if table else None,
        "rows": table.rows if table else None,
        "layer": table.layer if table else None,
        "published": utc_text(table.finished) if table and table.finished else None,
    }
    if with_attempt:
        status["attempt"] = _attempt(latest) if latest else None
        status["findings"] = ((latest.report if latest else None) or {}).get("findings", [])
    return status


def _attempt(release: Release) -> dict[str, Any]:
    times = {name: utc_text(value) if (value := getattr(release, name)) else None for name in ("created", "started", "finished")}
    plain = {name: getattr(release, name) for name in ("id", "state", "name", "size", "format", "author")}
    return {**plain, **times, "report": release.report, "progress": _progress(release)}


def _progress(release: Release) -> dict[str, Any] | None:
    """Return how far a release is that waits or is being made, else None."""
    if release.state == "running":
        return progress.read(release.id)
    return progress.waits_for(release.job_id) if release.state == "pending" else None
