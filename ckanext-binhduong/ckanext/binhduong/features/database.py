"""The one database of the features, opened with the first question."""

from __future__ import annotations

from functools import cache

from ckan.plugins import toolkit as tk

from ckanext.binhduong.features.pool import Database

__all__ = ["geo_database"]


def geo_database() -> Database:
    """Give the database at the configured address; one object an address and process."""
    return _database_at(tk.config["ckanext.binhduong.geo_read_url"])


@cache
def _database_at(address: str) -> Database:
    return Database(address)
