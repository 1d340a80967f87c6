"""Reading the seed's folder, without CKAN: what is understood, and how each mistake is told."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ckanext.binhduong.catalogue.seed.files import SeedError, read_agencies, read_datasets

REPOSITORY = Path(__file__).parents[2]

DATASET = {
    "name": "nha-thuoc",
    "title": "Nhà thuốc",
    "notes": "Mô tả",
    "theme": "nha-thuoc",
    "agency": "so-y-te",
    "tags": ["dược"],
    "license_id": "CC0-1.0",
    "data_kind": "sample",
    "units": ["74@2024"],
    "issued": "2026-11-22",
    "contact_name": "Phòng Dược",
    "contact_email": "duoc@so-y-te.example",
    "resources": [{"file": "a.csv", "name": "Tệp", "columns": {"ma": {"vi": "Mã"}}}],
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one dataset's folder, changed as the test wants (None takes a key away); give the seed's folder."""

    def write_dataset(changes: dict[str, Any] | None = None, content: str = "ma\n1\n") -> Path:
        entry = {key: value for key, value in {**DATASET, **(changes or {})}.items() if value is not None}
        folder = tmp_path / "nha-thuoc"
        folder.mkdir(exist_ok=True)
        (folder / "a.csv").write_text(content, encoding="utf-8")
        (folder / "dataset.yaml").write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")
        return tmp_path

    return write_dataset


def test_dataset_becomes_ckans_fields(write: Write) -> None:
    """agency is owner_org, tags are objects, the dictionary is JSON text, the file is a path with a checksum."""
    [dataset] = read_datasets(write())
    assert dataset.values["owner_org"] == "so-y-te"
    assert dataset.values["tags"] == [{"name": "dược"}]
    assert dataset.values["units"] == ["74@2024"]
    assert "agency" not in dataset.values
    [resource] = dataset.resources
    assert resource.values == {"name": "Tệp", "columns": '{"ma": {"vi": "Mã"}}'}
    assert resource.path == write() / "nha-thuoc" / "a.csv"
    assert resource.sha256 == hashlib.sha256(b"ma\n1\n").hexdigest()


def test_unquoted_date_is_text(write: Write) -> None:
    """YAML reads 2026-11-22 as a date; the field is text."""
    folder = write()
    path = folder / "nha-thuoc" / "dataset.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("'2026-11-22'", "2026-11-22"), encoding="utf-8")
    assert next(read_datasets(folder)).values["issued"] == "2026-11-22"


def test_digest_changes_with_any_field_and_any_file(write: Write) -> None:
    """Equal sources have equal digests, and only they."""
    same = {next(read_datasets(write())).digest for _ in range(2)}
    changed = {next(read_datasets(folder)).digest for folder in (write({"title": "Khác"}),)}
    changed |= {next(read_datasets(folder)).digest for folder in (write(content="ma\n2\n"),)}
    changed |= {next(read_datasets(folder)).digest for folder in (write({"resources": []}),)}
    assert len(same) == 1
    assert len(same | changed) == 4


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"titel": "x"}, "titel", "khóa lạ; các khóa dùng được: title, title_en"),
        ({"release_state": "x"}, "release_state", "khóa lạ"),
        ({"title": None}, "title", "thiếu giá trị"),
        ({"agency": None}, "agency", "thiếu giá trị"),
        ({"name": "khac"}, "name", "phải giống tên thư mục “nha-thuoc”"),
        ({"units": "74@2024"}, "units", "phải là danh sách"),
        ({"notes": ["a"]}, "notes", "phải là chữ"),
        ({"version": True}, "version", "phải là chữ"),
        ({"resources": [{"file": "a.csv"}]}, "resources[1].name", "thiếu giá trị"),
        ({"resources": [{"name": "Tệp"}]}, "resources[1].", "phải có đúng một trong hai khóa: file hoặc url"),
        ({"resources": [{"name": "Tệp", "file": "a.csv", "url": "https://example.org"}]}, "resources[1].", "phải có đúng một"),
        ({"resources": [{"name": "Tệp", "file": "b.csv"}]}, "resources[1].file", "không có tệp “b.csv”"),
        ({"resources": [{"name": "Tệp", "file": "../../etc/passwd"}]}, "resources[1].file", "phải nằm trong thư mục"),
        ({"resources": [{"name": "Tệp", "file": "a.csv", "type": "x"}]}, "resources[1].type", "khóa lạ"),
        ({"resources": [{"name": "Tệp", "file": "a.csv", "columns": ["ma"]}]}, "resources[1].columns", "phải là các dòng cột"),
        ({"resources": [{"name": "Tệp", "file": "a.csv"}, {"name": "Hai", "file": "a.csv"}]}, "resources", "cùng tệp"),
        ({"resources": ["a.csv"]}, "resources[1].", "mỗi mục là một nhóm"),
    ],
)
def test_mistake_names_file_and_place(write: Write, changes: dict[str, Any], place: str, message: str) -> None:
    """Who wrote the file knows where to look and what to do."""
    with pytest.raises(SeedError) as error:
        list(read_datasets(write(changes)))
    assert (error.value.file, error.value.place) == ("nha-thuoc/dataset.yaml", place)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"a: [", "dòng 1"), (b"- a", "-"), ("tên: x".encode("utf-16"), "-"), (b"!!python/object/apply:os.system [id]", "dòng 1")],
)
def test_file_that_is_no_dataset_is_refused(write: Write, content: bytes, place: str) -> None:
    """Broken YAML, a list, another encoding, and YAML that would run code."""
    folder = write()
    (folder / "nha-thuoc" / "dataset.yaml").write_bytes(content)
    with pytest.raises(SeedError) as error:
        list(read_datasets(folder))
    assert error.value.place == place


def test_only_reads_one_dataset(write: Write) -> None:
    """A mistake elsewhere does not matter then; an unknown name is told."""
    folder = write()
    (folder / "hong").mkdir()
    (folder / "hong" / "dataset.yaml").write_text("x", encoding="utf-8")
    assert [dataset.name for dataset in read_datasets(folder, "nha-thuoc")] == ["nha-thuoc"]
    with pytest.raises(SeedError):
        list(read_datasets(folder, "khong-co"))


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        ([{"name": "so-y-te"}], "[1].title", "thiếu giá trị"),
        ([{"name": "so-y-te", "title": "Sở Y tế", "phone": "1"}], "[1].phone", "khóa lạ"),
        ([{"name": "so-y-te", "title": "Sở Y tế", "successor": "so-moi"}], "[1].successor", "không có cơ quan “so-moi”"),
        ({"name": "so-y-te"}, "-", "phải là danh sách"),
    ],
)
def test_mistake_in_agencies(tmp_path: Path, rows: Any, place: str, message: str) -> None:
    """Agencies are told by their number in the list."""
    (tmp_path / "agencies.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    with pytest.raises(SeedError) as error:
        read_agencies(tmp_path)
    assert (error.value.file, error.value.place) == ("agencies.yaml", place)
    assert message in str(error.value)


def test_seed_of_the_repository_is_well_formed() -> None:
    """Every dataset and agency of the repository is read, and each dataset's agency is in the list."""
    folder = REPOSITORY / "datasets"
    agencies = {agency.name for agency in read_agencies(folder)}
    datasets = list(read_datasets(folder))
    assert {dataset.values["owner_org"] for dataset in datasets} <= agencies
    assert {"nha-thuoc", "quy-hoach", "don-vi-hanh-chinh-2024"} <= {dataset.name for dataset in datasets}
