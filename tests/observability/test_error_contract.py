"""One contract for every error that a program gets: JSON, ``__type``, a message in Vietnamese and English that says what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.binhduong.core.problems.both_languages import in_both

pytestmark = pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins")

API = "/api/3/action/"
_VIETNAMESE = set("ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự")


def error_of(answer: Any) -> dict[str, Any]:
    """The error object of an answer, which keeps the contract."""
    assert answer.content_type.split(";")[0] == "application/json", answer.text[:200]
    body = json.loads(answer.data)
    assert body["success"] is False
    error = body["error"]
    assert error["__type"]
    message = error["message"]
    vi, slash, en = message.partition(" / ")
    assert slash, message
    assert "()" not in message, message
    assert set(vi.lower()) & _VIETNAMESE, message
    assert not set(en.split("«")[0].lower()) & _VIETNAMESE, message
    assert len(en.split()) >= 4, message
    return error


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        (f"{API}khong_co", 400, "Unknown Action"),
        ("/vi/api/action/khong_co", 400, "Unknown Action"),
        (f"{API}package_show?id=khong-co", 404, "Not Found Error"),
        (f"{API}package_show", 409, "Validation Error"),
        (f"{API}package_create", 400, "Bad Request"),
        (f"{API}user_list", 403, "Authorization Error"),
        (f"{API}organization_show?id=khong-co", 404, "Not Found Error"),
        (f"{API}layer_list?message=1", 400, "Validation Error"),
        (f"{API}layer_list?=1", 400, "Validation Error"),
        (f"{API}group_list?all_fields=", 400, "Validation Error"),
        (f"{API}package_search?include_private=x", 400, "Validation Error"),
        (f"{API}organization_show?id=a&include_datasets=x", 400, "Validation Error"),
        (f"{API}package_show?id=a&use_default_schema=x", 400, "Validation Error"),
        (f"{API}package_list?limit=x", 400, "Validation Error"),
        (f"{API}package_search?fq=%28", 400, "Validation Error"),
        (f"{API}datastore_search?resource_id=khong-co", 404, "Not Found Error"),
        ("/api/3/khong-co", 404, "Not Found Error"),
        ("/api/khong-co", 404, "Not Found Error"),
        ("/en/api/khong-co", 404, "Not Found Error"),
        ("/api/4/action/package_list", 404, "Not Found Error"),
        ("/api/i18n/xx", 400, "Bad Request"),
        ("/dataset/nope.ttl", 404, "Not Found Error"),
        ("/dataset/nope.jsonld", 404, "Not Found Error"),
        ("/dataset/nope.docx", 404, "Not Found Error"),
        ("/catalog/all.docx", 404, "Not Found Error"),
        ("/feeds/organization/nope.atom", 404, "Not Found Error"),
        ("/catalog.ttl?page=0", 400, "Validation Error"),
        ("/catalog.xml?page=x", 400, "Validation Error"),
        ("/catalog.ttl?modified_since=hom-qua", 400, "Validation Error"),
        ("/catalog.ttl?profiles=khong_co", 400, "Validation Error"),
        ("/feeds/organization/khong-co.atom", 404, "Not Found Error"),
        ("/dataset/nope/resource/nope/export.csv?nope=1", 404, "Not Found Error"),
        ("/datastore/dump/khong-co", 404, "Not Found Error"),
    ],
)
def test_a_wrong_question_keeps_the_contract(app: CKANTestApp, path: str, status: int, kind: str):
    """Every address that programs read: the status of the fault, its type, and both languages."""
    headers = {"Accept": "application/json"} if path.endswith(".docx") else {}
    answer = app.get(path, expect_errors=True, headers=headers)
    assert (answer.status_code, error_of(answer)["__type"]) == (status, kind)


@pytest.mark.parametrize("body", ["{", "nope", "[1]", '"x"', "{'a': 1}"])
@pytest.mark.parametrize("action", ["package_show", "package_create"])
def test_a_body_that_is_no_object_keeps_the_contract(app: CKANTestApp, action: str, body: str):
    """What is no JSON object is told so, with what to send; the body is not repeated."""
    answer = app.post(f"{API}{action}", data=body, content_type="application/json", expect_errors=True)
    error = error_of(answer)
    assert (answer.status_code, error["__type"]) == (400, "Bad Request")
    assert "Content-Type: application/json" in error["message"]


def test_an_unknown_action_names_those_that_are_alike(app: CKANTestApp):
    """A slip of the finger is answered with the right name, anything else with where the names are."""
    alike = app.get(f"{API}package_serach", expect_errors=True).json["error"]["message"]
    assert "package_search" in alike.split(" / ")[1]
    assert "/docs/api" in app.get(f"{API}zzzzqqq", expect_errors=True).json["error"]["message"]


def test_cores_own_validation_says_each_field_in_both_languages(app: CKANTestApp):
    """What CKAN's validators say of a field stays beside it; the message names the fields."""
    token = factories.APIToken(user=factories.Sysadmin()["id"])["token"]
    answer = app.post(
        f"{API}organization_create", data=json.dumps({"name": "A B"}), content_type="application/json",
        headers={"Authorization": token}, expect_errors=True,
    )  # fmt: skip
    error = error_of(answer)
    assert answer.status_code == 409
    assert "name" in error["message"].split(" / ")[1]
    assert all(" / " in text for text in error["name"]), error


def test_a_wrong_argument_of_an_export_is_named(app: CKANTestApp):
    """`export.csv?nope=1` of a table that there is: 400 with the argument's name and those that there are."""
    from ckanext.binhduong.core.problems.request_errors import ArgumentError
    from ckanext.binhduong.exports.filtered.answers import refuse_unknown

    with app.flask_app.test_request_context("/dataset/a/resource/b/export.csv?nope=1"), pytest.raises(ArgumentError) as refused:
        refuse_unknown(("filters", "q"))
    assert "nope" in refused.value.both
    assert "filters, q" in refused.value.both


def test_a_browser_still_gets_a_page(app: CKANTestApp):
    """Who asks for HTML at such an address reads a page."""
    answer = app.get("/dataset/nope.ttl", headers={"Accept": "text/html,*/*;q=0.8"}, expect_errors=True)
    assert (answer.status_code, answer.content_type.split(";")[0]) == (404, "text/html")


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Missing value", "Chưa nhập giá trị / Missing value"),
        ("Không được phép truy cập", "Không được phép truy cập / Access denied"),
        ("a / b", "a / b"),
        ("không có trong danh mục nào", "không có trong danh mục nào"),
    ],
)
def test_a_translated_message_is_found_in_both_languages(text: str, both: str):
    """The catalogues are read backwards; what is in none stays as it is."""
    assert in_both(text) == both


def test_values_in_a_message_are_kept():
    """A sentence with placeholders is recognised with what stands in them."""
    vi, _, en = in_both("User ban not authorized to edit package nha-thuoc").partition(" / ")
    assert (en, "ban" in vi, "nha-thuoc" in vi) == ("User ban not authorized to edit package nha-thuoc", True, True)
