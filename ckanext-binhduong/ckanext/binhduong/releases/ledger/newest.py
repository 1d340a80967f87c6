"""The newest upload of each of many resources, in one statement."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utc_text

__all__ = ["newest_uploads"]

_NEWEST = sa.text(
    """
    SELECT DISTINCT ON (resource_id) resource_id, state, name, created,
           jsonb_array_length(coalesce(jsonb_path_query_array(report, '$.findings[*] ? (@.severity == "error")'), '[]')) AS errors,
           jsonb_array_length(coalesce(jsonb_path_query_array(report, '$.findings[*] ? (@.severity == "warning")'), '[]')) AS warnings
    FROM binhduong_release WHERE resource_id = ANY(:ids) AND state != 'superseded' ORDER BY resource_id, created DESC
    """
)


def newest_uploads(resource_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return resource id → ``{state, name, created, errors, warnings}``; created in UTC with Z, errors and warnings of its report."""
    rows = model.Session.execute(_NEWEST, {"ids": resource_ids}).mappings()
    return {row["resource_id"]: {**row, "created": utc_text(row["created"])} for row in rows}
