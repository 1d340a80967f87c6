"""Carry out ``where`` on one batch: degrees or shapes for every row, what is wrong with a place as a finding, hopeless rows refused."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.georeferencing import coordinate_systems, shapes
from ckanext.binhduong.ingest.georeferencing.coordinate_cells import numbers, read_pairs, read_parts
from ckanext.binhduong.ingest.georeferencing.coordinate_systems import Floats
from ckanext.binhduong.ingest.georeferencing.location_columns import SHAPED, Where
from ckanext.binhduong.ingest.spool import ROW
from ckanext.binhduong.ingest.typing.cell_forms import is_null_word

Mask = NDArray[np.bool_]


@dataclass
class Placed:
    """A batch's places: new arrays by column name, the rows that cannot be published, and the WKB of shapes where there are any."""

    arrays: dict[str, pa.Array]
    refused: Mask
    wkb: pa.Array | None = None


class Placer:
    """Place batches of one table; findings name rows (or features) and the columns the place comes from."""

    def __init__(self, where: Where, findings: Findings) -> None:
        self.where, self.findings = where, findings
        self.row_name = "feature" if where.kind in ("points", "shapes") else "row"
        self.column = ", ".join(plan.title for plan in where.columns) or None

    def place(self, batch: pa.RecordBatch, rows: np.ndarray) -> Placed:
        """Return the places of one spooled batch."""
        if self.where.kind in SHAPED:
            return self._place_shapes(batch, rows)
        x, y = self._coordinates(batch)
        lon, lat, turned = self.where.frame.to_degrees(x, y)
        self._tell_half(x, y, rows)
        known = ~(np.isnan(x) | np.isnan(y))
        self._tell("axes-swapped-rows", turned & known, rows, x, y)
        self.where.summary["swapped"] += int(known.sum() if self.where.frame.swapped else (turned & known).sum())
        refused = self._judge(lon, lat, known, rows, x, y) | self._unreadable(batch, known, rows) | self._half_points(x, y, rows)
        return Placed(self._arrays(lon, lat, x, y, known), refused)

    def _half_points(self, x: Floats, y: Floats, rows: np.ndarray) -> Mask:
        """Refuse points with one coordinate that is no number."""
        half = np.isnan(x) != np.isnan(y) if self.where.kind == "points" else np.zeros(len(x), dtype=bool)
        for at in np.flatnonzero(half):
            self.findings.add("geometry-not-finite", place={self.row_name: int(rows[at])}, value=f"{x[at]:.10g}, {y[at]:.10g}")
        return half

    def _unreadable(self, batch: pa.RecordBatch, known: Mask, rows: np.ndarray) -> Mask:
        """Refuse the rows whose cell says a place that cannot be read."""
        unread = np.zeros(len(rows), dtype=bool)
        if self.where.kind not in ("pair", "text"):
            return unread
        text = batch.column(f"c{self.where.columns[0].index}")
        for at in np.flatnonzero(~known & text.is_valid().to_numpy(zero_copy_only=False)):
            value = text[int(at)].as_py()
            if not is_null_word(value):
                unread[at] = True
                self.findings.add("position-unreadable", place={self.row_name: int(rows[at]), "column": self.column}, value=value)
        return unread

    def _coordinates(self, batch: pa.RecordBatch) -> tuple[Floats, Floats]:
        if self.where.kind == "pair":
            return read_pairs(batch.column(f"c{self.where.columns[0].index}"))
        if self.where.kind == "parts":
            return read_parts(self.where.columns, batch)
        if self.where.kind == "points":
            points = self._flat(shapes.read("points", (), batch), np.asarray(batch.column(ROW)))
            return shapes.point_coordinates(points)
        first, second = self.where.columns
        return numbers(first, batch), numbers(second, batch)

    def _flat(self, given: shapes.Shapes, rows: np.ndarray) -> shapes.Shapes:
        """Leave out Z and M, with a note."""
        high = shapely.has_z(given) | shapely.has_m(given)
        self._tell("geometry-flattened", high, rows, None, None)
        return shapely.force_2d(given) if high.any() else given

    def _judge(self, lon: Floats, lat: Floats, known: Mask, rows: np.ndarray, x: Floats, y: Floats) -> Mask:
        """Refuse what lies outside Vietnam, warn of what lies outside the province, widen the extent by the rest."""
        outside = known & ~coordinate_systems.in_box(lon, lat, coordinate_systems.VIETNAM_BOX)
        for at in np.flatnonzero(outside):
            self.findings.add(
                "outside-vietnam", place={self.row_name: int(rows[at]), "column": self.column}, value=f"{x[at]:.10g}, {y[at]:.10g}"
            )
        inside = known & ~outside
        self._tell("outside-province", inside & ~coordinate_systems.in_province(lon, lat), rows, x, y)
        if self.where.kind == "points":
            self._tell("geometry-missing", np.isnan(x) & np.isnan(y), rows, None, None)
        if inside.any():
            self.widen(lon[inside].min(), lat[inside].min(), lon[inside].max(), lat[inside].max())
            self.where.summary["types"].add("Point")
        return outside

    def _tell_half(self, x: Floats, y: Floats, rows: np.ndarray) -> None:
        if self.where.kind != "points":
            self._tell("position-half", np.isnan(x) != np.isnan(y), rows, x, y)
            self._tell("position-missing", np.isnan(x) & np.isnan(y), rows, None, None)

    def _tell(self, code: str, mask: Mask, rows: np.ndarray, x: Floats | None, y: Floats | None) -> None:
        found = np.flatnonzero(mask)
        if len(found):
            first = int(found[0])
            value = None if x is None or y is None else f"{x[first]:.10g}, {y[first]:.10g}"
            self.findings.add(code, place={self.row_name: int(rows[first]), "column": self.column}, value=value, count=len(found))

    def _arrays(self, lon: Floats, lat: Floats, x: Floats, y: Floats, known: Mask) -> dict[str, pa.Array]:
        if self.where.kind == "lonlat":
            return self._in_place(lon, lat, x, y, known)
        names = [plan.name for plan in self.where.added]
        return {name: pa.array(np.where(known, values, np.nan), from_pandas=True) for name, values in zip(names, (lon, lat), strict=True)}

    def _in_place(self, lon: Floats, lat: Floats, x: Floats, y: Floats, known: Mask) -> dict[str, pa.Array]:
        by_role = {plan.role: plan.name for plan in self.where.columns}
        east, north = (y, x) if self.where.frame.swapped else (x, y)
        values = {by_role["longitude"]: np.where(known, lon, east), by_role["latitude"]: np.where(known, lat, north)}
        return {name: pa.array(each, from_pandas=True) for name, each in values.items()}

    def widen(self, west: float, south: float, east: float, north: float) -> None:
        """Let the extent take in a box."""
        old = self.where.summary["extent"]
        new = [float(west), float(south), float(east), float(north)]
        self.where.summary["extent"] = (
            new if old is None else [min(old[0], new[0]), min(old[1], new[1]), max(old[2], new[2]), max(old[3], new[3])]
        )

    def _place_shapes(self, batch: pa.RecordBatch, rows: np.ndarray) -> Placed:
        raw = self._flat(shapes.read(self.where.kind, self.where.columns, batch), rows)
        known = ~shapely.is_missing(raw) & ~shapely.is_empty(raw)
        unread = self._unreadable(batch, ~shapely.is_missing(raw), rows)
        self._tell("geometry-missing", ~known & ~unread, rows, None, None)
        x, y = shapes.middles(raw)
        finite = np.asarray(np.isfinite(shapely.bounds(raw)).all(axis=1))
        moved, turned = shapes.to_wgs84(raw, self.where.frame)
        self._tell("axes-swapped-rows", turned & known, rows, x, y)
        good = known & finite
        mended, was_mended, spoilt = shapes.mend(_only(moved, good))
        self._tell("geometry-mended", was_mended, rows, x, y)
        refused = self._refuse_shapes(known, finite, spoilt, mended, rows, x, y) | unread
        self._sum_up(mended, was_mended, spoilt, (turned | self.where.frame.swapped) & known, good & ~refused)
        whole = _only(mended, good & ~spoilt)
        name = self.where.added[0].name if self.where.added else self.where.columns[0].name
        text = pa.array(shapely.to_geojson(whole), pa.string(), from_pandas=True)
        return Placed({name: text}, refused, pa.array(shapely.to_wkb(whole, byte_order=1), pa.binary(), from_pandas=True))

    def _refuse_shapes(
        self, known: Mask, finite: Mask, spoilt: Mask, mended: shapes.Shapes, rows: np.ndarray, x: Floats, y: Floats
    ) -> Mask:
        box = shapely.bounds(mended)
        inside = coordinate_systems.in_box(box[:, 0], box[:, 1], coordinate_systems.VIETNAM_BOX) & coordinate_systems.in_box(
            box[:, 2], box[:, 3], coordinate_systems.VIETNAM_BOX
        )
        huge = shapely.get_num_coordinates(mended) > shapes.MAX_VERTICES
        outside = known & finite & ~spoilt & ~inside
        for code, mask in (
            ("geometry-not-finite", known & ~finite),
            ("geometry-spoilt", spoilt),
            ("outside-vietnam", outside),
            ("geometry-huge", huge),
        ):
            for at in np.flatnonzero(mask):
                self.findings.add(code, place={self.row_name: int(rows[at]), "column": self.column}, value=f"{x[at]:.10g}, {y[at]:.10g}")
        province = coordinate_systems.in_province(*shapes.middles(mended))
        self._tell("outside-province", known & finite & inside & ~province, rows, x, y)
        return (known & ~finite) | spoilt | outside | huge

    def _sum_up(self, mended: shapes.Shapes, was_mended: Mask, spoilt: Mask, turned: Mask, good: Mask) -> None:
        summary = self.where.summary
        summary["mended"] += int(was_mended.sum())
        summary["invalid"] += int((was_mended | spoilt).sum())
        summary["swapped"] += int(turned.sum())
        summary["types"] |= {_TYPE_NAMES[number] for number in np.unique(shapely.get_type_id(mended[good])).tolist() if number >= 0}
        if good.any():
            self.widen(*shapely.total_bounds(mended[good]))


def _only(given: shapes.Shapes, mask: Mask) -> shapes.Shapes:
    """Return the shapes under the mask, None elsewhere."""
    chosen = np.full(len(given), None, dtype=object)
    chosen[mask] = given[mask]
    return chosen


_TYPE_NAMES = ("Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")


def geometry_summary(where: Where | None, findings: Findings) -> dict | None:
    """Return the report's ``geometry``; several types in one layer are a finding, single and multi of one kind are the multi."""
    if where is None:
        return None
    types = {f"Multi{name}" if f"Multi{name}" in where.summary["types"] else name for name in where.summary["types"]}
    if len(types) > 1:
        findings.add("geometry-mixed", value=", ".join(sorted(types)))
    kind = types.pop() if len(types) == 1 else "Geometry" if types else None
    return {"type": kind} | {name: where.summary[name] for name in ("extent", "invalid", "mended", "swapped")}
