"""The catalogue that both peers read: ``python -m benchmarks.portal.fill make INI COUNT FILE``, ``… remove INI``, with our own INI."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.metadata.catalogue import fill, remove

_EDITOR = "bench-admin"
"""Who made the datasets and changes them."""
_MADE = 100
"""So many datasets are made by actions; the rest are copies of their rows, since an action takes a good part of a second."""
# A row's copy is the same but for its id and what `changed` names; `copy` is the number of the copy.
_COPY = """
INSERT INTO {table}
SELECT (jsonb_populate_record(original, jsonb_build_object('id', md5(original.id || copy)::uuid, {changed}))).*
FROM {table} original, generate_series(1, :copies) copy WHERE {which}
"""
_NUMBER = f"(right(original.name, 6)::int + {_MADE} * copy)::text"
_NAMES = f"'name', 'bench-' || lpad({_NUMBER}, 6, '0'), 'title', regexp_replace(original.title, '[0-9]+$', {_NUMBER})"
_OF_PACKAGE = "'package_id', md5(original.package_id || copy)::uuid"
_COPIES = (
    {"table": "package", "changed": _NAMES, "which": "true"},
    {"table": "resource", "changed": _OF_PACKAGE, "which": "true"},
    {"table": "package_tag", "changed": _OF_PACKAGE, "which": "true"},
    {"table": "member", "changed": "'table_id', md5(original.table_id || copy)::uuid", "which": "original.table_name = 'package'"},
)
"""The tables in which a dataset without files has rows."""


def _app(ini: str) -> Any:
    # CKAN puts its own folder, which has a package `tests`, first in the path: `benchmarks.metadata` is imported before it.
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app: Any = make_app(load_config(ini))
    return app._wsgi_app


def make(ini: str, count: str, file: str) -> None:
    """Make datasets in place of the test catalogue's; write their names, the first resource of each and a token that may change them.

    More than a hundred are made in whole hundreds. They are in the database alone: the index is to be built anew.
    """
    app = _app(ini)
    fill(app, min(int(count), _MADE))
    import sqlalchemy as sa
    from ckan import model
    from ckan.plugins import toolkit as tk

    with app.test_request_context():
        for each in _COPIES:
            model.Session.execute(sa.text(_COPY.format(**each)), {"copies": -(-int(count) // _MADE) - 1})
        model.Session.commit()
        rows = model.Session.query(model.Package.name, model.Resource.id).join(model.Resource).filter(model.Resource.position == 0)
        datasets = [tuple(row) for row in rows.order_by(model.Package.name)]
        token = tk.get_action("api_token_create")({"ignore_auth": True, "user": _EDITOR}, {"user": _EDITOR, "name": "bench"})
    Path(file).write_text(json.dumps({"datasets": datasets, "token": token["token"]}), encoding="utf-8")


def empty(ini: str) -> None:
    """Leave the catalogue empty."""
    remove(_app(ini))


if __name__ == "__main__":
    {"make": make, "remove": empty}[sys.argv[1]](*sys.argv[2:])
