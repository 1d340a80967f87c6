"""A search while Solr is down: public datasets by title and tags, from the database, and nothing that is not public."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
import requests
from ckan import model
from ckan.lib.search import SolrConnectionError
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action
from flask import request_started

from ckanext.binhduong.core.connections.circuit_breaker import CircuitBreaker
from ckanext.binhduong.search import solr_connection
from ckanext.binhduong.security.kept_answers import settings
from tests.search.conftest import DEAD, OFFICER, make_dataset


@pytest.fixture(scope="module")
def catalogue(empty_catalogue: None) -> None:
    """Three public datasets, and the first of them again private, as a draft and deleted: canaries."""
    make_dataset("nha-thuoc", "Nhà thuốc trên địa bàn tỉnh", theme="nha-thuoc", tags=[{"name": "dược"}], units=["724@2024"])
    make_dataset("benh-vien", "Bệnh viện công lập", title_en="Public hospitals", tags=[{"name": "cấp cứu"}])
    make_dataset("quy-hoach", "Quy hoạch xây dựng", owner_org="so-xay-dung", theme="quy-hoach", data_kind="real")
    for name, fields in (("rieng", {"private": True}), ("nhap", {"state": "draft"}), ("xoa", {})):
        make_dataset(f"nha-thuoc-{name}", "Nhà thuốc trên địa bàn tỉnh", theme="nha-thuoc", tags=[{"name": "dược"}], **fields)
    call_action("package_delete", context={"user": OFFICER}, id="nha-thuoc-xoa")


def search(user: str = "", **asked: Any) -> dict[str, Any]:
    """The answer a stranger, or an account, gets."""
    return call_action("package_search", context={"user": user, "ignore_auth": False}, **asked)


def found(**asked: Any) -> list[str]:
    """The names that a stranger finds."""
    return [dataset["name"] for dataset in search(**asked)["results"]]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("", {"nha-thuoc", "benh-vien", "quy-hoach"}),
        ("*:*", {"nha-thuoc", "benh-vien", "quy-hoach"}),
        ("nhà thuốc", {"nha-thuoc"}),
        ("NHA THUOC", {"nha-thuoc"}),
        ("nhà thuốc dĩ an", {"nha-thuoc"}),
        ("duoc", {"nha-thuoc"}),
        ("cap cuu", {"benh-vien"}),
        ("hospital", {"benh-vien"}),
        ("quy hoach -xây", set()),
        ("khong co gi nhu vay", set()),
        ("???", set()),
        ("theme:quy-hoach", {"quy-hoach"}),
    ],
)
def test_title_and_tags_are_searched_folded(no_solr: None, q: str, names: set[str]):
    """Words with and without marks, beginnings of words, a word after a minus, a field."""
    assert set(found(q=q)) == names


@pytest.mark.parametrize(
    ("fq", "names"),
    [
        ("organization:so-xay-dung", {"quy-hoach"}),
        ('theme:("nha-thuoc" OR "quy-hoach")', {"nha-thuoc", "quy-hoach"}),
        ("-theme:y-te +dataset_type:dataset", {"nha-thuoc", "quy-hoach"}),
        ("units:717@2024", set()),
        ("units:724@2024", {"nha-thuoc"}),
        ("+state:draft", set()),
        ("+state:(active OR draft) capacity:private", set()),
    ],
)
def test_filters_by_code_hold(no_solr: None, fq: str, names: set[str]):
    """As Solr's would; none of them reaches what is not public."""
    assert set(found(fq=fq)) == names


def test_the_answer_says_where_it_comes_from_and_is_complete(no_solr: None):
    """Datasets in full, counts of facets, the order."""
    answer = search(q="nha thuoc", **{"facet.field": ["theme", "organization"]})
    assert answer["understood"] == {"source": "database"}
    assert answer["count"] == 1
    assert answer["facets"] == {"theme": {"nha-thuoc": 1}, "organization": {"so-y-te": 1}}
    assert answer["search_facets"]["organization"]["items"] == [{"name": "so-y-te", "display_name": "Sở Y tế", "count": 1}]
    assert answer["results"][0] == {**call_action("package_show", id="nha-thuoc")}


@pytest.mark.parametrize(
    "asked",
    [
        {"fq": "title:thuoc*"},
        {"fq": "metadata_modified:[NOW-1DAY TO NOW]"},
        {"fq": "theme:y-te OR organization:so-y-te"},
        {"ext_within": "724@2024"},
        {"sort": "views_recent desc"},
        {"facet.field": ["freshness"]},
        {"fl": ["id", "validated_data_dict"]},
        {"q": "theme:y-te^3 OR tags:a"},
    ],
)
def test_what_only_solr_can_answer_is_not_guessed(no_solr: None, asked: dict[str, Any]):
    """A program gets 503 rather than another question's answer."""
    with pytest.raises(SolrConnectionError):
        search(**asked)


def test_who_may_see_more_does_not_get_the_public_part_for_all(no_solr: None):
    """An officer who asks for private datasets too."""
    with pytest.raises(SolrConnectionError):
        search(user=OFFICER, include_private=True)
    assert search(user=OFFICER)["count"] == 3
    assert search(include_private=True)["count"] == 3


def test_what_became_private_since_it_was_read_is_left_out(no_solr: None):
    """What was read five seconds ago decides what is found, not what is shown."""
    assert "benh-vien" in found()
    model.Session.query(model.Package).filter_by(name="benh-vien").update({"private": True})
    assert "benh-vien" not in found()
    model.Session.rollback()


def test_pages_follow_each_other(no_solr: None):
    """Each dataset once."""
    pages = [found(rows=2, start=start, sort="title_string asc") for start in (0, 2, 4)]
    assert pages == [["benh-vien", "nha-thuoc"], ["quy-hoach"], []]


@pytest.mark.parametrize("path", ["/dataset/?q=nha+thuoc", "/en/dataset/?q=nha+thuoc&ext_bbox=106,10,107,11&freshness=fresh"])
def test_the_search_page_says_so(no_solr: None, app: Any, path: str):
    """200 with what was found, a banner, and nobody keeps the page."""
    answer = app.get(path)
    assert answer.status_code == 200
    assert "Nhà thuốc trên địa bàn tỉnh" in answer.text
    assert ("không trả lời" in answer.text) is not path.startswith("/en")
    assert ("Not applied" in answer.text) is path.startswith("/en")
    assert "public" not in answer.headers["Cache-Control"]


PAGES = """/ /dataset/nha-thuoc /organization/ /organization/so-y-te /group/ /group/nha-thuoc /feeds/dataset.atom /catalog.ttl
/dataset/nha-thuoc.ttl /sitemap.xml /place/724@2024"""


@pytest.mark.parametrize(
    "path",
    ["/", "/dataset/?q=nha+thuoc", "/organization/", "/api/3/action/package_search?q=nha+thuoc", "/api/3/action/dataset_suggest?q=nha"],
)
def test_nginx_keeps_no_answer_of_the_database(no_solr: None, app: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: str):
    """Pages and actions that are kept otherwise."""
    monkeypatch.setitem(tk.config, settings._OPTION, str(tmp_path / "version"))
    answer = app.get(path)
    assert (answer.status_code, "X-Accel-Expires" in answer.headers) == (200, False)


@pytest.mark.parametrize("path", PAGES.split())
def test_pages_and_feeds_are_there(no_solr: None, app: Any, path: str):
    """What PostgreSQL can answer is answered."""
    answer = app.get(path)
    assert answer.status_code == 200
    assert "nha-thuoc-rieng" not in answer.text


def test_a_hung_solr_still_gives_a_page(no_solr: None, app: Any, monkeypatch: pytest.MonkeyPatch):
    """Solr takes the call and never answers."""
    monkeypatch.setattr(solr_connection, "BUDGET", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(tk.config, "solr_url", f"http://127.0.0.1:{silent.getsockname()[1]}/solr/ckan")
        answer = app.get("/dataset/?q=nha+thuoc")
    assert answer.status_code == 200
    assert "Nhà thuốc trên địa bàn tỉnh" in answer.text


def test_the_searches_of_a_page_share_their_time(app: Any, monkeypatch: pytest.MonkeyPatch):
    """When it is used up the next call is not made, which is no failure of Solr's; a context that answers nobody has a job's time."""
    monkeypatch.setattr(solr_connection, "READ", (0.5, 1.5))
    monkeypatch.setattr(solr_connection, "BUDGET", 1.5)
    breaker = CircuitBreaker()
    request = requests.Request("GET", DEAD + "/select").prepare()
    with app.flask_app.test_request_context("/"):
        assert solr_connection._patience(request, probes=False) == solr_connection.JOB
        request_started.send(app.flask_app)
        assert solr_connection._patience(request, probes=False) == (0.5, 1.5)
        solr_connection._spend(1.0)
        assert solr_connection._patience(request, probes=False) == (0.5, 0.5)
        solr_connection._spend(0.45)
        with pytest.raises(requests.ConnectionError, match="used up"):
            solr_connection.Guard(breaker).send(request)
    assert breaker.allows()
