"""What leaves the public leaves it whole, before the change commits; a second connection looks on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.jobs.registry import PUBLISH
from ckanext.binhduong.releases.layers import registry, renaming
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import repair
from tests.releases.conftest import MORE_POINTS, TABLE, act, add, layers_of, replace, rows, stored_files

pytestmark = pytest.mark.usefixtures("clean")

WAYS_OUT: dict[str, Callable[[dict[str, Any], dict[str, Any]], Any]] = {
    "private": lambda dataset, resource: act("package_patch", id=dataset["id"], private=True),
    "draft": lambda dataset, resource: act("package_patch", id=dataset["id"], state="draft"),
    "deleted": lambda dataset, resource: act("package_delete", id=dataset["id"]),
    "bulk private": lambda dataset, resource: act("bulk_update_private", datasets=[dataset["id"]], org_id=dataset["owner_org"]),
    "bulk deleted": lambda dataset, resource: act("bulk_update_delete", datasets=[dataset["id"]], org_id=dataset["owner_org"]),
    "resource deleted": lambda dataset, resource: act("resource_delete", id=resource["id"]),
    "resource left out": lambda dataset, resource: act("package_patch", id=dataset["id"], resources=[]),
    "purged": lambda dataset, resource: act("dataset_purge", id=dataset["id"]),
}


@pytest.fixture
def watched(geo: Any) -> Any:
    """Look at the layers from a second connection at the moment CKAN's change commits; gives what was seen."""
    seen: list[list[str]] = []

    def look(connection: Any) -> None:
        seen.append(layers_of(geo))

    assert model.meta.engine
    sa.event.listen(model.meta.engine, "commit", look)
    yield seen
    sa.event.remove(model.meta.engine, "commit", look)


@pytest.mark.parametrize("way", list(WAYS_OUT))
def test_the_layer_is_gone_when_the_change_commits(dataset: dict[str, Any], geo: Any, app: Any, watched: Any, way: str) -> None:
    """Whichever way a dataset leaves: its view is gone at the commit, and afterwards the public reads no row by any door."""
    resource = add(dataset)
    assert layers_of(geo) == ["nha-thuoc"]
    watched.clear()
    WAYS_OUT[way](dataset, resource)
    assert watched
    assert watched[-1] == []
    assert layers_of(geo) == []
    assert geo("SELECT count(*) FROM geo.layers") == [(0,)]
    with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
        rows(resource)
    assert app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/download/nha-thuoc.csv").status_code in (403, 404)


@pytest.mark.parametrize(("out", "back"), [({"private": True}, {"private": False}), ({"state": "draft"}, {"state": "active"})])
def test_the_layer_returns_with_its_dataset(dataset: dict[str, Any], geo: Any, out: dict[str, Any], back: dict[str, Any]) -> None:
    """A dataset that is public again has its layer again, under the same id and with the newest rows."""
    resource = add(dataset)
    act("package_patch", id=dataset["id"], **out)
    replace(resource, MORE_POINTS)
    assert layers_of(geo) == []
    act("package_patch", id=dataset["id"], **back)
    assert layers_of(geo) == ["nha-thuoc"]
    assert geo('SELECT count(*) FROM geo."nha-thuoc"') == [(4,)]


def test_a_private_dataset_publishes_no_layer(agency: dict[str, Any], dataset: dict[str, Any], geo: Any) -> None:
    """A table loaded while its dataset is private is read by its agency only."""
    act("package_patch", id=dataset["id"], private=True)
    resource = add(dataset)
    assert resource["release_state"] == "published"
    assert layers_of(geo) == []
    with pytest.raises(tk.NotAuthorized):
        rows(resource)
    assert act("datastore_search", resource_id=resource["id"])["total"] == 3


def test_a_change_that_fails_after_hiding_is_mended_by_the_next_look(dataset: dict[str, Any], geo: Any) -> None:
    """Hidden and then not committed: the layer is missing, never too much, and any later change of the dataset brings it back."""
    add(dataset)
    registry.hide("dataset_id", dataset["id"])
    assert layers_of(geo) == []
    act("package_patch", id=dataset["id"], title="Tên khác")
    assert layers_of(geo) == ["nha-thuoc"]
    assert geo("SELECT dataset_title FROM geo.layers") == [("Tên khác",)]


def test_a_reader_who_holds_the_layer_stops_the_change(dataset: dict[str, Any], geo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the view cannot be dropped, the dataset does not become private: nothing is half done."""
    add(dataset)
    monkeypatch.setattr(registry, "_HIDE_PATIENCE", 0.3)
    with psycopg2.connect(tk.config["ckanext.binhduong.geo_read_url"]) as reader, reader.cursor() as cursor:
        cursor.execute('SELECT count(*) FROM geo."nha-thuoc"')
        with pytest.raises(tk.ValidationError):
            act("package_patch", id=dataset["id"], private=True)
        model.Session.rollback()
    assert act("package_show", id=dataset["id"])["private"] is False
    assert layers_of(geo) == ["nha-thuoc"]


def test_purge_removes_tables_ledger_and_files(dataset: dict[str, Any], agency: dict[str, Any]) -> None:
    """After a purge nothing of the dataset is left; a content that another dataset also has stays."""
    other = act("package_create", name="khac", owner_org=agency["id"], **{**_required(dataset), "title": "Khác"})
    kept = add(other, TABLE, "bang.csv")
    add(dataset, TABLE, "bang.csv")
    gone = add(dataset)
    assert len(stored_files()) == 4
    canonical = Release.current(kept["id"]).canonical
    act("dataset_purge", id=dataset["name"])
    assert stored_files() == {kept["hash"].removeprefix("sha256:"), canonical}
    assert Release.latest(gone["id"]) is None
    assert act("datastore_search", resource_id="_table_metadata")["total"] == 1
    assert len(rows(kept)) == 2


def test_a_purge_waits_for_no_reader_of_its_table(dataset: dict[str, Any], agency: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is being read outlives the purge, other readers never queue behind its removal, and the next repair removes it."""
    monkeypatch.setattr(registry, "_FORGET_PATIENCE", 0.5)
    resource = add(dataset)
    with psycopg2.connect(tk.config["ckan.datastore.read_url"]) as reader, reader.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM public."{resource["id"]}"')
        act("dataset_purge", id=dataset["id"])
        cursor.execute(f'SELECT count(*) FROM public."{resource["id"]}"')
        assert cursor.fetchone() == (3,)
    assert model.Session.scalars(sa.select(Release.resource_id)).all() == [resource["id"]]
    assert repair.repair()["purged"] == 1
    assert Release.latest(resource["id"]) is None
    with datastore_connection.transaction() as cursor:
        assert datastore_connection.exists(cursor, resource["id"]) is False


def test_an_agencys_new_name_reaches_its_layers_by_a_job(dataset: dict[str, Any], geo: Any, clean_queues: None) -> None:
    """The request that renames an agency only queues the job, however many datasets the agency has."""
    add(dataset)
    queue = tk.get_job_queue(PUBLISH)
    queue.empty()
    act("organization_patch", id=dataset["owner_org"], title="Sở Y tế tỉnh")
    assert geo("SELECT organization_title FROM geo.layers") == [("Sở Y tế",)]
    (job,) = [job for job in queue.jobs if job.args[0] == "releases.refresh_agency"]
    renaming.refresh_agency(**json.loads(job.args[2]))
    assert geo("SELECT organization_title FROM geo.layers") == [("Sở Y tế tỉnh",)]


def _required(dataset: dict[str, Any]) -> dict[str, Any]:
    return {name: dataset[name] for name in ("notes", "theme", "license_id", "data_kind", "contact_name", "contact_email")}
