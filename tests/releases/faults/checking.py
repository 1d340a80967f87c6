"""What must hold after a kill: everywhere the old release whole, or the new one whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import repair, sweep
from ckanext.binhduong.storage import references, settings
from tests.releases.conftest import as_anonymous, run_jobs, stored_files

Geo = Callable[..., list[tuple[Any, ...]]]
Row = tuple[int, str, str, float, float]
CKANS_OWN = {"_table_metadata", "_table_stats"}


@dataclass(frozen=True)
class Content:
    """A file whose every row carries its mark."""

    mark: str
    count: int

    @property
    def rows(self) -> list[Row]:
        """The rows as they are published: _id, ma, dot, vi_do, kinh_do."""
        return [(at, f"R{at:05d}", self.mark, 11 + at / 10_000, 106.5 + at / 10_000) for at in range(1, self.count + 1)]

    @property
    def file(self) -> str:
        """The CSV that an agency sends."""
        return "ma,dot,vi_do,kinh_do\n" + "".join(f"{ma},{mark},{lat:.4f},{lon:.4f}\n" for _id, ma, mark, lat, lon in self.rows)


@dataclass(frozen=True)
class Seen:
    """What the public and the ledger say of a resource."""

    rows: list[Row]
    total: int
    layer: list[Row]
    listed: tuple[int, int]
    in_place: int
    download: str
    resource: tuple[int, int, int]
    ledger: tuple[int, int]


def look(resource_id: str, geo: Geo, app: Any) -> Seen:
    """Read a layer's resource by every door."""
    found = as_anonymous("datastore_search", resource_id=resource_id, sort="_id", limit=10_000)
    resource = as_anonymous("resource_show", id=resource_id)
    dataset = as_anonymous("package_show", id=resource["package_id"])
    current = Release.current(resource_id)
    assert current
    assert resource["hash"] == f"sha256:{current.sha256}" or resource["release_number"] != current.number
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT number FROM portal.published WHERE resource_id = %s", (resource_id,))
        in_place = cursor.fetchone()[0]
    return Seen(
        rows=[tuple(row[name] for name in ("_id", "ma", "dot", "vi_do", "kinh_do")) for row in found["records"]],  # type: ignore[misc]
        total=found["total"],
        layer=geo(f'SELECT _id, ma, dot, ST_Y(_geom), ST_X(_geom) FROM geo."{resource["layer"]}" ORDER BY _id'),  # type: ignore[arg-type]
        listed=geo("SELECT release, feature_count FROM geo.layers WHERE resource_id = %s", resource_id)[0],  # type: ignore[arg-type]
        in_place=in_place,
        download=app.get(f"/dataset/{dataset['name']}/resource/{resource_id}/download/x.csv").data.decode(),
        resource=(resource["release_number"], resource["rows"], resource["size"]),
        ledger=(current.number or 0, current.rows or 0),
    )


def assert_whole(seen: Seen, old: tuple[int, Content], new: tuple[int, Content]) -> str:
    """Assert that the table is one of the two releases whole and that what is said of the file is one of them whole; give "old" or "new"
    for the table, and "between" when the table is new and CKAN does not know it yet."""
    table = new if seen.in_place == new[0] else old
    number, content = table
    assert (seen.in_place, seen.listed) == (number, (number, content.count))
    assert (seen.total, seen.rows, seen.layer) == (content.count, content.rows, content.rows)
    said = new if seen.ledger[0] == new[0] else old
    assert said == old or table == new, "CKAN says more than the table has"
    number, content = said
    assert seen.ledger == (number, content.count)
    assert seen.resource == (number, content.count, len(content.file.encode()))
    assert seen.download == content.file
    return "between" if said != table else ("new" if table == new else "old")


@contextmanager
def geo_reader() -> Iterator[Geo]:
    """Run SQL as the role geo_reader, on a connection that is made now: one from before a kill of PostgreSQL is dead."""
    with closing(psycopg2.connect(tk.config["ckanext.binhduong.geo_read_url"])) as connection:
        connection.autocommit = True

        def read(sql: str, *values: Any) -> list[tuple[Any, ...]]:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall()

        yield read


def left_over() -> list[str]:
    """Name the tables, files and folders that nothing names."""
    with datastore_connection.transaction() as cursor:
        cursor.execute(r"SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname LIKE '\_%'")
        tables = {row[0] for row in cursor.fetchall()} - CKANS_OWN
    store = settings.store()
    files = stored_files() - references.named(stored_files())
    return sorted([*tables, *files, *(path.name for name in ("incoming", "work") for path in (store.root / name).glob("*"))])


def repair_as_after_ten_minutes() -> None:
    """Run the repair as if ten minutes had passed since the kill, then what it queued, and what failed for the machine's fault."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "_ORPHAN_AGE", -1.0)
        repair.repair()
    run_jobs()
