"""The agencies: complete in both languages, former ones shown as such, successors only where the law names one."""

import unicodedata
from datetime import date

import pytest

from tests.datasets.seed import AGENCIES, DATASETS

FIELDS = [
    "name",
    "title",
    "title_en",
    "description",
    "description_en",
    "contact_email",
    "contact_phone",
    "contact_address",
    "url",
    "valid_from",
    "valid_to",
    "successor",
    "unit",
]
DISTRICTS = [str(code) for code in range(718, 727)]


@pytest.mark.parametrize("name", AGENCIES)
def test_every_field_is_there_and_the_texts_are_filled(name: str) -> None:
    """What is unknown is an empty text, never a guess; titles and descriptions are in both languages."""
    agency = AGENCIES[name]
    assert list(agency) == FIELDS
    assert [field for field in FIELDS[:6] if not agency[field]] == []
    assert agency["contact_email"] == f"{name}@binhduong.example"
    assert [value for value in agency.values() if not unicodedata.is_normalized("NFC", value)] == []


def test_departments_and_centre_are_there() -> None:
    """The seven bodies that publish, and the two departments that followed three of them on 1 March 2025."""
    assert {name for name in AGENCIES if not name.startswith("ubnd-")} == {
        "so-y-te",
        "so-cong-thuong",
        "so-xay-dung",
        "so-giao-thong-van-tai",
        "so-tai-nguyen-va-moi-truong",
        "so-thong-tin-va-truyen-thong",
        "so-nong-nghiep-va-moi-truong",
        "so-khoa-hoc-va-cong-nghe",
        "trung-tam-dieu-hanh-thong-minh",
    }


def test_each_district_of_2024_has_its_office() -> None:
    """Nine People's Committees, one a district unit, ended with the district level."""
    offices = [agency for name, agency in AGENCIES.items() if name.startswith("ubnd-")]
    assert sorted(agency["unit"] for agency in offices) == [f"{code}@2024" for code in DISTRICTS]
    assert {(agency["valid_to"], agency["successor"]) for agency in offices} == {("2025-06-30", "")}


def test_what_the_law_ended_on_1_march_2025_has_its_successor() -> None:
    """Decree 45/2025/NĐ-CP has no such departments; their fields went to three that it has."""
    ended = {name: agency["successor"] for name, agency in AGENCIES.items() if agency["valid_to"] == "2025-02-28"}
    assert ended == {
        "so-giao-thong-van-tai": "so-xay-dung",
        "so-tai-nguyen-va-moi-truong": "so-nong-nghiep-va-moi-truong",
        "so-thong-tin-va-truyen-thong": "so-khoa-hoc-va-cong-nghe",
    }


def test_validity_is_in_order_and_successors_exist() -> None:
    """No agency ends before it begins or is followed by one that is not in the list."""
    for agency in AGENCIES.values():
        if agency["valid_from"] and agency["valid_to"]:
            assert date.fromisoformat(agency["valid_from"]) < date.fromisoformat(agency["valid_to"])
        assert agency["successor"] in {"", *AGENCIES}


def test_no_agency_is_said_to_live_on_without_proof() -> None:
    """Only the centre's end is unknown, and its description says so."""
    assert [name for name, agency in AGENCIES.items() if not agency["valid_to"]] == ["trung-tam-dieu-hanh-thong-minh"]
    assert "chưa xác minh" in AGENCIES["trung-tam-dieu-hanh-thong-minh"]["description"]


def test_nobody_publishes_outside_its_time() -> None:
    """A sample's rows end before their agency does."""
    for dataset in DATASETS.values():
        agency = AGENCIES[dataset["agency"]]
        if dataset["data_kind"] == "sample" and agency["valid_to"]:
            assert dataset["temporal_end"] <= agency["valid_to"]
