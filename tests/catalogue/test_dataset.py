"""Datasets and files through CKAN's actions: required fields, names, codes, text forms, addresses, extents."""

import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.catalogue.rules.resource_marks import UNUSED, YES_OR_NO
from tests.catalogue.conftest import REQUIRED, as_site

pytestmark = pytest.mark.usefixtures("database")

MakeDataset = Callable[..., dict[str, Any]]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_few_fields_are_required(agency: dict[str, Any]) -> None:
    """A dataset without any of our fields is told which seven are missing, and no other."""
    with pytest.raises(tk.ValidationError) as error:
        as_site("package_create", name="rong", owner_org=agency["id"])
    assert set(error.value.error_dict) == set(REQUIRED)


def test_defaults(make_dataset: MakeDataset) -> None:
    """Language and access rights have a default; the lists are lists."""
    dataset = make_dataset()
    assert dataset["language"] == ["vi"]
    assert dataset["access_rights"] == "PUBLIC"
    assert dataset["units"] == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_name_is_made_from_the_title(make_dataset: MakeDataset, form: Any) -> None:
    """No letter is lost, composed or decomposed."""
    assert make_dataset(title=unicodedata.normalize(form, "Cơ sở y tế tỉnh Bình Dương"))["name"] == "co-so-y-te-tinh-binh-duong"


def test_equal_titles_get_different_names(make_dataset: MakeDataset) -> None:
    """The second dataset of a title gets a number."""
    assert [make_dataset(title="Đường")["name"], make_dataset(title="Đường")["name"]] == ["duong", "duong-2"]


def test_given_name_is_kept(make_dataset: MakeDataset) -> None:
    """Who names a dataset gets that name, and may leave it out when updating."""
    dataset = make_dataset(name="ten-rieng")
    changed = as_site("package_patch", id=dataset["id"], title="Tên khác")
    assert (changed["name"], changed["title"]) == ("ten-rieng", "Tên khác")


def test_agency_name_is_made_from_the_title() -> None:
    """Agencies get Vietnamese slugs too."""
    assert as_site("organization_create", title="Sở Giao thông vận tải")["name"] == "so-giao-thong-van-tai"


def test_text_is_stored_composed(make_dataset: MakeDataset) -> None:
    """Title, extras, tags and file fields arrive decomposed and are stored in NFC."""
    dataset = make_dataset(
        title=nfd("Bệnh viện"),
        legal_basis=nfd("Quyết định"),
        tags=[{"name": nfd("y tế")}],
        resources=[{"name": nfd("Tệp"), "url": "https://example.org/a.csv", "format": "CSV"}],
    )
    assert dataset["title"] == "Bệnh viện"
    assert dataset["legal_basis"] == "Quyết định"
    assert [tag["name"] for tag in dataset["tags"]] == ["y tế"]
    assert dataset["resources"][0]["name"] == "Tệp"
    assert model.Package.get(dataset["id"]).title == "Bệnh viện"


def test_decomposed_keywords_of_the_form_are_taken(make_dataset: MakeDataset) -> None:
    """The form sends keywords as one string; CKAN itself refuses decomposed letters in it."""
    dataset = make_dataset(tag_string=nfd("nhà thuốc, dược"))
    assert {tag["name"] for tag in dataset["tags"]} == {"nhà thuốc", "dược"}


def test_agency_text_is_stored_composed() -> None:
    """Agencies are composed too."""
    agency = as_site("organization_create", name="so-y-te", title=nfd("Sở Y tế"), contact_address=nfd("Thủ Dầu Một"))
    assert (agency["title"], agency["contact_address"]) == ("Sở Y tế", "Thủ Dầu Một")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("theme", "am-nhac", "Không có mã “am-nhac”. Các mã dùng được: y-te, nha-thuoc"),
        ("license_id", "cc-by", "Không có mã “cc-by”"),
        ("frequency", "SOMETIMES", "Không có mã “SOMETIMES”"),
        ("language", ["vi", "xx"], "Không có mã “xx”"),
        ("units", ["718"], "Không có đơn vị hành chính “718”"),
        ("contact_email", "khong-phai", "khong-phai"),
        ("temporal_start", "31/02/2024", "“31/02/2024” không phải là ngày"),
        ("url", "javascript:alert(1)", "không phải là địa chỉ http"),
        ("spatial", "POINT(1 2)", "Không đọc được GeoJSON"),
        ("spatial", '{"type":"Point","coordinates":[10.98,106.65]}', "Kinh độ và vĩ độ bị đảo"),
    ],
)
def test_wrong_value_is_refused(make_dataset: MakeDataset, field: str, value: Any, message: str) -> None:
    """The message is at the field, says what is wrong and what would be right."""
    with pytest.raises(tk.ValidationError) as error:
        make_dataset(**{field: value})
    assert list(error.value.error_dict) == [field]
    assert message in error.value.error_dict[field][0]


def test_messages_are_english_on_english_addresses(app: Any, agency: dict[str, Any]) -> None:
    """The language of the address decides."""
    user = call_action("get_site_user")
    token = as_site("api_token_create", user=user["name"], name="t", expires_in=1, unit=86400)["token"]
    body = {**REQUIRED, "owner_org": agency["id"], "theme": "music"}
    vi, en = (
        app.post(f"{prefix}/api/3/action/package_create", json=body, headers={"Authorization": token}).json["error"]["theme"][0]
        for prefix in ("", "/en")
    )
    assert vi.startswith("Không có mã “music”.")
    assert en.startswith("There is no code “music”.")


def test_units_of_both_lists(make_dataset: MakeDataset) -> None:
    """Unit ids are kept in the order given, each once, whether a list or one text."""
    assert make_dataset(units=["25747@2025", "718@2024", "718@2024"])["units"] == ["25747@2025", "718@2024"]
    assert make_dataset(units="74@2024")["units"] == ["74@2024"]


def test_dates_are_kept_as_iso(make_dataset: MakeDataset) -> None:
    """A Vietnamese date is understood day first: 1/7/2025 is the day of the merger, not 7 January."""
    assert make_dataset(issued="1/7/2025")["issued"] == "2025-07-01"


def test_period_may_not_end_before_it_starts(make_dataset: MakeDataset) -> None:
    """The error is at the end of the period, and names the start."""
    with pytest.raises(tk.ValidationError) as error:
        make_dataset(temporal_start="2024-05-01", temporal_end="2024-04-30")
    assert "(01/05/2024)" in error.value.error_dict["temporal_end"][0]


def test_extent_is_mended(make_dataset: MakeDataset) -> None:
    """A figure of eight becomes two valid triangles instead of being dropped by the index."""
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    stored = json.loads(make_dataset(spatial=json.dumps(bow_tie))["spatial"])
    assert stored["type"] == "MultiPolygon"
    assert len(stored["coordinates"]) == 2


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://example.org/a", "tep.csv", "http:///a"]
)
def test_only_web_links_are_resources(make_dataset: MakeDataset, url: str) -> None:
    """A link that a browser would run, or that reads our own disk, is refused."""
    with pytest.raises(tk.ValidationError) as error:
        make_dataset(resources=[{"name": "Tệp", "url": url}])
    assert "không phải là địa chỉ http" in error.value.error_dict["resources"][0]["url"][0]


def test_url_type_opens_no_door(make_dataset: MakeDataset) -> None:
    """A client that claims a stored file may still not give another scheme."""
    with pytest.raises(tk.ValidationError):
        make_dataset(resources=[{"name": "Tệp", "url": "javascript:alert(1)", "url_type": "upload"}])


def test_columns_are_kept_as_json_text(make_dataset: MakeDataset) -> None:
    """The data dictionary may come as an object or as text and is given back as text."""
    columns = {"ma": {"vi": "Mã", "en": "Code"}}
    dataset = make_dataset(resources=[{"name": "Tệp", "url": "https://example.org/a.csv", "columns": columns}])
    assert json.loads(dataset["resources"][0]["columns"]) == columns


def test_columns_have_no_types(make_dataset: MakeDataset) -> None:
    """A type in the dictionary is refused with the column and the key."""
    with pytest.raises(tk.ValidationError) as error:
        make_dataset(resources=[{"name": "Tệp", "url": "https://example.org/a.csv", "columns": {"ma": {"type": "int"}}}])
    assert "ma → type" in error.value.error_dict["resources"][0]["columns"][0]


def test_release_fields_are_written_by_the_portal_only(make_dataset: MakeDataset, editor: dict[str, Any]) -> None:
    """An editor cannot make a file look published, nor erase that it was; code acting for the portal can write it."""
    resource = make_dataset(resources=[{"name": "Tệp", "url": "https://example.org/a.csv"}])["resources"][0]
    as_editor = {"user": editor["name"], "ignore_auth": False}
    call_action("resource_patch", context=as_editor, id=resource["id"], layer="gia-mao", rows="9")
    assert "layer" not in call_action("resource_show", id=resource["id"])
    as_site("resource_patch", id=resource["id"], layer="nha-thuoc", release_number="1")
    call_action("resource_update", context=as_editor, id=resource["id"], name="Tên mới", url="https://example.org/b.csv", layer="")
    shown = call_action("resource_show", id=resource["id"])
    assert (shown["name"], shown["layer"], shown["release_number"]) == ("Tên mới", "nha-thuoc", "1")


def test_no_text_is_kept_in_a_resources_fields_that_are_not_for_people(make_dataset: MakeDataset) -> None:
    """CKAN takes texts there, and shows them to everybody."""
    sent = dict.fromkeys([*UNUSED, YES_OR_NO[1]], "2031-12-13")
    made = make_dataset(resources=[{"url": "https://example.org/a", "name": "A", **sent}])
    shown = as_site("resource_patch", id=made["resources"][0]["id"], **sent)
    assert not [name for found in (made["resources"][0], shown) for name, value in found.items() if "2031" in str(value)]


def test_update_round_trip_changes_nothing(make_dataset: MakeDataset) -> None:
    """Sending a dataset back as it was shown is no change."""
    dataset = make_dataset(units=["718@2024"], temporal_start="2024-05-01", resources=[{"name": "Tệp", "url": "https://example.org/a.csv"}])
    shown = call_action("package_show", id=dataset["id"])
    as_site("package_update", **shown)
    assert call_action("package_show", id=dataset["id"]) == shown


def test_licences_are_ours() -> None:
    """CKAN's licence list is the vocabulary, and the dataset shows its name."""
    assert [licence["id"] for licence in call_action("license_list")] == [
        "vn-open",
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
        "CC0-1.0",
        "ODbL-1.0",
        "PDDL-1.0",
        "MIT",
    ]


def test_open_licence_counts_as_open(make_dataset: MakeDataset) -> None:
    """The national licence is open, and its Vietnamese title is shown."""
    dataset = make_dataset(license_id="vn-open")
    assert dataset["isopen"] is True
    assert dataset["license_title"] == "Dữ liệu mở của cơ quan nhà nước (Điều 43 Luật Giao dịch điện tử 2023)"
