"""Graphs that are known to be up to date under the catalogue's version: read by one statement, and before Flask, as they would be else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.features.light_path import reads
from ckanext.binhduong.metadata.bulk import graphs, views
from ckanext.binhduong.metadata.bulk.checked import Checked
from ckanext.binhduong.metadata.bulk.stored import StoredGraph
from ckanext.binhduong.metadata.dcat.serializer import CatalogueSerializer
from tests.core.catalogue_version.following import following
from tests.releases.conftest import REQUIRED, act, add, as_anonymous, public_dataset, statements

__all__ = ["statements"]

FORMS = ("nt", "ttl", "xml", "jsonld", "csv")


@pytest.fixture(scope="module")
def shared(empty_portal: None) -> None:
    """A public dataset with a table, one without files, and a private one."""
    add(public_dataset())
    made("bien-dong")
    made("rieng-tu", private=True)


def made(name: str, **fields: Any) -> str:
    """Make a dataset; return its name."""
    return act("package_create", name=name, owner_org="so-y-te", **{**REQUIRED, **fields})["name"]


@pytest.fixture
def catalogue(shared: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, int | None]:
    """Nothing is known yet; the version stands until a test raises it."""
    state: dict[str, int | None] = {"version": 7}
    monkeypatch.setattr(graphs, "checked", Checked())
    monkeypatch.setattr(views, "_catalogues", {})
    for module in (graphs, views):
        monkeypatch.setattr(module, "version", lambda: state["version"])
    return state


@pytest.fixture
def followed(shared: None, app: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nothing is known yet; the version is the portal's own, raised by what is committed (what makes the application sets it back)."""
    monkeypatch.setattr(graphs, "checked", Checked())
    monkeypatch.setattr(views, "_catalogues", {})
    with following(tmp_path / "version"):
        yield


@pytest.fixture
def ask(app: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Any, ...]]:
    """Send a request, with the light path or past it: status, headers, body, and whether the light path made the answer."""
    usual = reads.Reads.answer

    def send(path: str, light: bool = True, method: str = "GET", **headers: str) -> tuple[Any, ...]:
        made: list[bool] = []

        def note(self: reads.Reads, *request: Any) -> Any:
            found = usual(self, *request) if light else None
            made.append(found is not None)
            return found

        monkeypatch.setattr(reads.Reads, "answer", note)
        got = app.test_client(use_cookies=False).open(path, method=method, headers=headers)
        return got.status_code, sorted((n.lower(), v) for n, v in got.headers.items() if n != "Date"), got.get_data(), any(made)

    return send


@pytest.mark.parametrize("query", ["", "?modified_since=2020-01-01"])
def test_what_is_known_is_read_as_it_would_be_else(catalogue: dict[str, Any], app: Any, statements: list[Any], query: str) -> None:
    """The same bytes in each form, by one statement a page of datasets and one more that finds no other page."""
    first = {form: app.get(f"/catalog/all.{form}{query}").data for form in FORMS}
    assert graphs.checked.has_all(7)
    assert {form: app.get(f"/catalog/all.{form}{query}").data for form in FORMS} == first
    statements.clear()
    assert len(next(iter(graphs.pages("nt")))) >= 2
    assert [text for text, _ in statements if "binhduong_graph" in text] == [text for text, _ in statements]
    assert len(statements) == 1


@pytest.mark.parametrize("by", ["name", "id"])
def test_what_the_first_reader_after_a_change_costs(catalogue: dict[str, Any], statements: list[Any], by: str) -> None:
    """That a dataset is not known yet is found out by no statement, also while another one is; its next reader costs one."""
    as_anonymous("dcat_dataset_show", id="nha-thuoc", format="ttl")
    catalogue["version"] += 1
    as_anonymous("dcat_dataset_show", id="bien-dong", format="ttl")
    name, costs = act("package_show", id="nha-thuoc")[by], []
    for read in (lambda: graphs.kept_fragment(name, "ttl"), *[lambda: as_anonymous("dcat_dataset_show", id=name, format="ttl")] * 2):
        statements.clear()
        read()
        costs.append(len(statements))
    assert costs == [0, 6, 1]


def test_a_change_is_read_under_the_next_version(catalogue: dict[str, Any], app: Any) -> None:
    """Of a dataset, in the whole and alone; also a change that no dataset's own row shows."""
    name = made("doi-ten", data_kind="real")
    for path in ("/catalog/all.nt", f"/dataset/{name}.ttl", f"/dataset/{name}.ttl"):
        app.get(path, status=200)
    act("package_patch", id=name, title="Tên mới")
    catalogue["version"] += 1
    assert "Tên mới" in app.get(f"/dataset/{name}.ttl").get_data(as_text=True)
    assert "Tên mới" in app.get("/catalog/all.nt").get_data(as_text=True)
    act("organization_patch", id="so-y-te", title="Sở Y tế tỉnh")
    catalogue["version"] += 1
    assert "Sở Y tế tỉnh" in app.get("/catalog/all.nt").get_data(as_text=True)


def test_a_change_is_read_at_once_under_the_portals_own_version(followed: None, ask: Callable[..., tuple[Any, ...]]) -> None:
    """Reading raises no version, and what is committed one that the next reader sees: in the whole, its mark, and one dataset alone."""
    name = made("doi-that", data_kind="real")
    whole, one = "/catalog/all.nt", f"/dataset/{name}.ttl"
    first = ask(whole)
    assert graphs.checked.has_all(commits.version())
    assert ask(one)[::3] == (200, True)
    marks = {"If-None-Match": dict(first[1])["etag"]}
    assert ask(whole, **marks)[0] == 304
    for action, who in (("package_patch", name), ("organization_patch", "so-y-te")):
        act(action, id=who, title=f"Tên mới {who}")
        new = f"Tên mới {who}".encode()
        got = ask(one)
        assert (got[0], new in got[2], got[3]) == (200, True, False)
        got = ask(one)
        assert (got[0], new in got[2], got[3]) == (200, True, True)
        got = ask(whole, **marks)
        assert (got[0], new in got[2]) == (200, True)


def test_what_is_not_public_any_more_is_gone_at_once(catalogue: dict[str, Any], app: Any) -> None:
    """Even under a version at which it was known: whether everybody may read is asked each time."""
    name = made("thanh-rieng")
    app.get("/catalog/all.nt", status=200)
    app.get(f"/dataset/{name}.ttl", status=200)
    act("package_patch", id=name, private=True)
    assert name.encode() not in app.get("/catalog/all.nt").data
    app.get(f"/dataset/{name}.ttl", status=403)
    act("package_delete", id=name)
    assert name.encode() not in app.get("/catalog/all.nt").data


def test_what_could_not_be_written_is_tried_again(catalogue: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dataset that was left out is not held for known."""
    with monkeypatch.context() as once:
        once.setattr(CatalogueSerializer, "graph_from_dataset", lambda self, data: 1 / 0)
        act("package_patch", id="bien-dong", notes="Khác")
        assert b"bien-dong" not in app.get("/catalog/all.nt").data
    assert b"bien-dong" in app.get("/catalog/all.nt").data


def test_without_a_version_each_graph_is_held_against_its_mark(catalogue: dict[str, Any], app: Any) -> None:
    """Nothing is known then."""
    catalogue["version"] = None
    app.get("/catalog/all.nt", status=200)
    model.Session.query(StoredGraph).update({"mark": "x", "nt": b""})
    model.Session.commit()
    assert b"bien-dong" in app.get("/catalog/all.nt").data


def test_a_known_dataset_is_answered_before_flask(catalogue: dict[str, Any], ask: Callable[..., tuple[Any, ...]]) -> None:
    """Status, headers and bytes are those of CKAN's answer, in each form, by name and id, in each language, also for who has it already."""
    known = act("package_show", id="nha-thuoc")["id"]
    for name in ("nha-thuoc", known):
        for form in ("ttl", "xml", "rdf", "n3", "jsonld"):
            past = ask(f"/dataset/{name}.{form}", light=False)
            assert past[0] == 200
            for prefix, method in (("", "GET"), ("/vi", "GET"), ("/en", "GET"), ("", "HEAD")):
                address = f"{prefix}/dataset/{name}.{form}"
                light = ask(address, method=method)
                past = ask(address, light=False, method=method)
                assert light[:3] == past[:3]
                assert light[3], address
    marks = dict(ask("/dataset/nha-thuoc.ttl")[1])
    for header, value in (("If-None-Match", marks["etag"]), ("If-Modified-Since", marks["last-modified"])):
        light = ask("/dataset/nha-thuoc.ttl", **{header: value})
        assert (light[0], light[3]) == (304, True)
        assert light[:3] == ask("/dataset/nha-thuoc.ttl", light=False, **{header: value})[:3]


def test_what_comes_with_a_request_for_a_known_dataset(catalogue: dict[str, Any], ask: Callable[..., tuple[Any, ...]]) -> None:
    """A page elsewhere is answered before Flask too, who may be somebody is not; each as CKAN answers."""
    address, token = "/dataset/nha-thuoc.ttl", factories.APIToken(user=factories.User()["id"])["token"]
    ask(address)
    for header, value, before in (("Origin", "https://noi-khac.example", True), ("Cookie", "a=b", False), ("Authorization", token, False)):
        light = ask(address, **{header: value})
        assert light[::3] == (200, before), header
        assert light[:3] == ask(address, light=False, **{header: value})[:3], header


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/dataset/rieng-tu.ttl", 403, id="private"),
        pytest.param("/dataset/khong-co.ttl", 404, id="unknown"),
        pytest.param("/dataset/bien-dong.csvx", 404, id="no such form"),
        pytest.param("/dataset/bien-dong.ttl?profiles=euro_dcat_ap_3", 200, id="another profile"),
        pytest.param("/dataset/bien-dong.ttl", 200, id="not known yet"),
    ],
)
def test_whatever_else_is_ckans(catalogue: dict[str, Any], ask: Callable[..., tuple[Any, ...]], path: str, status: int) -> None:
    """A dataset that is not public, that is not there, or whose graph nobody has looked at under this version."""
    assert ask(path)[::3] == (status, False)


def test_a_withdrawn_dataset_is_gone_before_flask_too(catalogue: dict[str, Any], ask: Callable[..., tuple[Any, ...]]) -> None:
    """410, as CKAN says it."""
    name = made("bi-rut")
    ask(f"/dataset/{name}.ttl")
    assert ask(f"/dataset/{name}.ttl")[::3] == (200, True)
    act("package_delete", id=name)
    assert ask(f"/dataset/{name}.ttl")[::3] == (410, False)
