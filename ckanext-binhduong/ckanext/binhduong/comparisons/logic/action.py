"""What differs between two releases, and what the last one said of a row that is gone."""

from __future__ import annotations

from typing import Any

from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.comparisons import answers
from ckanext.binhduong.comparisons.last_row import last_row
from ckanext.binhduong.comparisons.logic import schema

__all__ = ["release_diff", "release_row"]

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


@tk.side_effect_free
@validate(schema.release_row)
def release_row(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return a row by its key as the newest release that has it: of a row that was taken out, the last that is known.

    Args:
        id: a resource's id.
        key: the value of its key column, as text.

    Returns:
        ``{id, key, number, published, current, fields, values, geometry}``. ``number`` and ``published`` are of the release that the row
        was last in; ``current`` says whether that is the newest. Releases whose files are no longer kept do not count.
    """
    tk.check_access("release_row", context, data_dict)
    found = last_row(data_dict["id"], data_dict["key"])
    if found is None:
        raise tk.ObjectNotFound(tk._("No release of this table that is kept has a row with this key."))
    return found
