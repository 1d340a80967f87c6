"""Template helpers of the package ``metadata``."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.metadata.portal_dataset import described_dataset
from ckanext.binhduong.metadata.schema_org import schema_org
from ckanext.binhduong.places import get_unit

__all__ = ["binhduong_schema_org"]


def binhduong_schema_org(package: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset's page in the words of schema.org, for ``tojson``; the reader may see the dataset."""
    resources = package["resources"]
    forms = tk.h.binhduong_served_forms([resource["id"] for resource in resources])
    units = package.get("units") or []
    places = [(unit, get_unit(unit).name_with_type) for unit in (json.loads(units) if isinstance(units, str) else units)]
    return schema_org(described_dataset(package, tk.h.binhduong_described_tables(resources)), forms, places)
