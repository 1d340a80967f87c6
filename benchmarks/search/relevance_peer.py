"""One peer of the relevance benchmark in a process of its own: `python -m benchmarks.search.relevance_peer INI [--index]`.

Reads [[number, text], …] from standard input, asks `package_search` for each as an anonymous visitor and writes
{"answers": [[number, [names of the first ten], found, milliseconds, error], …], "seconds": {…}} to standard output.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from tests.search.relevance.collection import Dataset, agencies, collection
from tests.search.relevance.topics import sector_labels

ROWS = 10
BATCH = 250
_EXTRAS = ("title_en", "notes_en", "theme", "units", "list_number", "legal_basis", "modified")


def main(ini: str, index: bool) -> None:
    """Index the catalogue when asked to, then answer."""
    # Only now: importing CKAN puts a package `tests` of its own before ours.
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    questions = json.load(sys.stdin)
    seconds: dict[str, float] = {}
    with contextlib.redirect_stdout(sys.stderr):
        app = make_app(load_config(ini))
        with app._wsgi_app.test_request_context():
            if index:
                began = time.monotonic()
                fill()
                seconds["index"] = round(time.monotonic() - began, 1)
            began = time.monotonic()
            answers = [[number, *ask(text)] for number, text in questions]
            seconds["ask"] = round(time.monotonic() - began, 1)
    json.dump({"answers": answers, "seconds": seconds}, sys.stdout)


def ask(text: str) -> tuple[list[str], int, float, str]:
    """Return the names of the first ten datasets, how many there are, the milliseconds it took, and the error, if any."""
    from ckan.plugins import toolkit as tk

    began = time.perf_counter()
    try:
        found = tk.get_action("package_search")({"user": "", "auth_user_obj": None}, {"q": text, "rows": ROWS, "fl": ["name"]})
    except Exception as error:  # a peer that refuses a text has found nothing; the table counts it
        return [], 0, _since(began), f"{type(error).__name__}: {error}"[:200]
    return [each["name"] for each in found["results"]], found["count"], _since(began), ""


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)


def fill() -> None:
    """Put every dataset through CKAN's own indexing with the peer's plugins, and send the documents in batches.

    Only the sending differs from what happens when a dataset is saved: one request for 250 documents instead of one for each.
    """
    from ckan import model
    from ckan.lib.search import index as ckan_index
    from ckan.lib.search.common import make_connection

    _make_rows(model)
    rows = model.Session.query(model.Package).filter(model.Package.name.like("relevance-%")).all()  # kept: indexing asks for each again
    collected = _Collected()
    real, ckan_index.make_connection = ckan_index.make_connection, lambda *_, **__: collected
    try:
        indexer = ckan_index.PackageSearchIndex()
        for dataset in collection():
            indexer.index_package(package(dataset), defer_commit=True)
    finally:
        ckan_index.make_connection = real
    connection = make_connection()
    connection.delete(q="*:*")
    for start in range(0, len(collected.documents), BATCH):
        connection.add(docs=collected.documents[start : start + BATCH], commit=False)
    connection.commit(waitSearcher=True)
    del rows


class _Collected:
    """Stands where CKAN's indexer expects a connection to Solr, and keeps what it would send, but for the shape.

    No query of the set has a place on the map, and Solr takes a minute for the shapes of a thousand datasets.
    """

    url = "collected"

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []

    def add(self, docs: list[dict[str, Any]], commit: bool) -> None:
        self.documents += [{key: value for key, value in document.items() if key != "spatial_geom"} for document in docs]


def _make_rows(model: Any) -> None:
    """The rows that indexing reads: agencies and themes for their titles, datasets for who may see them. One peer at a time makes them."""
    with one_at_a_time(model):
        model.repo.init_db()
        for name, (title, title_en) in agencies().items():
            _make_group(model, name, title, title_en, "organization")
        for name, (title, title_en) in sector_labels().items():
            _make_group(model, name, title, title_en, "group")
        model.Session.query(model.Package).filter(model.Package.name.like("relevance-%")).delete(synchronize_session=False)
        model.Session.execute(model.package_table.insert(), [_row(dataset) for dataset in collection()])
        model.Session.commit()


@contextlib.contextmanager
def one_at_a_time(model: Any) -> Iterator[None]:
    """Hold a lock of the database; both peers use the same one, and the tables of a new instance are made once."""
    with model.ensure_engine().connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(6400)"))
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(6400)"))


def _row(dataset: Dataset) -> dict[str, Any]:
    return {"id": identity(dataset), "name": f"relevance-{identity(dataset)}", "state": "active", "private": False}


def _make_group(model: Any, name: str, title: str, title_en: str, kind: str) -> None:
    group = model.Group.by_name(name) or model.Group(name=name, type=kind, is_organization=kind == "organization")
    group.title, group.state, group.extras = title, "active", {**(group.extras or {}), "title_en": title_en}
    model.Session.add(group)


def identity(dataset: Dataset) -> str:
    """Return the dataset's id, which follows from its name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"relevance:{dataset.facts.name}"))


def package(dataset: Dataset) -> dict[str, Any]:
    """Return what CKAN hands to its index for a saved dataset: the default schema with extras, and the portal's own schema.

    Both peers get the same: whatever the portal's schema adds reaches stock CKAN as extras, in which its own search looks too.
    """
    fields = dataset.fields
    title, _ = agencies()[fields["owner_org"]]
    organization = {"id": fields["owner_org"], "name": fields["owner_org"], "title": title, "type": "organization"}
    shared = {
        **{key: fields[key] for key in ("name", "title", "notes")},
        **{"id": identity(dataset), "type": "dataset", "state": "active", "private": False, "license_id": "CC-BY-4.0"},
        **{"owner_org": organization["id"], "organization": organization, "groups": [{"name": fields["theme"]}]},
        "tags": [{"name": tag, "vocabulary_id": None} for tag in fields["tags"]],
        "resources": [{"resource_type": None, **resource} for resource in fields["resources"]],
        "metadata_created": "2023-01-01T00:00:00",
        "metadata_modified": f"{fields['modified']}T00:00:00",
    }
    own = {key: fields[key] for key in _EXTRAS if fields.get(key)}
    extras = [{"key": key, "value": json.dumps(value) if isinstance(value, list) else value} for key, value in own.items()]
    return {**shared, "extras": extras, "with_custom_schema": {**shared, **own, "frequency": "QUARTERLY", "data_kind": "sample"}}


if __name__ == "__main__":
    main(sys.argv[1], "--index" in sys.argv[2:])
