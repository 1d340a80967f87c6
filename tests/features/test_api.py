"""The actions over HTTP: anonymous GET, statuses, messages, a database that does not answer."""

from __future__ import annotations

import json

import psycopg2
import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import UnavailableError
from tests.features.conftest import box

API = "/api/3/action/"


@pytest.fixture(scope="module", autouse=True)
def layers(store):
    store.points("nha-thuoc", [("NT1", "Nhà thuốc", None, None, 106.65, 10.98)], theme="nha-thuoc")
    store.zones("phan-khu", [("Khu A", box(106.6, 10.9, 106.7, 11.0))])


@pytest.fixture
def database(store):
    """A pool of its own, as the room uses one."""
    made = Database(tk.config["ckanext.binhduong.geo_read_url"])
    yield made
    made.close()


def test_anonymous_get(app):
    """The promised address works without a key."""
    answer = app.get(API + "feature_search?theme=nha-thuoc&near=106.6512,10.9804&limit=5", status=200).json["result"]
    assert [(feature["id"], feature["layer"]) for feature in answer["features"]] == [("NT1", "nha-thuoc")]
    assert answer["features"][0]["distance_m"] == pytest.approx(138.5, abs=0.5)


@pytest.mark.parametrize(
    ("question", "argument"),
    [
        ("feature_search?themes=x", "themes"),
        ("feature_search?near=nan,1", "near"),
        ("feature_search?limit=1e9", "limit"),
        ("feature_search?cursor=abc", "cursor"),
        ("feature_search?within=999@2024", "within"),
        ("feature_show?layer=nha-thuoc", "id"),
        ("feature_show?layer=nha-thuoc&id=1&x=2", "x"),
        ("layer_list?near=1,2", "near"),
    ],
)
def test_a_wrong_argument_is_400_and_named(app, question, argument):
    """The status says whose fault it is; the message says in both languages which argument and what to send."""
    error = app.get(API + question, status=400).json["error"]
    assert error["__type"] == "Validation Error"
    vi, en = error[argument][0].split(" / ")
    assert vi.startswith(argument)
    assert en.startswith(argument)
    assert vi != en


@pytest.mark.parametrize("question", ["feature_search?layer=khong-co", "feature_show?layer=nha-thuoc&id=khong-co"])
def test_what_is_not_there_is_404(app, question):
    """An unknown layer or feature."""
    app.get(API + question, status=404)


def test_a_slow_statement_ends_with_a_clear_503(app, store):
    """The role's statement_timeout ends it; the answer says so in both languages and names nothing of the machine."""
    store.points("cham", [("C1", "Chậm", None, None, 106.6, 11.0)])
    store.run('DROP VIEW geo."cham"')
    store.run(
        'CREATE VIEW geo."cham" AS SELECT ma, ten, ngay, so_giuong, kinh_do, vi_do, _id, ma || pg_sleep(30)::text AS _fid, _geom,'
        " _geom AS _geom_3857, 1::real AS _rank, _full_text FROM public._t_cham"
    )
    try:
        answer = app.get(API + "feature_search?layer=cham", status=503)
        message = json.loads(answer.body)["error"]["message"]
        assert message.startswith("Máy chủ bản đồ chưa trả lời kịp")
        assert "did not answer in time" in message
        assert answer.headers["Retry-After"] == "5"
    finally:
        store.withdraw("cham")


def test_a_dead_connection_is_replaced(database, store):
    """PostgreSQL ends the pool's connection; the next question is answered as if nothing was."""
    (first,) = database.rows(psycopg2.sql.SQL("SELECT pg_backend_pid() AS pid"))
    with pytest.raises(UnavailableError):
        database.rows(psycopg2.sql.SQL("SELECT pg_terminate_backend(pg_backend_pid()) AS ended"))
    (second,) = database.rows(psycopg2.sql.SQL("SELECT pg_backend_pid() AS pid"))
    assert second["pid"] != first["pid"]


def test_connections_are_used_again(database):
    """Two questions one after the other share one connection."""
    pids = {database.rows(psycopg2.sql.SQL("SELECT pg_backend_pid() AS pid"))[0]["pid"] for _ in range(5)}
    assert len(pids) == 1


def test_no_database_is_a_clear_error():
    """Nothing listens there."""
    with pytest.raises(UnavailableError):
        Database("postgresql://nobody@127.0.0.1:9/none").rows(psycopg2.sql.SQL("SELECT 1"))


@pytest.mark.parametrize("statement", ["SELECT * FROM public._t_nha_thuoc", "SELECT * FROM portal.layer", "CREATE TABLE geo.x (a int)"])
def test_the_role_reaches_nothing_but_the_published(database, statement):
    """Tables behind the views, our own tables and writing are all refused."""
    with pytest.raises(psycopg2.Error):
        database.rows(psycopg2.sql.SQL(statement))
