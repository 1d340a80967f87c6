"""What differs between two releases."""

from __future__ import annotations

from typing import Any

from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.comparisons import answers
from ckanext.binhduong.comparisons.logic import schema

__all__ = ["release_diff"]

_MOST_ROWS = 1000


@tk.side_effect_free
@validate(schema.release_diff)
def release_diff(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Tell what differs between two releases of a resource, page by page.

    Args:
        id: a resource's id.
        from: the number of the old release; without it the one before ``to``.
        to: the number of the new release; without it the newest.
        kind: ``changed``, ``added`` or ``removed``; without it all, in this order.
        limit: rows of a page, 100 unless told, 1000 at most.
        cursor: ``next_cursor`` of the page before.

    Returns:
        ``{id, from, to, state, summary, rows, next_cursor}``. ``state`` is ``ready``; for large tables that were not compared yet
        ``pending`` (a job does it; ask again), ``busy`` (many wait; ask later) or ``failed``. ``rows`` are ``{kind, row, key, values,
        moved_m}``; docs/releases/differences.md describes them and ``summary``.
    """
    tk.check_access("release_diff", context, data_dict)
    old, new = answers.compared(data_dict["id"], data_dict.get("from"), data_dict.get("to"))
    return answers.describe(old, new, data_dict.get("kind"), data_dict["cursor"], min(data_dict["limit"], _MOST_ROWS))
