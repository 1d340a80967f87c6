"""A row by its key as the newest release that has it: what is still known of a row that was taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
import sqlalchemy as sa
from ckan import model
from shapely.geometry import mapping

from ckanext.binhduong.comparisons.diff.cells import plain
from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.releases.canonical.archive import canonical_of
from ckanext.binhduong.releases.canonical.parquet_table import Canonical
from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["last_row"]

_MOST_RELEASES = 50
_MOST_KEYS = 2_000_000
"""Keys of all releases together that one question reads; about a second."""


def last_row(resource_id: str, key: str) -> dict[str, Any] | None:
    """Return a row as the newest release that has it, None when none of those that are kept does.

    Returns:
        ``{id, key, number, published, current, fields, values, geometry}``: ``fields`` are {id, type, role, title, title_en}, ``geometry``
        is GeoJSON in WGS 84, ``current`` says whether it is the newest release of all.
    """
    read = 0
    releases = _published(resource_id)
    for release in releases:
        table = canonical_of(release)
        if table is None or not table.key:
            continue
        read += table.rows
        if read > _MOST_KEYS:
            return None
        if row := _row_of(table, key):
            return {"id": resource_id, "key": key, **_told(release, release is releases[0]), **_contents(table, row)}
    return None


def _published(resource_id: str) -> list[Release]:
    rows = sa.select(Release).where(Release.resource_id == resource_id, Release.state == "published", Release.retired.is_(None))
    return list(model.Session.scalars(rows.order_by(Release.number.desc()).limit(_MOST_RELEASES)))


def _told(release: Release, current: bool) -> dict[str, Any]:
    published = utc_text(release.finished) if release.finished else None
    return {"number": release.number, "published": published, "current": current}


def _row_of(table: Canonical, key: str) -> dict[str, Any] | None:
    """Return one row; only the key column is read of those before it."""
    with pq.ParquetFile(table.path) as file:
        for group, start in _found(file, str(table.key), key):
            return file.read_row_group(group).slice(start, 1).to_pylist()[0]
    return None


def _found(file: pq.ParquetFile, column: str, key: str) -> Iterator[tuple[int, int]]:
    for group in range(file.num_row_groups):
        keys = file.read_row_group(group, columns=[column]).column(0)
        at = pc.index(pc.cast(keys, pa.string()), pa.scalar(key)).as_py()  # type: ignore[attr-defined]
        if at >= 0:
            yield group, at


def _contents(table: Canonical, row: dict[str, Any]) -> dict[str, Any]:
    shape = row.get(table.geometry_column) if table.geometry_column else None
    columns = [column for column in table.columns if column["name"] != table.geometry_column]
    return {
        "fields": [_field(column, table.titles.get(column["name"], {})) for column in columns],
        "values": {column["name"]: plain(row[column["name"]]) for column in columns},
        "geometry": mapping(shapely.from_wkb(shape)) if shape else None,
    }


def _field(column: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    title = titles.get("vi") or column.get("title") or column["name"]
    return {"id": column["name"], "type": column["type"], "role": column.get("role"), "title": title, "title_en": titles.get("en") or ""}
