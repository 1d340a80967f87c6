"""An argument of a search that cannot be used, as CKAN's search page knows it: answered with 400."""

from __future__ import annotations

from ckan.lib.search import SearchQueryError

from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["SearchArgumentError"]


class SearchArgumentError(ArgumentError, SearchQueryError):
    """An argument of a search cannot be used."""
