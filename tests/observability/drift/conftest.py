"""A portal of two datasets with a layer and a table each, in which everything is in line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from ckan import plugins
from ckan.tests import factories

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.observability.drift.check import Report, check
from ckanext.binhduong.storage import settings
from tests.databases import empty_datastore
from tests.releases.conftest import ADMIN, REQUIRED, TABLE, act, add


class Portal(NamedTuple):
    """What was published."""

    datasets: list[dict[str, Any]]
    layer: dict[str, Any]
    table: dict[str, Any]


@pytest.fixture(scope="module")
def portal(reset_db: Callable[[], None], reset_index: Callable[[], None]) -> Portal:
    """Each test puts back what it damages."""
    if not plugins.plugin_loaded("binhduong_operations"):
        plugins.load_all()
    reset_db()
    reset_index()
    shutil.rmtree(settings.store().root, ignore_errors=True)
    with datastore_connection.transaction() as cursor:
        empty_datastore(cursor)
    factories.Sysadmin(name=ADMIN, password="mot cau dai de thu")
    agency = act("organization_create", name="so-y-te", title="Sở Y tế")
    datasets = [act("package_create", name=name, owner_org=agency["id"], **REQUIRED) for name in ("nha-thuoc", "co-so")]
    return Portal(datasets, add(datasets[0]), add(datasets[1], TABLE, "co-so.csv", name="Cơ sở"))


def found(report: Report) -> dict[str, tuple[int, int, int]]:
    """Found, repaired and left of each kind of which something was found."""
    return {kind: (outcome.found, outcome.repaired, len(outcome.left)) for kind, outcome in report.outcomes.items() if outcome.found}


def repaired() -> dict[str, tuple[int, int, int]]:
    """Check and repair."""
    report = check()
    assert report.failed == []
    return found(report)


def looked_at() -> dict[str, tuple[int, int, int]]:
    """Check without repairing."""
    report = check(repair=False)
    assert report.failed == []
    return found(report)
