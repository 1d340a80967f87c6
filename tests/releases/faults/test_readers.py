"""A table is replaced while fifty clients read it: no error, no empty, partial or mixed answer, no wait worth the name.

Thirty clients ask CKAN's application (`datastore_search` and `feature_search` as HTTP requests, without nginx), twenty read the table and
the layer's view on connections of their own, on which PostgreSQL ends any wait for a lock that is longer than a second with an error. None
of them pauses. They run in a process of their own, beside the one that publishes, as web and worker do.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from ckan.plugins import toolkit as tk

from tests.releases.conftest import add, replace
from tests.releases.faults import killing
from tests.releases.faults.checking import Content

pytestmark = pytest.mark.usefixtures("clean")

RELEASES = [Content(f"đợt {number}", 200 + number) for number in range(1, 6)]
READERS = 15, 15, 10, 10
LONGEST_WAIT = "1s"
Answer = tuple[int, set[str]]
"""How many rows there are, and the marks of those that came."""


def _answer(app: Any, question: str) -> Any:
    response = app.get(f"/api/3/action/{question}")
    assert response.status_code == 200, f"{response.status_code} {response.text[:300]}"
    return json.loads(response.data)["result"]


def _search(app: Any, resource_id: str) -> Callable[[], Answer]:
    def read() -> Answer:
        found = _answer(app, f"datastore_search?resource_id={resource_id}&limit=1000")
        assert found["total"] == len(found["records"]), "total and rows disagree"
        return found["total"], {row["dot"] for row in found["records"]}

    return read


def _features(app: Any) -> Callable[[], Answer]:
    def read() -> Answer:
        found = _answer(app, "feature_search?layer=nha-thuoc&limit=1000")
        assert found["count"] == len(found["features"]), "count and features disagree"
        return found["count"], {feature["properties"]["dot"] for feature in found["features"]}

    return read


@contextmanager
def _direct(option: str, relation: str) -> Iterator[Callable[[], Answer]]:
    connection = psycopg2.connect(tk.config[option], options=f"-c lock_timeout={LONGEST_WAIT}")
    connection.autocommit = True

    def read() -> Answer:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*), array_agg(DISTINCT dot) FROM {relation}")
            count, marks = cursor.fetchone() or (0, [])
            return count, set(marks or [])

    yield read
    connection.close()


def _client(read: Callable[[], Answer], name: str, end: Path, results: list[dict[str, Any]]) -> None:
    """Read until the end, and once after it; note what was seen and what was wrong."""
    seen: list[int] = []
    result: dict[str, Any] = {"name": name, "reads": 0, "seen": seen, "wrong": ""}
    known = {(content.count, content.mark): number for number, content in enumerate(RELEASES, 1)}
    results.append(result)
    over = False
    while not over and not result["wrong"]:
        over = end.exists()
        try:
            count, marks = read()
            number = known.get((count, *marks)) if len(marks) == 1 else None  # type: ignore[arg-type]
            if number is None or (seen and number < seen[-1]):
                result["wrong"] = f"{count} rows of {sorted(marks)} after release {seen[-1:]}"
            elif number not in seen:
                seen.append(number)
        except Exception as error:
            # Raised in a thread it would be lost; the test tells it.
            result["wrong"] = repr(error)
        result["reads"] += 1


def _read_all(app: Any, resource_id: str, folder: Path) -> None:
    """Run the fifty clients in this process until the folder has a file ``end``; write their results there."""
    table = f'public."{resource_id}"'
    results: list[dict[str, Any]] = []
    with ExitStack() as connections:
        kinds: list[tuple[str, Callable[[], Callable[[], Answer]]]] = [
            ("datastore_search", lambda: _search(app, resource_id)),
            ("feature_search", lambda: _features(app)),
            ("table", lambda: connections.enter_context(_direct("ckan.datastore.read_url", table))),
            ("view", lambda: connections.enter_context(_direct("ckanext.binhduong.geo_read_url", 'geo."nha-thuoc"'))),
        ]
        clients = [
            threading.Thread(target=_client, args=(make(), name, folder / "end", results))
            for (name, make), many in zip(kinds, READERS, strict=True)
            for _at in range(many)
        ]
        for client in clients:
            client.start()
        _wait_for(lambda: len(results) == len(clients) and all(result["reads"] for result in results))
        (folder / "reading").touch()
        for client in clients:
            client.join()
    (folder / "results").write_text(json.dumps(results, ensure_ascii=False))


def _wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        threading.Event().wait(0.05)


def test_fifty_clients_read_while_the_table_is_replaced(dataset: dict[str, Any], app: Any, tmp_path: Path) -> None:
    """Five releases, one after the other, under fifty clients: every answer is one release whole, none goes back, none fails."""
    resource = add(dataset, RELEASES[0].file, "nha-thuoc.csv", key_column="ma")
    readers = killing.in_a_process(lambda: _read_all(app, resource["id"], tmp_path))
    try:
        _wait_for(lambda: (tmp_path / "reading").exists())
        for number, content in enumerate(RELEASES[1:], 2):
            assert replace(resource, content.file, "nha-thuoc.csv")["release_number"] == number
    finally:
        (tmp_path / "end").touch()
        os.waitpid(readers, 0)
    results = json.loads((tmp_path / "results").read_text())
    assert {(result["name"], result["wrong"]) for result in results if result["wrong"]} == set()
    assert len(results) == sum(READERS) == 50
    assert {(result["seen"][0], result["seen"][-1]) for result in results} == {(1, len(RELEASES))}
    assert all(
        len({number for result in results if result["name"] == name for number in result["seen"]}) >= 3 for name in ("table", "view")
    )
