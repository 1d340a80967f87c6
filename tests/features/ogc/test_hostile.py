"""What is not public is not there, and what is hostile is refused."""

from __future__ import annotations

import random
import threading
from urllib.parse import quote

import psycopg2
import pytest

from ckanext.binhduong.features.ogc.parameters import MAX_FILTER, PARAMETERS

ITEMS = "/collections/nha-thuoc/items"
HIDDEN = "/collections/rieng-tu"


@pytest.fixture(scope="module")
def withdrawn(store, layers):
    """A layer whose dataset became private: its view is gone, its row is invisible, its table stands."""
    store.points("rieng-tu", [("BM1", "Bí mật", "2024-01-01", 1, 106.6, 11.0)])
    store.withdraw("rieng-tu")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "/queryables",
            "/items",
            "/items/BM1",
            "/items?limit=1",
            "/items?bbox=106,10,107,12",
            "/items?filter=ma%3D'BM1'",
            "/items?filter=khong_co%3D1",
        ),
        *(
            "/items?khong_co=1",
            "/items?limit=0",
            "/items?cursor=abc",
            "/items?f=html",
            "/items?crs=x",
            "/items?sortby=ten",
            "/items/BM1?crs=x",
        ),
    ],
)
def test_a_withdrawn_layer_answers_as_one_that_never_was(withdrawn, get, path):
    """Status, headers and body are the same, whatever is asked of it: neither its rows nor its columns nor that it was can be told."""
    hidden, unknown = (get(f"/collections/{name}{path}") for name in ("rieng-tu", "chua-co"))
    assert (hidden.status, hidden.text) == (unknown.status, unknown.text)
    assert hidden.status in (400, 404)
    assert dict(hidden.headers) == dict(unknown.headers)


@pytest.mark.parametrize("path", ["/collections", "/api", "/collections?f=html", "/api?f=html", ""])
def test_a_withdrawn_layer_is_in_no_list(withdrawn, get, path):
    """Neither its id nor its title."""
    text = get(path).text
    assert ("rieng-tu" in text, "Bí mật" in text) == (False, False)


def test_a_withdrawn_layer_costs_what_an_unknown_one_costs(withdrawn, app, monkeypatch):
    """The same single statement: no time tells them apart."""
    statements = []
    rows = "ckanext.binhduong.core.connections.connection_pool.Database.rows"
    from ckanext.binhduong.core.connections.connection_pool import Database

    ask = Database.rows
    monkeypatch.setattr(rows, lambda self, statement, values=None: statements.append(values) or ask(self, statement, values))
    for name in ("rieng-tu", "chua-co"):
        app.get(f"/geo/collections/{name}/items?filter=ma%3D'BM1'")
    assert statements == [{"layer": "rieng-tu"}, {"layer": "chua-co"}]


def test_a_layer_is_gone_at_once(store, get):
    """A page's next link answers nothing after the layer was withdrawn."""
    store.points("tam", [(f"T{number}", "x", None, None, 106.6, 11.0) for number in range(3)])
    following = get("/collections/tam/items", limit=1).link("next")
    assert get(following).ids == ["T1"]
    store.withdraw("tam")
    assert get(following).status == 404


@pytest.mark.parametrize(
    "name", ["layers", "spatial_ref_sys", "_t_nha_thuoc", 'nha-thuoc" t --', "../nha-thuoc", "nha-thuoc;drop", "x" * 3000]
)
def test_names_of_other_relations_are_no_collections(get, name):
    """Only what ``geo.layers`` lists is one."""
    assert get(f"/collections/{quote(name, safe='')}/items").status == 404


@pytest.mark.parametrize("value", ["'; DROP TABLE x; --", "' OR '1'='1", "''; SELECT 1 --", "%s %(v0)s {0} {}", "a" * 500, "𝕏🙂", "‮x"])
def test_values_are_values(get, value):
    """Bound as they come: nothing is found, nothing fails."""
    for parameters in ({"ten": value}, {"filter": "ten = '" + value.replace("'", "''") + "'"}):
        answer = get(ITEMS, **parameters)
        assert (answer.status, answer.json.get("numberMatched")) == (200, 0), answer.text


@pytest.mark.parametrize(
    "query", ["ten=%00", "filter=a%00", "%00=1", "ten=%ff", "ten=a%0ab", "&".join(f"ten={number}" for number in range(101)), "ten"]
)
def test_bytes_that_are_no_text(app, layers, query):
    """No UTF-8, control characters, or more parameters than there are."""
    answer = app.get(f"/geo{ITEMS}?{query}")
    assert answer.status_code in (200, 400)
    assert "Traceback" not in answer.body


@pytest.mark.parametrize("path", ["/collections/%00/items", f"{ITEMS}/%00", f"{ITEMS}/a%0ab", f"{ITEMS}/%ff", "/%00"])
def test_addresses_that_are_no_text(app, layers, path):
    """Nothing is there."""
    assert app.get(f"/geo{path}").status_code == 404


def test_a_filter_has_a_longest(get):
    """Its length is checked before it is parsed."""
    assert get(ITEMS, filter="TRUE" + " " * (MAX_FILTER - 4)).status == 200
    answer = get(ITEMS, filter="TRUE" + " " * (MAX_FILTER - 3))
    assert (answer.status, answer.json["parameter"]) == (400, "filter")


def test_a_release_that_comes_between(store, get, monkeypatch):
    """The view is replaced after the layer was read: the answer is that of the new one."""
    store.points("thay", [("T1", "Cũ", None, None, 106.6, 11.0)])
    from ckanext.binhduong.features.ogc import service

    find, replaced = service.find_collection, []

    def find_then_replace(database, layer):
        found = find(database, layer)
        if not replaced:
            replaced.append(layer)
            store.run("UPDATE public._t_thay SET ten = 'Mới'; UPDATE portal.layer SET release = 9 WHERE layer = 'thay'")
        return found

    monkeypatch.setattr(service, "find_collection", find_then_replace)
    assert get("/collections/thay/items").json["features"][0]["properties"]["ten"] == "Mới"
    store.withdraw("thay")


def test_a_slow_statement_is_cut(store, get):
    """503 with a time to come back, naming nothing of the machine."""
    store.points("cham", [("C1", "Chậm", None, None, 106.6, 11.0)])
    store.run(
        'DROP VIEW geo."cham"; CREATE VIEW geo."cham" AS SELECT ma, ten, ngay, so_giuong, kinh_do, vi_do, _id,'
        " ma || pg_sleep(30)::text AS _fid,"
        " _geom, _geom AS _geom_3857, 1::real AS _rank, _full_text FROM public._t_cham"
    )
    try:
        answer = get("/collections/cham/items")
        assert (answer.status, answer.headers["Retry-After"], answer.json["code"]) == (503, "5", "ServerBusy")
    finally:
        store.withdraw("cham")


def test_many_at_once(app, layers):
    """More requests than the pool has connections: each is answered."""
    found = []
    threads = [threading.Thread(target=lambda: found.append(app.test_client().get(f"/geo{ITEMS}").status_code)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200] * 20


_WORDS = [
    *(
        "",
        "0",
        "-1",
        "1e309",
        "nan",
        "..",
        "/",
        "2024-01-05",
        "2024-01-05/..",
        "106,10,107,12",
        "1,1,0,0",
        "true",
        "ten",
        "-ten,ma",
        "json",
        "html",
        "cql2-json",
    ),
    *(
        "ma = 'NT01'",
        "so_giuong ^ so_giuong > 1",
        "S_WITHIN(geometry, BBOX(-180,-90,180,90))",
        "T_AFTER(ngay, DATE('9999-12-31'))",
        "((((",
        "'",
        '{"op":"not","args":[true]}',
    ),
    *(
        "S_INTERSECTS(geometry, POINT(1e7 1e7))",
        "S_EQUALS(geometry, LINESTRING(0 0, 0 0))",
        "so_giuong * 1e300 * 1e300 > 0",
        "ten LIKE '%\\'",
        "ngay < DATE('0001-01-01')",
    ),
    *(
        "http://www.opengis.net/def/crs/EPSG/0/3857",
        "http://www.opengis.net/def/crs/EPSG/0/9210",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "🙂",
        "\u202e",
        "9" * 400,
    ),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "-0.0,-0.0,0,0", "179,-90,-179,90", "10,106,12,107"),
]


@pytest.mark.slow
def test_no_mixture_of_parameters_is_our_error(get, sample):
    """Every parameter with every kind of value, a hundred mixtures a seed and 5,000 in all: answered or refused, never 500."""
    names = [*PARAMETERS, "ma", "ten", "ngay", "so_giuong", "khong_co"]
    for seed in sample(range(50), 3):
        chance = random.Random(seed)
        for _ in range(100):
            parameters = {name.replace("-", "__"): chance.choice(_WORDS) for name in chance.sample(names, chance.randint(1, 4))}
            answer = get(chance.choice((ITEMS, f"{ITEMS}/NT01", "/collections/phan-khu/items")), **parameters)
            assert answer.status in (200, 400), (parameters, answer.text)


def test_an_error_of_ours_says_nothing(get, monkeypatch):
    """500 with an incident's id, and no text of the error."""

    def fail(*_):
        raise psycopg2.ProgrammingError("SELECT secret FROM x")

    monkeypatch.setattr("ckanext.binhduong.features.ogc.service.find_collection", fail)
    answer = get(ITEMS)
    assert (answer.status, "secret" in answer.text, "Incident" in answer.text or "incident" in answer.text) == (500, False, True)
