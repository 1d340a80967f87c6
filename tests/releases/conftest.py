"""What this package's tests share: a clean catalogue and DataStore, an agency with an editor, uploads, and readers of the `geo` schema."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish import jobs
from ckanext.binhduong.storage import settings
from tests.databases import empty_datastore

ADMIN = "quan-tri"
REQUIRED = {
    "title": "Nhà thuốc thử nghiệm",
    "notes": "Mô tả",
    "theme": "nha-thuoc",
    "license_id": "CC-BY-4.0",
    "data_kind": "sample",
    "contact_name": "Phòng Nghiệp vụ Dược",
    "contact_email": "duoc@so-y-te.example",
}

POINTS = """ma,ten,so_dien_thoai,vi_do,kinh_do
NT-001,Nhà thuốc Bình An,0274000001,10.9804,106.6512
NT-002,Nhà thuốc Đức Hòa,0274000002,11.0500,106.7000
NT-003,Nhà thuốc Minh Tâm,0274000003,11.1200,106.6000
"""
MORE_POINTS = f"{POINTS}NT-004,Nhà thuốc Thuận An,0274000004,10.9100,106.7100\n"
TABLE = "ma,ten,so_luong\nA1,Bệnh viện,12\nA2,Trạm y tế,7\n"


@pytest.fixture
def clean(clean_db: None, clean_index: None, checked_once: None) -> None:
    """An empty catalogue, search index and DataStore."""
    shutil.rmtree(settings.store().root, ignore_errors=True)
    with datastore_connection.transaction() as cursor:
        empty_datastore(cursor)


def act(action: str, **data: Any) -> Any:
    """Call an action as the machine's own code does: no permission checks, in an administrator's name."""
    return call_action(action, {"user": ADMIN}, **data)


@pytest.fixture
def agency(clean: None) -> dict[str, Any]:
    """An agency, and an administrator."""
    factories.Sysadmin(name=ADMIN)
    return act("organization_create", name="so-y-te", title="Sở Y tế")


@pytest.fixture
def editor(agency: dict[str, Any]) -> dict[str, Any]:
    """A user who may edit the agency's datasets."""
    user = factories.User()
    act("organization_member_create", id=agency["id"], username=user["name"], role="editor")
    return user


@pytest.fixture
def dataset(agency: dict[str, Any]) -> dict[str, Any]:
    """A public dataset without resources."""
    return act("package_create", name="nha-thuoc", owner_org=agency["id"], **REQUIRED)


def public_dataset() -> dict[str, Any]:
    """Make the same, with its agency and an administrator, in an empty catalogue: for tests that share it."""
    factories.Sysadmin(name=ADMIN)
    made = act("organization_create", name="so-y-te", title="Sở Y tế")
    return act("package_create", name="nha-thuoc", owner_org=made["id"], **REQUIRED)


def file(content: str | bytes, name: str) -> FileStorage:
    """A file as a form sends it."""
    return FileStorage(io.BytesIO(content.encode() if isinstance(content, str) else content), name)


def run_jobs() -> None:
    """Run every release that waits, oldest first."""
    for release in Release.waiting():
        jobs.run(release.id)


def add(dataset: dict[str, Any], content: str | bytes = POINTS, file_name: str = "nha-thuoc.csv", /, **fields: Any) -> dict[str, Any]:
    """Add a file to a dataset, run its job and give the resource."""
    resource = act("resource_create", package_id=dataset["id"], upload=file(content, file_name), **{"name": "Nhà thuốc", **fields})
    run_jobs()
    return act("resource_show", id=resource["id"])


def replace(resource: dict[str, Any], content: str | bytes, file_name: str = "nha-thuoc.csv", /, **fields: Any) -> dict[str, Any]:
    """Upload another file to a resource, run its job and give the resource."""
    act("resource_patch", id=resource["id"], upload=file(content, file_name), **fields)
    run_jobs()
    return act("resource_show", id=resource["id"])


def say_yes(resource: dict[str, Any]) -> dict[str, Any]:
    """Confirm a release that waits for a yes, run its job and give the resource."""
    act("release_confirm", id=resource["id"])
    run_jobs()
    return act("resource_show", id=resource["id"])


def as_anonymous(action: str, **data: Any) -> Any:
    """Call an action as the public does, with its permission checks."""
    return tk.get_action(action)({"user": "", "ignore_auth": False, "auth_user_obj": None, "model": model}, data)


def rows(resource: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    """Read a resource's rows as the public does."""
    return as_anonymous("datastore_search", resource_id=resource["id"], **query)["records"]


@pytest.fixture
def geo() -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Run SQL as the role geo_reader on a connection of its own, each statement in its own transaction."""
    connection = psycopg2.connect(tk.config["ckanext.binhduong.geo_read_url"])
    connection.autocommit = True

    def read(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    yield read
    connection.close()


def layers_of(geo: Callable[..., list[tuple[Any, ...]]]) -> list[str]:
    """Name the views that geo_reader finds, by PostgreSQL's own catalogue rather than by ours."""
    sql = "SELECT relname FROM pg_class WHERE relnamespace = 'geo'::regnamespace AND relkind = 'v' AND relname <> 'layers' ORDER BY 1"
    return [row[0] for row in geo(sql)]


def stored_files() -> set[str]:
    """Name the contents in the store."""
    return {path.name for path in (settings.store().root / "files").glob("??/*")}


def geojson(*polygons: list[list[float]], **properties: list[Any]) -> str:
    """A GeoJSON file of polygons (rings in degrees), each with its share of the properties."""
    features = [
        {
            "type": "Feature",
            "properties": {name: values[number] for name, values in properties.items()},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for number, ring in enumerate(polygons)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


@pytest.fixture
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is sent to CKAN's database, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        sent.append((statement, parameters))

    assert model.meta.engine
    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(model.meta.engine, "before_cursor_execute", note)
