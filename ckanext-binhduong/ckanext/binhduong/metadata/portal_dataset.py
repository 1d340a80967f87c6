"""A dataset of this portal, as the writers of descriptions take it."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.catalogue import themes
from ckanext.binhduong.metadata.tables.described import Dataset

__all__ = ["described_dataset"]


def described_dataset(data: dict[str, Any], tables: dict[str, dict[str, Any]]) -> Dataset:
    """Put together a dataset and its tables (see :meth:`Dataset.of`)."""
    data = {**data, "theme_title": themes.label(data.get("theme") or "")}
    return Dataset.of(data, tables, tk.config["ckan.site_url"].rstrip("/"), tk.config["ckan.site_title"])
