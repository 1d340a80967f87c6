"""Compare the DataStore's tables with the ledger: tables that published releases lack, and tables and records that nothing knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.drift.differences import BATCH, Verdict, examine, in_batches
from ckanext.binhduong.core.drift.registry import Outcome
from ckanext.binhduong.releases.ledger.model import PLAIN, Release
from ckanext.binhduong.releases.publish.settlement import settle

__all__ = ["compare_tables"]

_UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

_CURRENT = (
    sa.select(Release.resource_id, Release.number, Release.kind)
    .where(Release.state == "published")
    .distinct(Release.resource_id)
    .order_by(Release.resource_id, Release.number.desc())
    .subquery()
)
#: Resource and number of each release that readers have as a table.
_PUBLISHED = (
    sa.select(_CURRENT.c.resource_id, _CURRENT.c.number)
    .join(model.Resource, model.Resource.id == _CURRENT.c.resource_id)
    .join(model.Package, model.Package.id == model.Resource.package_id)
    .where(_CURRENT.c.kind != PLAIN, model.Resource.state == "active", model.Package.state != "deleted")
    .order_by(_CURRENT.c.resource_id)
    .limit(BATCH)
)
_WITHOUT_TABLE = "SELECT given FROM unnest(%s) AS given WHERE to_regclass(format('public.%%I', given)) IS NULL"
_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname ~ %s AND relname > %s "
    "ORDER BY relname LIMIT %s"
)
_PLACED = "SELECT resource_id, release_id FROM portal.published WHERE resource_id > %s ORDER BY resource_id LIMIT %s"


def compare_tables(repair: bool) -> Mapping[str, Outcome]:
    """Compare in both directions. Only what the ledger does not know yet is repaired: no table is made or dropped here."""
    placed = [row for batch in in_batches(lambda after: _ask(_PLACED, after, BATCH), _first) for row in batch]
    states = _states([release_id for _, release_id in placed])
    unsettled = [resource_id for resource_id, release_id in placed if states.get(release_id, "published") != "published"]
    unknown = [resource_id for resource_id, release_id in placed if release_id not in states]
    return {
        "table-missing": _with_numbers(examine(_missing(), _under_lock(_is_missing))),
        "table-unknown": examine(_unknown_tables(), _under_lock(_is_unknown)),
        "table-unsettled": examine(unsettled, _under_lock(_is_unsettled, settle if repair else None)),
        "release-unknown": examine(unknown, _under_lock(_has_unknown_release)),
    }


def _under_lock(differs: Callable[[str], bool], repair: Callable[[str], Any] | None = None) -> Callable[[str], Verdict]:
    return partial(_look, differs=differs, repair=repair)


def _look(resource_id: str, *, differs: Callable[[str], bool], repair: Callable[[str], Any] | None) -> Verdict:
    """Look under the lock that every publication of the resource holds from its first step to its last."""
    with datastore_connection.resource_lock(resource_id) as free:
        if not free or not differs(resource_id):
            return Verdict.MOVING
        if not repair:
            return Verdict.LEFT
        repair(resource_id)
        model.Session.rollback()
        return Verdict.LEFT if differs(resource_id) else Verdict.REPAIRED


def _ask(statement: str, *values: Any) -> list[Any]:
    with datastore_connection.transaction() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _first(row: Any) -> str:
    return row[0]


def _missing() -> list[str]:
    def read(after: str) -> list[Any]:
        return list(model.Session.execute(_PUBLISHED.where(_CURRENT.c.resource_id > after)).all())

    return [row[0] for batch in in_batches(read, _first) for row in _ask(_WITHOUT_TABLE, [each.resource_id for each in batch])]


def _is_missing(resource_id: str) -> bool:
    published = model.Session.execute(_PUBLISHED.where(_CURRENT.c.resource_id == resource_id)).first()
    return published is not None and bool(_ask(_WITHOUT_TABLE, [resource_id]))


def _with_numbers(outcome: Outcome) -> Outcome:
    """Name each by its resource and the number to bring back, as the remedy's command takes them."""
    current = (Release.current(resource_id) for resource_id in outcome.left)
    return Outcome(outcome.found, tuple(f"{release.resource_id} {release.number}" for release in current if release))


def _unknown_tables() -> list[str]:
    tables = in_batches(lambda after: _ask(_TABLES, _UUID, after, BATCH), _first)
    return [name for batch in tables for name in _without_resource([row[0] for row in batch])]


def _is_unknown(table: str) -> bool:
    with datastore_connection.transaction() as cursor:
        return datastore_connection.exists(cursor, table) and bool(_without_resource([table]))


def _without_resource(tables: list[str]) -> list[str]:
    """Those that are neither a resource's, deleted ones among them, nor a release's."""
    resources = sa.select(model.Resource.id).where(model.Resource.id.in_(tables))
    releases = sa.select(Release.resource_id).where(Release.resource_id.in_(tables))
    known = set(model.Session.scalars(resources.union(releases)))
    return [table for table in tables if table not in known]


def _states(release_ids: Iterable[str]) -> dict[str, str]:
    """State of each of the releases that the ledger knows."""
    rows, listed = sa.select(Release.id, Release.state), list(release_ids)
    batches = (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
    return {row.id: row.state for batch in batches for row in model.Session.execute(rows.where(Release.id.in_(batch))).all()}


def _placed(resource_id: str) -> str | None:
    found = _ask("SELECT release_id FROM portal.published WHERE resource_id = %s", resource_id)
    return found[0][0] if found else None


def _is_unsettled(resource_id: str) -> bool:
    release = Release.get(_placed(resource_id) or "")
    return release is not None and release.state != "published"


def _has_unknown_release(resource_id: str) -> bool:
    release_id = _placed(resource_id)
    return release_id is not None and Release.get(release_id) is None
