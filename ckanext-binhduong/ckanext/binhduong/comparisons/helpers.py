"""Template helpers of the package ``comparisons``."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons import answers
from ckanext.binhduong.comparisons.words import column_words, summary_words
from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.releases.ledger.model import PLAIN, Release
from ckanext.binhduong.vn import safe_file_name

__all__ = [
    "binhduong_column_words",
    "binhduong_newest_changes",
    "binhduong_release_versions",
    "binhduong_release_words",
    "binhduong_submitted_difference",
]

_ROWS = 50
_VERSIONS = 10


def binhduong_release_words(release: dict[str, Any]) -> str:
    """Say in the page's language what a release changed; ``release`` as ``release_list`` gives it."""
    if release["kind"] == PLAIN:
        return tk._("A new file.")
    return summary_words(release["summary"], release.get("number"))[_language()]


def binhduong_newest_changes(resource_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return resource id → ``{number, published, words}`` of the release that its readers get, with what it changed in the page's language;
    ``published`` is an ISO time in UTC. One statement, however many resources."""
    rows = sa.select(Release.resource_id, Release.number, Release.kind, Release.summary, Release.finished)
    rows = rows.where(Release.resource_id.in_(resource_ids), Release.state == "published", Release.finished.is_not(None))
    newest = model.Session.execute(rows.distinct(Release.resource_id).order_by(Release.resource_id, Release.number.desc()))
    return {
        row.resource_id: {
            "number": row.number,
            "published": utc_text(row.finished),
            "words": binhduong_release_words({"kind": row.kind, "summary": row.summary, "number": row.number}),
        }
        for row in newest
    }


def binhduong_release_versions(resource_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return resource id → its newest ten releases whose files are kept, the newest first, for metadata: one statement.

    Each is ``{number, name, size, sha256, mimetype, published, vi, en}``: the file as its agency gave it, and what it changed in words.
    """
    rank = sa.func.row_number().over(partition_by=Release.resource_id, order_by=Release.number.desc()).label("rank")
    columns = (Release.resource_id, Release.number, Release.name, Release.size, Release.sha256, Release.mimetype, Release.finished)
    kept = (Release.resource_id.in_(resource_ids), Release.state == "published", Release.finished.is_not(None), Release.retired.is_(None))
    ranked = sa.select(*columns, Release.kind, Release.summary, rank).where(*kept).subquery()
    found: dict[str, list[dict[str, Any]]] = {}
    for row in model.Session.execute(sa.select(ranked).where(ranked.c.rank <= _VERSIONS).order_by(ranked.c.resource_id, ranked.c.rank)):
        words = {"vi": "Tệp mới.", "en": "A new file."} if row.kind == PLAIN else summary_words(row.summary, row.number)
        file = {"name": safe_file_name(row.name), "size": row.size, "sha256": row.sha256, "mimetype": row.mimetype}
        found.setdefault(row.resource_id, []).append({"number": row.number, **file, "published": row.finished, **words})
    return found


def binhduong_column_words(change: dict[str, Any]) -> str:
    """Say in the page's language how a table's columns changed."""
    words = column_words(change)[_language()]
    return f"{words[0].upper()}{words[1:]}."


def binhduong_submitted_difference(release_id: str) -> dict[str, Any] | None:
    """Return how a release that waits for approval differs from what readers have: the answer of ``release_diff`` with ``titles`` and
    ``types`` of the columns; None when there is nothing to compare. The caller has checked that the reader may see it."""
    new = Release.get(release_id)
    old = new.previous() if new else None
    if not new or not old or not new.canonical or not old.canonical or old.retired:
        return None
    columns = [*old.columns, *new.columns]
    return answers.describe(old, new, None, 0, _ROWS) | {
        "titles": {column["name"]: column["title"] or column["name"] for column in columns},
        "types": {column["name"]: column["type"] for column in columns},
    }


def _language() -> str:
    return "en" if tk.h.lang() == "en" else "vi"
