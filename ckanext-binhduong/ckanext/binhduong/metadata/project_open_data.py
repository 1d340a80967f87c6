"""The catalogue in Project Open Data 1.1 (``/data.json``), which catalogues of the United States' kind harvest. Imports no CKAN.

Source of the fields: https://resources.data.gov/resources/dcat-us/. What only the United States' agencies have (``bureauCode``,
``programCode``) is left out, as the schema for others allows.
"""

from __future__ import annotations

import json
import re
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.tables.described import Dataset, filled

__all__ = ["HEAD", "pod_dataset"]

HEAD = {
    "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
    "@type": "dcat:Catalog",
    "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
    "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
}
"""The members of the catalogue before its datasets."""

_ACCESS = {"PUBLIC": "public", "RESTRICTED": "restricted public", "NON_PUBLIC": "non-public"}
#: Frequencies as ISO 8601 writes repeating durations; what has none is irregular.
_PERIODS = {
    "CONT": "R/PT1S",
    "UPDATE_CONT": "R/PT1S",
    "5MIN": "R/PT5M",
    "15MIN": "R/PT15M",
    "HOURLY": "R/PT1H",
    "DAILY_2": "R/PT12H",
    "DAILY": "R/P1D",
    "WEEKLY": "R/P1W",
    "BIWEEKLY": "R/P2W",
    "MONTHLY_2": "R/P0.5M",
    "MONTHLY": "R/P1M",
    "BIMONTHLY": "R/P2M",
    "QUARTERLY": "R/P3M",
    "ANNUAL_3": "R/P4M",
    "ANNUAL_2": "R/P6M",
    "ANNUAL": "R/P1Y",
    "BIENNIAL": "R/P2Y",
    "TRIENNIAL": "R/P3Y",
    "QUINQUENNIAL": "R/P5Y",
    "DECENNIAL": "R/P10Y",
}
_EMAIL = re.compile(r"[\w~!$&'()*+,;=:.-]+@[\w.-]+\.[\w.-]+")
_MEDIA_TYPE = re.compile(r"[-\w]+/[-\w]+(\.[-\w]+)*([+][-\w]+)?")


def pod_dataset(dataset: Dataset, forms: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a dataset.

    Args:
        forms: as the helper ``binhduong_served_forms`` gives them.
    """
    data = dataset.data
    first, last = dataset.period
    described = {
        "@type": "dcat:Dataset",
        "identifier": f"{dataset.site}/dataset/{data['id']}",
        "title": data["title"],
        "description": data.get("notes") or data["title"],
        "keyword": dataset.keywords or [data["theme_title"]],
        "modified": dataset.changed,
        "issued": dataset.first_published,
        "publisher": {"@type": "org:Organization", "name": dataset.maker},
        "contactPoint": _contact(data),
        "accessLevel": _ACCESS.get(data.get("access_rights") or "PUBLIC", "non-public"),
        "license": dataset.licence["path"],
        "landingPage": dataset.address,
        "language": data.get("language") or ["vi"],
        "theme": [data["theme_title"]] if data["theme_title"] else None,
        "accrualPeriodicity": _PERIODS.get(data.get("frequency") or "", "irregular"),
        # An interval of ISO 8601 has both ends.
        "temporal": f"{first}/{last}" if first and last else None,
        "spatial": _box(data.get("spatial")),
        "describedBy": f"{dataset.address}/datapackage.json" if dataset.tables else None,
        "describedByType": "application/json" if dataset.tables else None,
        "distribution": [each for resource in data["resources"] for each in _distributions(dataset, resource, forms)] or None,
    }
    return filled(described)


def _contact(data: dict[str, Any]) -> dict[str, Any]:
    email = data.get("contact_email") or ""
    name = data.get("contact_name") or (data.get("organization") or {}).get("title") or data["title"]
    return filled({"@type": "vcard:Contact", "fn": name, "hasEmail": f"mailto:{email}" if _EMAIL.fullmatch(email) else None})


def _box(spatial: str | None) -> str | None:
    """Return the extent as west,south,east,north."""
    try:
        return ",".join(str(edge) for edge in shape(json.loads(spatial or "null")).bounds)
    except (ValueError, TypeError, AttributeError, KeyError, ShapelyError):
        return None


def _distributions(dataset: Dataset, resource: dict[str, Any], forms: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    page = f"{dataset.address}/resource/{resource['id']}"
    return [_own(page, resource), *(_form(page, resource, form) for form in forms.get(resource["id"], []) if form["crs"] in (None, 4326))]


def _own(page: str, resource: dict[str, Any]) -> dict[str, Any]:
    is_file = resource.get("url_type") in ("upload", "datastore")
    media_type = resource.get("mimetype") or (vocabularies.find_format(resource.get("format") or "") or {}).get("media_type") or ""
    is_known = _MEDIA_TYPE.fullmatch(media_type) is not None
    described = {
        "@type": "dcat:Distribution",
        "title": resource.get("name"),
        "description": resource.get("description"),
        "format": resource.get("format"),
        "accessURL": page if is_file else resource.get("url") or page,
        # The standard demands a media type beside the address of a file.
        "downloadURL": resource.get("url") if is_file and is_known else None,
        "mediaType": media_type if is_known else None,
    }
    return filled(described)


def _form(page: str, resource: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    is_csv = form["ext"] == "csv"
    described = {
        "@type": "dcat:Distribution",
        "title": f"{resource.get('name')} – {form['vi']}",
        "format": form["ext"].upper(),
        "accessURL": page,
        "downloadURL": f"{page}/export.{form['ext']}",
        "mediaType": form["media_type"],
        "describedBy": f"{page}/csv-metadata.json" if is_csv else None,
        "describedByType": "application/csvm+json" if is_csv else None,
    }
    return filled(described)
