"""Make the 91 source polygons tile the province: every place in exactly one commune, no gap and no overlap.

The source was digitised commune by commune, so neighbours overlap or leave slivers (146 overlaps, 244 holes, at most 0.3 km² each).
All borders are cut into faces; a face that one commune claims is that commune's; a contested face or a hole goes to the neighbour
(one of those that claim it, if any do) with which it shares the longest border. The outer border of the province stays as it was.

Run ``python -m ckanext.binhduong.places.units.tiling`` to write the files again from the source.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import shapely
from pyproj import Geod
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

_GRID = 1e-6  # degrees: the precision of the source, 0.1 m


def tile(polygons: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return polygons (WGS 84 degrees, by code) that tile the union of the given ones and their holes, on a grid of 0.000001°."""
    borders = shapely.union_all([polygon.boundary for polygon in polygons.values()], grid_size=_GRID)
    outside = shapely.union_all(list(polygons.values()), grid_size=_GRID)
    hull = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(outside)])
    faces = [face for face in shapely.get_parts(shapely.polygonize([borders])) if hull.covers(face.representative_point())]
    claims = [{code for code, polygon in polygons.items() if polygon.covers(face.representative_point())} for face in faces]
    owners = _settle(faces, claims)
    return {
        code: shapely.set_precision(
            shapely.coverage_union_all([face for face, owner in zip(faces, owners, strict=True) if owner == code]), _GRID
        )
        for code in sorted(polygons)
    }


def _settle(faces: list[BaseGeometry], claims: list[set[str]]) -> list[str]:
    """Return the owner of each face; a contested face waits until a rightful neighbour has one."""
    owners = [next(iter(claim)) if len(claim) == 1 else "" for claim in claims]
    neighbours = shapely.STRtree(faces)
    open_faces = {place for place, owner in enumerate(owners) if not owner}
    while open_faces:
        found = {place: _longest_neighbour(place, faces, claims[place], owners, neighbours) for place in sorted(open_faces)}
        settled = {place: owner for place, owner in found.items() if owner}
        if not settled:
            raise ValueError("a contested piece of land touches none of those that claim it")
        for place, owner in settled.items():
            owners[place] = owner
        open_faces -= settled.keys()
    return owners


def _longest_neighbour(place: int, faces: list[BaseGeometry], claim: set[str], owners: list[str], tree: shapely.STRtree) -> str:
    """Return the owner with the longest border to a face (the lower code of equals), or "" while none has any."""
    lengths: dict[str, float] = {}
    for other in tree.query(faces[place]).tolist():
        owner = owners[other]
        if other != place and owner and (not claim or owner in claim):
            lengths[owner] = lengths.get(owner, 0.0) + faces[place].boundary.intersection(faces[other].boundary).length
    return min((owner for owner, length in lengths.items() if length > 0), key=lambda owner: (-lengths[owner], owner), default="")


def area_km2(polygon: BaseGeometry) -> float:
    """Return the geodesic area of a WGS 84 polygon in km²."""
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(polygon)[0]) / 1e6


def write(folder: Path) -> None:
    """Write ``communes_2024.geojson`` and ``areas_2024.csv`` beside their source."""
    source = json.loads((folder / "communes_2024_source.geojson").read_text("utf-8"))
    tiled = tile({feature["properties"]["code"]: shape(feature["geometry"]) for feature in source["features"]})
    features = [
        {"type": "Feature", "id": code, "properties": {"code": code}, "geometry": mapping(shapely.normalize(polygon))}
        for code, polygon in tiled.items()
    ]
    collection = {"type": "FeatureCollection", "name": "communes_2024", "license": source["license"], "source": source["source"]}
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    head = json.dumps(collection, ensure_ascii=False)[:-1]
    (folder / "communes_2024.geojson").write_text(f'{head}, "features": [\n{lines}\n]}}\n', "utf-8")
    with (folder / "areas_2024.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "area_km2"])
        writer.writerows([code, f"{area_km2(polygon):.4f}"] for code, polygon in tiled.items())


if __name__ == "__main__":
    write(Path(__file__).parent.parent / "data")
