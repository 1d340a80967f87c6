"""One feature as GeoJSON, as JSON-LD and as the facts of its page: what a person wants first, the others under the data dictionary's names.
Imports no CKAN.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import MIMEAccept

__all__ = ["GEOJSON", "HTML", "document_of", "facts_of", "json_ld", "kind_asked", "point_of", "split_suffix"]

JSON_LD, GEOJSON, HTML = "application/ld+json", "application/geo+json", "text/html"
#: What may be asked for by ``Accept``; HTML first, so that a browser's "anything" gets the page.
_TYPES = {HTML: HTML, GEOJSON: GEOJSON, JSON_LD: JSON_LD, "application/json": GEOJSON}
_SUFFIXES = {".geojson": GEOJSON, ".jsonld": JSON_LD}
#: What Flask leaves as it is in an address.
_SAFE = "!$&'()*+,/:;=@"
_SAMPLE_COLUMN = "du_lieu_mau"
_OWN_LOOK = ("phone", "address", "opening_hours", "category")
_UNSHOWN = {"longitude", "latitude", "easting", "northing", "geometry"}
_SCHEMA_ORG = {"phone": "telephone", "address": "address", "opening_hours": "openingHours", "category": "additionalType"}


def split_suffix(feature_id: str) -> tuple[str, str]:
    """Return an id without ``.geojson`` or ``.jsonld`` and the type that the suffix asks for; empty without one."""
    for suffix, kind in _SUFFIXES.items():
        if feature_id.endswith(suffix):
            return feature_id.removesuffix(suffix), kind
    return feature_id, ""


def kind_asked(feature_id: str, accept: MIMEAccept) -> tuple[str, str]:
    """Return an id without its suffix, and the media type that is asked for: by the suffix, else by the header ``Accept``."""
    feature_id, kind = split_suffix(feature_id)
    return feature_id, kind or _TYPES[accept.best_match(list(_TYPES), default=HTML)]


def point_of(geometry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Return a place to go to, (longitude, latitude) in degrees: the point itself, or the middle of a shape's box; None without a shape."""
    positions = list(_positions(geometry["coordinates"])) if geometry and geometry.get("coordinates") else []
    if not positions:
        return None
    lons, lats = [lon for lon, _ in positions], [lat for _, lat in positions]
    return round((min(lons) + max(lons)) / 2, 6), round((min(lats) + max(lats)) / 2, 6)


def _positions(coordinates: Any) -> Any:
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _positions(part)


def facts_of(feature: Mapping[str, Any], fields: list[dict[str, Any]]) -> dict[str, Any]:
    """Sort a feature's values for its page.

    Args:
        feature: as ``feature_show`` gives it.
        fields: the layer's fields, ``[{id, type, title, title_en, role}]`` in order.

    Returns:
        ``name``, ``by_role`` (the first phone, address, opening hours and category), ``facts`` ([(field, value)] of all that is filled and
        no position), ``sample`` (whether the row calls itself sample data) and ``point`` (see :func:`point_of`).
    """
    values = feature.get("properties") or {}
    filled = [field for field in fields if values.get(field["id"]) not in (None, "")]
    first: dict[str, Any] = {}
    for field in filled:
        first.setdefault(field.get("role") or "", values[field["id"]])
    facts = [(field, values[field["id"]]) for field in filled if field.get("role") not in _UNSHOWN and field["id"] != _SAMPLE_COLUMN]
    return {
        "name": str(first.get("name") or first.get("key") or feature["id"]),
        "by_role": {role: first[role] for role in _OWN_LOOK if role in first},
        "facts": facts,
        "sample": values.get(_SAMPLE_COLUMN) in (True, "có"),
        "point": point_of(feature.get("geometry")),
    }


def json_ld(feature: Mapping[str, Any], fields: list[dict[str, Any]], address: str, dataset: str) -> dict[str, Any]:
    """Return a feature as JSON-LD: a schema.org Place with every published column as a ``PropertyValue``.

    Args:
        feature: as ``feature_show`` gives it.
        fields: the layer's fields.
        address: the feature's own URI.
        dataset: the URI of its dataset.
    """
    found = facts_of(feature, fields)
    document: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@id": address,
        "@type": "Place",
        "name": found["name"],
        "identifier": feature["id"],
        "isPartOf": {"@id": dataset, "@type": "Dataset"},
        **{_SCHEMA_ORG[role]: str(value) for role, value in found["by_role"].items()},
        "additionalProperty": [
            {"@type": "PropertyValue", "propertyID": field["id"], "name": field.get("title") or field["id"], "value": value}
            for field, value in found["facts"]
        ],
    }
    if found["point"]:
        document["geo"] = {"@type": "GeoCoordinates", "longitude": found["point"][0], "latitude": found["point"][1]}
    return document


def document_of(feature: Mapping[str, Any], fields: list[dict[str, Any]], kind: str, site: str) -> str:
    """Return a feature as the text of a media type, GeoJSON or JSON-LD.

    Args:
        feature: as ``feature_show`` gives it.
        fields: the layer's fields.
        kind: the media type.
        site: the portal's public address, without a stroke at its end.
    """
    address = f"{site}/feature/{quote(str(feature['layer']), _SAFE)}/{quote(str(feature['id']), _SAFE)}"
    document = feature if kind == GEOJSON else json_ld(feature, fields, address, f"{site}/dataset/{feature['dataset']}")
    return json.dumps(document, ensure_ascii=False)
