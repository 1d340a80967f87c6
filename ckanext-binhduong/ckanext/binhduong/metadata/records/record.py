"""A dataset as a record: GeoJSON after OGC API - Records - Part 1: Core (``recordGeoJSON.yaml``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import box, mapping, shape

from ckanext.binhduong.catalogue import themes, vocabularies
from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.metadata.records.addresses import CATALOG, GEOJSON, link
from ckanext.binhduong.metadata.records.questions import LIST_NUMBER
from ckanext.binhduong.metadata.tables.described import Dataset, filled
from ckanext.binhduong.places import boundary_of

__all__ = ["record"]

_LANGUAGES = {
    "vi": {"code": "vi", "name": "Tiếng Việt", "alternate": "Vietnamese"},
    "en": {"code": "en", "name": "English", "alternate": "English"},
}
_METADATA = {"ttl": "text/turtle", "jsonld": "application/ld+json", "xml": "application/rdf+xml"}
Forms = Mapping[str, Sequence[Mapping[str, Any]]]


def record(dataset: Dataset, forms: Forms, collection: str, language: str) -> dict[str, Any]:
    """Return a dataset as a record.

    Args:
        forms: as the helper ``binhduong_served_forms`` gives them.
        collection: the address of the collection that it is in.
        language: ``vi`` or ``en``, for texts that the dataset has in both.
    """
    data = dataset.data
    return {
        "id": data["id"],
        "type": "Feature",
        "geometry": _geometry(data),
        "time": _time(dataset),
        "conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/req/record-core"],
        "properties": filled(_properties(dataset, forms, language)),
        "links": _links(dataset, forms, collection, language),
    }


def _properties(dataset: Dataset, forms: Forms, language: str) -> dict[str, Any]:
    data = dataset.data
    number = data.get("list_number")
    said = "en" if language == "en" and data.get("title_en") else "vi"
    return {
        "type": "dataset",
        "created": utc_text(datetime.fromisoformat(data["metadata_created"])),
        "updated": utc_text(datetime.fromisoformat(data["metadata_modified"])),
        "title": _text(data, "title", language),
        "description": _text(data, "notes", language),
        "keywords": list(dict.fromkeys(dataset.keywords)) or None,
        "themes": _themes(dataset, language),
        "language": _LANGUAGES[said],
        "languages": list(_LANGUAGES.values()) if data.get("title_en") else None,
        "resourceLanguages": [{"code": code} for code in data.get("language") or ["vi"]],
        "externalIds": [{"scheme": LIST_NUMBER, "value": number}] if number else None,
        "formats": _formats(data, forms) or None,
        "contacts": [_contact(data, dataset.maker)],
        "license": dataset.licence["name"] if _is_spdx(dataset.licence["name"]) else "other",
        "rights": data.get("legal_basis"),
    }


def _text(data: Mapping[str, Any], field: str, language: str) -> str | None:
    return (data.get(f"{field}_en") if language == "en" else None) or data.get(field)


def _is_spdx(code: str) -> bool:
    """Whether a licence of the vocabulary is in SPDX's list: all but the law's own terms."""
    return any(entry["code"] == code and entry["spdx"] for entry in vocabularies.entries("licences"))


def _themes(dataset: Dataset, language: str) -> list[dict[str, Any]] | None:
    code = dataset.data.get("theme")
    if not code:
        return None
    concept = {"id": code, "title": themes.label(code, language), "url": f"{dataset.site}/group/{code}"}
    return [{"concepts": [concept], "scheme": f"{dataset.site}/group"}]


def _contact(data: Mapping[str, Any], maker: str) -> dict[str, Any]:
    email = data.get("contact_email")
    found = {"organization": maker, "name": data.get("contact_name"), "roles": ["publisher", "pointOfContact"]}
    return filled({**found, "emails": [{"value": email}] if email else None})


def _formats(data: Mapping[str, Any], forms: Forms) -> list[dict[str, str]]:
    """The formats of the agency's files and of the forms that the portal serves their tables in, each once."""
    own = [(resource.get("format"), resource.get("mimetype")) for resource in data["resources"]]
    served = [(form["ext"], form["media_type"]) for resource in data["resources"] for form in forms.get(resource["id"], [])]
    named = {name.upper(): media for name, media in [*own, *served] if name}
    return [filled({"name": name, "mediaType": named[name]}) for name in sorted(named)]


def _time(dataset: Dataset) -> dict[str, list[str]] | None:
    first, last = dataset.period
    return {"interval": [str(first or ".."), str(last or "..")]} if first or last else None


def _geometry(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The box of the dataset's extent, or of its administrative units; None where neither is known."""
    bounds = _bounds(data.get("spatial"))
    units = data.get("units") or []
    known = [boundary.bounds for unit in (json.loads(units) if isinstance(units, str) else units) if (boundary := boundary_of(unit))]
    if bounds is None and known:
        west, south, east, north = zip(*known, strict=True)
        bounds = min(west), min(south), max(east), max(north)
    return json.loads(json.dumps(mapping(box(*bounds)))) if bounds else None


def _bounds(spatial: str | None) -> tuple[float, float, float, float] | None:
    try:
        return shape(json.loads(spatial or "null")).bounds or None
    except (ValueError, TypeError, AttributeError, KeyError, ShapelyError):
        return None


def _links(dataset: Dataset, forms: Forms, collection: str, language: str) -> list[dict[str, str]]:
    data = dataset.data
    home = f"{dataset.site}/en" if language == "en" else dataset.site
    page = f"{home}/dataset/{data['name']}"
    return [
        link(f"{collection}/items/{data['id']}", "self", GEOJSON),
        link(collection, "collection", CATALOG),
        link(page, "describedby", "text/html", _text(data, "title", language)),
        *(link(f"{dataset.address}.{ext}", "alternate", media) for ext, media in _METADATA.items()),
        link(dataset.licence["path"], "license", None, dataset.licence["title"]),
        *(each for resource in data["resources"] for each in _files(dataset, resource, forms, home, language)),
    ]


def _files(dataset: Dataset, resource: dict[str, Any], forms: Forms, home: str, language: str) -> list[dict[str, str]]:
    """The agency's file or link, the forms in WGS 84 that the portal serves, and the features of the map where there is one."""
    page = f"{dataset.address}/resource/{resource['id']}"
    name = _text(resource, "name", language)
    is_file = resource.get("url_type") in ("upload", "datastore")
    own = link(resource.get("url") or page, "enclosure" if is_file else "related", resource.get("mimetype"), name)
    served = [
        link(f"{page}/export.{form['ext']}", "enclosure", form["media_type"], f"{name} – {form[language]}")
        for form in forms.get(resource["id"], [])
        if form["crs"] in (None, 4326)
    ]
    layer = resource.get("layer")
    features = [link(f"{home}/geo/collections/{layer}", "service", "application/json", f"{name} – OGC API - Features")] if layer else []
    return [own, *served, *features]
