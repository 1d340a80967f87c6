"""Loading the seed into CKAN: once, again, after a change, and after people changed things in the portal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from ckan.tests.helpers import call_action

from ckanext.binhduong.catalogue.seed.files import SeedError
from ckanext.binhduong.catalogue.seed.load import load
from tests.catalogue.conftest import as_site

pytestmark = pytest.mark.usefixtures("database", "clean_queues")

COMMON = {
    "notes": "Mô tả",
    "agency": "so-y-te",
    "license_id": "CC0-1.0",
    "data_kind": "sample",
    "contact_name": "Phòng Dược",
    "contact_email": "duoc@so-y-te.example",
}


def write(folder: Path, name: str, **values: Any) -> None:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "dataset.yaml").write_text(yaml.safe_dump({**COMMON, "name": name, **values}, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two agencies and two datasets, one with a file and a link."""
    agencies = [{"name": "so-y-te", "title": "Sở Y tế", "contact_phone": ""}, {"name": "so-cu", "title": "Sở cũ", "valid_to": "2025-06-30"}]
    (tmp_path / "agencies.yaml").write_text(yaml.safe_dump(agencies, allow_unicode=True), encoding="utf-8")
    resources = [{"file": "a.csv", "name": "Tệp", "key_column": "ma"}, {"url": "https://example.org/b.pdf", "name": "Tài liệu"}]
    write(tmp_path, "nha-thuoc", title="Nhà thuốc", theme="nha-thuoc", legal_basis="Điều 43", tags=["dược"], resources=resources)
    (tmp_path / "nha-thuoc" / "a.csv").write_text("ma\n1\n", encoding="utf-8")
    write(tmp_path, "benh-vien", title="Bệnh viện", theme="y-te")
    return tmp_path


@pytest.fixture
def seed(folder: Path) -> Callable[..., int]:
    """Load the folder; give the number of changes."""
    return lambda only=None: load(folder, lambda line: None, only)


def show(name: str) -> dict[str, Any]:
    return call_action("package_show", id=name)


def jobs() -> int:
    return len(as_site("job_list"))


def test_first_run_makes_everything(seed: Callable[..., int]) -> None:
    """Nine themes and fourteen sectors, two agencies, two datasets; the file is stored, the link is kept."""
    assert seed() == 9 + 14 + 2 + 2
    assert len(call_action("group_list")) == 9 + 14
    assert call_action("organization_show", id="so-cu")["former"] is True
    dataset = show("nha-thuoc")
    assert (dataset["organization"]["name"], dataset["groups"][0]["name"]) == ("so-y-te", "nha-thuoc")
    file, link = dataset["resources"]
    assert (file["name"], file["url_type"], file["key_column"]) == ("Tệp", "upload", "ma")
    assert file["url"].endswith("/a.csv")
    assert link["url"] == "https://example.org/b.pdf"


def test_second_run_changes_nothing(seed: Callable[..., int]) -> None:
    """No new version, no modified date, no job."""
    seed()
    before = (show("nha-thuoc"), show("benh-vien"), call_action("group_show", id="y-te"), jobs())
    assert seed() == 0
    assert (show("nha-thuoc"), show("benh-vien"), call_action("group_show", id="y-te"), jobs()) == before


def test_changed_file_changes_its_dataset_only(seed: Callable[..., int], folder: Path) -> None:
    """The other dataset is untouched, and so is the link beside the file."""
    seed()
    before, other = show("nha-thuoc"), show("benh-vien")
    (folder / "nha-thuoc" / "a.csv").write_text("ma\n1\n2\n", encoding="utf-8")
    assert seed() == 1
    after = show("nha-thuoc")
    assert show("benh-vien") == other
    assert [resource["id"] for resource in after["resources"]] == [resource["id"] for resource in before["resources"]]
    assert after["resources"][0]["last_modified"] != before["resources"][0]["last_modified"]
    assert after["resources"][1] == before["resources"][1]


def test_changed_words_upload_nothing(seed: Callable[..., int], folder: Path) -> None:
    """A new title leaves the file alone, and a field that was taken out is emptied."""
    seed()
    before = show("nha-thuoc")["resources"]
    entry = yaml.safe_load((folder / "nha-thuoc" / "dataset.yaml").read_text(encoding="utf-8"))
    del entry["legal_basis"]
    write(folder, **{**entry, "title": "Nhà thuốc và quầy thuốc"})
    assert seed() == 1
    after = show("nha-thuoc")
    assert after["title"] == "Nhà thuốc và quầy thuốc"
    assert "legal_basis" not in after
    assert after["resources"] == before


def test_files_are_added_removed_and_ordered(seed: Callable[..., int], folder: Path) -> None:
    """The dataset's files are those of the source, in its order."""
    seed()
    (folder / "nha-thuoc" / "c.csv").write_text("ma\n3\n", encoding="utf-8")
    resources = [{"file": "c.csv", "name": "Mới"}, {"file": "a.csv", "name": "Tệp"}]
    write(folder, "nha-thuoc", title="Nhà thuốc", theme="nha-thuoc", resources=resources)
    seed()
    assert [resource["name"] for resource in show("nha-thuoc")["resources"]] == ["Mới", "Tệp"]


def test_what_officers_changed_stays(seed: Callable[..., int]) -> None:
    """Starting the portal again does not undo work done in it."""
    seed()
    as_site("package_patch", id="benh-vien", title="Bệnh viện công")
    as_site("organization_patch", id="so-y-te", contact_phone="0274 3822 825")
    assert seed() == 0
    assert show("benh-vien")["title"] == "Bệnh viện công"
    assert call_action("organization_show", id="so-y-te")["contact_phone"] == "0274 3822 825"


def test_deleted_dataset_stays_deleted_until_asked_for(seed: Callable[..., int]) -> None:
    """An administrator's deletion holds; --only brings the dataset back whole."""
    seed()
    as_site("package_delete", id="nha-thuoc")
    assert seed() == 0
    assert show("nha-thuoc")["state"] == "deleted"
    assert seed("nha-thuoc") == 1
    assert [resource["name"] for resource in show("nha-thuoc")["resources"]] == ["Tệp", "Tài liệu"]
    assert show("nha-thuoc")["state"] == "active"


def test_run_cut_short_goes_on(seed: Callable[..., int], folder: Path) -> None:
    """A refused file leaves what was loaded; the next run adds the rest without doubling anything."""
    resources = [{"file": "a.csv", "name": "Tệp"}, {"url": "ftp://example.org/b", "name": "Sai"}]
    write(folder, "nha-thuoc", title="Nhà thuốc", theme="nha-thuoc", resources=resources)
    with pytest.raises(SeedError) as error:
        seed()
    assert error.value.file == "nha-thuoc/dataset.yaml (ftp://example.org/b)"
    first = show("nha-thuoc")["resources"]
    write(folder, "nha-thuoc", title="Nhà thuốc", theme="nha-thuoc", resources=resources[:1])
    seed()
    assert show("nha-thuoc")["resources"] == first


def test_refused_value_names_file_and_field(seed: Callable[..., int], folder: Path) -> None:
    """What only CKAN can judge is told with the file too."""
    write(folder, "nha-thuoc", title="Nhà thuốc", theme="am-nhac")
    with pytest.raises(SeedError) as error:
        seed()
    assert error.value.file == "nha-thuoc/dataset.yaml"
    assert "theme: Không có mã “am-nhac”" in str(error.value)


def test_agency_must_be_in_the_list(seed: Callable[..., int], folder: Path) -> None:
    """Told before anything is written."""
    write(folder, "nha-thuoc", title="Nhà thuốc", theme="nha-thuoc", agency="so-la")
    with pytest.raises(SeedError) as error:
        seed()
    assert error.value.place == "agency"
    assert call_action("organization_list") == []


def test_command(cli: Any, folder: Path) -> None:
    """`ckan binhduong seed FOLDER` says what it did, and fails with the reason."""
    from ckan.cli.cli import ckan

    first, second = (cli.invoke(ckan, ["binhduong", "seed", str(folder)]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Nhà thuốc (nha-thuoc)" in first.output
    assert "Không có gì thay đổi / nothing to change" in second.output
    (folder / "nha-thuoc" / "a.csv").unlink()
    failed = cli.invoke(ckan, ["binhduong", "seed", str(folder)])
    assert failed.exit_code == 1
    assert "nha-thuoc/dataset.yaml, resources[1].file: không có tệp “a.csv”" in failed.output


def test_what_an_administrator_makes_of_a_sector_stays(seed: Callable[..., int]) -> None:
    """Renamed or deleted, the seed does not bring it back as it was."""
    seed()
    as_site("group_patch", id="giao-duc", title="Trường học")
    as_site("group_delete", id="khoang-san")
    assert seed() == 0
    assert call_action("group_show", id="giao-duc")["title"] == "Trường học"
    assert "khoang-san" not in call_action("group_list")
