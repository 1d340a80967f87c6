"""An administrative unit as a ``dct:Location``: its name, its bounding box and its centre where its boundary is known. Imports no CKAN."""

from __future__ import annotations

import json
from functools import cache

from ckanext.dcat.profiles import DCAT, DCT, GSP, SKOS
from rdflib import Graph, Literal, URIRef

from ckanext.binhduong.metadata.dcat.statements import add_texts, add_typed
from ckanext.binhduong.places import boundary_of, get_unit

__all__ = ["add_place"]


def add_place(graph: Graph, ref: URIRef, unit_id: str, site: str) -> None:
    """Add a unit as a place that a dataset or the catalogue is about.

    Box and centre are GeoSPARQL 1.1's GeoJSON literals, which ckanext-dcat's parser does not read: it takes the last box that it can,
    and that must be the dataset's own extent, in WKT.

    Args:
        unit_id: of either list, such as ``718@2024``.
        site: the portal's public address without a final slash.
    """
    place = URIRef(f"{site}/id/place/{unit_id}")
    add_typed(graph, ref, DCT.spatial, place, DCT.Location)
    add_texts(graph, place, SKOS.prefLabel, {"vi": get_unit(unit_id).name_with_type})
    for predicate, geometry in _box_and_centre(unit_id):
        graph.add((place, predicate, Literal(geometry, datatype=GSP.geoJSONLiteral)))


@cache
def _box_and_centre(unit_id: str) -> tuple[tuple[URIRef, str], ...]:
    """Return a unit's bounding box and centre as GeoJSON (WGS 84 degrees, to a metre); nothing where its boundary is not known."""
    boundary = boundary_of(unit_id)
    if boundary is None:
        return ()
    west, south, east, north = boundary.bounds
    box = {"type": "Polygon", "coordinates": [_rounded([(west, south), (east, south), (east, north), (west, north), (west, south)])]}
    centre = {"type": "Point", "coordinates": _rounded([(boundary.centroid.x, boundary.centroid.y)])[0]}
    return (DCAT.bbox, json.dumps(box)), (DCAT.centroid, json.dumps(centre))


def _rounded(places: list[tuple[float, float]]) -> list[list[float]]:
    return [[round(value, 5) for value in place] for place in places]
