"""Template helpers of the package ``metadata``."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.metadata.portal_dataset import described_dataset
from ckanext.binhduong.metadata.quality import stored
from ckanext.binhduong.metadata.quality.shown import WORDS, shown
from ckanext.binhduong.metadata.schema_org import schema_org
from ckanext.binhduong.places import get_unit

__all__ = ["binhduong_quality", "binhduong_quality_points", "binhduong_quality_word", "binhduong_schema_org"]


def binhduong_quality(package: dict[str, Any]) -> dict[str, Any] | None:
    """Return a dataset's quality as :func:`~ckanext.binhduong.metadata.quality.shown.shown` does; None when it is being measured.

    One statement; the reader may see the dataset.
    """
    found = stored.current([package["id"]]).get(package["id"])
    return found and shown(found, package)


def binhduong_quality_points(dataset_ids: list[str]) -> dict[str, int]:
    """Return the points of datasets that the reader may see, of those that are measured as they are: one statement."""
    return {dataset_id: quality.points for dataset_id, quality in stored.current(dataset_ids).items()}


def binhduong_quality_word(code: str) -> str:
    """Return what a rating or a dimension of quality is called."""
    return tk._(WORDS[code])


def binhduong_schema_org(package: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset's page in the words of schema.org, for ``tojson``; the reader may see the dataset."""
    resources = package["resources"]
    forms = tk.h.binhduong_served_forms([resource["id"] for resource in resources])
    units = package.get("units") or []
    places = [(unit, get_unit(unit).name_with_type) for unit in (json.loads(units) if isinstance(units, str) else units)]
    return schema_org(described_dataset(package, tk.h.binhduong_described_tables(resources)), forms, places)
