"""``dataset_suggest``: what is meant by a text that is being typed, of every kind, and only what is public."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests.helpers import call_action

from tests.features.conftest import Store, store
from tests.search.conftest import OFFICER, make_dataset

__all__ = ["store"]

COLUMNS = {"duoc_si": {"vi": "Dược sĩ phụ trách", "en": "Pharmacist in charge"}, "ten": {"vi": "Tên"}}
ADDRESS = "/api/3/action/dataset_suggest"


@pytest.fixture(scope="module", autouse=True)
def catalogue(empty_catalogue: None, store: Store) -> None:
    """Two public datasets, one of them again in every state that is not public, and a layer of pharmacies with names."""
    resource = {"name": "Tệp", "url": "http://example.vn/a.csv", "format": "CSV", "columns": json.dumps(COLUMNS)}
    about = {"title_en": "Registered pharmacies", "tags": [{"name": "bán lẻ"}], "resources": [resource]}
    make_dataset("nha-thuoc-gpp", "Nhà thuốc đạt chuẩn GPP", theme="nha-thuoc", **about)
    make_dataset("rau-ma", "Rau má", notes="Không có thuốc.")
    make_dataset("rau-ma-lua", "Rau mạ")
    hidden = {"vi": "Chimbao cột", "en": ""}
    secret = {**about, "resources": [{**resource, "columns": json.dumps({"chimbao": hidden})}], "theme": "nha-thuoc"}
    for name, fields in (("rieng", {"private": True}), ("nhap", {"state": "draft"}), ("xoa", {})):
        make_dataset(f"nha-thuoc-{name}", "Nhà thuốc chimbao", **{**secret, **fields})
    call_action("package_delete", context={"user": OFFICER}, id="nha-thuoc-xoa")
    store.places("quay", [(f"NT{n}", f"Quầy thuốc Minh Châu {n}", "Quầy", True, "24/7", 106.65, 10.98) for n in range(20)])
    fields = store.run("SELECT fields FROM portal.layer WHERE layer = 'quay'")[0][0]
    named = [{**field, "role": "name" if field["id"] == "ten" else field["role"]} for field in fields]
    store.run("UPDATE portal.layer SET fields = %s WHERE layer = 'quay'", (json.dumps(named),))


@pytest.fixture
def ask(app: Any) -> Callable[..., list[dict[str, Any]]]:
    """Ask as a stranger, by the API."""

    def suggested(q: str, language: str = "", **more: Any) -> list[dict[str, Any]]:
        return app.get(f"{language}{ADDRESS}", query_string={"q": q, **more}, status=200).json["result"]

    return suggested


@pytest.fixture
def ids(ask: Callable[..., list[dict[str, Any]]]) -> Callable[..., list[str]]:
    """The ids of one kind, in order."""
    return lambda q, kind="dataset", **more: [each["id"] for each in ask(q, **more) if each["kind"] == kind]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("q", ["nhà thuố", "nha thuo", "NHA THUOC", "thuoc nha", "gp", "chuẩn", "GPP đạt"])
def test_any_word_of_a_title_may_be_begun(ids: Callable[..., list[str]], q: str, form: str):
    """With and without marks, in capitals, in both forms of Unicode, in any order."""
    assert ids(unicodedata.normalize(form, q)) == ["nha-thuoc-gpp"]


@pytest.mark.parametrize(("q", "first"), [("má", "rau-ma"), ("mạ", "rau-ma-lua")])
def test_the_typed_marks_come_first(ids: Callable[..., list[str]], q: str, first: str):
    """Both words fold to "ma"."""
    assert (ids(q)[0], len(ids(q))) == (first, 2)


@pytest.mark.parametrize(
    ("q", "kind", "found"),
    [
        ("quy h", "theme", ["quy-hoach"]),
        ("plan", "theme", ["quy-hoach"]),
        ("hieu thuoc", "theme", ["nha-thuoc"]),
        ("so y t", "agency", ["so-y-te"]),
        ("di an", "place", ["724@2024", "25942@2025", "25942@2024", "25789@2024"]),
        ("minh chau 7", "feature", ["NT7"]),
        ("quay minh", "feature", ["NT0", "NT1", "NT2"]),
        ("duoc_si", "column", ["Dược sĩ phụ trách"]),
        ("phụ trá", "column", ["Dược sĩ phụ trách"]),
        ("in charge", "column", ["Dược sĩ phụ trách"]),
        ("ban le", "dataset", ["nha-thuoc-gpp"]),
        ("hieu thuoc", "dataset", ["nha-thuoc-gpp"]),
        ("pharm", "dataset", ["nha-thuoc-gpp"]),
    ],
)
def test_every_kind_is_found_by_its_names(ids: Callable[..., list[str]], q: str, kind: str, found: list[str]):
    """Themes and agencies also in English and by a synonym, datasets by a tag too; features in their order, three at most."""
    assert ids(q, kind) == found


@pytest.mark.parametrize("q", ["thuốc không", "không có", "qqzz", "uốc", "?!", "", "   ", "minh chau bao"])
def test_what_no_name_begins_with_suggests_nothing(ask: Callable[..., list[dict[str, Any]]], q: str):
    """Descriptions, middles of words and signs are no names."""
    assert ask(q) == []


def test_a_suggestion_says_what_it_is_and_leads_there(ask: Callable[..., list[dict[str, Any]]]):
    """In the reader's language, with the typed pieces; the agency tells two datasets of one name apart."""
    assert ask("nha thuo", limit=1) == [
        {
            "kind": "dataset",
            "kind_title": "Tập dữ liệu",
            "id": "nha-thuoc-gpp",
            "title": "Nhà thuốc đạt chuẩn GPP",
            "parts": [
                {"text": "Nhà", "match": True},
                {"text": " ", "match": False},
                {"text": "thuố", "match": True},
                {"text": "c đạt chuẩn GPP", "match": False},
            ],
            "detail": "Sở Y tế",
            "url": "/dataset/nha-thuoc-gpp",
        }
    ]
    english = ask("nha thuo", "/en")[0]
    assert [english[name] for name in ("kind_title", "title", "also", "detail", "url")] == [
        "Dataset",
        "Registered pharmacies",
        "Nhà thuốc đạt chuẩn GPP",
        "Department of Health",
        "/en/dataset/nha-thuoc-gpp",
    ]


@pytest.mark.parametrize(
    ("q", "kind", "url"),
    [
        ("quy hoach", "theme", "/group/quy-hoach"),
        ("so y te", "agency", "/organization/so-y-te"),
        ("25942@2025", "place", "/place/25942@2025"),
        ("minh chau 7", "feature", "/feature/quay/NT7"),
        ("duoc_si", "column", "/dataset/?q=%22D%C6%B0%E1%BB%A3c+s%C4%A9+ph%E1%BB%A5+tr%C3%A1ch%22"),
    ],
)
def test_every_kind_leads_to_a_page_that_is_there(ask: Callable[..., list[dict[str, Any]]], app: Any, q: str, kind: str, url: str):
    """A column leads to the datasets that have it."""
    assert [each["url"] for each in ask(q) if each["kind"] == kind] == [url]
    assert app.get(url).status_code == 200


@pytest.mark.parametrize("user", ["", OFFICER])
@pytest.mark.parametrize("q", ["chimbao", "nha thuoc chimbao", "nha thuoc"])
def test_what_is_not_public_is_suggested_to_nobody(app: Any, q: str, user: str):
    """Private, draft and deleted datasets and their columns, not even to an administrator: the answer is the same for all."""
    context = {"user": user, "ignore_auth": False}
    with app.flask_app.test_request_context("/"):
        found = call_action("dataset_suggest", context=context, q=q, limit=20)
    assert not any("chimbao" in str(each) or each["id"] in ("nha-thuoc-rieng", "nha-thuoc-nhap", "nha-thuoc-xoa") for each in found)


@pytest.mark.parametrize(
    ("query", "place"), [("q=a&limit=0", "limit"), ("q=a&limit=21", "limit"), ("q=a&limit=x", "limit"), ("q=a&rows=3", "rows")]
)
def test_a_wrong_argument_is_named(app: Any, query: str, place: str):
    """400, in both languages."""
    answer = app.get(f"{ADDRESS}?{query}", status=400)
    assert list(answer.json["error"]) == [place, "__type"] or place in answer.json["error"]


@pytest.mark.parametrize("q", [["a"], {"a": 1}, 5, True])
def test_a_text_that_is_none_is_refused(app: Any, q: Any):
    """By POST, where a value may be anything."""
    assert "q" in app.post(ADDRESS, json={"q": q}).json["error"]


@pytest.mark.parametrize("q", ["x" * 5000, "a " * 500, "\u0301" * 300, "😀 thuốc", "thuốc\tnhà"])
def test_strange_texts_are_answered(app: Any, q: str):
    """Too long, marks without letters, signs beyond the basic plane."""
    assert isinstance(app.get(ADDRESS, query_string={"q": q}, status=200).json["result"], list)


def test_without_solr_titles_come_from_the_database(no_solr: None, ids: Callable[..., list[str]]):
    """Public titles only; themes, agencies and places as before; no columns."""
    assert ids("nha thuo") == ["nha-thuoc-gpp"]
    assert ids("pharm") == ["nha-thuoc-gpp"]
    assert ids("nha", "theme") == ["nha-thuoc"]
    assert ids("di an", "place")[0] == "724@2024"
    assert ids("duoc_si", "column") == []
    assert ids("chimbao") == []
