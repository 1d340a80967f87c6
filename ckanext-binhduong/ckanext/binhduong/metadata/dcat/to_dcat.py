"""A dataset as CKAN has it → the same dataset in the words ckanext-dcat's profile understands.

The portal stores codes of its own vocabularies and Vietnamese text with optional English; DCAT-AP 3.0.1 wants addresses of the EU authority
tables and language tags. This module does that translation and nothing else: no graph, no CKAN.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import shapely
from shapely.geometry import box, mapping, shape
from shapely.geometry.base import BaseGeometry

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.core.clock import utc_text

__all__ = ["IANA", "SAMPLE_KEYWORDS", "exact_wkt", "prepare", "texts"]

IANA = "https://www.iana.org/assignments/media-types/"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
# A sample must be known as one wherever its metadata goes: machines find the keyword in both languages.
SAMPLE_KEYWORDS = {"vi": "dữ liệu mẫu", "en": "sample data"}


def texts(record: dict[str, Any], field: str) -> dict[str, str]:
    """A text in its languages: Vietnamese, and English where the record has it (``title`` and ``title_en``)."""
    both = {"vi": record.get(field), "en": record.get(f"{field}_en")}
    return {lang: text for lang, text in both.items() if text}


def prepare(dataset: dict[str, Any], site_url: str, eu_theme: str | None) -> dict[str, Any]:
    """Return a copy of ``dataset`` (as ``package_show`` returns it) with codes as addresses and texts by language.

    Args:
        dataset: the dataset; it is not changed.
        site_url: the portal's public address without a final slash.
        eu_theme: the address of the EU theme that the dataset's theme belongs to.
    """
    prepared = {key: value for key, value in dataset.items() if key not in _REPLACED}
    prepared["title_translated"] = texts(dataset, "title")
    prepared["notes_translated"] = texts(dataset, "notes") or {"vi": dataset.get("title")}
    prepared["tags_translated"] = _keywords(dataset)
    prepared["theme"] = [eu_theme]
    prepared["frequency"] = vocabularies.uri("frequency", dataset.get("frequency") or "")
    prepared["access_rights"] = vocabularies.uri("access_rights", dataset.get("access_rights") or "PUBLIC")
    prepared["language"] = _languages(dataset.get("language") or ["vi"])
    prepared["url"] = dataset.get("url") or f"{site_url}/dataset/{dataset['name']}"
    prepared.update(_extent(dataset.get("spatial")))
    prepared.update(_dates(dataset))
    prepared["resources"] = [_resource(resource, dataset, site_url) for resource in dataset.get("resources", [])]
    return prepared


# Texts and codes that ``prepare`` writes anew; the parent profile would put them out untagged otherwise.
_REPLACED = frozenset(
    {"title", "notes", "tags", "theme", "frequency", "access_rights", "language", "url", "resources", "license_id", "license_url"}
    | {"hvd_category"}
)


def _keywords(dataset: dict[str, Any]) -> dict[str, list[str]]:
    words = {"vi": [tag["display_name"] if "display_name" in tag else tag["name"] for tag in dataset.get("tags", [])]}
    if dataset.get("data_kind") == "sample":
        words = {"vi": sorted({*words["vi"], SAMPLE_KEYWORDS["vi"]}), "en": [SAMPLE_KEYWORDS["en"]]}
    return words


def _languages(codes: list[str] | str) -> list[str]:
    known = [codes] if isinstance(codes, str) else codes
    return [uri for uri in (vocabularies.uri("languages", code) for code in known) if uri]


def _dates(dataset: dict[str, Any]) -> dict[str, str]:
    """The dates that pages show too: the period ends where the data end, and the dataset was changed when its newest file was published.

    Where nothing was published here (links to elsewhere), its publisher says when it was changed. A period without an end, of data whose
    day is known, is described up to that day.
    """
    known = dataset.get("freshness") or {}
    is_published = any(resource.get("release_number") for resource in dataset.get("resources", []))
    found = {"modified": known.get("published") if is_published else dataset.get("modified") or known.get("published")}
    start, end, day = dataset.get("temporal_start"), dataset.get("temporal_end"), known.get("data_as_of")
    if day and (known.get("data_as_of_from") == "rows" or (start and not end and start <= day)):
        found["temporal_end"] = day
    return {name: day for name, day in found.items() if day}


def exact_wkt(spatial: str | None) -> str | None:
    """Return a GeoJSON geometry as WKT with every digit that it has, or None when it cannot be read."""
    geometry = _geometry(spatial)
    return None if geometry is None else shapely.to_wkt(geometry, rounding_precision=-1, trim=True)


def _geometry(spatial: str | None) -> BaseGeometry | None:
    try:
        geometry: BaseGeometry = shape(json.loads(spatial or ""))
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    return None if geometry.is_empty else geometry


def _extent(spatial: str | None) -> dict[str, str]:
    """The extent's box and centre as GeoJSON text, which DCAT-AP recommends of a location; nothing when there is no readable extent."""
    geometry = _geometry(spatial)
    if geometry is None:
        return {}
    return {"spatial_bbox": json.dumps(mapping(box(*geometry.bounds))), "spatial_centroid": json.dumps(mapping(geometry.centroid))}


def _resource(resource: dict[str, Any], dataset: dict[str, Any], site_url: str) -> dict[str, Any]:
    """A distribution: the page is where it is accessed, the file what is downloaded; a link to elsewhere is only accessed."""
    prepared = {key: value for key, value in resource.items() if key not in _REPLACED_IN_RESOURCE}
    page = f"{site_url}/dataset/{dataset['name']}/resource/{resource['id']}"
    is_file = resource.get("url_type") in ("upload", "datastore")
    known = vocabularies.find_format(resource.get("format") or "") or vocabularies.find_format(resource.get("mimetype") or "") or {}
    prepared |= {
        "package_id": dataset["id"],
        "name_translated": texts(resource, "name"),
        "description_translated": texts(resource, "description") or texts(dataset, "notes"),
        "access_url": page if is_file else resource.get("url") or page,
        "download_url": resource.get("url") if is_file else None,
        "format": known.get("uri"),
        "mimetype": IANA + known["media_type"] if known.get("media_type") else None,
        "modified": _with_zone(resource.get("last_modified")) or resource.get("modified"),
        "availability": vocabularies.uri("availability", resource.get("availability") or "AVAILABLE"),
        "status": vocabularies.uri("status", resource.get("status") or "COMPLETED"),
        "language": _languages(resource.get("language") or dataset.get("language") or ["vi"]),
        "hash_algorithm": SHA256 if resource.get("hash") else None,
        "hash": (resource.get("hash") or "").removeprefix("sha256:") or None,
    }
    return prepared


def _with_zone(moment: str | None) -> str | None:
    return utc_text(datetime.fromisoformat(moment)) if moment else None


_REPLACED_IN_RESOURCE = frozenset({"name", "description", "url", "format", "mimetype", "availability", "status", "language", "hash"})
