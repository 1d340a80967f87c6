"""Administrative units as the API gives them: one description, as JSON, GeoJSON and JSON-LD. Knows the unit lists, not CKAN.

A unit's identifier is ``<site>/id/place/<code>@<list>``. The 2025 units' shapes are unions of old communes, so everything drawn from
them says ``boundary: "approximate"``.
"""

from typing import TYPE_CHECKING, Any

from shapely.geometry import mapping

from ckanext.binhduong import places

if TYPE_CHECKING:
    from ckanext.binhduong.places import Unit, UnitShare

__all__ = ["brief", "describe", "find", "full", "geojson", "json_ld"]

_CONTEXT = {
    "schema": "https://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "id": "@id",
    "type": "@type",
}


def find(unit_id: str) -> "Unit | None":
    """Find a unit by its id, or give None."""
    try:
        return places.get_unit(unit_id)
    except LookupError:
        return None


def brief(unit: "Unit") -> dict[str, Any]:
    """Name a unit in a list: id, names, level and list."""
    return {
        "id": unit.id,
        "list": unit.list,
        "level": unit.level,
        "name": unit.name,
        "name_with_type": unit.name_with_type,
        "name_en": unit.name_en,
    }


def _related(links: "list[UnitShare]") -> list[dict[str, Any]]:
    """Name successors or predecessors with their share of the area (0 to 1, None where unknown)."""
    return [{**brief(link["unit"]), "share": link["share"]} for link in links]


def describe(unit: "Unit") -> dict[str, Any]:
    """Describe one unit: codes, names, validity (ISO dates, the last day included), area in km², parents, successors and predecessors."""
    return {
        **brief(unit),
        "code": unit.code,
        "type": unit.type,
        "parent": unit.parent,
        "parents": [brief(above) for above in places.ancestors(unit.id)],
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "area_km2": unit.area_km2,
        "boundary": unit.boundary,
        "successors": _related(places.successors(unit.id)),
        "predecessors": _related(places.predecessors(unit.id)),
    }


def _extent(unit: "Unit") -> list[float] | None:
    """Return west, south, east, north in degrees; None for Thành phố Hồ Chí Minh, of which only a part is known here."""
    shape = places.boundary_of(unit.id)
    return None if shape is None else [round(edge, 6) for edge in shape.bounds]


def full(unit: "Unit") -> dict[str, Any]:
    """Describe one unit with its children and its extent (west, south, east, north; degrees, WGS 84)."""
    return {**describe(unit), "extent": _extent(unit), "children": [brief(child) for child in places.children(unit.id)]}


def geojson(unit: "Unit", uri: str) -> dict[str, Any]:
    """Return the unit as a GeoJSON Feature (RFC 7946) whose id is its identifier."""
    shape = places.boundary_of(unit.id)
    return {"type": "Feature", "id": uri, "properties": full(unit), "geometry": None if shape is None else mapping(shape)}


def json_ld(unit: "Unit", base: str) -> dict[str, Any]:
    """Return the unit as JSON-LD: a schema.org AdministrativeArea and a dct:Location.

    Args:
        unit: the unit.
        base: what an id is appended to to make an identifier, ``https://…/id/place/``.
    """
    extent = _extent(unit)
    document: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": base + unit.id,
        "type": ["schema:AdministrativeArea", "dct:Location"],
        "schema:name": [{"@language": "vi", "@value": unit.name_with_type}, {"@language": "en", "@value": unit.name_en}],
        "skos:notation": unit.code,
        "dct:identifier": unit.id,
        "schema:geo": {"type": "schema:GeoShape", "schema:box": "{1} {0} {3} {2}".format(*extent)} if extent else None,
        "schema:startDate": unit.valid_from,
        "schema:endDate": unit.valid_to,
        "schema:containedInPlace": {"id": base + unit.parent} if unit.parent else None,
        "dct:isReplacedBy": [{"id": base + link["unit"].id} for link in places.successors(unit.id)],
        "dct:replaces": [{"id": base + link["unit"].id} for link in places.predecessors(unit.id)],
    }
    return {key: value for key, value in document.items() if value not in (None, [])}
