"""The DataStore's database as its reading roles see it, opened when first needed."""

from __future__ import annotations

from functools import cache

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections.connection_pool import Database

__all__ = ["datastore_database", "geo_database"]


def geo_database() -> Database:
    """Return the datastore database as geo_reader sees it; one object an address and process."""
    return _database_at(tk.config["ckanext.binhduong.geo_read_url"])


def datastore_database() -> Database:
    """Return the datastore database as CKAN's own reader sees it, for tables that are no layers."""
    return _database_at(tk.config["ckan.datastore.read_url"])


@cache
def _database_at(address: str) -> Database:
    return Database(address)
