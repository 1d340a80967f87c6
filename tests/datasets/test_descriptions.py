"""The descriptions of the seed: complete in both languages, of known agencies, with source and licence, and true to the files."""

import unicodedata
from datetime import date
from typing import Any

import pytest

from ckanext.binhduong.catalogue import vocabularies
from tests.datasets.seed import AGENCIES, DATASETS, ROOT, SAMPLES, features, resources, rows

EXPECTED = {
    "camera-giao-thong": ("camera-giao-thong", "CC0-1.0"),
    "co-so-y-te": ("y-te", "CC0-1.0"),
    "dia-danh": ("don-vi-hanh-chinh", "CC-BY-4.0"),
    "diem-hang-thiet-yeu": ("mat-hang-thiet-yeu", "CC0-1.0"),
    "don-vi-hanh-chinh-2024": ("don-vi-hanh-chinh", "MIT"),
    "don-vi-hanh-chinh-2025": ("don-vi-hanh-chinh", "MIT"),
    "nha-thuoc": ("nha-thuoc", "CC0-1.0"),
    "quan-trac-moi-truong": ("moi-truong", "CC0-1.0"),
    "quy-hoach": ("quy-hoach", "CC0-1.0"),
    "san-bay": ("giao-thong-cong-cong", "PDDL-1.0"),
    "so-lieu-chuyen-doi-so": ("chuyen-doi-so", "CC0-1.0"),
    "tinh-thanh-63-34": ("don-vi-hanh-chinh", "MIT"),
    "tram-dung-xe-buyt-2018": ("giao-thong-cong-cong", "ODbL-1.0"),
    "wifi-cong-cong-thu-dau-mot": ("chuyen-doi-so", "CC0-1.0"),
}
FILLED = [
    "title",
    "title_en",
    "notes",
    "notes_en",
    "theme",
    "agency",
    "tags",
    "license_id",
    "data_kind",
    "frequency",
    "list_number",
    "legal_basis",
    "contact_name",
    "contact_email",
    "temporal_start",
    "issued",
    "modified",
    "language",
    "access_rights",
    "provenance",
    "resources",
]
FILE_FILLED = ["file", "name", "name_en", "description", "description_en", "format", "key_column", "columns"]
CODES = {"theme": "themes", "license_id": "licences", "frequency": "frequency", "data_kind": "data_kind"}
REPEALED = "47/2020"


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def test_the_catalogue_is_whole() -> None:
    """Six themes of samples, the units of both eras and the other real data, each under its licence."""
    assert {name: (dataset["theme"], dataset["license_id"]) for name, dataset in DATASETS.items()} == EXPECTED


@pytest.mark.parametrize("name", DATASETS)
def test_every_field_is_filled(name: str) -> None:
    """Nothing that a reader of either language looks for is missing, and the folder bears the dataset's name."""
    dataset = DATASETS[name]
    assert dataset["name"] == name
    assert [field for field in FILLED if not dataset.get(field)] == []
    assert [(r["file"], field) for r in dataset["resources"] for field in FILE_FILLED if not r.get(field)] == []


@pytest.mark.parametrize("name", DATASETS)
def test_codes_are_in_the_vocabularies(name: str) -> None:
    """Theme, licence, frequency and kind are ones that the portal knows."""
    dataset = DATASETS[name]
    known = {field: dataset[field] in {row["code"] for row in vocabularies.entries(table)} for field, table in CODES.items()}
    assert known == dict.fromkeys(CODES, True)


@pytest.mark.parametrize("name", DATASETS)
def test_the_agency_and_its_address_are_ours(name: str) -> None:
    """The agency is in agencies.yaml, and mail to the contact reaches nobody by mistake."""
    dataset = DATASETS[name]
    assert dataset["agency"] in AGENCIES
    assert dataset["contact_email"] == f"{dataset['agency']}@binhduong.example"


@pytest.mark.parametrize("name", DATASETS)
def test_only_law_in_force_is_cited(name: str) -> None:
    """Decree 47/2020 was repealed; Article 43 of the Law on E-Transactions is the ground of open data."""
    dataset = DATASETS[name]
    assert dataset["legal_basis"].startswith("Luật Giao dịch điện tử số 20/2023/QH15, Điều 43; Nghị định số 194/2025/NĐ-CP")
    assert [text for text in _texts(dataset) if REPEALED in text] == []


@pytest.mark.parametrize("name", DATASETS)
def test_dates_are_dates_in_order(name: str) -> None:
    """ISO dates; nothing ends before it begins, is changed before it is issued, or lies after its issue."""
    dataset = DATASETS[name]
    start, issued, modified = (date.fromisoformat(dataset[field]) for field in ("temporal_start", "issued", "modified"))
    end = date.fromisoformat(dataset.get("temporal_end", dataset["issued"]))
    assert start <= end <= issued <= modified


@pytest.mark.parametrize("name", DATASETS)
def test_texts_are_nfc(name: str) -> None:
    """No text is stored decomposed."""
    assert [text for text in _texts(DATASETS[name]) if not unicodedata.is_normalized("NFC", text)] == []


@pytest.mark.parametrize(("name", "resource"), resources(), ids=lambda value: value if isinstance(value, str) else value["file"])
def test_data_is_nfc_and_trimmed(name: str, resource: dict[str, Any]) -> None:
    """No cell of any file is stored decomposed or has spaces at its ends or doubled."""
    texts = {text for row in rows(name, resource["file"]) for text in row.values() if isinstance(text, str)}
    assert [text for text in texts if " ".join(unicodedata.normalize("NFC", text).split()) != text] == []


@pytest.mark.parametrize("name", DATASETS)
def test_every_folder_states_source_and_licence(name: str) -> None:
    """SOURCE.md names each file of the folder and the licence."""
    text = (ROOT / "datasets" / name / "SOURCE.md").read_text(encoding="utf-8")
    words = {
        "CC-BY-4.0": "Creative Commons Attribution 4.0",
        "CC0-1.0": "CC0",
        "ODbL-1.0": "ODbL",
        "PDDL-1.0": "public domain",
        "MIT": "MIT",
    }
    assert words[DATASETS[name]["license_id"]] in " ".join(text.split())
    assert [r["file"] for r in DATASETS[name]["resources"] if f"`{r['file']}`" not in text] == []


@pytest.mark.parametrize("name", DATASETS)
def test_no_file_lies_beside_the_description_unmentioned(name: str) -> None:
    """What is in the folder is what the description publishes."""
    files = {path.name for path in (ROOT / "datasets" / name).iterdir()} - {"dataset.yaml", "SOURCE.md"}
    assert files == {resource["file"] for resource in DATASETS[name]["resources"]}


@pytest.mark.parametrize(("name", "resource"), resources(), ids=lambda value: value if isinstance(value, str) else value["file"])
def test_the_dictionary_is_that_of_the_file(name: str, resource: dict[str, Any]) -> None:
    """Every column of the file, in order, has titles in both languages, and notes come in both or in none; types never."""
    assert list(resource["columns"]) == list(rows(name, resource["file"])[0])
    for column in resource["columns"].values():
        assert sorted(column) in (["en", "vi"], ["en", "notes", "notes_en", "vi"])


@pytest.mark.parametrize(("name", "resource"), resources(), ids=lambda value: value if isinstance(value, str) else value["file"])
def test_the_key_is_unique_and_filled(name: str, resource: dict[str, Any]) -> None:
    """A row can be named by its key, in links and in comparisons of releases."""
    keys = [row[resource["key_column"]] for row in rows(name, resource["file"])]
    assert all(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_says_so_wherever_it_is_named(name: str) -> None:
    """Title, description, tags, provenance and file names, in both languages."""
    dataset = DATASETS[name]
    assert "(dữ liệu mẫu)" in dataset["title"]
    assert "(sample data)" in dataset["title_en"]
    assert "máy tạo ra" in dataset["notes"].split("\n")[0]
    assert "made by a program" in dataset["notes_en"].split("\n")[0]
    assert "dữ liệu mẫu" in dataset["tags"]
    assert dataset["provenance"].startswith("Dữ liệu mẫu do chương trình")
    assert all("(dữ liệu mẫu)" in r["name"] and "(sample data)" in r["name_en"] for r in dataset["resources"])
    assert {r["availability"] for r in dataset["resources"]} == {"EXPERIMENTAL"}


@pytest.mark.parametrize("field", ["notes", "notes_en"])
def test_descriptions_begin_with_what_differs(field: str) -> None:
    """In a list of cards the first words say which dataset it is."""
    beginnings = [" ".join(dataset[field].split()[:4]) for dataset in DATASETS.values()]
    assert len(set(beginnings)) == len(beginnings)


def test_planning_zones_are_found_by_construction() -> None:
    """The dataset speaks of "xây dựng" in title, notes and tags; no other title does."""
    zones = DATASETS["quy-hoach"]
    assert "xây dựng" in zones["title"].lower()
    assert "xây dựng" in zones["notes"].lower()
    assert "xây dựng" in zones["tags"]
    assert [name for name, dataset in DATASETS.items() if "xây dựng" in dataset["title"].lower()] == ["quy-hoach"]


def test_the_units_of_2024_are_9_and_91() -> None:
    """Every commune belongs to a district that is there, and districts count their communes rightly."""
    districts = rows("don-vi-hanh-chinh-2024", "cap-huyen-2024.geojson")
    communes = rows("don-vi-hanh-chinh-2024", "cap-xa-2024.geojson")
    assert (len(districts), len(communes)) == (9, 91)
    counted = {row["ma"]: sum(commune["ma_huyen"] == row["ma"] for commune in communes) for row in districts}
    assert counted == {row["ma"]: row["so_xa"] for row in districts}
    assert {f["id"] for f in features("don-vi-hanh-chinh-2024", "cap-xa-2024.geojson")} == {row["ma_don_vi"] for row in communes}


def test_no_population_is_published_for_units() -> None:
    """The source's counts have no date, and their sum is no census figure."""
    names = [column for name, r in resources() for column in r["columns"] if name != "so-lieu-chuyen-doi-so"]
    assert [column for column in names if "dan_so" in column or "population" in column] == []


def test_the_crosswalk_joins_both_lists() -> None:
    """107 pairs lead from each of the 91 old units to the 36 new ones; 16 old units were divided."""
    pairs = rows("don-vi-hanh-chinh-2025", "chuyen-doi-2024-2025.csv")
    assert len(pairs) == 107
    assert {p["ma_don_vi_cu"] for p in pairs} == {row["ma_don_vi"] for row in rows("don-vi-hanh-chinh-2024", "cap-xa-2024.geojson")}
    assert {p["ma_don_vi_moi"] for p in pairs} == {row["ma_don_vi"] for row in rows("don-vi-hanh-chinh-2025", "cap-xa-2025.csv")}
    assert len({p["ma_don_vi_cu"] for p in pairs if p["so_don_vi_moi"] == "2"}) == 16


def test_the_other_real_tables_have_their_rows() -> None:
    """Nothing was lost on the way from the sources."""
    tables = ["tinh-thanh-63-34", "dia-danh", "san-bay", "so-lieu-chuyen-doi-so"]
    assert {name: len(rows(name, f"{name}.csv")) for name in tables} == {
        "tinh-thanh-63-34": 63,
        "dia-danh": 7,
        "san-bay": 8,
        "so-lieu-chuyen-doi-so": 37,
    }
    assert len(rows("don-vi-hanh-chinh-2025", "cap-xa-2025.csv")) == 36
    assert len({row["ma_tinh_moi"] for row in rows("tinh-thanh-63-34", "tinh-thanh-63-34.csv")}) == 34
    assert rows("tinh-thanh-63-34", "tinh-thanh-63-34.csv")[0]["ma_tinh_cu"] == "01"


def test_openstreetmap_stays_apart_and_attributed() -> None:
    """The share-alike rows are in one dataset only, which names the contributors in every text."""
    stops = DATASETS["tram-dung-xe-buyt-2018"]
    assert len(rows("tram-dung-xe-buyt-2018", "tram-dung-xe-buyt-2018.geojson")) == 214
    assert "OpenStreetMap" in stops["notes"]
    assert "OpenStreetMap contributors" in stops["notes_en"]
    assert [name for name, dataset in DATASETS.items() if dataset["license_id"] == "ODbL-1.0"] == ["tram-dung-xe-buyt-2018"]


def test_every_figure_names_its_article() -> None:
    """No figure stands without the source that stated it."""
    assert [row["ma"] for row in rows("so-lieu-chuyen-doi-so", "so-lieu-chuyen-doi-so.csv") if len(row["nguon"]) < 20] == []
