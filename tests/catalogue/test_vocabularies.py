"""The vocabulary tables and the plain functions that read them."""

import json
import unicodedata

import pytest

from ckanext.binhduong.catalogue import vocabularies as v

EU = "http://publications.europa.eu/resource/authority/"
THEMES = [
    "y-te",
    "nha-thuoc",
    "mat-hang-thiet-yeu",
    "quy-hoach",
    "moi-truong",
    "camera-giao-thong",
    "don-vi-hanh-chinh",
    "giao-thong-cong-cong",
    "chuyen-doi-so",
]


@pytest.mark.parametrize("vocabulary", v.VOCABULARIES)
def test_every_entry_has_both_languages_in_nfc(vocabulary: str) -> None:
    """No label is empty, and none is stored decomposed."""
    for row in v.entries(vocabulary):
        for lang in ("vi", "en"):
            assert row[lang]
            assert unicodedata.is_normalized("NFC", row[lang])


@pytest.mark.parametrize(
    ("vocabulary", "table"),
    [
        ("themes", "data-theme"),
        ("sectors", "data-theme"),
        ("eu_themes", "data-theme"),
        ("frequency", "frequency"),
        ("formats", "file-type"),
        ("languages", "language"),
        ("access_rights", "access-right"),
        ("availability", "planned-availability"),
        ("status", "distribution-status"),
    ],
)
def test_uris_are_of_the_right_authority_table(vocabulary: str, table: str) -> None:
    """DCAT-AP accepts only concepts of the table that belongs to the property."""
    assert all(row["uri"].startswith(f"{EU}{table}/") for row in v.entries(vocabulary))


def test_themes_are_the_nine_promised_codes_in_order() -> None:
    """Theme codes are in URLs and in feature searches, so they are fixed."""
    assert v.codes("themes") == THEMES
    assert [row["order"] for row in v.entries("themes")] == list(range(1, 10))
    assert all(row["description"]["vi"] and row["description"]["en"] for row in v.entries("themes"))
    assert {row["eu_theme"] for row in v.entries("themes")} <= set(v.codes("eu_themes"))


def test_sectors_stand_beside_the_nine() -> None:
    """Codes of their own, an EU theme each with its address, after the nine in order."""
    rows = v.entries("sectors")
    eu = {row["code"]: row["uri"] for row in v.entries("eu_themes")}
    assert not set(v.codes("sectors")) & set(THEMES)
    assert [row["order"] for row in rows] == list(range(10, 24))
    assert all(row["description"]["vi"] and row["description"]["en"] and row["uri"] == eu[row["eu_theme"]] for row in rows)


@pytest.mark.parametrize(
    ("vocabulary", "code", "lang", "expected"),
    [
        ("themes", "nha-thuoc", "vi", "Nhà thuốc"),
        ("themes", "nha-thuoc", "en", "Pharmacies"),
        ("frequency", "MONTHLY", "fr", "Hằng tháng"),
        ("licences", "ODbL-1.0", "en", "Open Data Commons Open Database License 1.0 (ODbL)"),
        ("status", "no-such-code", "vi", "no-such-code"),
    ],
)
def test_label(vocabulary: str, code: str, lang: str, expected: str) -> None:
    """Labels come in the asked language, else in Vietnamese; an unknown code is shown as it is."""
    assert v.label(vocabulary, code, lang) == expected


@pytest.mark.parametrize(
    ("vocabulary", "code", "expected"),
    [
        ("licences", "CC-BY-4.0", f"{EU}licence/CC_BY_4_0"),
        ("licences", "vn-open", None),
        ("data_kind", "sample", None),
        ("languages", "vi", f"{EU}language/VIE"),
        ("themes", "quy-hoach", f"{EU}data-theme/REGI"),
        ("themes", "nowhere", None),
    ],
)
def test_uri(vocabulary: str, code: str, expected: str | None) -> None:
    """A code has the address of its concept, or none when no authority has it."""
    assert v.uri(vocabulary, code) == expected


def test_choices_are_what_scheming_reads() -> None:
    """A choice has a value and a label in both languages."""
    assert v.choices("data_kind") == [
        {"value": "real", "label": {"vi": "Dữ liệu thật", "en": "Real data"}},
        {"value": "sample", "label": {"vi": "Dữ liệu mẫu", "en": "Sample data"}},
    ]


def test_unknown_vocabulary_is_refused() -> None:
    """A slip in a schema's vocabulary name does not become an empty list."""
    with pytest.raises(KeyError):
        v.choices("colours")


def test_callers_cannot_change_the_table() -> None:
    """Entries are copies."""
    v.entries("themes")[0]["vi"] = "changed"
    assert v.label("themes", "y-te") == "Y tế"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("CSV", "CSV"),
        ("geojson", "GeoJSON"),
        ("thư mục/ranh-gioi.SHP.zip", "SHP"),
        ("anh.zip", "ZIP"),
        (".parquet", "Parquet"),
        ("text/csv", "CSV"),
        ("application/zip", "ZIP"),
        ("nha-thuoc.v2.xlsx", "XLSX"),
    ],
)
def test_find_format(name: str, code: str) -> None:
    """A format is found by code, file name, extension or media type."""
    found = v.find_format(name)
    assert found is not None
    assert found["code"] == code


def test_find_format_unknown() -> None:
    """An unknown ending is no format."""
    assert v.find_format("tep.khongco") is None


def test_bytes_of_no_known_kind_are_no_format() -> None:
    """What a server sends as mere bytes is not taken for a format that readers can open."""
    assert v.find_format("application/octet-stream") is None


def test_licences_are_the_promised_ids_in_ckans_layout() -> None:
    """CKAN reads this very file: id, title, url and the conformance that makes a licence open."""
    assert v.codes("licences") == ["vn-open", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODbL-1.0", "PDDL-1.0", "MIT"]
    for row in json.loads(v.LICENCES_FILE.read_text(encoding="utf-8")):
        assert "approved" in (row["od_conformance"], row["osd_conformance"])
        assert row["status"] == "active"
    assert v.label("licences", "vn-open") == "Dữ liệu mở của cơ quan nhà nước (Điều 43 Luật Giao dịch điện tử 2023)"
