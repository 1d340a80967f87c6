"""A portal that gets webhooks has announced what it shows."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from ckan import model

from ckanext.binhduong.migration import environment
from tests.releases.conftest import REQUIRED, act, add, replace

_FILE = Path(environment.__file__).parent / "binhduong_webhooks" / "versions" / "001_create_webhook_tables.py"


def test_the_newest_releases_count_as_announced(agency: dict[str, Any], dataset: dict[str, Any]) -> None:
    """Of public datasets: what is hidden is new to everybody when it is shown."""
    resource = replace(add(dataset, b"%PDF-1.4 mot", "quyet-dinh.pdf"), b"%PDF-1.4 hai", "quyet-dinh.pdf")
    add(act("package_create", name="rieng", owner_org=agency["id"], private=True, **REQUIRED), b"%PDF-1.4 mot", "quyet-dinh.pdf")
    newest = act("release_show", id=resource["id"], number=2)
    model.Session.remove()
    spec = importlib.util.spec_from_file_location("webhooks_001", _FILE)
    assert spec
    assert spec.loader
    assert model.meta.engine
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    with model.meta.engine.connect() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            migration.downgrade()
            migration.upgrade()
        found = connection.execute(sa.text("SELECT resource_id, dataset_id, release_id FROM binhduong_webhook_release")).all()
        connection.rollback()
    assert [tuple(row) for row in found] == [(resource["id"], dataset["id"], newest["id"])]
