"""Datasets indexed again in the core that answers: what a writer has indexed is not overwritten, and one fault is one dataset's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from sqlalchemy.exc import OperationalError

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.search.index import drift
from ckanext.binhduong.search.index.drift import documents_now
from ckanext.binhduong.search.rebuild import catching_up, cores
from ckanext.binhduong.search.rebuild.catching_up import index_again, index_all
from ckanext.binhduong.search.solr_connection import on_core
from tests.search.conftest import make_dataset

PRIVATE = "UPDATE package SET private = true, metadata_modified = metadata_modified + interval '1 second' WHERE id = :id"
PUBLIC = "UPDATE package SET private = false WHERE id = :id"


@pytest.fixture(scope="module")
def two(empty_catalogue: None) -> list[str]:
    """The ids of two datasets."""
    return [make_dataset("mot", "Nhà thuốc")["id"], make_dataset("hai", "Bệnh viện")["id"]]


@pytest.fixture
def connection(two: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Connection]:
    """A writer beside CKAN's session; afterwards both datasets are public again."""
    monkeypatch.setattr(catching_up, "_PAUSE", 0.05)
    with model.meta.engine.connect() as writer:  # type: ignore[union-attr]
        yield writer
        writer.rollback()
        for each in two:
            writer.execute(sa.text(PUBLIC), {"id": each})
        writer.commit()
    index_again(two)


def is_private(package_id: str) -> bool:
    """What the index says."""
    return documents_now(package_id)[package_id].says.private


def test_what_somebody_is_changing_is_indexed_when_it_is_committed(two: list[str], connection: sa.Connection) -> None:
    """Not as it was before, which would show a dataset that is private."""
    connection.execute(sa.text(PRIVATE), {"id": two[0]})
    committing = threading.Timer(0.1, connection.commit)
    committing.start()
    assert index_again(two) == ([], [])
    committing.join()
    assert [is_private(each) for each in two] == [True, False]


def test_what_is_changed_all_the_time_is_named(two: list[str], connection: sa.Connection) -> None:
    """The others are indexed."""
    before = documents_now()
    connection.execute(sa.text(PRIVATE), {"id": two[0]})
    assert index_again(two) == ([], [two[0]])
    now = documents_now()
    assert [now[each].indexed > before[each].indexed for each in two] == [False, True]


def locked(writer: sa.Connection, package_id: str) -> bool:
    """Whether a writer would have to wait."""
    try:
        writer.execute(sa.text("SELECT FROM package WHERE id = :id FOR UPDATE NOWAIT"), {"id": package_id})
    except OperationalError:
        return True
    finally:
        writer.rollback()
    return False


@pytest.mark.parametrize("how", ["again", "drift"])
def test_nobody_changes_a_dataset_between_reading_and_writing_it(
    two: list[str], connection: sa.Connection, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Neither when it is indexed again nor when the drift check repairs it."""
    seen: list[bool] = []
    if how == "drift":
        search.clear(two[0])
    stock = catching_up.logic.index_update_package_dicts

    def update(both: Any, *args: Any) -> None:
        seen.append(locked(connection, two[0]))
        stock(both, *args)

    monkeypatch.setattr(catching_up.logic, "index_update_package_dicts", update)
    index_again(two[:1]) if how == "again" else drift.compare(repair=True)
    assert seen == [True]


def test_one_that_cannot_be_indexed_stops_no_other(two: list[str], connection: sa.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no spare core then, which says nothing about Solr."""
    stock = catching_up.logic.index_update_package

    def index(context: Any, package_id: str, *args: Any) -> None:
        if package_id == two[0]:
            raise ValueError("no")
        stock(context, package_id, *args)

    before = documents_now()
    with monkeypatch.context() as patch:
        patch.setattr(catching_up.logic, "index_update_package", index)
        assert index_again(two) == (two[:1], [])
    assert documents_now()[two[1]].indexed > before[two[1]].indexed


def test_only_changes_of_the_core_that_answers_are_announced(two: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way it is named."""
    announced: list[str] = []
    monkeypatch.setattr(commits, "announce", lambda: announced.append("now"))
    cores.create_spare()
    index_all(two)
    cores.remove_spare()
    assert announced == []
    with on_core(cores.live()):
        search.make_connection().commit()
    assert announced == ["now"]
