"""What one question to the row API may ask for. Each answer with groups and each OpenAPI document says these. Imports no CKAN."""

from __future__ import annotations

from ckanext.binhduong.core.connections.connection_pool import SECONDS
from ckanext.binhduong.tables.row_query import MAX_FILTERS, MAX_LIMIT, MAX_VALUES

__all__ = ["DEFAULT_LIMIT", "LIMITS", "MAX_BYTES", "MAX_GROUP_COLUMNS", "MAX_MEASURES", "MAX_SORT_COLUMNS"]

DEFAULT_LIMIT = 100
MAX_GROUP_COLUMNS = 3
MAX_SORT_COLUMNS = 3
MAX_MEASURES = 20
MAX_BYTES = 10_000_000
"""About so many bytes a page has at most; a single row may be larger."""

LIMITS = {
    "rows": MAX_LIMIT,
    "bytes": MAX_BYTES,
    "filters": MAX_FILTERS,
    "values_in_a_filter": MAX_VALUES,
    "sort_columns": MAX_SORT_COLUMNS,
    "group_columns": MAX_GROUP_COLUMNS,
    "measures": MAX_MEASURES,
    "seconds": SECONDS,
}
"""Of one answer; ``rows`` are groups where there are groups, ``seconds`` are those of each statement in the database."""
