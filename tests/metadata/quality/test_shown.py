"""What is said of a dataset's quality, to whom, and where it leads."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.metadata.bulk import jobs
from ckanext.binhduong.metadata.dcat.serializer import CatalogueSerializer
from ckanext.binhduong.metadata.quality import measuring, stored
from ckanext.binhduong.metadata.quality.measure import Measured
from ckanext.binhduong.metadata.quality.metrics import metrics
from ckanext.binhduong.metadata.quality.shown import fixes
from tests.releases.conftest import REQUIRED, TABLE, act, add, agency, as_anonymous, clean, editor

__all__ = ["agency", "clean", "editor"]

SITE = "http://test.ckan.net"

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def dataset(agency: dict[str, Any]) -> dict[str, Any]:
    """A public dataset of real data without files."""
    return act("package_create", name="nha-thuoc", owner_org=agency["id"], **{**REQUIRED, "data_kind": "real"})


def test_everybody_reads_the_points_of_a_public_dataset(dataset: dict[str, Any]) -> None:
    """Measured on the first question if no job did it; the metrics add up; what lacks points comes dearest first, with its field."""
    found = as_anonymous("dataset_quality_show", id="nha-thuoc")
    assert (found["points"], found["of"], found["rating"], found["shapes"]) == (115, 405, "bad", {"conforms": True, "violations": []})
    assert sum(each["points"] for each in found["metrics"]) == sum(each["points"] for each in found["dimensions"]) == 115
    assert sum(each["worth"] for each in found["fix_first"]) == 405 - 115
    assert [each["worth"] for each in found["fix_first"]] == sorted((each["worth"] for each in found["fix_first"]), reverse=True)
    keywords = next(each for each in found["fix_first"] if each["code"] == "keywordAvailability")
    assert (keywords["worth"], keywords["url"]) == (30, f"{SITE}/dataset/edit/nha-thuoc#field-tag_string")
    assert set(keywords["message"]) == {"vi", "en"}
    assert found["freshness"]["state"] == "none"
    assert [each["points"] for each in found["history"]] == [115]
    assert "findings" not in found


def test_what_a_file_lacks_leads_to_its_form(dataset: dict[str, Any]) -> None:
    """A link to elsewhere costs the points of answering, and the field is that of the very file."""
    link = act("resource_create", package_id=dataset["id"], url="https://so-y-te.example/a.csv", name="Liên kết", format="CSV")
    fix = as_anonymous("dataset_quality_show", id=dataset["id"])["fix_first"][0]
    assert (fix["code"], fix["worth"], fix["field"], fix["resource"]) == ("accessUrlStatusCode", 50, "url", link["id"])
    assert fix["url"] == f"{SITE}/dataset/nha-thuoc/resource/{link['id']}/edit#field-resource-url"


def test_every_field_that_is_named_is_in_its_form(dataset: dict[str, Any], app: Any) -> None:
    """A link to a field that no form has would lead nowhere."""
    link = act("resource_create", package_id=dataset["id"], url="https://so-y-te.example/a.csv", name="Liên kết", format="CSV")
    admin = {"Authorization": factories.SysadminWithToken()["token"]}
    pages = {f"/dataset/edit/{dataset['name']}", f"/dataset/{dataset['name']}/resource/{link['id']}/edit"}
    there = {
        f"{page}#{node['id']}"
        for page in pages
        for node in BeautifulSoup(app.get(page, headers=admin, status=200).data, "html.parser").find_all(id=True)
    }
    nothing = [Measured(code, 0, 1, link["id"]) for code in metrics()]
    with app.flask_app.test_request_context():
        urls = {fix["url"].removeprefix(SITE) for fix in fixes(nothing, dataset) if fix["url"]}
    assert len(urls) > 10
    assert urls <= there


def test_a_private_dataset_is_its_agencys(dataset: dict[str, Any], editor: dict[str, Any]) -> None:
    """A stranger is refused, an editor reads it, before and after it was measured."""
    hidden = act("package_create", name="rieng-tu", owner_org="so-y-te", private=True, **REQUIRED)
    for _ in range(2):
        with pytest.raises(tk.NotAuthorized):
            as_anonymous("dataset_quality_show", id="rieng-tu")
        context = {"user": editor["name"], "ignore_auth": False}
        assert tk.get_action("dataset_quality_show")(context, {"id": hidden["id"]})["points"] == 145  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{}, {"id": ""}, {"id": "khong-co"}])
def test_a_dataset_that_there_is_not(clean: None, wrong: dict[str, Any]) -> None:
    """Is named as not found, or as not given."""
    with pytest.raises((tk.ObjectNotFound, tk.ValidationError)):
        as_anonymous("dataset_quality_show", **wrong)


def test_a_dataset_that_cannot_be_described_is_not_measured(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, with an incident in the log, and no page breaks."""

    def fail(*_: Any) -> Any:
        raise ValueError("x")

    monkeypatch.setattr(CatalogueSerializer, "graph_from_dataset", fail)
    with pytest.raises(tk.ObjectNotFound):
        as_anonymous("dataset_quality_show", id="nha-thuoc")


def test_who_may_edit_reads_the_findings(dataset: dict[str, Any], editor: dict[str, Any]) -> None:
    """Errors and warnings of the newest uploads; the columns that are explained are counted for everybody."""
    resource = add(dataset, f"{TABLE}Tổng cộng,,19\n", "a.csv")
    context = {"user": editor["name"], "ignore_auth": False}
    found = tk.get_action("dataset_quality_show")(context, {"id": dataset["id"]})  # type: ignore[arg-type]
    assert found["findings"] == {"errors": 0, "warnings": 1}
    assert found["columns"] == {"described": 0, "all": 3}
    act("resource_patch", id=resource["id"], columns={"ma": {"vi": "Mã", "notes": "Mã của sở"}})
    assert as_anonymous("dataset_quality_show", id=dataset["id"])["columns"] == {"described": 1, "all": 3}


def test_the_page_shows_the_points_to_everybody_and_the_links_to_who_may_edit(
    dataset: dict[str, Any], editor: dict[str, Any], app: Any
) -> None:
    """In both languages; nothing before it is measured, and nothing old after a change."""
    assert not BeautifulSoup(app.get("/dataset/nha-thuoc").data, "html.parser").select(".bd-quality:has(#quality)")
    jobs.write(dataset["id"])
    (panel,) = BeautifulSoup(app.get("/dataset/nha-thuoc").data, "html.parser").select(".bd-quality:has(#quality)")
    assert "Chất lượng phần mô tả: 115 trên 405 điểm" in panel.get_text()
    assert "Thêm từ khóa" in panel.get_text()
    assert not panel.select("a[href*='#field-']")
    (english,) = BeautifulSoup(app.get("/en/dataset/nha-thuoc").data, "html.parser").select(".bd-quality:has(#quality)")
    assert "115 of 405 points – bad" in english.get_text()
    token = {"Authorization": act("api_token_create", user=editor["name"], name="t")["token"]}
    (own,) = BeautifulSoup(app.get("/dataset/nha-thuoc", headers=token).data, "html.parser").select(".bd-quality:has(#quality)")
    assert own.select("a[href$='/dataset/edit/nha-thuoc#field-tag_string']")
    act("package_patch", id=dataset["id"], tag_string="thuốc")
    assert not BeautifulSoup(app.get("/dataset/nha-thuoc").data, "html.parser").select(".bd-quality:has(#quality)")
    measuring.measure_dataset(dataset["id"])
    assert stored.current([dataset["id"]])
