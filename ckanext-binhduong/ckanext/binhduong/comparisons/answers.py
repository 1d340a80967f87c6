"""What ``release_diff`` answers: a page of the differences between two releases, or how far the comparison is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons import files, jobs
from ckanext.binhduong.comparisons.diff.artefact import KINDS, read_page, read_summary
from ckanext.binhduong.comparisons.diff.cells import Row
from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.releases.ledger.history import gone, numbered
from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["ask", "compared", "describe", "page_of"]

_INLINE_ROWS = 20_000
"""Rows of both releases together that a request compares itself, in about a second."""


def compared(resource_id: str, old: int | None, new: int | None) -> tuple[Release, Release]:
    """Find the two releases to compare: ``new`` is the newest when it is not named, ``old`` the one before it.

    Raises:
        ObjectNotFound: there is no such release, or its files are no longer kept.
    """
    later = numbered(resource_id, new) if new else Release.current(resource_id)
    earlier = numbered(resource_id, old) if old else later and jobs.before(later)
    if not later or not earlier:
        raise tk.ObjectNotFound(tk._("This resource has no two releases to compare."))
    for release in (earlier, later):
        if release.retired:
            raise tk.ObjectNotFound(gone(release))
        if not release.canonical:
            raise tk.ObjectNotFound(tk._("Release {number} is no table that can be compared.").format(number=release.number))
    return earlier, later


def ask(old: Release, new: Release) -> tuple[str, Path | None]:
    """Return ``ready`` and the artefact of two releases; or ``pending``, ``failed`` or ``busy`` while a job has to make it."""
    path = files.find(old, new)
    if path:
        return "ready", path
    if (old.rows or 0) + (new.rows or 0) <= _INLINE_ROWS:
        return "ready", files.make(old, new)
    try:
        return jobs.request(old, new), None
    except jobs.Crowded:
        return "busy", None


def describe(old: Release, new: Release, kind: str | None, cursor: int, limit: int) -> dict[str, Any]:
    """Return the answer of ``release_diff``.

    Args:
        kind: changed, added or removed; None for all.
        cursor: how many differences to leave out.
    """
    state, path = ask(old, new)
    answer = {"id": new.resource_id, "from": _told(old), "to": _told(new), "state": state, "summary": None, "rows": [], "next_cursor": None}
    return answer | page_of(path, kind, cursor, limit) if path else answer


def page_of(path: Path, kind: str | None, cursor: int, limit: int) -> dict[str, Any]:
    """Return the summary and some rows of an artefact, and where the next ones begin."""
    summary = read_summary(path)
    total = summary[kind] if kind else sum(summary[each] for each in KINDS)
    rows = read_page(path, kind, cursor, limit)
    following = cursor + len(rows)
    return {"summary": summary, "rows": [_row(row) for row in rows], "next_cursor": str(following) if rows and following < total else None}


def _row(row: Row) -> dict[str, Any]:
    return {"kind": row.kind, "row": row.row, "key": row.key, "values": row.values, "moved_m": row.moved}


def _told(release: Release) -> dict[str, Any]:
    return {"number": release.number, "published": utc_text(release.finished) if release.finished else None, "rows": release.rows}
