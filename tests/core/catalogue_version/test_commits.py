"""The connections of all engines raise the version when a change is committed, and only then."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.datastore.backend.postgres import get_write_engine
from psycopg2.extras import RealDictCursor

from ckanext.binhduong.core.catalogue_version import commits, counter
from tests.core.catalogue_version.following import following

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@pytest.fixture
def rises(tmp_path, ckan_config) -> Iterator[Callable[[Callable[[], object]], int]]:
    """Return a function that runs a piece of work and returns by how much the version rose; on connections opened anew."""
    file = tmp_path / "version"

    def measure(work: Callable[[], object]) -> int:
        before = counter.current(file) or 0
        work()
        return (counter.current(file) or 0) - before

    with following(file):
        yield measure


def test_a_change_by_the_orm(rises):
    """CKAN's session: nothing before the commit, one version with it."""

    def change():
        model.Session.add(model.SystemInfo("binhduong.test", "1"))
        model.Session.flush()

    assert rises(change) == 0
    assert rises(model.repo.commit) == 1
    assert rises(lambda: (model.Session.query(model.SystemInfo).delete(), model.Session.commit())) == 1


def test_reading_and_rolling_back(rises):
    """Neither raises it, nor does a commit after a roll-back."""

    def undone():
        model.Session.add(model.SystemInfo("binhduong.test", "2"))
        model.Session.flush()
        model.Session.rollback()
        model.Session.query(model.Package).count()
        model.Session.commit()

    assert rises(undone) == 0


@pytest.mark.parametrize("factory", [None, RealDictCursor])
def test_a_raw_connection_of_the_datastore(rises, factory):
    """What the releases use: cursors of psycopg2, COPY included, of any class."""

    def copy():
        pooled = get_write_engine().raw_connection()
        cursor = pooled.cursor(cursor_factory=factory) if factory else pooled.cursor()
        cursor.execute("CREATE TEMPORARY TABLE _version_test (a text) ON COMMIT DROP")
        cursor.copy_expert("COPY _version_test FROM STDIN", io.StringIO("a\n"))
        pooled.commit()
        pooled.close()

    assert rises(copy) == 1


def test_a_statement_that_commits_itself(rises):
    """On a connection that commits each statement, each change is a version, and a reading none."""

    def change():
        with get_write_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("SELECT 1"))
            connection.execute(sa.text("COMMENT ON SCHEMA public IS NULL"))

    assert rises(change) >= 1


def test_an_update_of_the_index(rises):
    """A commit to Solr is one too: a search finds other datasets from then on."""
    from ckan.lib import search

    assert rises(search.commit) == 1


def test_without_a_version_nothing_is_announced(ckan_config):
    """Tests, and an instance without nginx, keep no answers."""
    commits.follow(None)
    commits.announce()
    assert not tk.config.get("ckanext.binhduong.catalogue_version_file")
