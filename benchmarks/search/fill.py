"""Indexes the generated catalogue for one peer: `python -m benchmarks.search.fill INI COUNT PEER`."""

from __future__ import annotations

import sys

from ckan.cli import load_config
from ckan.config.middleware import make_app

from benchmarks.search.catalogue import datasets, document

ORGANIZATION = {"id": "00000000-0000-4000-8000-000000000001", "name": "bench-agency", "title": "Sở Thử nghiệm"}


def main(ini: str, count: int, name: str) -> None:
    """Put rows into the database (who may see a dataset is asked there) and documents into Solr."""
    app = make_app(load_config(ini))
    from ckan import model
    from ckan.lib.search.index import PackageSearchIndex

    with app._wsgi_app.test_request_context():
        model.repo.init_db()  # the test database of a new instance has no tables before its first test
        rows = list(datasets(count))
        model.Session.query(model.Package).filter(model.Package.name.like("bench-%")).delete(synchronize_session=False)
        keys = ("id", "name", "title")
        values = [{**{key: row[key] for key in keys}, "state": "active", "private": False, "owner_org": ORGANIZATION["id"]} for row in rows]
        model.Session.execute(model.package_table.insert(), values)
        model.Session.commit()
        index = PackageSearchIndex()
        for row in rows:
            index.index_package(document(row, ORGANIZATION, own_schema=name == "portal"), defer_commit=True)
        index.commit()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
